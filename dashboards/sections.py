"""This app's part of a submission: the headline measures as they stood at the end of the period."""

from typing import Any

from conditions.joints import Audience, Section
from conditions.models import ReportingPeriod, Submission
from dashboards.charts.around import source_of
from dashboards.charts.lines import Frame
from dashboards.periods import Grain
from dashboards.points import MeasureSeries, Point
from dashboards.scope import as_at
from dashboards.series import read_series
from safetyvalve.render.format import rounded

MEASURES = (
    "plans_maintained",
    "plans_new",
    "plans_ceased",
    "requests_received",
    "decisions_to_assess_made",
    "refusals_to_assess",
    "refusals_published",
    "refusal_rate_decisions",
    "refusal_rate_requests",
    "refusal_rate_published",
    "timeliness_20_weeks",
)
POINTS = {Grain.MONTH: 13, Grain.QUARTER: 5, Grain.YEAR: 6, Grain.CENSUS: 6}
"""How many figures of each a return carries: enough to look back one year, or five where they come yearly."""


def measures(submission: Submission) -> Section:
    """Each headline measure with its latest figures and trajectories. Nobody types into this part. Four queries."""
    facts = {"series": [series_facts(series) for series in at_period_end(submission.period) if series.points]}
    return Section("measures", 1, Audience.DFE, facts)


def at_period_end(period: ReportingPeriod) -> list[MeasureSeries]:
    """The headline measures as known when the period ended, each in its one grain."""
    authority = period.calendar.agreement.authority
    read = read_series(authority, MEASURES, as_at(period.covers_to))
    cut = [Frame(years=None).cut(read[code])[0] for code in MEASURES if code in read]
    return [_recent(series) for series in cut if series.points]


def _recent(series: MeasureSeries) -> MeasureSeries:
    return series.with_points(series.points[-POINTS[series.points[-1].period.grain] :])


def series_facts(series: MeasureSeries) -> dict[str, Any]:
    """One measure in the words of the pack: figures as decimal text, missing as None with its marker."""
    definition = series.definition
    last = series.points[-1].period
    days = [point.as_at for point in series.points if point.as_at]
    return {
        "code": series.code,
        "name": definition.name,
        "unit": definition.unit,
        "decimals": definition.decimals,
        "basis": definition.basis_in(last.grain),
        "source": source_of(series),
        "as_at": max(days).isoformat() if days else None,
        "points": [point_facts(series, point) for point in series.points],
        "target": [
            {"on": on.isoformat(), "value": f"{value.normalize():f}", "name": trajectory.name}
            for trajectory in series.trajectories
            for on, value in trajectory.points
        ],
    }


def point_facts(series: MeasureSeries, point: Point) -> dict[str, Any]:
    """A range has its other end besides, and a figure without its parts says that it is as reported."""
    places = series.definition.decimals
    value = None if point.value is None else f"{rounded(point.value, places):f}"
    reported: dict[str, Any] = {"is_as_reported": True} if point.is_as_reported else {}
    if point.upper is not None:
        reported["upper"] = f"{rounded(point.upper, places):f}"
    return {
        "period_start": point.period.start.isoformat(),
        "period_end": point.period.end.isoformat(),
        "label": point.period.label,
        "value": value,
        "marker": point.marker,
        "status": point.status,
        **reported,
    }
