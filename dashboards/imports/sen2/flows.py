"""Measures that count what happened in a period: which they are, and by which day a case counts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from dashboards.imports.sen2 import rules
from dashboards.imports.sen2 import topics as by
from dashboards.imports.sen2.rules import Facts
from dashboards.imports.sen2.topics import Topic


@dataclass(frozen=True)
class Flow:
    """``on`` gives the day that a case counts, or None. ``needs`` are items without which the file cannot tell.

    An annual one is collected for the calendar year, and has no months of its own.
    """

    code: str
    on: Callable[[Facts], date | None]
    needs: tuple[str, ...]
    topics: tuple[Topic, ...] = ()
    amount: Callable[[Facts], int] = lambda facts: 1
    is_annual: bool = False


def _where(on: Callable[[Facts], date | None], holds: Callable[[Facts], bool]) -> Callable[[Facts], date | None]:
    """The same day, of the cases for which something holds."""
    return lambda facts: day if (day := on(facts)) is not None and holds(facts) else None


def _within(days: Callable[[Facts], int | None], low: int, high: int) -> Callable[[Facts], bool]:
    """Whether so many calendar days passed, both ends included; False when it cannot be told."""
    return lambda facts: (passed := days(facts)) is not None and low <= passed <= high


def _outcome(outcome: str) -> Callable[[Facts], date | None]:
    return lambda facts: rules.request_with(facts, outcome)


def _decided(*outcomes: str) -> Callable[[Facts], date | None]:
    return lambda facts: rules.decided_on(facts, *outcomes)


def _concluded(*outcomes: str) -> Callable[[Facts], date | None]:
    return lambda facts: rules.concluded_on(facts, *outcomes)


def _is_known(days: Callable[[Facts], int | None]) -> Callable[[Facts], bool]:
    return lambda facts: days(facts) is not None


FOREVER = 10**6
_AGED_REQUEST = (by.AGE_AT_REQUEST, by.BAND_AT_REQUEST)
_AGED = (by.AGE_ON_DAY, by.BAND_ON_DAY)
_issued = _where(rules.new_plan_on, _is_known(rules.days_to_issue))
_issued_regular = _where(_issued, lambda facts: not rules.is_exception(facts))
_in_20_weeks = _within(rules.days_to_issue, 0, rules.TWENTY_WEEKS)
_ISSUED = ("Plan.start", "Case.received")
_DECISION = ("Case.outcome", "Case.decided")
_CONCLUSION = ("Assessment.outcome", "Assessment.decided")
_WEEK20 = "Assessment.is_exception"

PLANS = (
    Flow("plans_new", rules.new_plan_on, ("Plan.start",), (by.NEED, by.NAMED_PLACEMENT, *_AGED, by.SEX)),
    Flow("plans_ceased", rules.ceased_on, ("Plan.ceased",), (by.REASON, *_AGED, by.SEX)),
    Flow("plans_transferred_in", rules.transferred_in_on, ("Active.transferred_from",)),
)
REQUESTS = (
    Flow(
        "requests_received",
        rules.request_on,
        ("Case.received",),
        (by.SOURCE, by.NEED_OF_REQUEST, *_AGED_REQUEST, by.SEX, by.SCHOOL),
    ),
    Flow(
        "requests_in_youth_accommodation",
        _where(rules.request_on, lambda facts: facts.case.in_youth_accommodation is True),
        ("Case.received", "Case.in_youth_accommodation"),
    ),
    *(
        Flow(
            code,
            _outcome(outcome),
            ("Case.received", "Case.outcome"),
            (by.SOURCE, *_AGED_REQUEST),
            is_annual=True,
        )
        for code, outcome in (
            ("requests_agreed", "agreed"),
            ("refusals_published", "refused"),
            ("requests_undecided", "undecided"),
            ("requests_withdrawn", "withdrawn"),
        )
    ),
    Flow("decisions_to_assess_made", _decided("agreed", "refused"), _DECISION, (by.SOURCE, by.SCHOOL)),
    Flow("refusals_to_assess", _decided("refused"), _DECISION, (by.SOURCE, by.SCHOOL)),
    Flow("assessments_agreed", _decided("agreed"), _DECISION, (by.SOURCE,)),
    Flow(
        "decisions_timed",
        _where(_decided("agreed", "refused"), _is_known(rules.days_to_decide)),
        (*_DECISION, "Case.received"),
    ),
    Flow(
        "decisions_within_6_weeks",
        _where(_decided("agreed", "refused"), _within(rules.days_to_decide, 0, rules.SIX_WEEKS)),
        (*_DECISION, "Case.received"),
    ),
)
ASSESSMENTS = (
    Flow("assessments_concluded", _concluded("issue", "not_issue"), _CONCLUSION, _AGED_REQUEST),
    Flow("assessments_plan_issued", _concluded("issue"), _CONCLUSION, _AGED_REQUEST),
    Flow("assessments_no_plan", _concluded("not_issue"), _CONCLUSION, _AGED_REQUEST),
    Flow("assessments_withdrawn", _concluded("withdrawn"), _CONCLUSION, _AGED_REQUEST, is_annual=True),
    Flow(
        "refusals_to_issue_timed",
        _where(_concluded("not_issue"), _is_known(rules.days_to_refuse_plan)),
        (*_CONCLUSION, "Case.received"),
    ),
    Flow(
        "refusals_to_issue_within_16_weeks",
        _where(_concluded("not_issue"), _within(rules.days_to_refuse_plan, 0, rules.SIXTEEN_WEEKS)),
        (*_CONCLUSION, "Case.received"),
    ),
)
TIMELINESS = (
    Flow("plans_issued", _issued, _ISSUED),
    Flow("plans_issued_20_weeks", _where(_issued, _in_20_weeks), _ISSUED),
    Flow("plans_issued_excluding_exceptions", _issued_regular, (*_ISSUED, _WEEK20)),
    Flow("plans_issued_20_weeks_excluding_exceptions", _where(_issued_regular, _in_20_weeks), (*_ISSUED, _WEEK20)),
    Flow(
        "plans_issued_20_to_52_weeks",
        _where(_issued, _within(rules.days_to_issue, rules.TWENTY_WEEKS + 1, rules.FIFTY_TWO_WEEKS)),
        _ISSUED,
    ),
    Flow(
        "plans_issued_over_52_weeks",
        _where(_issued, _within(rules.days_to_issue, rules.FIFTY_TWO_WEEKS + 1, FOREVER)),
        _ISSUED,
    ),
    Flow("days_to_issue_total", _issued, _ISSUED, amount=lambda facts: rules.days_to_issue(facts) or 0),
)


def _rights(
    stage: str, on: Callable[[Facts], date | None], part: str, mediation: str, tribunal: str, record: str
) -> tuple[Flow, ...]:
    """Definitions 11 and 12: mediation, tribunal, and both, which is a tribunal after mediation."""

    def has(facts: Facts, flag: str) -> bool:
        return getattr(getattr(facts, part), flag) is True

    needs = {flag: f"{record}.{flag}" for flag in (mediation, tribunal)}
    return (
        Flow(f"{stage}_mediation", _where(on, lambda f: has(f, mediation)), (needs[mediation],), is_annual=True),
        Flow(f"{stage}_tribunal", _where(on, lambda f: has(f, tribunal)), (needs[tribunal],), is_annual=True),
        Flow(
            f"{stage}_tribunal_after_mediation",
            _where(on, lambda f: has(f, mediation) and has(f, tribunal)),
            (needs[mediation], needs[tribunal]),
            is_annual=True,
        ),
    )


def assessment_day(facts: Facts) -> date | None:
    """The day of the decision after the assessment, whatever it was; without one, the day the plan began."""
    return facts.assessment.decided or facts.plan.start


RIGHTS = (
    *_rights("request", lambda facts: facts.case.decided, "case", "mediation", "tribunal", "Case"),
    *_rights("assessment", assessment_day, "assessment", "mediation", "tribunal", "Assessment"),
    *_rights("other", assessment_day, "assessment", "other_mediation", "other_tribunal", "Assessment"),
)
REVIEWS = (
    Flow("reviews_held", lambda facts: facts.active.review_meeting, ("Active.review_meeting",)),
    Flow("reviews_decided", rules.review_decided_on, ("Active.review_meeting", "Active.review_decided")),
    Flow(
        "reviews_decided_in_time",
        _where(rules.review_decided_on, rules.is_review_in_time),
        ("Active.review_meeting", "Active.review_decided"),
    ),
    Flow(
        "reviews_outcome",
        lambda facts: facts.active.review_meeting,
        ("Active.review_meeting", "Active.review_outcome"),
        (by.REVIEW_OUTCOME,),
    ),
    Flow("phase_transfers_due", lambda facts: facts.active.transfer_due, ("Active.transfer_due",), is_annual=True),
    Flow(
        "phase_transfers_on_time",
        _where(lambda facts: facts.active.transfer_due, rules.transfer_on_time),
        ("Active.transfer_due", "Active.transfer_final"),
        is_annual=True,
    ),
)
FLOWS = (*PLANS, *REQUESTS, *ASSESSMENTS, *TIMELINESS, *RIGHTS, *REVIEWS)
