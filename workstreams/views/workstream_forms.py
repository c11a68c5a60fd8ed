"""Beginning, changing and ending a workstream."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.dates import in_words
from safetyvalve.core.roles import Permission
from workstreams.forms.workstreams import WorkstreamEndForm, WorkstreamForm
from workstreams.models import Workstream
from workstreams.rules.replacing import left_without_work
from workstreams.services import workstreams as services
from workstreams.views.finding import get_agreement, get_workstream
from workstreams.views.saving import Outcome, attempt


@requires(Permission.WORKSTREAM_MANAGE)
def workstream_create(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Begin a workstream."""
    agreement = get_agreement(request, agreement_slug)
    form = WorkstreamForm(
        request.POST or None,
        instance=Workstream(agreement=agreement),
        agreement=agreement,
        today=timezone.localdate(),
    )
    if form.is_valid():
        created = services.create(
            agreement=agreement,
            values=form.values,
            conditions=form.cleaned_data["conditions"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, f"{created.name} has been added. Add its milestones next.")
        return redirect(created)
    context = {
        "form": form,
        "agreement": agreement,
        "title": "Add a workstream",
        "cancel_url": reverse("workstreams:workstreams", args=[agreement.authority.la_code]),
    }
    return render(request, "workstreams/workstream_form.html", context, status=_status(form))


@requires(Permission.WORKSTREAM_MANAGE)
def workstream_edit(request: CouncilRequest, agreement_slug: str, slug: str) -> HttpResponse:
    """Change what a workstream is, who leads it and which conditions it serves."""
    workstream = get_workstream(request, agreement_slug, slug)
    agreement, name = workstream.agreement, workstream.name
    form = WorkstreamForm(request.POST or None, instance=workstream, agreement=agreement, today=timezone.localdate())
    outcome = Outcome(False)
    if form.is_valid():
        outcome = attempt(
            form,
            lambda: services.change(
                workstream,
                values=form.values,
                conditions=form.cleaned_data["conditions"],
                conditions_from=form.cleaned_data["conditions_from"],
                revision=form.cleaned_data["revision"],
                by=request.user,
                now=timezone.now(),
            ),
        )
        if outcome.is_saved:
            messages.success(request, f"{workstream.name}: saved.")
            return redirect(workstream)
    context = {
        "form": form,
        "agreement": agreement,
        "workstream": workstream,
        "title": f"Change {name}",
        "theirs": outcome.theirs,
        "cancel_url": workstream.get_absolute_url(),
    }
    return render(request, "workstreams/workstream_form.html", context, status=_status(form))


@requires(Permission.WORKSTREAM_MANAGE)
def workstream_end(request: CouncilRequest, agreement_slug: str, slug: str) -> HttpResponse:
    """Confirm that a workstream ends with nothing taking over from it."""
    workstream = get_workstream(request, agreement_slug, slug)
    today = timezone.localdate()
    initial = {"revision": workstream.revision, "ends_on": workstream.ends_on or today}
    form = WorkstreamEndForm(request.POST or None, initial=initial)
    outcome = Outcome(False)
    if form.is_valid():
        outcome = attempt(
            form,
            lambda: services.end(
                workstream,
                on=form.cleaned_data["ends_on"],
                reason=form.cleaned_data["reason"],
                revision=form.cleaned_data["revision"],
                by=request.user,
                now=timezone.now(),
            ),
        )
        if outcome.is_saved:
            day = in_words(form.cleaned_data["ends_on"])
            messages.success(request, f"{workstream.name} ends on {day}. Its history stays.")
            return redirect(workstream)
    context = {
        "form": form,
        "agreement": workstream.agreement,
        "workstream": workstream,
        "theirs": outcome.theirs,
        "cancel_url": workstream.get_absolute_url(),
        **_what_it_leaves(workstream),
    }
    return render(request, "workstreams/workstream_end.html", context, status=_status(form))


def _what_it_leaves(workstream: Workstream) -> dict[str, Any]:
    """Open milestones, and conditions that nothing else would serve."""
    others = Workstream.objects.filter(agreement=workstream.agreement).prefetch_related("condition_links__condition")
    after = max(timezone.localdate(), workstream.starts_on) + timedelta(days=1)
    return {
        "open_milestones": list(workstream.milestones.filter(completed_on__isnull=True)),
        "orphans": left_without_work([workstream], others, after),
    }


def _status(form: Any) -> int:
    return 422 if form.is_bound else 200
