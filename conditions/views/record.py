"""What the pages that keep the agreement's record have in common: fetching, and one page for every plain form."""

from collections.abc import Callable, Sequence
from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from conditions.models import Agreement, ReportingCalendar
from safetyvalve.core.access import CouncilRequest
from safetyvalve.core.services.refusals import NotAllowed

Crumb = dict[str, str]


def get_agreement(request: CouncilRequest, agreement_slug: str) -> Agreement:
    """The agreement of this council, or 404."""
    agreements = Agreement.objects.of(request.authority).select_related("authority", "programme")
    return get_object_or_404(agreements, slug=agreement_slug)


def get_calendar(request: CouncilRequest, agreement_slug: str, calendar_id: int) -> ReportingCalendar:
    """One of the agreement's calendars, or 404."""
    calendars = ReportingCalendar.objects.filter(agreement__authority=request.authority)
    calendars = calendars.select_related("agreement__authority", "agreement__programme")
    return get_object_or_404(calendars, agreement__slug=agreement_slug, pk=calendar_id)


def trail(request: CouncilRequest, *agreements: Agreement, here: str) -> list[Crumb]:
    """Agreements, then the agreement if there is one, then this page."""
    crumbs = [{"label": "Agreements", "url": reverse("conditions:agreements", args=[request.authority.la_code])}]
    crumbs += [{"label": agreement.title, "url": agreement.get_absolute_url()} for agreement in agreements]
    return [*crumbs, {"label": here, "url": ""}]


def saved(form: BaseForm, act: Callable[[], Any]) -> bool:
    """Do ``act`` when the form is valid; what refuses becomes the form's own errors."""
    if not form.is_valid():
        return False
    try:
        act()
    except NotAllowed as refusal:
        form.add_error(None, refusal.reasons)
        return False
    return True


def form_page(
    request: CouncilRequest,
    form: BaseForm,
    *,
    title: str,
    button: str,
    cancel_url: str,
    crumbs: Sequence[Crumb],
    **more: Any,
) -> HttpResponse:
    """A title, the fields, a button and a way back. ``intro``, ``warning`` and ``kind`` are optional."""
    context = {"form": form, "title": title, "button": button, "cancel_url": cancel_url, "crumbs": crumbs, **more}
    return render(request, "conditions/record/form.html", context)


def refusal_page(
    request: CouncilRequest, reasons: Sequence[str], *, title: str, back_url: str, crumbs: Sequence[Crumb]
) -> HttpResponse:
    """Why something cannot be done, in place of a form that could only be refused."""
    context = {"title": title, "reasons": reasons, "back_url": back_url, "crumbs": crumbs}
    return render(request, "conditions/record/refused.html", context)


def back_to(agreement: Agreement, fragment: str = "") -> HttpResponse:
    """To the agreement's page, at the part that has just changed."""
    return redirect(agreement.get_absolute_url() + (f"#{fragment}" if fragment else ""))
