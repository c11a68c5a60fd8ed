"""One measure with its figures, definitions and trajectories."""

from collections.abc import Sequence

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from dashboards.board import read_measures
from dashboards.charts.lines import measure_chart
from dashboards.models import Indicator, IndicatorCondition, IndicatorVersion
from dashboards.points import Definition, MeasureSeries
from dashboards.scope import Scope, for_request
from dashboards.series import current_version
from dashboards.views.dashboards import seen_until
from dashboards.views.measures import POLARITY, get_indicator, is_shown_elsewhere
from dashboards.views.page import choices, shown
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.render.data import Cell, Column, Marker, Table
from safetyvalve.render.html import to_html


@requires(Permission.DASHBOARD_VIEW)
def measure(request: CouncilRequest, code: str) -> HttpResponse:
    """One measure: its chart, what exactly it counts and since when, what was agreed, and the figures."""
    indicator = get_indicator(request, code)
    if is_shown_elsewhere(indicator):
        raise Http404
    scope, chosen = for_request(request), choices(request)
    series = read_measures(request.authority, (indicator.code,), scope)[indicator.code]
    chart = measure_chart(series, chosen.frame)
    la_code = request.authority.la_code
    version = current_version(indicator)
    url = reverse("dashboards:measure", args=[la_code, indicator.code])
    can_manage = Permission.MEASURE_MANAGE in request.permissions
    context = {
        "indicator": indicator,
        "definition": series.definition,
        "polarity": POLARITY[series.definition.polarity],
        "chart": shown(chart, la_code=la_code, query=chosen.query(), level=2) if chart else None,
        "figures": _figures(series, scope) if series.points else "",
        "versions": sorted(indicator.versions.all(), key=lambda v: -v.number),
        "parts": _parts(version),
        "targets": to_html(_targets(series)) if series.trajectories else "",
        "conditions": _conditions(request, indicator) if scope.is_inside else [],
        "year_links": chosen.year_links(url),
        "can_type": can_manage and version is not None and version.is_typed,
        "can_manage": can_manage,
        "can_edit": can_manage and indicator.authority_id is not None,
        "seen_until": seen_until(scope),
    }
    return render(request, "dashboards/measure.html", context)


def _parts(version: IndicatorVersion | None) -> list[Indicator]:
    """The two measures of a rate. One query."""
    if version is None or version.numerator_id is None:
        return []
    parts = Indicator.objects.in_bulk([pk for pk in (version.numerator_id, version.denominator_id) if pk])
    return [parts[pk] for pk in (version.numerator_id, version.denominator_id) if pk in parts]


def _conditions(request: CouncilRequest, indicator: Indicator) -> Sequence[str]:
    links = IndicatorCondition.objects.filter(
        indicator=indicator, condition__agreement__authority=request.authority
    ).select_related("condition")
    return [str(link.condition) for link in links.order_by("condition__order")]


def _figures(series: MeasureSeries, scope: Scope) -> str:
    """Every figure on record, the latest first, with the two counts of a rate beside it."""
    definition = series.definition
    has_parts = any(point.numerator is not None for point in series.points)
    columns = [Column("Period"), Column("Figure", _kind(definition), definition.decimals)]
    if has_parts:
        columns += [Column("Counted", "count"), Column("Out of", "count")]
    has_dates = any(point.as_at for point in series.points)
    columns += [Column("Standing"), *([Column("As at", "date")] if has_dates else [])]
    rows = []
    for point in reversed(series.points):
        hidden: Cell = Marker(point.marker) if point.marker and not point.is_known else None
        cells: list[Cell] = [point.period.label, point.value if point.is_known else hidden]
        if has_parts:
            cells += [hidden if point.numerator is None else point.numerator,
                      hidden if point.denominator is None else point.denominator]  # fmt: skip
        rows.append((*cells, point.status.capitalize(), *([point.as_at] if has_dates else [])))
    return to_html(Table("Figures on record", tuple(columns), tuple(rows)))


def _kind(definition: Definition) -> str:
    return {"percent": "percent", "money": "money"}.get(definition.unit, "count")


def _targets(series: MeasureSeries) -> Table:
    definition = series.definition
    rows = tuple((trajectory.name, on, value) for trajectory in series.trajectories for on, value in trajectory.points)
    columns = (Column("Trajectory"), Column("Date", "date"), Column("Agreed", _kind(definition), definition.decimals))
    return Table("What was agreed", columns, rows)
