"""The dashboards of a council: the list, and the programme overview."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from dashboards.board import BEFORE_MORE, CHARTS, HEADLINE_MEASURES
from dashboards.boards.listing import entries, read_everything
from dashboards.boards.reading import Wanted, charts_from, read_figures
from dashboards.headlines import headlines
from dashboards.heat_map import read_heat_map
from dashboards.scope import for_request
from dashboards.views.accounts import account_of
from dashboards.views.boards import definitions_of, has_small_months
from dashboards.views.page import choices, shown
from dashboards.views.seen import seen_until
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission


@requires(Permission.DASHBOARD_VIEW)
def dashboards(request: CouncilRequest) -> HttpResponse:
    """Every dashboard with one headline; what has nothing on record yet is named, with how to bring it in."""
    chosen, scope = choices(request), for_request(request)
    board = read_everything(request.authority, chosen.agreement, scope, today=timezone.localdate())
    heat_map = read_heat_map(chosen.agreement, scope) if chosen.agreement else None
    found = entries(board)
    context = {
        "headlines": headlines(board, heat_map),
        "entries": [entry for entry in found if entry.headline],
        "empty": [entry for entry in found if not entry.headline],
        "seen_until": seen_until(scope),
        "can_manage": Permission.MEASURE_MANAGE in request.permissions,
    }
    return render(request, "dashboards/dashboards.html", context)


@requires(Permission.DASHBOARD_VIEW)
def dashboard(request: CouncilRequest) -> HttpResponse:
    """The programme overview: headline figures, the conditions period by period, and the charts."""
    chosen, scope = choices(request), for_request(request)
    wanted = Wanted(HEADLINE_MEASURES, (), frozenset({"deficit"}))
    board = read_figures(request.authority, chosen.agreement, wanted, scope, today=timezone.localdate())
    heat_map = read_heat_map(chosen.agreement, scope) if chosen.agreement else None
    url = reverse("dashboards:dashboard", args=[request.authority.la_code])
    drawn = [
        shown(
            chart,
            la_code=request.authority.la_code,
            query=chosen.query(),
            definitions=definitions_of(board, kind.codes),
        )
        for kind, chart in charts_from(board, CHARTS, chosen.frame)
    ]
    context = {
        "agreement": chosen.agreement,
        "headlines": headlines(board, heat_map),
        "heat_map": heat_map,
        "charts": drawn[:BEFORE_MORE],
        "more_charts": drawn[BEFORE_MORE:],
        "account": account_of(board),
        "year_links": chosen.year_links(url),
        "rolling_links": chosen.rolling_links(url) if chosen.is_rolling or has_small_months(board) else [],
        "agreement_links": chosen.agreement_links(url),
        "seen_until": seen_until(scope),
        "threshold": scope.threshold,
    }
    return render(request, "dashboards/dashboard.html", context)
