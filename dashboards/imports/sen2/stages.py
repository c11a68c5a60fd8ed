"""Where a case stands on a day (definition 21): undecided, being assessed, or waiting for its plan."""

from datetime import date
from enum import StrEnum

from dashboards.imports.sen2.rules import Facts

REQUEST_ENDS = frozenset({"agreed", "refused", "withdrawn", "historical"})
ASSESSMENT_ENDS = frozenset({"issue", "not_issue", "withdrawn", "historical"})
CASE_AGES = ("under_6_weeks", "6_to_12", "12_to_16", "16_to_20", "20_to_52", "over_52")
_WEEKS = ((6, "under_6_weeks"), (12, "6_to_12"), (16, "12_to_16"), (20, "16_to_20"), (52, "20_to_52"))


class Stage(StrEnum):
    """The three steps from a request to a plan."""

    REQUEST = "pipeline_requests"
    ASSESSMENT = "pipeline_assessments"
    ISSUING = "pipeline_issuing"


def stage_on(facts: Facts, day: date) -> Stage | None:
    """Definition 21: the step a case is at on that day. None before it was received, once it has ended or has a plan,
    when the child moved to another council or the plan came from one, and where ReceivedDate is missing: its age
    cannot be told."""
    case, plan = facts.case, facts.plan
    if case.exported or facts.active.transferred_from or _has_plan_by(facts, day):
        return None
    if case.received is None or case.received > day:
        return None
    if not _ended(facts.outcome, REQUEST_ENDS, case.decided, day):
        return Stage.REQUEST
    if facts.outcome not in ("agreed", "historical"):
        return None
    if facts.outcome == "historical" and case.assessment is None:
        return None
    if not _ended(facts.assessed, ASSESSMENT_ENDS, facts.assessment.decided, day):
        return Stage.ASSESSMENT
    if facts.assessed == "issue" or (facts.assessed == "historical" and plan.start):
        return Stage.ISSUING
    return None


def _has_plan_by(facts: Facts, day: date) -> bool:
    """A plan without a date of its beginning has begun."""
    plan = facts.plan
    return plan.start <= day if plan.start else facts.case.plan is not None or facts.case.active is not None


def _ended(outcome: str, ends: frozenset[str], decided: date | None, day: date) -> bool:
    """Whether a decision was there on that day. One without a date was there before."""
    return outcome in ends and (decided is None or decided <= day)


def case_age(facts: Facts, day: date) -> str:
    """Whole weeks since ReceivedDate, the lower end included."""
    days = (day - facts.case.received).days if facts.case.received else 0
    return next((name for weeks, name in _WEEKS if days < weeks * 7), "over_52")
