"""Whether the yearly review of a plan is overdue on a day."""

from datetime import date

from dashboards.imports.sen2.rules import Facts, plan_start
from dashboards.periods import months_after

OVERDUE = ("under_3_months", "3_to_6", "6_to_12", "over_12_months")
_MONTHS = ((3, "under_3_months"), (6, "3_to_6"), (12, "6_to_12"))
YEARLY = 12


def review_due(facts: Facts, day: date) -> date | None:
    """Twelve months after the plan began or was last reviewed, whichever was later; None where nothing is dated."""
    dates = (plan_start(facts), facts.active.review_meeting, facts.active.review_decided)
    latest = max((found for found in dates if found and found <= day), default=None)
    return months_after(latest, YEARLY) if latest else None


def overdue(facts: Facts, day: date) -> str:
    """How long the review has been overdue on that day, the lower end included; "" when it is not. Due today is not."""
    due = review_due(facts, day)
    if due is None or day <= due:
        return ""
    return next((name for months, name in _MONTHS if day < months_after(due, months)), "over_12_months")
