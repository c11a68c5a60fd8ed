"""Alerts of a council: what is off now, what was, what is done about it, and who hears of it."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from dashboards.alerts.answering import choose_mail, mark_seen, wants_mail
from dashboards.alerts.owners import MEASURE_KEY, able, name_owner
from dashboards.alerts.watching import readings
from dashboards.forms.alerts import AlertMailForm, AlertSeenForm, OwnerForm
from dashboards.models import Alert, MeasureOwner
from dashboards.views.measures import get_indicator, is_shown_elsewhere
from dashboards.views.page import Choices, Shown, choices, shown
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.render.html import figure_html
from safetyvalve.render.svg import chart_id

MOST_PAST = 100
"""Alerts of the past that the page lists, the newest first."""


@requires(Permission.SUBMISSION_VIEW)
def alerts(request: CouncilRequest) -> HttpResponse:
    """What is off its trajectory and has not come back, and what was raised before."""
    found = Alert.objects.of(request.authority).select_related("owner", "seen_by")
    standing = list(found.open())
    now = {each.key: each for each in readings(request.authority, timezone.localdate())} if standing else {}
    context = {
        "open": [(each, now.get(each.key)) for each in standing],
        "past": found.exclude(direction=Alert.Direction.OFF, closed_at__isnull=True)[:MOST_PAST],
        "wants_mail": wants_mail(request.authority, request.user),
        "can_answer": Permission.MEASURE_MANAGE in request.permissions,
    }
    return render(request, "dashboards/alerts/alerts.html", context)


@requires(Permission.MEASURE_MANAGE)
def alert(request: CouncilRequest, alert_id: int) -> HttpResponse:
    """One alert with the chart as it stands now, and what is done about it."""
    alert = get_object_or_404(Alert.objects.of(request.authority).select_related("owner", "seen_by"), pk=alert_id)
    form = AlertSeenForm(request.POST if request.method == "POST" else None, initial={"note": alert.note})
    if form.is_valid():
        mark_seen(alert, note=form.cleaned_data["note"], by=request.user, now=timezone.now())
        messages.success(request, f"Saved what is done about {alert.name}.")
        return redirect("dashboards:alerts", request.authority.la_code)
    context = {"alert": alert, "form": form, "chart": _chart(request, alert, choices(request))}
    return render(request, "dashboards/alerts/alert.html", context, status=422 if form.is_bound else 200)


def _chart(request: CouncilRequest, alert: Alert, chosen: Choices) -> Shown | None:
    """What is watched as it stands today; nothing where it is watched no more. Files are those of a measure's page."""
    found = readings(request.authority, timezone.localdate())
    chart = next((reading.chart() for reading in found if reading.key == alert.key), None)
    if chart is None:
        return None
    if alert.key.startswith(MEASURE_KEY):
        return shown(chart, la_code=request.authority.la_code, query=chosen.query(), level=2)
    return Shown(chart.key, chart_id(chart), chart.title, figure_html(chart, level=2), ())


@requires(Permission.SUBMISSION_VIEW)
def alert_mail(request: CouncilRequest) -> HttpResponse:
    """Whether e-mails about this council's alerts come to the person who asks."""
    initial = {"mail": "on" if wants_mail(request.authority, request.user) else "off"}
    form = AlertMailForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        is_wanted = form.cleaned_data["mail"] == "on"
        choose_mail(request.authority, is_wanted=is_wanted, by=request.user, now=timezone.now())
        messages.success(request, f"E-mails about alerts are {'on' if is_wanted else 'off'}.")
        return redirect("dashboards:alerts", request.authority.la_code)
    context = {"form": form}
    return render(request, "dashboards/alerts/mail.html", context, status=422 if form.is_bound else 200)


@requires(Permission.MEASURE_MANAGE)
def measure_owner(request: CouncilRequest, code: str) -> HttpResponse:
    """Name the person who answers for a measure."""
    indicator = get_indicator(request, code)
    if is_shown_elsewhere(indicator):
        raise Http404
    people = able(request.authority, timezone.localdate())
    standing = MeasureOwner.objects.filter(authority=request.authority, indicator=indicator).first()
    initial = {"owner": str(standing.user_id) if standing else ""}
    form = OwnerForm(request.POST if request.method == "POST" else None, people=people, initial=initial)
    if form.is_valid():
        name_owner(request.authority, indicator, form.chosen, by=request.user, now=timezone.now())
        who = form.chosen or "Nobody; the programme managers are told"
        messages.success(request, f"Who answers for {indicator.name}: {who}.")
        return redirect("dashboards:measure", request.authority.la_code, indicator.code)
    context = {"form": form, "indicator": indicator}
    return render(request, "dashboards/alerts/owner.html", context, status=422 if form.is_bound else 200)
