"""What the pages of the registers behind the money share: the trail, one form page, one page that asks first."""

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from conditions.models import Agreement
from conditions.models.response import Answer
from conditions.views.record import refusal_page
from safetyvalve.core.access import CouncilRequest
from safetyvalve.core.services.refusals import NotAllowed
from workstreams.views.saving import Outcome

Crumbs = list[dict[str, str]]


def trail(agreement: Agreement, *steps: tuple[str, str]) -> Crumbs:
    """Agreements, the agreement, its money, then these pages; the last of them is the page itself."""
    council = agreement.authority.la_code
    found = [
        ("Agreements", reverse("conditions:agreements", args=[council])),
        (agreement.title, agreement.get_absolute_url()),
        ("Money", reverse("dashboards:money-hub", args=[council, agreement.slug])),
        *steps,
    ]
    return [{"label": label, "url": url if n < len(found) else ""} for n, (label, url) in enumerate(found, start=1)]


def form_page(
    request: CouncilRequest,
    form: BaseForm,
    *,
    title: str,
    cancel_url: str,
    crumbs: Crumbs,
    outcome: Outcome | None = None,
    template: str = "form",
    **more: Any,
) -> HttpResponse:
    """A title, what somebody else saved meanwhile, the fields, a button and a way back."""
    context = {
        "form": form,
        "title": title,
        "cancel_url": cancel_url,
        "crumbs": crumbs,
        "theirs": outcome.theirs if outcome else (),
        **more,
    }
    status = 422 if form.is_bound else 200
    return render(request, f"workstreams/registers/{template}.html", context, status=status)


def remove_page(
    request: CouncilRequest,
    record: Answer,
    *,
    act: Callable[[int], None],
    list_url: str,
    back_url: str,
    crumbs: Crumbs,
    also: Sequence[str] = (),
) -> HttpResponse:
    """Ask first, then do it. What was changed after somebody read it is not removed."""
    title = f"Remove {record}"
    if request.method == "POST":
        typed = request.POST.get("revision", "")
        try:
            act(int(typed) if typed.isdecimal() and len(typed) < 10 else -1)
        except NotAllowed as refusal:
            return refusal_page(request, refusal.reasons, title=title, back_url=back_url, crumbs=crumbs)
        messages.success(request, f"Removed: {record}.")
        return redirect(list_url)
    context = {"title": title, "record": record, "cancel_url": back_url, "crumbs": crumbs, "also": also}
    return render(request, "workstreams/registers/remove.html", context)
