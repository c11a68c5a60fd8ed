"""Dashboards that the council puts together: looking at one, making it, changing it, taking it away."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from dashboards.changed import told_since
from dashboards.comparators import held_against
from dashboards.forms.council_dashboards import CouncilDashboardForm, arranged, charts_in
from dashboards.models import CouncilDashboard, Indicator, Measurement
from dashboards.series import current_version, usable
from dashboards.services.council_dashboards import StaleDashboard, digest_of, remove_dashboard, save_dashboard
from dashboards.views.kept import kept_page
from dashboards.views.own_charts import kept_own
from safetyvalve.core import near
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.kept import state_of
from safetyvalve.core.models import Authority
from safetyvalve.core.roles import Permission


@requires(Permission.DASHBOARD_VIEW)
def own_dashboard(request: CouncilRequest, dashboard_id: int) -> HttpResponse:
    """One of them, as this reader may see its measures."""
    found = _seen(request, dashboard_id)
    context = {"dashboard": found, "can_manage": Permission.MEASURE_MANAGE in request.permissions}
    return kept_page(request, kept_own(request, found), context)


@requires(Permission.MEASURE_MANAGE)
def own_dashboard_create(request: CouncilRequest) -> HttpResponse:
    """Put a dashboard together."""
    return _edit(request, None)


@requires(Permission.MEASURE_MANAGE)
def own_dashboard_edit(request: CouncilRequest, dashboard_id: int) -> HttpResponse:
    """Change one: one's own, or one that is shared."""
    return _edit(request, _visible(request, dashboard_id))


def _edit(request: CouncilRequest, found: CouncilDashboard | None) -> HttpResponse:
    data = request.POST.copy() if request.method == "POST" else None
    facts: dict[str, Any] = {
        "authority": request.authority,
        "dashboard": found,
        "indicators": measures_with_figures(request.authority),
        "held": held_against(request.authority),
    }
    if data is not None and "do" in data:
        charts, happened = arranged(charts_in(data), str(data["do"]))
        typed = {"name": data.get("name", ""), "about": data.get("about", ""), "seen": data.get("seen", "")}
        form = CouncilDashboardForm(typed={**typed, "share": data.getlist("share")}, charts=charts, **facts)
        context = {"form": form, "dashboard": found, "happened": happened}
        return render(request, "dashboards/own_dashboard_form.html", context)
    form = CouncilDashboardForm(data, **facts)
    if data is not None and form.is_valid():
        try:
            saved = save_dashboard(
                request.authority,
                found,
                name=form.cleaned_data["name"],
                about=form.cleaned_data["about"],
                charts=form.charts_of(form.cleaned_data),
                is_shared=bool(form.cleaned_data["share"]),
                seen=form.cleaned_data["seen"],
                by=request.user,
                now=timezone.now(),
            )
        except StaleDashboard as stale:
            data["seen"] = digest_of(found)
            form.add_error(None, str(stale))
        else:
            messages.success(request, f"Dashboard saved: {saved.name}.")
            return redirect("dashboards:own-dashboard", request.authority.la_code, saved.pk)
    context = {"form": form, "dashboard": found}
    return render(request, "dashboards/own_dashboard_form.html", context, status=422 if form.is_bound else 200)


@requires(Permission.MEASURE_MANAGE)
def own_dashboard_remove(request: CouncilRequest, dashboard_id: int) -> HttpResponse:
    """Take one away, once asked."""
    found = _visible(request, dashboard_id)
    if request.POST.get("remove") == "yes":
        name = found.name
        remove_dashboard(found, by=request.user, now=timezone.now())
        messages.success(request, f"Dashboard removed: {name}.")
        return redirect("dashboards:dashboards", request.authority.la_code)
    cancel_url = reverse("dashboards:own-dashboard", args=[request.authority.la_code, found.pk])
    status = 422 if request.method == "POST" else 200
    context = {"dashboard": found, "cancel_url": cancel_url}
    return render(request, "dashboards/own_dashboard_remove.html", context, status=status)


def _seen(request: CouncilRequest, dashboard_id: int) -> CouncilDashboard:
    """One to look at, from this process's memory unless something has happened to it: every change is in the audit."""
    authority = request.authority
    state = state_of(authority, today=timezone.localdate())
    place = ("own dashboard", authority.pk, dashboard_id)
    events, known = near.take(place) or (0, None)
    told = told_since(authority, events, state) if known else None
    is_as_known = told is not None and not any(
        (each.kind, each.subject) == (CouncilDashboard._meta.label_lower, str(dashboard_id)) for each in told
    )
    found = cast(CouncilDashboard, known) if is_as_known else _visible(request, dashboard_id)
    near.put(place, (state.events, found))
    if not (found.is_shared or found.made_by_id == request.user.pk):
        raise Http404
    return found


def _visible(request: CouncilRequest, dashboard_id: int) -> CouncilDashboard:
    found = CouncilDashboard.objects.visible_to(request.user, request.authority).select_related("authority")
    return get_object_or_404(found, pk=dashboard_id)


def measures_with_figures(authority: Authority) -> list[Indicator]:
    """What a chart can be made of: measures with figures of the council, or whose parts have some. Three queries."""
    rows = Measurement.objects.filter(authority=authority, area_code=authority.gss_code)
    known = set(rows.order_by().values_list("version__indicator", flat=True).distinct())
    return [each for each in usable(authority) if _has_figures(each, known)]


def _has_figures(indicator: Indicator, known: set[int]) -> bool:
    version = current_version(indicator)
    if version is None or version.kind == version.Kind.DISPLAY:
        return False
    parts = {version.numerator_id, version.denominator_id} - {None}
    return indicator.pk in known or (version.is_derived and bool(parts) and parts <= known)
