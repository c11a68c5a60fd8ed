"""Adding, changing and closing a risk."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.dates import in_words
from safetyvalve.core.roles import Permission
from workstreams.forms.risks import RiskCloseForm, RiskForm
from workstreams.models import Risk
from workstreams.services import risks as services
from workstreams.views.finding import get_agreement, get_risk
from workstreams.views.saving import Outcome, attempt


@requires(Permission.WORKSTREAM_MANAGE)
def risk_create(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Add a risk under the next free number."""
    agreement = get_agreement(request, agreement_slug)
    form = RiskForm(
        request.POST or None, instance=Risk(agreement=agreement), agreement=agreement, today=timezone.localdate()
    )
    if form.is_valid():
        created = services.create(agreement=agreement, values=form.values, by=request.user, now=timezone.now())
        messages.success(request, f"{created} has been added. Returns ask about it until it is closed.")
        return redirect("workstreams:risks", agreement.authority.la_code)
    context = {
        "form": form,
        "agreement": agreement,
        "title": "Add a risk",
        "cancel_url": reverse("workstreams:risks", args=[agreement.authority.la_code]),
    }
    return render(request, "workstreams/risk_form.html", context, status=422 if form.is_bound else 200)


@requires(Permission.WORKSTREAM_MANAGE)
def risk_edit(request: CouncilRequest, agreement_slug: str, number: str) -> HttpResponse:
    """Change what the register says about a risk."""
    risk = get_risk(request, agreement_slug, number)
    form = RiskForm(request.POST or None, instance=risk, agreement=risk.agreement, today=timezone.localdate())
    outcome = Outcome(False)
    if form.is_valid():
        outcome = attempt(
            form,
            lambda: services.change(
                risk,
                values=form.values,
                revision=form.cleaned_data["revision"],
                by=request.user,
                now=timezone.now(),
            ),
        )
        if outcome.is_saved:
            messages.success(request, f"{risk}: saved.")
            return redirect(risk)
    context = {
        "form": form,
        "agreement": risk.agreement,
        "risk": risk,
        "title": f"Change risk {risk.number}",
        "theirs": outcome.theirs,
        "cancel_url": risk.get_absolute_url(),
    }
    return render(request, "workstreams/risk_form.html", context, status=422 if form.is_bound else 200)


@requires(Permission.WORKSTREAM_MANAGE)
def risk_close(request: CouncilRequest, agreement_slug: str, number: str) -> HttpResponse:
    """Confirm that a risk leaves the register."""
    risk = get_risk(request, agreement_slug, number)
    initial = {"revision": risk.revision, "closed_on": timezone.localdate()}
    form = RiskCloseForm(request.POST or None, initial=initial)
    outcome = Outcome(False)
    if form.is_valid():
        outcome = attempt(
            form,
            lambda: services.close(
                risk,
                on=form.cleaned_data["closed_on"],
                reason=form.cleaned_data["reason"],
                revision=form.cleaned_data["revision"],
                by=request.user,
                now=timezone.now(),
            ),
        )
        if outcome.is_saved:
            day = in_words(form.cleaned_data["closed_on"])
            messages.success(request, f"{risk} is closed from {day}. What returns said about it stays.")
            return redirect(risk)
    context = {
        "form": form,
        "agreement": risk.agreement,
        "risk": risk,
        "theirs": outcome.theirs,
        "cancel_url": risk.get_absolute_url(),
    }
    return render(request, "workstreams/risk_close.html", context, status=422 if form.is_bound else 200)
