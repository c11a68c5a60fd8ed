"""Keeping what was agreed for a measure: dated points, several trajectories by name."""

import itertools

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dashboards.forms.targets import TargetForm
from dashboards.models import IndicatorVersion, Target
from dashboards.series import current_version
from dashboards.services.targets import digest_of, replace_all
from dashboards.views.measures import get_indicator
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission

BLANK_ROWS = 3


@requires(Permission.MEASURE_MANAGE)
def targets_edit(request: CouncilRequest, code: str) -> HttpResponse:
    """All points of the measure on one page; a new trajectory is a new name, and the old one stays."""
    indicator = get_indicator(request, code)
    version = current_version(indicator)
    assert version is not None  # noqa: S101 - a measure that can be used has a definition
    targets = list(Target.objects.filter(authority=request.authority, indicator=indicator).order_by("name", "on"))
    forms = _forms(request, targets, version)
    if request.method == "POST" and not [form for form in forms if not form.is_valid()]:
        points = [point for form in forms if (point := form.point)]
        seen = request.POST.get("seen")
        try:
            moved = replace_all(request.authority, indicator, points, seen=seen, by=request.user, now=timezone.now())
        except ValueError as refusal:
            forms[0].add_error(None, str(refusal))
        else:
            messages.success(request, "Trajectory saved." if moved else "Nothing was different, so nothing was saved.")
            return redirect("dashboards:measure", request.authority.la_code, indicator.code)
    context = {"indicator": indicator, "forms": forms, "seen": digest_of(targets)}
    status = 422 if request.method == "POST" else 200
    return render(request, "dashboards/targets_edit.html", context, status=status)


def _forms(request: CouncilRequest, targets: list[Target], version: IndicatorVersion) -> list[TargetForm]:
    """A form per point on record and a few blank ones; on a post, as many as were sent.

    A post without any is half a post and no wish to remove every point: it is given those on record again.
    """
    if "point-1-value" not in request.POST:
        padded: list[Target | None] = [*targets, *[None] * BLANK_ROWS]
        return [TargetForm(version=version, number=n, target=t) for n, t in enumerate(padded, start=1)]
    sent = itertools.takewhile(lambda number: f"point-{number}-value" in request.POST, itertools.count(1))
    return [TargetForm(request.POST, version=version, number=n) for n in sent]
