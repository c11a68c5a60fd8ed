"""The definitions of section 2 of the data standards, one function each. All days are calendar days.

``Facts`` is a case with its codes read. XML, COLLECT's CSV files and spreadsheets all come through here.
"""

from dataclasses import dataclass
from datetime import date

from dashboards.imports.sen2.meanings import NOT_KNOWN, Meanings
from dashboards.imports.sen2.records import Active, Assessment, Case, Person, Plan

SIX_WEEKS = 42
SIXTEEN_WEEKS = 112
TWENTY_WEEKS = 140
FIFTY_TWO_WEEKS = 364
FOUR_WEEKS = 28
_NO_ASSESSMENT, _NO_PLAN, _NOT_ACTIVE = Assessment(), Plan(), Active()


@dataclass(slots=True)
class Facts:
    """One case, its person, and what its codes mean. Parts that are not there are empty ones."""

    person: Person
    case: Case
    outcome: str
    assessed: str
    source: str
    assessment: Assessment
    plan: Plan
    active: Active

    @classmethod
    def of(cls, person: Person, case: Case, meanings: Meanings) -> "Facts":
        assessment = case.assessment or _NO_ASSESSMENT
        return cls(
            person,
            case,
            meanings.of("RequestOutcome", case.outcome),
            meanings.of("AssessmentOutcome", assessment.outcome),
            meanings.of("RequestSource", case.source) or NOT_KNOWN,
            assessment,
            case.plan or _NO_PLAN,
            case.active or _NOT_ACTIVE,
        )


def days_between(start: date | None, end: date | None) -> int | None:
    """Calendar days from one to the other; None when one is missing or they are the wrong way round."""
    if start is None or end is None or end < start:
        return None
    return (end - start).days


def plan_start(facts: Facts) -> date | None:
    """When this council's plan began: StartDate; of a plan without one, the first day of its first placement."""
    if facts.plan.start:
        return facts.plan.start
    return min((p.entered for p in facts.active.placements if p.entered), default=None)


def has_plan_on(facts: Facts, day: date) -> bool:
    """Definition 1 for one case: StartDate ≤ D and CeaseDate empty or > D; plans transferred in included.

    A plan in force, or ended, without any date of its beginning is taken to have begun before.
    """
    if facts.plan.ceased and facts.plan.ceased <= day:
        return False
    start = plan_start(facts)
    if start:
        return start <= day
    return facts.case.active is not None or facts.plan.ceased is not None


def new_plan_on(facts: Facts) -> date | None:
    """Definition 2: StartDate of a plan that was not carried in by TransferLA, assessment outcome "issue".

    Where no outcome is given at all, a plan that was issued says it.
    """
    if facts.active.transferred_from or (facts.assessment.outcome and facts.assessed != "issue"):
        return None
    return facts.plan.start


def transferred_in_on(facts: Facts) -> date | None:
    """The first day here of a plan that came from another council (TransferLA)."""
    return plan_start(facts) if facts.active.transferred_from else None


def ceased_on(facts: Facts) -> date | None:
    """Definition 3: CeaseDate."""
    return facts.plan.ceased


def request_on(facts: Facts) -> date | None:
    """Definition 5: ReceivedDate, outcome not historical."""
    return None if facts.outcome == "historical" else facts.case.received


def request_with(facts: Facts, outcome: str) -> date | None:
    """Definition 6a: a request by ReceivedDate, with that outcome, whenever it was decided. No outcome: undecided."""
    return request_on(facts) if (facts.outcome or "undecided") == outcome else None


def decided_on(facts: Facts, *outcomes: str) -> date | None:
    """Definition 6b: RequestOutcomeDate of a request with one of these outcomes."""
    return facts.case.decided if facts.outcome in outcomes else None


def days_to_decide(facts: Facts) -> int | None:
    """Definition 7: days from ReceivedDate to RequestOutcomeDate of a decision to assess or not."""
    return days_between(facts.case.received, decided_on(facts, "agreed", "refused"))


def concluded_on(facts: Facts, *outcomes: str) -> date | None:
    """Definition 8: AssessmentOutcomeDate of an assessment with one of these outcomes."""
    return facts.assessment.decided if facts.assessed in outcomes else None


def days_to_refuse_plan(facts: Facts) -> int | None:
    """Definition 9: days from ReceivedDate to the decision not to issue a plan."""
    return days_between(facts.case.received, concluded_on(facts, "not_issue"))


def days_to_issue(facts: Facts) -> int | None:
    """Definition 10: days from ReceivedDate to StartDate of a new plan."""
    return days_between(facts.case.received, new_plan_on(facts))


def is_exception(facts: Facts) -> bool:
    """Definition 10b: Week20 is 1, a permitted exception to the 20 weeks."""
    return facts.assessment.is_exception is True


def review_decided_on(facts: Facts) -> date | None:
    """Definition 19: LastReview, the decision after ReviewMeeting. One before the meeting is of an earlier review."""
    held, decided = facts.active.review_meeting, facts.active.review_decided
    return decided if days_between(held, decided) is not None else None


def is_review_in_time(facts: Facts) -> bool:
    """Definition 19: LastReview − ReviewMeeting ≤ 28."""
    days = days_between(facts.active.review_meeting, review_decided_on(facts))
    return days is not None and days <= FOUR_WEEKS


def transfer_on_time(facts: Facts) -> bool:
    """Definition 20: PhaseTransferFinalDate ≤ PhaseTransferDueDate."""
    due, final = facts.active.transfer_due, facts.active.transfer_final
    return due is not None and final is not None and final <= due
