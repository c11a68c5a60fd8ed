"""Adding and changing a measure of the council's own, and linking a measure to conditions."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from conditions.models import Condition
from dashboards.forms.measures import ConditionsForm, MeasureEditForm, MeasureForm
from dashboards.services import indicators
from dashboards.views.measures import get_indicator
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission


@requires(Permission.MEASURE_MANAGE)
def measure_create(request: CouncilRequest) -> HttpResponse:
    """Define a measure that the shipped catalogue does not have."""
    form = MeasureForm(request.POST or None, authority=request.authority)
    if form.is_valid():
        name = form.cleaned_data["name"]
        indicator = indicators.create(
            request.authority, name=name, values=form.values, by=request.user, now=timezone.now()
        )
        messages.success(request, f"Measure added: {name}.")
        return redirect("dashboards:measure", request.authority.la_code, indicator.code)
    context = {"form": form, "title": "Add a measure"}
    return render(request, "dashboards/measure_form.html", context, status=422 if form.is_bound else 200)


@requires(Permission.MEASURE_MANAGE)
def measure_edit(request: CouncilRequest, code: str) -> HttpResponse:
    """Put a definition right, or count something else from a date. Shipped measures are not a council's to change."""
    indicator = get_indicator(request, code)
    if indicator.authority_id is None:
        raise Http404
    form = MeasureEditForm(request.POST or None, authority=request.authority, indicator=indicator)
    if form.is_valid():
        indicators.change(
            indicator,
            name=form.cleaned_data["name"],
            values=form.values,
            counts_differently_from=form.counts_differently_from,
            change_note=form.cleaned_data["change_note"],
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, f"Measure saved: {form.cleaned_data['name']}.")
        return redirect("dashboards:measure", request.authority.la_code, indicator.code)
    context = {"form": form, "title": f"Change {indicator.name}", "indicator": indicator}
    return render(request, "dashboards/measure_form.html", context, status=422 if form.is_bound else 200)


@requires(Permission.MEASURE_MANAGE)
def measure_conditions(request: CouncilRequest, code: str) -> HttpResponse:
    """Say which conditions a measure is read beside."""
    indicator = get_indicator(request, code)
    linked = Condition.objects.filter(
        agreement__authority=request.authority, indicator_links__indicator=indicator
    ).values_list("pk", flat=True)
    data = request.POST if request.method == "POST" else None
    form = ConditionsForm(data, authority=request.authority, initial={"conditions": [str(pk) for pk in linked]})
    if form.is_valid():
        indicators.link_conditions(
            indicator,
            authority=request.authority,
            conditions=form.chosen,
            by=request.user,
            now=timezone.now(),
        )
        messages.success(request, f"{indicator.name} is now read beside the conditions you chose.")
        return redirect("dashboards:measure", request.authority.la_code, indicator.code)
    context = {"form": form, "indicator": indicator}
    return render(request, "dashboards/measure_conditions.html", context, status=422 if form.errors else 200)
