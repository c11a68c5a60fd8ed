"""The RAG that a condition's milestones suggest. The officer decides; a difference needs a sentence.

Levels are chosen by what they require, never by key or colour, so that any programme's scale works.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from conditions.models import RagLevel
from workstreams.models import Milestone
from workstreams.rules.milestones import has_plan, in_a_sentence, standing


@dataclass(frozen=True)
class Suggestion:
    """A level of the programme and, in a sentence, the milestones that suggest it."""

    level: RagLevel
    reason: str


def suggest(milestones: Sequence[Milestone], levels: Iterable[RagLevel], *, on: date) -> Suggestion | None:
    """What the milestones say on that date; None when there are none, or the scale has no such level.

    Overdue with neither a later forecast nor a reason suggests "off target, no plan"; overdue or slipped with
    one "off target, with a plan"; all complete "complete"; anything else "on target".
    """
    if not milestones:
        return None
    now = standing(milestones, on)
    unplanned = [milestone for milestone in now.overdue if not has_plan(milestone)]
    late = [*now.overdue, *now.slipped]
    if unplanned:
        wanted, reason = _off_target_unplanned, _named(unplanned, on)
    elif late:
        wanted, reason = _off_target_planned, _named(late, on)
    elif not now.outstanding:
        wanted, reason = _complete, f"{_all(now.total)} complete."
    else:
        wanted, reason = _on_target, f"{len(now.complete)} of {_all(now.total, whole=False)} complete and none is late."
    level = next((level for level in sorted(levels, key=lambda level: level.order) if wanted(level)), None)
    return Suggestion(level, reason) if level else None


LevelTest = Callable[[RagLevel], bool]


def _complete(level: RagLevel) -> bool:
    return level.is_complete


def _on_target(level: RagLevel) -> bool:
    return not level.is_complete and not level.needs_mitigation and not level.needs_recovery


def _off_target_planned(level: RagLevel) -> bool:
    return level.needs_mitigation and not level.needs_recovery


def _off_target_unplanned(level: RagLevel) -> bool:
    return level.needs_recovery


def _named(milestones: Sequence[Milestone], on: date) -> str:
    """The first in a sentence, the rest counted."""
    first = in_a_sentence(milestones[0], on)
    others = len(milestones) - 1
    if not others:
        return first
    return f"{first} {others} other milestone{' is' if others == 1 else 's are'} late too."


def _all(total: int, *, whole: bool = True) -> str:
    if total == 1:
        return "The one milestone is" if whole else "1 milestone is"
    return f"All {total} milestones are" if whole else f"{total} milestones are"
