"""Assessments as the statistics count them for a calendar year: every outcome, and those not yet decided."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from dashboards.imports.sen2.coverage import Window
from dashboards.imports.sen2.rules import Facts
from dashboards.imports.sen2.topics import AGE_AT_REQUEST, BAND_AT_REQUEST, Context
from dashboards.periods import Period
from dashboards.services.measurements import Row

_TOPICS = (AGE_AT_REQUEST, BAND_AT_REQUEST)
_ENDS = frozenset({"issue", "not_issue", "withdrawn"})


def is_not_made(facts: Facts, year: Period) -> bool:
    """Definition 8: an assessment agreed by the end of the year whose outcome was not decided by then."""
    case, assessment = facts.case, facts.assessment
    if facts.assessed == "historical" or case.exported:
        return False
    if facts.outcome == "agreed":
        has_begun = case.decided is None or case.decided <= year.end
    else:
        has_begun = facts.outcome == "historical" and case.assessment is not None
    if facts.assessed in _ENDS:
        return has_begun and assessment.decided is not None and assessment.decided > year.end
    return has_begun and case.plan is None and case.active is None


def is_of_year(facts: Facts, year: Period) -> bool:
    """Definition 8: decided in the year, one way or another, or not made in it."""
    decided = facts.assessment.decided if facts.assessed in _ENDS else None
    return (decided is not None and year.start <= decided <= year.end) or is_not_made(facts, year)


def assessment_rows(cases: Iterable[Facts], window: Window, context: Context) -> Iterator[Row]:
    """Assessments of each whole year in the window, and those not made."""
    if not context.has("Assessment.outcome", "Case.outcome"):
        return
    cases = list(cases)
    for year in window.years:
        for code, holds in (("assessments_in_year", is_of_year), ("assessments_not_made", is_not_made)):
            counted = [facts for facts in cases if holds(facts, year)]
            yield Row(code, year, Decimal(len(counted)), as_at=window.as_at)
            for topic in _TOPICS:
                if not context.has(*topic.needs):
                    continue
                counts = Counter(topic.of(facts, year.end, context) for facts in counted)
                for heading in topic.headings(context):
                    value = Decimal(counts[heading])
                    yield Row(code, year, value, breakdown_topic=topic.code, breakdown=heading, as_at=window.as_at)
