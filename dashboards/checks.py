"""What the figures contradict: a number typed anywhere in the return that is not the number on record."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

from conditions.checks.findings import Finding
from conditions.checks.text import Context, KnownFigure, Window
from conditions.checks.text.known_figures import find
from conditions.checks.text.reading import read_all
from conditions.joints import CheckContext
from dashboards.periods import Grain
from dashboards.points import MeasureSeries
from dashboards.sections import at_period_end

# The plain words by which officers speak of each measure. Only measures named here are looked for in prose.
PHRASES: dict[str, tuple[str, ...]] = {
    "plans_maintained": (
        "EHC plans",
        "EHCPs",
        "EHCP",
        "education, health and care plans",
        "maintained plans",
        "plans maintained",
        "plans in place",
    ),
    "requests_received": (
        "requests for assessment",
        "requests for an EHC needs assessment",
        "requests for EHC needs assessment",
        "assessment requests",
        "requests received",
    ),
    "refusals_to_assess": ("refusals to assess", "decisions not to assess"),
    "timeliness_20_weeks": ("within 20 weeks", "20-week timeliness", "20 week timeliness"),
    "refusal_rate_decisions": ("refusal rate on decisions",),
    "refusal_rate_published": ("published refusal rate",),
}
RATE_TOLERANCE = Decimal(1)
"""A rate may be written to the nearest whole per cent."""


def measures(context: CheckContext) -> Iterable[Finding]:
    """Figures in the prose against the measures as they stood at the end of the period."""
    period, version = context.submission.period, context.submission.version
    window = Window(
        covers_from=period.covers_from,
        covers_to=period.covers_to,
        submitted_on=context.today,
        agreement_last_year=version.last_year,
    )
    known = tuple(known_figures(at_period_end(period)))
    return find(read_all(context.passages), Context(window, known))


def known_figures(series: Iterable[MeasureSeries]) -> Iterator[KnownFigure]:
    """The latest figure that can be used of each measure that prose speaks of, where a period may be taken for granted.

    A stock stands for itself on its date. A month's flow is not what prose about a longer period gives, so of flows
    and rates only those of the month named in the sentence could be meant, and their date says which.
    """
    for item in series:
        phrases, latest = PHRASES.get(item.code, ()), item.latest
        if not phrases or latest is None or latest.value is None or not latest.is_comparable:
            continue
        if item.code != "plans_maintained" and latest.period.grain == Grain.MONTH:
            continue
        yield KnownFigure(
            name=item.definition.name,
            phrases=phrases,
            value=latest.value,
            unit="percent" if item.definition.is_rate else "count",
            as_at=latest.period.end,
            tolerance=RATE_TOLERANCE if item.definition.is_rate else Decimal(0),
        )
