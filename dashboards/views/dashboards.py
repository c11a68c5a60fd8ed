"""The dashboards of a council: the list, and the programme overview."""

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from conditions.positions import read_on_record
from dashboards.board import BEFORE_MORE, CHARTS, HEADLINE_MEASURES
from dashboards.boards.changes import changes
from dashboards.boards.listing import entries, read_everything
from dashboards.boards.programme import read_programme
from dashboards.boards.reading import Wanted, charts_from, read_figures
from dashboards.finance.answers import answers
from dashboards.headlines import headlines
from dashboards.heat_map import read_heat_map, read_rated
from dashboards.models import CouncilDashboard
from dashboards.scope import for_request
from dashboards.series import usable
from dashboards.views.accounts import account_of
from dashboards.views.boards import definitions_of, has_small_months
from dashboards.views.kept import Kept, kept_page, written
from dashboards.views.page import address_of, choices, shown
from dashboards.views.seen import seen_until
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission


@requires(Permission.DASHBOARD_VIEW)
def dashboards(request: CouncilRequest) -> HttpResponse:
    """Every dashboard with one headline; what has nothing on record yet is named, with how to bring it in."""
    scope = for_request(request)
    chosen = choices(request, and_versions=scope.is_inside)
    board = read_everything(request.authority, chosen.agreement, scope, today=timezone.localdate())
    heat_map = read_heat_map(chosen.agreement, scope) if chosen.agreement else None
    found = entries(board)
    overview = reverse("dashboards:dashboard", args=[request.authority.la_code])
    context = {
        "headlines": [replace(each, url=overview + each.url) for each in headlines(board, heat_map)],
        "entries": [entry for entry in found if entry.headline],
        "own": CouncilDashboard.objects.visible_to(request.user, request.authority),
        "empty": [entry for entry in found if not entry.headline],
        "is_inside": scope.is_inside,
        "seen_until": seen_until(scope),
        "can_manage": Permission.MEASURE_MANAGE in request.permissions,
    }
    return render(request, "dashboards/dashboards.html", context)


@requires(Permission.DASHBOARD_VIEW)
def dashboard(request: CouncilRequest) -> HttpResponse:
    """The programme overview: headlines, the conditions period by period, and the charts.

    Inside the programme also workstreams and risks, milestones, what is off course and what is late.
    """
    return kept_page(request, kept_overview(request), {})


def kept_overview(request: CouncilRequest) -> Kept:
    """Everything on it."""
    return Kept("dashboards/dashboard.html", (address_of(request),), lambda _: _overview(request))


def _overview(request: CouncilRequest) -> str:
    """The whole page: the same for all who are inside the programme, or all outside."""
    scope, today = for_request(request), timezone.localdate()
    chosen = choices(request, and_versions=scope.is_inside)
    agreement, is_inside = chosen.agreement, scope.is_inside
    found = usable(request.authority, HEADLINE_MEASURES, with_aims=is_inside, and_aimed_at=is_inside)
    codes = (*HEADLINE_MEASURES, *sorted({each.code for each in found}.difference(HEADLINE_MEASURES)))
    wanted, on_record = Wanted(codes, (), frozenset({"deficit", "money"})), None
    if agreement and is_inside:
        on_record = read_on_record(agreement)
    board = read_figures(request.authority, agreement, wanted, scope, today=today, found=found, on_record=on_record)
    rated = read_rated(agreement, scope) if agreement else None
    heat_map = read_heat_map(agreement, scope, rated) if agreement else None
    programme = read_programme(agreement, board, rated, today=today) if agreement and rated and is_inside else None
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
    savings = [programme.savings] if programme and programme.savings else []
    context = {
        "council": request.authority,
        "agreement": agreement,
        "headlines": [*headlines(board, heat_map), *savings],
        "heat_map": heat_map,
        "programme": programme,
        "answers": answers(agreement, today=today, on_record=on_record, savings=board.money.each_saving)
        if agreement and board.money
        else None,
        "changed": changes(heat_map, programme.risks if programme else None, programme.changed if programme else ()),
        "charts": drawn[:BEFORE_MORE],
        "more_charts": drawn[BEFORE_MORE:],
        "account": account_of(board),
        "year_links": chosen.year_links(url),
        "rolling_links": chosen.rolling_links(url) if chosen.is_rolling or has_small_months(board) else [],
        "agreement_links": chosen.agreement_links(url),
        "seen_until": seen_until(scope),
        "threshold": scope.threshold,
    }
    return written("dashboards/_overview.html", context)
