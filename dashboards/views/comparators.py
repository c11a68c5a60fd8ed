"""Whom a council is held against: the statistical neighbours in force, and groups of its own."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from dashboards.comparators import groups_in_use
from dashboards.forms.comparators import ComparatorForm
from dashboards.models import ComparatorGroup
from dashboards.services.comparators import StaleGroup, digest_of, remove_group, save_group
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission

OWN = ComparatorGroup.Kind.OWN


@requires(Permission.DASHBOARD_VIEW)
def comparators(request: CouncilRequest) -> HttpResponse:
    """The groups that can be chosen on the page of a measure, with their areas."""
    groups = groups_in_use(request.authority)
    context = {
        "neighbours": next((group for group in groups if group.kind != OWN), None),
        "own": [group for group in groups if group.kind == OWN],
        "can_manage": Permission.MEASURE_MANAGE in request.permissions,
    }
    return render(request, "dashboards/comparators.html", context)


@requires(Permission.MEASURE_MANAGE)
def comparator_create(request: CouncilRequest) -> HttpResponse:
    """Make a group of the council's own."""
    return _edit(request, None)


@requires(Permission.MEASURE_MANAGE)
def comparator_edit(request: CouncilRequest, group_id: int) -> HttpResponse:
    """Change the name or the areas of one. The statistical neighbours come by import and are not changed here."""
    return _edit(request, _own_group(request, group_id))


def _edit(request: CouncilRequest, group: ComparatorGroup | None) -> HttpResponse:
    data = request.POST.copy() if request.method == "POST" else None
    form = ComparatorForm(data, authority=request.authority, group=group)
    if data is not None and form.is_valid():
        try:
            saved = save_group(
                request.authority,
                group,
                name=form.cleaned_data["name"],
                areas=form.areas_of(form.cleaned_data),
                seen=form.cleaned_data["seen"],
                by=request.user,
                now=timezone.now(),
            )
        except StaleGroup as stale:
            data["seen"] = digest_of(group)
            form.add_error(None, str(stale))
        else:
            messages.success(request, f"Group saved: {saved.name}.")
            return redirect("dashboards:comparators", request.authority.la_code)
    context = {"form": form, "group": group}
    return render(request, "dashboards/comparator_form.html", context, status=422 if form.is_bound else 200)


@requires(Permission.MEASURE_MANAGE)
def comparator_remove(request: CouncilRequest, group_id: int) -> HttpResponse:
    """Take a group of the council's own away, once asked."""
    group = _own_group(request, group_id)
    if request.POST.get("remove") == "yes":
        name = group.name
        remove_group(group, by=request.user, now=timezone.now())
        messages.success(request, f"Group removed: {name}.")
        return redirect("dashboards:comparators", request.authority.la_code)
    context = {"group": group, "cancel_url": reverse("dashboards:comparators", args=[request.authority.la_code])}
    status = 422 if request.method == "POST" else 200
    return render(request, "dashboards/comparator_remove.html", context, status=status)


def _own_group(request: CouncilRequest, group_id: int) -> ComparatorGroup:
    groups = ComparatorGroup.objects.filter(authority=request.authority, kind=OWN).select_related("authority")
    return get_object_or_404(groups, pk=group_id)
