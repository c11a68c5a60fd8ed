"""The top-up bands of an agreement, one of them, and taking one out. For people inside the programme only."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone

from conditions.models import Agreement
from conditions.views.record import get_agreement
from conditions.years import years_of
from safetyvalve.core import money
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.roles import Permission
from workstreams import top_ups as reading
from workstreams.history import history_of
from workstreams.models import TopUpBand
from workstreams.rules.top_ups import costed, value_on
from workstreams.services import top_ups as services
from workstreams.views.registers import Crumbs, remove_page, trail

TITLE = "Top-up bands"


@requires(Permission.AGREEMENT_VIEW)
def top_ups(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Every band with what it costs in one year, beside the outturn. As many queries for many bands as for few."""
    agreement = get_agreement(request, agreement_slug)
    today = timezone.localdate()
    bands = reading.bands_of(agreement)
    years = reading.years_to_show(bands, years_of(agreement), today)
    chosen = request.GET.get("year", "")
    chosen = chosen if chosen in years else FinancialYear.of(today).label
    day = reading.day_of(chosen, today)
    groups = reading.groups_of(bands, chosen, day)
    cost, outturn = reading.cost_of(groups), reading.outturn_of(agreement, chosen)
    context = {
        "agreement": agreement,
        "groups": groups,
        "cost": cost,
        "outturn": outturn,
        "lines": len(reading.LINES),
        "outturn_places": money.places_of([cost.amount, outturn.amount, *outturn.lines.values()]),
        "comparison": reading.comparison(cost, outturn, chosen),
        "is_running": day >= today,
        "years": years,
        "chosen": chosen,
        "days": reading.days_counted(bands),
        "threshold": request.authority.small_count_threshold,
        "can_edit": Permission.FINANCE_EDIT in request.permissions,
        "crumbs": trail(agreement, (TITLE, "")),
    }
    return render(request, "workstreams/top_ups/bands.html", context)


@requires(Permission.AGREEMENT_VIEW)
def top_up_band(request: CouncilRequest, agreement_slug: str, band_id: int) -> HttpResponse:
    """One band: every version of its value, every count with what it comes to, the years, and what happened."""
    band = get_band(request, agreement_slug, band_id)
    today = timezone.localdate()
    values, counts = reading.values_of(band), reading.counts_of(band)
    years = reading.years_to_show([band], years_of(band.agreement), today)
    costs = [reading.row_of(band, year, today).year for year in years if year <= FinancialYear.of(today).label]
    context = {
        "agreement": band.agreement,
        "band": band,
        "now": reading.said_of(value_on(values, today)),
        "values": reversed(list(band.values.all())),
        "counts": costed(values, counts),
        "costs": [each for each in costs if each.known],
        "history": history_of(band, request.authority),
        "can_edit": Permission.FINANCE_EDIT in request.permissions,
        "crumbs": crumbs_of(band),
    }
    return render(request, "workstreams/top_ups/band.html", context)


@requires(Permission.FINANCE_EDIT)
def top_up_band_remove(request: CouncilRequest, agreement_slug: str, band_id: int) -> HttpResponse:
    """Take a band entered by mistake off the register."""
    band = get_band(request, agreement_slug, band_id)
    return remove_page(
        request,
        band,
        act=lambda revision: services.remove(band, revision=revision, by=request.user, now=timezone.now()),
        list_url=list_url(band.agreement),
        back_url=band.get_absolute_url(),
        crumbs=crumbs_of(band, "Remove"),
        also=["its values", "its counts"],
    )


def list_url(agreement: Agreement) -> str:
    return reverse("workstreams:top-ups", args=[agreement.authority.la_code, agreement.slug])


def crumbs_of(band: TopUpBand, *here: str) -> Crumbs:
    """The trail to a band, or to a page below it."""
    steps = [(TITLE, list_url(band.agreement)), (str(band), band.get_absolute_url()), *((each, "") for each in here)]
    return trail(band.agreement, *steps)


def get_band(request: CouncilRequest, agreement_slug: str, band_id: int) -> TopUpBand:
    """The band with its values and counts, or 404."""
    found = reading.for_pages().filter(agreement__authority=request.authority)
    return get_object_or_404(found, pk=band_id, agreement__slug=agreement_slug)
