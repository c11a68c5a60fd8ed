"""One measure with its figures, divided or held against others, its definitions, trajectories and history."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from dashboards.alerts.owners import owners_of
from dashboards.board import read_measures
from dashboards.breakdowns import topics_of
from dashboards.categories import Topic
from dashboards.charts.lines import render_unit
from dashboards.comparators import Held, held_against
from dashboards.formulas import RESIDUAL
from dashboards.history import replaced_figures
from dashboards.looks import NOBODY, Asked, Look, has_england_as_usual, look_at, possible
from dashboards.models import Indicator, IndicatorCondition, IndicatorVersion
from dashboards.points import Definition, MeasureSeries, Point
from dashboards.scope import for_request
from dashboards.series import STOCK_AND_FLOW, current_version, usable
from dashboards.views.measures import POLARITY, get_indicator, is_shown_elsewhere
from dashboards.views.page import Choices, Link, choices, shown
from dashboards.views.seen import seen_until
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.models import User
from safetyvalve.core.roles import Permission
from safetyvalve.render.data import Cell, Column, Marker, Range, Table
from safetyvalve.render.html import to_html

STANDINGS = {"provisional": "Provisional", "final": "Final", "restated": "Restated", "unreliable": "Not reliable"}


@requires(Permission.DASHBOARD_VIEW)
def measure(request: CouncilRequest, code: str) -> HttpResponse:
    """One measure: its chart, what exactly it counts and since when, what was agreed, and the figures."""
    indicator = get_indicator(request, code)
    if is_shown_elsewhere(indicator):
        raise Http404
    scope, chosen = for_request(request), choices(request, of_agreements=False)
    series = read_measures(request.authority, (indicator.code,), scope)[indicator.code]
    held = possible(held_against(request.authority), series)
    topics = topics_of(request.authority, indicator, scope)
    look = look_at(request.authority, series, scope, chosen.frame, chosen.asked, held)
    chosen = replace(chosen, asked=_answered(chosen.asked, look))
    la_code = request.authority.la_code
    version = current_version(indicator)
    page = Page(reverse("dashboards:measure", args=[la_code, indicator.code]), chosen, look)
    can_manage = Permission.MEASURE_MANAGE in request.permissions
    context = {
        "indicator": indicator,
        "definition": series.definition,
        "polarity": POLARITY[series.definition.polarity],
        "chart": shown(look.chart, la_code=la_code, query=chosen.query(), level=2) if look.chart else None,
        "table": to_html(look.table) if look.table else "",
        "grain_links": chosen.grain_links(page.url, series),
        "by_links": page.by_links(topics),
        "against_links": page.against_links(held, series, request.authority.name),
        "held": look.held,
        "figures": to_html(_figures(series)) if series.points else "",
        "replaced": replaced_figures(request.authority, indicator, series.definition) if scope.is_inside else [],
        "versions": sorted(indicator.versions.all(), key=lambda v: -v.number),
        "parts": _parts(request, version),
        "targets": to_html(_targets(series)) if series.trajectories else "",
        "conditions": _conditions(request, indicator) if scope.is_inside else [],
        "year_links": chosen.year_links(page.url),
        "rolling_links": chosen.rolling_links(page.url) if chosen.is_rolling or look.has_small_months else [],
        "can_type": can_manage and version is not None and version.is_typed,
        "can_mark": can_manage and version is not None and version.is_typed and bool(series.known()),
        "is_inside": scope.is_inside,
        "owner": _owner(request, indicator) if scope.is_inside else None,
        "can_manage": can_manage,
        "can_edit": can_manage and indicator.authority_id is not None,
        "seen_until": seen_until(scope),
    }
    return render(request, "dashboards/measure.html", context)


def _answered(asked: Asked, look: Look) -> Asked:
    """What the page does show of what was asked, so that its links carry nothing that it did not understand."""
    against = look.held.key if look.held else asked.against if asked.against == NOBODY else ""
    return Asked(asked.by, "") if look.is_divided else Asked("", against)


@dataclass(frozen=True)
class Page:
    """The choices of the page as plain links, which survive reloading and can be sent to somebody."""

    url: str
    chosen: Choices
    look: Look

    def by_links(self, topics: Sequence[Topic]) -> list[Link]:
        """Nothing when there is no choice."""
        if not topics:
            return []
        found = [("", "Not divided"), *((topic.code, topic.name) for topic in topics)]
        return [self._link(name, Asked(key, ""), self.chosen.asked.by == key) for key, name in found]

    def against_links(self, held: Sequence[Held], series: MeasureSeries, name: str) -> list[Link]:
        if not series.points:
            return []
        is_usual = has_england_as_usual(series, self.chosen.frame)
        asked, alone = self.chosen.asked, (NOBODY if is_usual else "")
        links = [self._link(f"Only {name}", Asked("", alone), not asked.by and asked.against == alone)]
        for each in held:
            key = "" if is_usual and each.key == "england" else each.key
            is_current = not asked.by and asked.against in (key, each.key)
            links.append(self._link(each.name, Asked("", key), is_current))
        return links

    def _link(self, name: str, asked: Asked, is_current: bool) -> Link:
        return Link(name, self.url + self.chosen.query(asked=asked), is_current)


def _parts(request: CouncilRequest, version: IndicatorVersion | None) -> list[Indicator]:
    """The measures that this one is worked out from. One query or two."""
    if version is None or version.numerator_id is None:
        return []
    if version.is_derived and version.formula == RESIDUAL:
        return usable(request.authority, STOCK_AND_FLOW)
    wanted = dict.fromkeys(pk for pk in (version.numerator_id, version.denominator_id) if pk)
    parts = Indicator.objects.in_bulk(list(wanted))
    return [parts[pk] for pk in wanted if pk in parts]


def _owner(request: CouncilRequest, indicator: Indicator) -> str:
    """Who answers for the measure here, as long as they hold a role; empty where nobody does. Two queries."""
    key = owners_of(request.authority, timezone.localdate()).get(indicator.code)
    return str(User.objects.get(pk=key)) if key else ""


def _conditions(request: CouncilRequest, indicator: Indicator) -> Sequence[str]:
    links = IndicatorCondition.objects.filter(
        indicator=indicator, condition__agreement__authority=request.authority
    ).select_related("condition")
    return [str(link.condition) for link in links.order_by("condition__order")]


def _figures(series: MeasureSeries) -> Table:
    """Every figure on record, the latest first, with the two counts of a rate and where each came from."""
    definition, points = series.definition, list(reversed(series.points))
    columns = [Column("Period"), Column("Figure", render_unit(series), definition.decimals)]
    parts_kind = "money" if definition.parts_unit == "money" else "count"
    has_parts = any(point.numerator is not None for point in points)
    has_editions = any(point.edition for point in points)
    has_dates = any(point.as_at for point in points)
    if has_parts:
        columns += [Column("Counted", parts_kind), Column("Out of", parts_kind)]
    sources = list(dict.fromkeys(point.source or definition.source or "Not stated" for point in points))
    has_sources = len(sources) > 1
    columns += [Column("Standing")] + [Column("Source")] * has_sources
    columns += [Column("Edition")] * has_editions + [Column("As at", "date")] * has_dates
    rows = []
    for point in points:
        cells: list[Cell] = [point.period.exactly, _figure(point)]
        if has_parts:
            hidden: Cell = Marker(point.marker) if point.marker and not point.is_known else None
            cells += [hidden if part is None else part for part in (point.numerator, point.denominator)]
        cells.append(_standing(point))
        cells += [point.source or definition.source or "Not stated"] * has_sources
        cells += [point.edition] * has_editions + [point.as_at] * has_dates
        rows.append(tuple(cells))
    notes = () if has_sources else (f"Source: {sources[0].rstrip('.')}.",)
    return Table("Figures on record", tuple(columns), tuple(rows), notes=notes)


def _figure(point: Point) -> Cell:
    if point.value is None:
        return Marker(point.marker) if point.marker else None
    return point.value if point.upper is None else Range(point.value, point.upper)


def _standing(point: Point) -> str:
    """ "Not reliable: counted for half of the year", "Final, as reported"."""
    words = STANDINGS.get(point.status, point.status.capitalize())
    if point.is_as_reported:
        words = f"{words}, as reported"
    return f"{words}: {point.note}" if point.note else words


def _targets(series: MeasureSeries) -> Table:
    definition: Definition = series.definition
    rows = tuple((trajectory.name, on, value) for trajectory in series.trajectories for on, value in trajectory.points)
    columns = (Column("Trajectory"), Column("Date", "date"), Column("Agreed", render_unit(series), definition.decimals))
    return Table("What was agreed", columns, rows)
