"""The RAG that a condition's milestones and savings suggest. The officer decides; a difference needs a sentence.

Levels are chosen by what they require, never by key or colour, so that any programme's scale works.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from conditions.models import RagLevel
from conditions.rules.tolerances import margin_in_words
from workstreams.models import Milestone
from workstreams.rules.against_plan import AgainstPlan
from workstreams.rules.milestones import has_plan, in_a_sentence, standing

LevelTest = Callable[[RagLevel], bool]


@dataclass(frozen=True)
class Suggestion:
    """A level of the programme and, in words, the milestones and savings that suggest it."""

    level: RagLevel
    reason: str


def suggest(
    milestones: Sequence[Milestone],
    levels: Iterable[RagLevel],
    *,
    on: date,
    savings: Sequence[AgainstPlan] = (),
    unknown: str = "",
) -> Suggestion | None:
    """What milestones and savings say on that date; None when there are neither, or the scale has no such level.

    ``unknown`` says which savings of the year cannot be held against their plan: then savings that are known to be on
    it suggest nothing.

    Overdue with neither a later forecast nor a reason suggests "off target, no plan"; overdue or slipped with
    one "off target, with a plan"; all complete "complete"; anything else "on target". Savings of the year that fall
    short of plan by the margin never stand beside a better word than "off target, with a plan", and a plan that is
    not delivered yet never beside "complete".
    """
    short = [each for each in savings if each.falls_short]
    wanted, reasons = _by_milestones(milestones, on) if milestones else (_on_target, [])
    if short:
        wanted = _off_target_planned if wanted in (_on_target, _complete) else wanted
        reasons += [each.in_words for each in short]
    elif wanted is _complete and (unknown or not all(each.is_delivered for each in savings)):
        wanted = _on_target
        reasons.append(unknown or "The savings of the year are not all delivered yet.")
    elif savings and not milestones and not unknown:
        reasons.append(f"No saving of the year is {margin_in_words(savings[0].margin)} or more below its plan.")
    if not reasons:
        return None
    level = next((level for level in sorted(levels, key=lambda level: level.order) if wanted(level)), None)
    return Suggestion(level, " ".join(reasons)) if level else None


def _by_milestones(milestones: Sequence[Milestone], on: date) -> tuple[LevelTest, list[str]]:
    now = standing(milestones, on)
    unplanned = [milestone for milestone in now.overdue if not has_plan(milestone)]
    late = [*now.overdue, *now.slipped]
    if unplanned:
        return _off_target_unplanned, [_named(unplanned, on)]
    if late:
        return _off_target_planned, [_named(late, on)]
    if not now.outstanding:
        return _complete, [f"{_all(now.total)} complete."]
    return _on_target, [f"{len(now.complete)} of {_all(now.total, whole=False)} complete and none is late."]


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
