"""Adding, changing and completing a milestone."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from workstreams.forms.milestones import MilestoneCompleteForm, MilestoneForm
from workstreams.models import Milestone
from workstreams.services import milestones as services
from workstreams.views.finding import get_milestone, get_workstream
from workstreams.views.saving import Outcome, attempt


@requires(Permission.WORKSTREAM_MANAGE)
def milestone_create(request: CouncilRequest, agreement_slug: str, slug: str) -> HttpResponse:
    """Promise something by a date."""
    workstream = get_workstream(request, agreement_slug, slug)
    form = MilestoneForm(request.POST or None, instance=Milestone(workstream=workstream), today=timezone.localdate())
    if form.is_valid():
        services.create(workstream=workstream, values=form.values, by=request.user, now=timezone.now())
        messages.success(request, f"Milestone added: {form.cleaned_data['name']}.")
        return redirect(workstream)
    context = {"form": form, "workstream": workstream, "title": "Add a milestone"}
    return render(request, "workstreams/milestone_form.html", context, status=422 if form.is_bound else 200)


@requires(Permission.WORKSTREAM_MANAGE)
def milestone_edit(request: CouncilRequest, agreement_slug: str, slug: str, key: int) -> HttpResponse:
    """Change a milestone's dates and reasons."""
    milestone = get_milestone(request, agreement_slug, slug, key)
    form = MilestoneForm(request.POST or None, instance=milestone, today=timezone.localdate())
    outcome = Outcome(False)
    if form.is_valid():
        outcome = attempt(
            form,
            lambda: services.change(
                milestone,
                values=form.values,
                revision=form.cleaned_data["revision"],
                by=request.user,
                now=timezone.now(),
            ),
        )
        if outcome.is_saved:
            messages.success(request, f"Milestone saved: {form.cleaned_data['name']}.")
            return redirect(milestone)
    context = {
        "form": form,
        "workstream": milestone.workstream,
        "milestone": milestone,
        "title": "Change a milestone",
        "theirs": outcome.theirs,
    }
    return render(request, "workstreams/milestone_form.html", context, status=422 if form.is_bound else 200)


@requires(Permission.WORKSTREAM_MANAGE)
def milestone_complete(request: CouncilRequest, agreement_slug: str, slug: str, key: int) -> HttpResponse:
    """Say when a milestone was done."""
    milestone = get_milestone(request, agreement_slug, slug, key)
    form = MilestoneCompleteForm(request.POST or None, instance=milestone, today=timezone.localdate())
    outcome = Outcome(False)
    if form.is_valid():
        outcome = attempt(
            form,
            lambda: services.complete(
                milestone,
                on=form.cleaned_data["completed_on"],
                slip_reason=form.cleaned_data["slip_reason"],
                revision=form.cleaned_data["revision"],
                by=request.user,
                now=timezone.now(),
            ),
        )
        if outcome.is_saved:
            messages.success(request, f"Complete: {milestone.name}.")
            return redirect(milestone)
    context = {"form": form, "workstream": milestone.workstream, "milestone": milestone, "theirs": outcome.theirs}
    return render(request, "workstreams/milestone_complete.html", context, status=422 if form.is_bound else 200)
