"""Measures against their trajectories: those for which a tolerance was agreed."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.urls import reverse

from dashboards import words
from dashboards.alerts.owners import MEASURE_KEY, owners_of
from dashboards.alerts.standing import Standing, standing
from dashboards.alerts.watching import Reading
from dashboards.charts.lines import Frame, measure_chart
from dashboards.distances import points_of
from dashboards.models import Target
from dashboards.points import Definition, MeasureSeries
from dashboards.scope import INSIDE
from dashboards.series import read_series
from safetyvalve.core.models import Authority

UNBOUNDED = Frame(years=None)


def read(authority: Authority, today: date) -> Iterator[Reading]:
    """A source of ``ALERT_SOURCES``. Six queries, or one where no tolerance was agreed for anything."""
    agreed = Target.objects.filter(authority=authority, tolerance__isnull=False, indicator__is_retired=False)
    codes = sorted(set(agreed.order_by().values_list("indicator__code", flat=True)))
    if not codes:
        return
    owners = owners_of(authority, today)
    for code, series in read_series(authority, codes, INSIDE).items():
        [cut] = UNBOUNDED.cut(series)
        found = standing(cut)
        if found and found.trajectory.tolerance is not None:
            yield _reading(authority, series, found, owners.get(code))


def _reading(authority: Authority, series: MeasureSeries, found: Standing, owner_id: int | None) -> Reading:
    definition, latest = series.definition, found.latest
    name = definition.name
    return Reading(
        key=f"{MEASURE_KEY}{series.code}",
        name=name,
        period=latest.period.label,
        period_end=latest.period.end,
        is_off=found.is_off,
        sentence=found.sentence,
        value=found.value,
        target=found.target,
        tolerance=found.trajectory.tolerance,
        figures=_figures(found),
        page=reverse("dashboards:measure", args=[authority.la_code, series.code]),
        owner_id=owner_id,
        chart=lambda: measure_chart(series, Frame()),
    )


def _size(definition: Definition, tolerance: Decimal | None) -> str:
    """ "20", "5.0 percentage points"."""
    if tolerance is not None and definition.is_rate:
        return points_of(tolerance, definition.decimals)
    return words.figure(definition, tolerance)


def _figures(found: Standing) -> tuple[tuple[str, str], ...]:
    definition = found.series.definition
    before = found.series.before(found.latest)
    rows = [
        (found.latest.period.label, words.figure_with_parts(definition, found.latest)),
        (found.trajectory.name, words.figure(definition, found.target)),
        ("Tolerance", f"{_size(definition, found.trajectory.tolerance)} either way"),
    ]
    if before is not None:
        rows.insert(1, (before.period.label, words.figure(definition, before.value)))
    return tuple(rows)
