"""Reporting calendars, their periods, and making a year's periods at once."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from conditions.forms.calendars import CalendarForm, GenerateForm, PeriodForm
from conditions.models import ReportingCalendar, ReportingPeriod
from conditions.services import cadence
from conditions.services import calendars as services
from conditions.views.finding import get_period
from conditions.views.record import (
    back_to,
    form_page,
    get_agreement,
    get_calendar,
    refusal_page,
    saved,
    trail,
)
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed


@requires(Permission.AGREEMENT_MANAGE)
def calendar_create(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    agreement = get_agreement(request, agreement_slug)
    form = CalendarForm(request.POST or None, instance=ReportingCalendar(agreement=agreement))
    if saved(form, lambda: services.save_calendar(form.instance, by=request.user, now=timezone.now())):
        messages.success(request, "Calendar added. Now make its periods.")
        return redirect("conditions:periods-generate", request.authority.la_code, agreement.slug, form.instance.pk)
    return form_page(
        request,
        form,
        title="Add a reporting calendar",
        button="Add this calendar",
        cancel_url=agreement.get_absolute_url(),
        crumbs=trail(request, agreement, here="Add a calendar"),
    )


@requires(Permission.AGREEMENT_MANAGE)
def calendar_edit(request: CouncilRequest, agreement_slug: str, calendar_id: int) -> HttpResponse:
    calendar = get_calendar(request, agreement_slug, calendar_id)
    form = CalendarForm(request.POST or None, instance=calendar)
    if saved(form, lambda: services.save_calendar(form.instance, by=request.user, now=timezone.now())):
        messages.success(request, "Calendar saved.")
        return back_to(calendar.agreement, "periods")
    return form_page(
        request,
        form,
        title="Change the calendar",
        button="Save",
        cancel_url=calendar.agreement.get_absolute_url(),
        crumbs=trail(request, calendar.agreement, here="Calendar"),
    )


@requires(Permission.AGREEMENT_MANAGE)
def period_create(request: CouncilRequest, agreement_slug: str, calendar_id: int) -> HttpResponse:
    calendar = get_calendar(request, agreement_slug, calendar_id)
    form = PeriodForm(request.POST or None, instance=ReportingPeriod(calendar=calendar))
    if saved(form, lambda: services.add_period(form.instance, by=request.user, now=timezone.now())):
        messages.success(request, f"{form.instance} added.")
        return back_to(calendar.agreement, "periods")
    return form_page(
        request,
        form,
        title=f"Add a period to {calendar}",
        button="Add this period",
        cancel_url=calendar.agreement.get_absolute_url(),
        crumbs=trail(request, calendar.agreement, here="Add a period"),
    )


@requires(Permission.AGREEMENT_MANAGE)
def period_edit(request: CouncilRequest, agreement_slug: str, period_slug: str) -> HttpResponse:
    """Label and dates, until a return has been sent with them."""
    period = get_period(request, agreement_slug, period_slug)
    page: dict[str, Any] = {
        "title": f"Change {period}",
        "crumbs": trail(request, period.agreement, here=period.label),
    }
    back_url = period.agreement.get_absolute_url()
    reasons = services.why_fixed(period)
    if reasons:
        return refusal_page(request, reasons, back_url=back_url, **page)
    form = PeriodForm(request.POST or None, instance=period)
    if saved(form, lambda: services.change_period(form.instance, by=request.user, now=timezone.now())):
        messages.success(request, f"{period} saved.")
        return back_to(period.agreement, "periods")
    return form_page(request, form, button="Save", cancel_url=back_url, **page)


@requires(Permission.AGREEMENT_MANAGE)
def period_remove(request: CouncilRequest, agreement_slug: str, period_slug: str) -> HttpResponse:
    """Asks before a period goes that nothing was recorded for."""
    period = get_period(request, agreement_slug, period_slug)
    agreement = period.agreement
    title, crumbs = f"Remove {period}?", trail(request, agreement, here="Remove a period")
    reasons = services.why_not_remove(period)
    if request.method == "POST" and not reasons:
        try:
            services.remove_period(period, by=request.user, now=timezone.now())
        except NotAllowed as refusal:
            reasons = refusal.reasons
        else:
            messages.success(request, f"{period} removed.")
            return back_to(agreement, "periods")
    if reasons:
        url = agreement.get_absolute_url()
        return refusal_page(request, reasons, title=f"{period} cannot be removed", back_url=url, crumbs=crumbs)
    context = {"title": title, "crumbs": crumbs, "cancel_url": agreement.get_absolute_url()}
    return render(request, "conditions/record/period_remove.html", context)


@requires(Permission.AGREEMENT_MANAGE)
def periods_generate(request: CouncilRequest, agreement_slug: str, calendar_id: int) -> HttpResponse:
    """Choose year and cadence, see the periods, then make them. Choosing is a GET: it changes nothing."""
    calendar = get_calendar(request, agreement_slug, calendar_id)
    asked = request.POST if request.method == "POST" else request.GET
    form = GenerateForm(asked if "financial_year" in asked else None, calendar=calendar)
    planned = []
    if form.is_valid():
        planned = cadence.periods_of(form.cleaned_data["cadence"], form.cleaned_data["financial_year"])
        if request.method == "POST":
            made = services.generate(calendar, planned, by=request.user, now=timezone.now())
            messages.success(request, f"{len(made)} period{'' if len(made) == 1 else 's'} made.")
            return back_to(calendar.agreement, "periods")
    missing = services.missing(calendar, planned)
    context = {
        "form": form,
        "calendar": calendar,
        "agreement": calendar.agreement,
        "planned": [(period, period in missing) for period in planned],
        "missing": missing,
        "crumbs": trail(request, calendar.agreement, here="Make a year’s periods"),
    }
    return render(request, "conditions/record/periods_generate.html", context)
