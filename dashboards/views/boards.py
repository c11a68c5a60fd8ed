"""A dashboard of the registry: its charts, what stands beside them, and the filters as plain links."""

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone

from dashboards import rolling
from dashboards.board import Board, ChartKind
from dashboards.boards.reading import charts_from, chosen_held, read_figures, wanted_by
from dashboards.boards.registry import BY_SLUG, PLANS, Dashboard
from dashboards.charts.parts import parts_table
from dashboards.headings import topic_called
from dashboards.points import Definition
from dashboards.scope import for_request
from dashboards.views.accounts import account_of
from dashboards.views.kept import Kept, kept_page, written
from dashboards.views.page import Choices, Shown, address_of, choices, shown
from dashboards.views.seen import seen_until
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.render.data import ChartData
from safetyvalve.render.html import to_html


@requires(Permission.DASHBOARD_VIEW)
def board(request: CouncilRequest, slug: str) -> HttpResponse:
    """One dashboard, drawn again only when what it shows can be another. As many queries for any number of charts."""
    dashboard = BY_SLUG.get(slug)
    if dashboard is None:
        raise Http404
    return kept_page(request, kept_board(request, dashboard), {"dashboard": dashboard})


def kept_board(request: CouncilRequest, dashboard: Dashboard) -> Kept:
    """Everything beneath the heading of one of them."""
    can_manage = Permission.MEASURE_MANAGE in request.permissions
    page = (dashboard.slug, can_manage, address_of(request))
    return Kept("dashboards/board.html", page, lambda _: _drawn(request, dashboard, can_manage))


def _drawn(request: CouncilRequest, dashboard: Dashboard, can_manage: bool) -> str:
    """Everything beneath the heading: the same for all who are inside the programme, or all outside."""
    wanted, scope = wanted_by(dashboard.every_chart), for_request(request)
    chosen = choices(request, of_agreements=bool(wanted.needs), and_versions=scope.is_inside)
    held, against = chosen_held(request.authority, chosen.asked.against) if dashboard.is_compared else ([], None)
    chosen = replace(chosen, asked=chosen.asked._replace(against=against.key if against else ""))
    figures = read_figures(request.authority, chosen.agreement, wanted, scope, today=timezone.localdate(), held=against)
    topics = [topic for topic in dashboard.topics if any(by == topic for _, by in figures.divided)]
    chosen = replace(chosen, asked=chosen.asked._replace(by=chosen.asked.by if chosen.asked.by in topics else ""))
    url = reverse("dashboards:board", args=[request.authority.la_code, dashboard.slug])
    drawn = charts_from(figures, _chosen(dashboard.charts, chosen), chosen.frame)
    beside = charts_from(figures, dashboard.beside, chosen.frame)
    context = {
        "council": request.authority,
        "dashboard": dashboard,
        "charts": [ready(request, figures, kind, chart, chosen) for kind, chart in drawn],
        "beside": [ready(request, figures, kind, chart, chosen) for kind, chart in beside],
        "missing": missing(figures, dashboard, [kind for kind, _ in (*drawn, *beside)], chosen),
        "account": account_of(figures) if dashboard == PLANS else "",
        "year_links": chosen.year_links(url),
        "agreement_links": chosen.agreement_links(url) if dashboard.slug == "money" else [],
        "by_links": chosen.by_links(url, [topic_called(topic) for topic in topics]),
        "against_links": chosen.against_links(url, held, chosen.asked.against) if has_rates(figures) else [],
        "held": against,
        "rolling_links": chosen.rolling_links(url) if chosen.is_rolling or has_small_months(figures) else [],
        "seen_until": seen_until(scope),
        "can_manage": can_manage,
    }
    return written("dashboards/_board_charts.html", context)


def _chosen(kinds: Iterable[ChartKind], chosen: Choices) -> list[ChartKind]:
    """All charts; with a division chosen, only those of the divided that are divided so."""
    by = chosen.asked.by
    return [kind for kind in kinds if not by or kind.by is None or kind.by[1] == by]


def ready(request: CouncilRequest, figures: Board, kind: ChartKind, chart: ChartData, chosen: Choices) -> Shown:
    """A chart as the page shows it; bars of one time have the times before in a table beneath."""
    table = ""
    if kind.by and chart.kind == "across":
        table = to_html(parts_table(figures.divided[kind.by], chosen.frame), caption_hidden=True)
    return shown(
        chart,
        la_code=request.authority.la_code,
        query=chosen.query(asked=chosen.asked._replace(by="")),
        definitions=definitions_of(figures, kind.codes),
        table=table,
    )


def definitions_of(figures: Board, codes: Iterable[str]) -> list[Definition]:
    """What the measures of a chart mean: those that have figures here or elsewhere on record, at most three."""
    found = [figures.measures[code] for code in codes if code in figures.measures]
    return [series.definition for series in found if series.points or series.definition.kind == "display"][:3]


def missing(figures: Board, dashboard: Dashboard, drawn: Iterable[ChartKind], chosen: Choices) -> list[Definition]:
    """Measures of the dashboard without a single figure for this reader, so that somebody can bring them in."""
    there = {code for kind in drawn for code in kind.codes}
    codes = dict.fromkeys(code for kind in _chosen(dashboard.charts, chosen) for code in kind.codes)
    series = [figures.measures[code] for code in codes if code in figures.measures and code not in there]
    return [each.definition for each in series if not each.points and each.definition.kind != "display"]


def has_rates(figures: Board) -> bool:
    return any(series.definition.is_relative and series.known() for series in figures.measures.values())


def has_small_months(figures: Board) -> bool:
    """Whether a count that happens month by month is mostly small, or a part of one."""
    if any(map(rolling.has_small_months, figures.measures.values())):
        return True
    return any(map(rolling.has_small_months, chain(*(each.parts for each in figures.divided.values()))))
