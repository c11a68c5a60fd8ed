"""Adding and changing a top-up band, giving it another value, and counting who is on each band."""

from datetime import date
from functools import partial

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from conditions.views.record import get_agreement, saved
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.dates import in_words
from safetyvalve.core.roles import Permission
from workstreams import top_ups as reading
from workstreams.forms.top_ups import CountDayForm, CountsForm, TopUpBandForm, TopUpValueForm
from workstreams.models import TopUpBand
from workstreams.services import top_ups as services
from workstreams.views.register_forms import adding, changing
from workstreams.views.registers import form_page, trail
from workstreams.views.top_ups import TITLE, crumbs_of, get_band, list_url


@requires(Permission.FINANCE_EDIT)
def top_up_band_create(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Put a band on the register."""
    agreement = get_agreement(request, agreement_slug)
    title = "Add a top-up band"
    return adding(
        request,
        TopUpBandForm(request.POST or None, instance=TopUpBand(agreement=agreement)),
        partial(services.create, agreement=agreement),
        said=lambda band: f"Band added: {band}. Next, say what it is worth.",
        then=lambda band: reverse("workstreams:top-up-value", args=band.address),
        title=title,
        cancel_url=list_url(agreement),
        crumbs=trail(agreement, (TITLE, list_url(agreement)), (title, "")),
    )


@requires(Permission.FINANCE_EDIT)
def top_up_band_edit(request: CouncilRequest, agreement_slug: str, band_id: int) -> HttpResponse:
    """Change what a band is called, or when it ends."""
    band = get_band(request, agreement_slug, band_id)
    return changing(
        request,
        TopUpBandForm(request.POST or None, instance=band),
        services.change,
        current=lambda: get_band(request, agreement_slug, band_id),
        said="Band changed",
        title="Change a top-up band",
        cancel_url=band.get_absolute_url(),
        crumbs=crumbs_of(band, "Change"),
    )


@requires(Permission.FINANCE_EDIT)
def top_up_value(request: CouncilRequest, agreement_slug: str, band_id: int) -> HttpResponse:
    """Say what a band is worth from a day on. What was said before stays."""
    band = get_band(request, agreement_slug, band_id)
    number = max((each.number for each in band.values.all()), default=0)
    form = TopUpValueForm(request.POST or None, band=band, after=number)
    if saved(
        form,
        lambda: services.add_value(
            band,
            amount=form.cleaned_data["amount"],
            effective_from=form.cleaned_data["effective_from"],
            reason=form.cleaned_data.get("reason", ""),
            after=form.cleaned_data["after"],
            by=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, f"Value saved: {band}.")
        return redirect(band)
    if form.is_bound:
        form.show_what_stands(band.values.order_by("number").last())
    title = "Change its value" if number else "Say what it is worth"
    return form_page(
        request,
        form,
        title=title,
        caption=str(band),
        cancel_url=band.get_absolute_url(),
        crumbs=crumbs_of(band, title),
        intro="A new value is in force from its day until the next one. To put a mistake right, give the right value "
        "with the same day."
        if number
        else "",
    )


@requires(Permission.FINANCE_EDIT)
def top_up_count_day(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Choose the day of which counts are given."""
    agreement = get_agreement(request, agreement_slug)
    title, today = "Count who is on each band", timezone.localdate()
    form = CountDayForm(request.GET if "on_day" in request.GET else None, today=today)
    if form.is_valid():
        day = form.cleaned_data["on"].isoformat()
        return redirect("workstreams:top-up-counts", agreement.authority.la_code, agreement.slug, day)
    return form_page(
        request,
        form,
        title=title,
        cancel_url=list_url(agreement),
        crumbs=trail(agreement, (TITLE, list_url(agreement)), (title, "")),
        template="ask",
        button="Continue",
    )


@requires(Permission.FINANCE_EDIT)
def top_up_counts(request: CouncilRequest, agreement_slug: str, day: str) -> HttpResponse:
    """How many are on each band on a day, all bands at once."""
    agreement = get_agreement(request, agreement_slug)
    on = _day(day)
    bands = reading.bands_of(agreement)
    form = CountsForm(request.POST or None, bands=bands, standing=services.counts_on(bands, on))
    if saved(
        form,
        lambda: services.set_counts(
            agreement,
            on,
            counts=form.counts,
            shown=form.cleaned_data["shown"],
            by=request.user,
            now=timezone.now(),
        ),
    ):
        messages.success(request, f"Counts of {in_words(on)} saved.")
        return redirect(list_url(agreement))
    if form.is_bound:
        form.show_what_stands()
    title = f"Counts on {in_words(on)}"
    return form_page(
        request,
        form,
        title=title,
        cancel_url=list_url(agreement),
        crumbs=trail(agreement, (TITLE, list_url(agreement)), (title, "")),
        intro="Whole numbers of plans or children and nothing else. Leave a box blank where nobody has counted.",
        nothing="" if bands else "There is no band to count yet.",
        list_url=list_url(agreement),
    )


def _day(text: str) -> date:
    """The day an address names; 404 for anything else, and for a day to come."""
    try:
        day = date.fromisoformat(text) if len(text) == len("2024-01-18") else None
    except ValueError:
        day = None
    if day is None or day > timezone.localdate() or day.year < 1990:
        raise Http404
    return day
