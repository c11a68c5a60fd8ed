"""Replacing workstreams: choose what ends, say what takes over from each, confirm.

Every step posts to the same address and carries the answers before it along, so that nothing is stored until
the last one.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from conditions.lifecycle import NotAllowed
from conditions.models import Agreement
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from workstreams.forms.workstreams import ReplaceChooseForm, ReplaceMatchForm
from workstreams.models import Workstream
from workstreams.rules.replacing import left_without_work, why_not_replace
from workstreams.services import workstreams as services
from workstreams.views.finding import get_agreement


@dataclass(frozen=True)
class Handover:
    """A workstream that ends and those that take over from it."""

    old: Workstream
    taking_over: list[Workstream]


@requires(Permission.WORKSTREAM_MANAGE)
def workstream_replace(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """End workstreams and record which others take over, when and why."""
    agreement = get_agreement(request, agreement_slug)
    step = request.POST.get("step", "")
    choose = ReplaceChooseForm(request.POST if step else None, replaceable=_replaceable(agreement))
    if step in ("", "back") or not choose.is_valid():
        if step == "back":
            choose = _unjudged(choose, agreement)
        return _show(request, agreement, "choose", choose=choose)
    on, ending = choose.cleaned_data["on"], list(choose.cleaned_data["ending"])
    candidates = list(_candidates(agreement).exclude(ends_on__lt=on))
    match = ReplaceMatchForm(request.POST if step != "choose" else None, ending=ending, candidates=candidates)
    if step == "choose" or not match.is_valid():
        return _show(request, agreement, "match", choose=choose, match=match)
    reason = choose.cleaned_data["reason"]
    if refusals := why_not_replace(agreement, match.successors_of, on=on, reason=reason):
        for refusal in refusals:
            match.add_error(None, refusal)
        return _show(request, agreement, "match", choose=choose, match=match)
    if step != "confirm":
        return _show(request, agreement, "confirm", choose=choose, match=match)
    try:
        services.replace(
            agreement=agreement,
            successors_of=match.successors_of,
            on=on,
            reason=reason,
            by=request.user,
            now=timezone.now(),
        )
    except NotAllowed as refusal:
        for sentence in refusal.reasons:
            match.add_error(None, sentence)
        return _show(request, agreement, "match", choose=choose, match=match)
    messages.success(
        request, "The workstreams have been replaced. Their history stays, and each shows what became of it."
    )
    return redirect("workstreams:workstreams", agreement.authority.la_code)


def _show(
    request: HttpRequest,
    agreement: Agreement,
    step: str,
    *,
    choose: ReplaceChooseForm,
    match: ReplaceMatchForm | None = None,
) -> HttpResponse:
    form = match if step == "match" else choose
    carried = [] if step == "choose" else choose.as_hidden_pairs()
    if step == "confirm" and match:
        carried += match.as_hidden_pairs()
    context: dict[str, Any] = {
        "agreement": agreement,
        "form": form,
        "choose": choose,
        "carried": carried,
        "cancel_url": reverse("workstreams:workstreams", args=[agreement.authority.la_code]),
    }
    if step == "confirm" and match:
        on = choose.cleaned_data["on"]
        context |= {
            "handovers": [Handover(old, new) for old, new in match.successors_of.items()],
            "on": on,
            "last_day": on - timedelta(days=1),
            "reason": choose.cleaned_data["reason"],
            "orphans": left_without_work(match.ending, _candidates(agreement), on),
        }
    status = 422 if form and form.is_bound and form.errors else 200
    return render(request, f"workstreams/workstream_replace_{step}.html", context, status=status)


def _unjudged(choose: ReplaceChooseForm, agreement: Agreement) -> ReplaceChooseForm:
    """The first step again, with what was typed and no errors."""
    initial = {name: choose[name].value() for name in choose.fields}
    return ReplaceChooseForm(initial=initial, replaceable=_replaceable(agreement))


def _replaceable(agreement: Agreement) -> QuerySet[Workstream]:
    """Workstreams that nothing has taken over from yet."""
    return agreement.workstreams.filter(successions_to__isnull=True).order_by("order", "name")


def _candidates(agreement: Agreement) -> QuerySet[Workstream]:
    return agreement.workstreams.prefetch_related("condition_links__condition").order_by("order", "name")
