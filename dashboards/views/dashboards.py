"""The dashboards of a council: the list, and the programme overview."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from dashboards import stock_flow
from dashboards.board import BEFORE_MORE, Board, charts_of, read_board
from dashboards.disclosure import suppress
from dashboards.headlines import headlines
from dashboards.heat_map import read_heat_map
from dashboards.points import Definition
from dashboards.scope import Scope, for_request
from dashboards.views.page import choices, shown
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.dates import in_words
from safetyvalve.core.roles import Permission
from safetyvalve.render.html import to_html


@requires(Permission.DASHBOARD_VIEW)
def dashboards(request: CouncilRequest) -> HttpResponse:
    """Every dashboard with its headline figures."""
    chosen, scope = choices(request), for_request(request)
    board = read_board(request.authority, chosen.agreement, scope, today=timezone.localdate())
    heat_map = read_heat_map(chosen.agreement, scope) if chosen.agreement else None
    context = {"headlines": headlines(board, heat_map), "seen_until": seen_until(scope)}
    return render(request, "dashboards/dashboards.html", context)


@requires(Permission.DASHBOARD_VIEW)
def dashboard(request: CouncilRequest) -> HttpResponse:
    """The programme overview: headline figures, the conditions period by period, and the charts."""
    chosen, scope = choices(request), for_request(request)
    board = read_board(request.authority, chosen.agreement, scope, today=timezone.localdate())
    heat_map = read_heat_map(chosen.agreement, scope) if chosen.agreement else None
    url = reverse("dashboards:dashboard", args=[request.authority.la_code])
    drawn = [
        shown(
            chart, la_code=request.authority.la_code, query=chosen.query(), definitions=_definitions(board, kind.codes)
        )
        for kind, chart in charts_of(board, chosen.frame)
    ]
    context = {
        "agreement": chosen.agreement,
        "headlines": headlines(board, heat_map),
        "heat_map": heat_map,
        "charts": drawn[:BEFORE_MORE],
        "more_charts": drawn[BEFORE_MORE:],
        "account": _account(board),
        "year_links": chosen.year_links(url),
        "agreement_links": chosen.agreement_links(url),
        "seen_until": seen_until(scope),
        "threshold": scope.threshold,
    }
    return render(request, "dashboards/dashboard.html", context)


def seen_until(scope: Scope) -> str:
    """For a reader outside the programme, up to when they see; empty inside."""
    if scope.is_inside:
        return ""
    return in_words(scope.until) if scope.until else "nothing yet"


def _definitions(board: Board, codes: tuple[str, ...]) -> list[Definition]:
    found = [
        board.measures[code].definition for code in codes if code in board.measures and board.measures[code].points
    ]
    return found[:3]


def _account(board: Board) -> str:
    """Why the number of plans changed, as a table; empty when its parts are not on record."""
    account = stock_flow.last_year(board.measures)
    if account is None or (account.new is None and account.ceased is None):
        return ""
    table = stock_flow.table(account)
    return to_html(table if board.scope.is_inside else suppress(table, board.scope.threshold))
