"""High needs spending of a year against its budget."""

from django.http import HttpResponse
from django.shortcuts import render

from conditions.views.record import get_agreement
from dashboards.finance import blocks as reading
from dashboards.finance.spending import of_year, spend_chart, spend_table, usual_year, years
from dashboards.views.money.figure import figure_of
from dashboards.views.money.grid import grid_url
from dashboards.views.money.hub import trail
from safetyvalve.core import money
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.render.html import to_html


@requires(Permission.AGREEMENT_VIEW)
def spending(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """The year of the address, else the last one that has both a budget and spending."""
    agreement = get_agreement(request, agreement_slug)
    book = reading.read(agreement)
    choices, asked = years(book), request.GET.get("year", "")
    year = asked if asked in choices else usual_year(book)
    found = of_year(book, year) if year else None
    chart = spend_chart(found, is_illustrative=agreement.authority.is_illustrative) if found else None
    context = {
        "agreement": agreement,
        "found": found,
        "years": [(each, each == year) for each in choices],
        "figure": figure_of(chart),
        "table": to_html(spend_table(found)) if found else None,
        "rounding": money.RULE,
        "crumbs": trail(agreement, ("Finance", grid_url(agreement)), ("Spending against budget", "")),
    }
    return render(request, "dashboards/finance/spending.html", context)
