"""The money of an agreement on one sheet of paper."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from conditions.positions import read_on_record
from conditions.views.record import get_agreement
from dashboards.charts.deficit import deficit_after, deficit_before
from dashboards.finance import blocks as reading
from dashboards.finance.answers import answers
from dashboards.finance.comparison import compare, has_reported
from dashboards.finance.summary import facts
from dashboards.payments import read_payments
from dashboards.positions import read_deficit
from dashboards.scope import for_request
from dashboards.views.money.figure import figure_of
from dashboards.views.money.grid import chosen_bridge, grid_url
from dashboards.views.money.hub import trail
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission

BALANCES = ("in_year_position", "closing_after_payments")


@requires(Permission.AGREEMENT_VIEW)
def finance_summary(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Tests, balances, trajectory, bridge, savings, payments and reconciliation, as they stand today."""
    agreement = get_agreement(request, agreement_slug)
    today, book = timezone.localdate(), reading.read(agreement)
    on_record = read_on_record(agreement)
    paid = read_payments(agreement, today=today, on_record=on_record)
    deficit = read_deficit(agreement, for_request(request), today=today, on_record=on_record)
    comparisons = [each for each in compare(book) if each.key in BALANCES]
    context = {
        "agreement": agreement,
        "today": today,
        "answers": answers(agreement, today=today, on_record=on_record, savings=paid.each_saving),
        "comparisons": comparisons,
        "has_reported": has_reported(comparisons),
        "trajectories": [
            figure for figure in (figure_of(deficit_after(deficit)), figure_of(deficit_before(deficit))) if figure
        ],
        "bridge": figure_of(chosen_bridge(book, book.usual())),
        "facts": facts(book, paid, today=today),
        "has_terms": bool(book.years),
        "crumbs": trail(agreement, ("Finance", grid_url(agreement)), ("Summary", "")),
    }
    return render(request, "dashboards/finance/summary.html", context)
