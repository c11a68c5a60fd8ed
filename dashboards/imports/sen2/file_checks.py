"""Checks of a file as a whole: failures that published returns have had, unusual shares, and working lists."""

from collections.abc import Iterator
from datetime import timedelta

from dashboards.imports.contract import Level, Problem
from dashboards.imports.sen2.case_checks import Look
from dashboards.imports.sen2.people import OnePerson, plan_on
from dashboards.imports.sen2.rules import SIX_WEEKS, TWENTY_WEEKS, Facts, days_to_issue, is_exception
from dashboards.imports.sen2.stages import Stage, stage_on
from dashboards.imports.sen2.topics import placement_on

LACKING = "Check the settings with which the return was made."
FEWEST = 20
"""Below so many, a share or a lack says nothing."""
UNUSUAL_OTHER_REASON = 0.10
UNUSUAL_OTHER_SETTING = 0.05
UNUSUAL_NOT_IN_EDUCATION = 0.05
UNUSUAL_TRIBUNALS = 0.50
"""Shares from which a file is worth a look. They are our own."""


def file_checks(everybody: list[OnePerson], look: Look) -> Iterator[Problem]:
    """Every check of the whole."""
    cases = [facts for one in everybody for facts in one]
    plans = [facts for one in everybody if (facts := plan_on(one, look.as_at)) is not None]
    yield from _lacking(cases, plans, look)
    yield from _all_exceptions(cases)
    yield from _shares(cases, plans, look)
    yield from _two_plans(everybody, look)
    yield from _working_lists(cases, look)


def _lacking(cases: list[Facts], plans: list[Facts], look: Look) -> Iterator[Problem]:
    """What published returns have lacked altogether."""
    has = look.context.has
    if len(plans) >= FEWEST:
        if not has("Active.placements"):
            yield _lack("no-placements", "There are plans, but not one placement.", "Placements")
        if not has("Need.kind"):
            yield _lack("no-needs", "There are plans, but not one primary need.", "Needs")
        if not has("Plan.ceased"):
            yield _lack("no-cease-dates", "There are plans, but none has a date of ceasing.", "Plans that ceased")
    if len(cases) >= FEWEST:
        if not has("Case.received"):
            yield _lack("no-request-dates", "No request has a date of receipt.", "Requests and their times")
        if not has("Case.decided"):
            yield _lack("no-decision-dates", "No request has a date of its outcome.", "Decisions")
        if has("Assessment.outcome") and not has("Assessment.decided"):
            yield _lack("no-assessment-dates", "No assessment has a date of its outcome.", "Outcomes of assessments")


def _lack(code: str, words: str, what: str) -> Problem:
    sentence = f"{words} {what} are not counted, rather than counted as none."
    return Problem(code, sentence, LACKING, Level.WARNING)


def _all_exceptions(cases: list[Facts]) -> Iterator[Problem]:
    issued = [facts for facts in cases if days_to_issue(facts) is not None]
    if len(issued) >= FEWEST and all(is_exception(facts) for facts in issued):
        words = "Every new plan is marked as a permitted exception to the 20 weeks."
        yield Problem("all-exceptions", words, "Check the flag Week20.", Level.WARNING, count=len(issued))


def _shares(cases: list[Facts], plans: list[Facts], look: Look) -> Iterator[Problem]:
    """Shares that are worth explaining when a return is made."""
    reasons = [facts.plan.cease_reason for facts in cases if facts.plan.cease_reason]
    meant = [look.context.meanings.of("CeaseReason", reason) for reason in reasons]
    yield from _share("many-other-reasons", "plans ceased for another reason", "other", meant, UNUSUAL_OTHER_REASON)
    placed = [placement_on(facts, look.as_at) for facts in plans]
    settings = [placement.setting if placement else "" for placement in placed]
    yield from _share("many-other-settings", "plans are in another setting", "OTH", settings, UNUSUAL_OTHER_SETTING)
    words = "plans are of somebody not in education for another reason"
    yield from _share("many-not-in-education", words, "NIEO", settings, UNUSUAL_NOT_IN_EDUCATION)
    refused = [str(facts.case.tribunal) for facts in cases if facts.outcome == "refused"]
    yield from _share("many-tribunals", "refusals went to the tribunal", "True", refused, UNUSUAL_TRIBUNALS)


def _share(code: str, words: str, wanted: str, found: list[str], unusual: float) -> Iterator[Problem]:
    count = found.count(wanted)
    if len(found) >= FEWEST and count > unusual * len(found):
        sentence = f"{count:,} of {len(found):,} {words}. That is more than usual."
        yield Problem(code, sentence, "Check them, and be ready to explain.", Level.WARNING, count=count)


def _two_plans(everybody: list[OnePerson], look: Look) -> Iterator[Problem]:
    """People with more than one plan in force."""
    count = sum(len([f for f in one if plan_on([f], look.as_at)]) > 1 for one in everybody if len(one) > 1)
    if count:
        words = f"{_number(count, 'person has', 'people have')} more than one plan in force. Each counts as one plan."
        yield Problem("two-open-plans", words, "Cease the plan that was replaced.", Level.WARNING, count=count)


def _working_lists(cases: list[Facts], look: Look) -> Iterator[Problem]:
    """Not errors: what is late on the day."""

    def late(days: int, *stages: Stage) -> int:
        latest = look.as_at - timedelta(days)
        return sum(
            facts.case.received is not None
            and facts.case.received < latest
            and not is_exception(facts)
            and stage_on(facts, look.as_at) in stages
            for facts in cases
        )

    undecided, not_issued = late(SIX_WEEKS, Stage.REQUEST), late(TWENTY_WEEKS, *Stage)
    if undecided:
        words = f"{_number(undecided, 'request is', 'requests are')} not decided after {SIX_WEEKS} days."
        yield Problem("undecided-after-6-weeks", words, "", Level.NOTE, count=undecided)
    if not_issued:
        words = (
            f"{_number(not_issued, 'case has', 'cases have')} no plan after {TWENTY_WEEKS} days without an exception."
        )
        yield Problem("not-issued-after-20-weeks", words, "", Level.NOTE, count=not_issued)


def _number(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"
