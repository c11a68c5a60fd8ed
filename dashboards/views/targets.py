"""Keeping what was agreed for a measure: dated points, several trajectories by name."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dashboards.forms.targets import TargetForm
from dashboards.models import Indicator, IndicatorVersion, Target
from dashboards.series import current_version
from dashboards.services.targets import replace_all
from dashboards.views.measures import get_indicator
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission

BLANK_ROWS = 3
MOST_ROWS = 200


@requires(Permission.MEASURE_MANAGE)
def targets_edit(request: CouncilRequest, code: str) -> HttpResponse:
    """All points of the measure on one page; a new trajectory is a new name, and the old one stays."""
    indicator = get_indicator(request, code)
    version = current_version(indicator)
    assert version is not None  # noqa: S101 - a measure that can be used has a definition
    forms = _forms(request, indicator, version)
    if request.method == "POST" and not [form for form in forms if not form.is_valid()]:
        points = [point for form in forms if (point := form.point)]
        try:
            moved = replace_all(request.authority, indicator, points, by=request.user, now=timezone.now())
        except ValueError as refusal:
            forms[0].add_error(None, str(refusal))
        else:
            messages.success(request, "Trajectory saved." if moved else "Nothing was different, so nothing was saved.")
            return redirect("dashboards:measure", request.authority.la_code, indicator.code)
    context = {"indicator": indicator, "forms": forms}
    status = 422 if request.method == "POST" else 200
    return render(request, "dashboards/targets_edit.html", context, status=status)


def _forms(request: CouncilRequest, indicator: Indicator, version: IndicatorVersion) -> list[TargetForm]:
    """A form per point on record and a few blank ones; on a post, as many as were sent."""
    targets = list(Target.objects.filter(authority=request.authority, indicator=indicator).order_by("name", "on"))
    if request.method != "POST":
        padded: list[Target | None] = [*targets, *[None] * BLANK_ROWS]
        return [TargetForm(version=version, number=n, target=t) for n, t in enumerate(padded, start=1)]
    sent = sum(1 for number in range(1, MOST_ROWS + 1) if f"point-{number}-value" in request.POST)
    return [TargetForm(request.POST, version=version, number=n) for n in range(1, sent + 1)]
