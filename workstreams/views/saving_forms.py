"""Adding and changing a saving, and its figures year by year."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from safetyvalve.core.access import CouncilRequest, requires
from workstreams import savings as reading
from workstreams.forms.savings import SavingFiguresForm, SavingForm
from workstreams.models import Saving
from workstreams.services import savings as services
from workstreams.views.capital import EDIT
from workstreams.views.finding import get_saving, get_workstream
from workstreams.views.saving import Outcome, attempt


@requires(*EDIT)
def saving_create(request: CouncilRequest, agreement_slug: str, slug: str) -> HttpResponse:
    """Say what a workstream will save."""
    workstream = get_workstream(request, agreement_slug, slug)
    form = SavingForm(request.POST or None, instance=Saving(workstream=workstream), today=timezone.localdate())
    if form.is_valid():
        saving = services.create(workstream=workstream, values=form.values, by=request.user, now=timezone.now())
        messages.success(request, f"Saving added: {saving.name}. Next, give its figures year by year.")
        return redirect("workstreams:saving-figures", *saving.address)
    context = {"form": form, "workstream": workstream, "title": "Add a saving"}
    return render(request, "workstreams/saving_form.html", context, status=422 if form.is_bound else 200)


@requires(*EDIT)
def saving_edit(request: CouncilRequest, saving_id: int) -> HttpResponse:
    """Change what a saving is. Its validation by finance ends when its money, time or evidence changes."""
    saving = get_saving(request, saving_id)
    form = SavingForm(request.POST or None, instance=saving, today=timezone.localdate())
    outcome = Outcome(False)
    if form.is_valid():
        revision = form.cleaned_data["revision"]
        current = get_saving(request, saving_id)
        outcome = attempt(
            form,
            lambda: services.change(
                current, values=form.values, revision=revision, by=request.user, now=timezone.now()
            ),
        )
        if outcome.is_saved:
            messages.success(request, f"Saving changed: {form.cleaned_data['name']}.")
            return redirect(saving)
    context = {
        "form": form,
        "workstream": saving.workstream,
        "saving": saving,
        "title": "Change a saving",
        "theirs": outcome.theirs,
    }
    return render(request, "workstreams/saving_form.html", context, status=422 if form.is_bound else 200)


@requires(*EDIT)
def saving_figures(request: CouncilRequest, saving_id: int) -> HttpResponse:
    """Planned, forecast and delivered pounds of every year of the agreement, saved together."""
    saving = get_saving(request, saving_id)
    agreement = saving.workstream.agreement
    years = reading.by_year(saving, reading.years_of(agreement, [saving]))
    form = SavingFiguresForm(request.POST or None, saving=saving, years=years)
    if form.is_valid():
        changed: list[bool] = []
        outcome = attempt(
            form,
            lambda: changed.append(
                services.set_figures(
                    saving,
                    figures=form.figures,
                    revision=form.at_revision,
                    by=request.user,
                    now=timezone.now(),
                )
            ),
        )
        if outcome.is_saved:
            said = "Figures saved." if changed == [True] else "Nothing was different, so nothing was saved."
            messages.success(request, said)
            return redirect(saving)
    context = {"form": form, "saving": saving, "workstream": saving.workstream}
    return render(request, "workstreams/saving_figures.html", context, status=422 if form.is_bound else 200)
