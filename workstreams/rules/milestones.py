"""What is true of milestones on a date, and how it is said. No database.

A return speaks of its period, however late somebody reads it: ``judged_on`` gives the day on which its
milestones are judged.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from conditions.models import ReportingPeriod
from safetyvalve.core.dates import in_words
from workstreams.models import Milestone


def judged_on(period: ReportingPeriod, today: date) -> date:
    """Today while the period's window runs; afterwards the day it was due, so that old returns do not turn red."""
    return min(today, max(period.covers_to, period.due_on))


@dataclass(frozen=True)
class Standing:
    """A set of milestones on a date, sorted into what has become of them. ``slipped`` are late and not overdue."""

    complete: tuple[Milestone, ...]
    overdue: tuple[Milestone, ...]
    slipped: tuple[Milestone, ...]
    on_time: tuple[Milestone, ...]

    @property
    def total(self) -> int:
        return len(self.complete) + len(self.overdue) + len(self.slipped) + len(self.on_time)

    @property
    def outstanding(self) -> tuple[Milestone, ...]:
        return self.overdue + self.slipped + self.on_time


def standing(milestones: Iterable[Milestone], on: date) -> Standing:
    """Each milestone in exactly one group, in the order given."""
    groups: dict[str, list[Milestone]] = {"complete": [], "overdue": [], "slipped": [], "on_time": []}
    for milestone in milestones:
        groups[_group(milestone, on)].append(milestone)
    return Standing(**{name: tuple(members) for name, members in groups.items()})


def _group(milestone: Milestone, on: date) -> str:
    if milestone.is_complete(on):
        return "complete"
    if milestone.is_overdue(on):
        return "overdue"
    return "slipped" if milestone.expected_on > milestone.baseline_on else "on_time"


def has_plan(milestone: Milestone) -> bool:
    """Whether somebody has said when or why: a forecast later than first promised, or a reason for being late."""
    return bool(milestone.slip_reason.strip()) or milestone.expected_on > milestone.baseline_on


def length(days: int) -> str:
    """A number of days as a person says it: "1 day", "12 days", "6 weeks", "13 months"."""
    if days < 28:
        return _counted(days, "day")
    if days < 84:
        return _counted(round(days / 7), "week")
    return _counted(round(days / 30.44), "month")


def slip_in_words(milestone: Milestone) -> str:
    """How it compares with its first date: "6 weeks late", "7 months early", "on its first date"."""
    days = milestone.days_slipped
    if days == 0:
        return "on its first date"
    return f"{length(abs(days))} {'late' if days > 0 else 'early'}"


def in_a_sentence(milestone: Milestone, on: date) -> str:
    """One milestone as it stands, with its dates and its reason for being late."""
    name = f"“{milestone.name}”"
    if milestone.is_complete(on) and milestone.completed_on:
        return f"{name} was completed on {in_words(milestone.completed_on)}, {slip_in_words(milestone)}."
    if milestone.is_overdue(on):
        told = f"{name} was expected on {in_words(milestone.expected_on)} and is not complete"
    elif milestone.expected_on > milestone.baseline_on:
        told = (
            f"{name} is expected on {in_words(milestone.expected_on)}, "
            f"{length(milestone.days_slipped)} later than first planned"
        )
    else:
        told = f"{name} is expected on {in_words(milestone.expected_on)}"
    reason = milestone.slip_reason.strip().rstrip(".")
    return f"{told}: {reason}." if reason else f"{told}."


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
