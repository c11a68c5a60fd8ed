"""Taking a chart out of an edition that would give small numbers away or says little, on the page that says so."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from dashboards.models import Publication
from dashboards.publishing.building import Built
from dashboards.publishing.leaving_out import leave_out, of_little_use, twelve_instead
from dashboards.publishing.offers import BY_KEY
from safetyvalve.core.access import CouncilRequest
from safetyvalve.core.roles import Permission

LEAVE_OUT, TWELVE_INSTEAD = "leave_out", "twelve_instead"
"""What is posted, with the key of a chart."""


@dataclass(frozen=True)
class WayOut:
    """A chart that may have to go, and whether it can make way for its form with twelve months at a time."""

    key: str
    label: str
    has_twelve: bool


@dataclass(frozen=True)
class WaysOut:
    """Charts that small numbers would be given away by; where there is none, those of which much is withheld."""

    exposed: Sequence[WayOut] = ()
    of_little_use: Sequence[WayOut] = ()


def ways_out(found: Publication, built: Built | None) -> WaysOut:
    """What may be left out of an edition, and why. No query where audiences are prefetched."""
    if built is None:
        return WaysOut()
    chosen = {key for each in found.audiences.all() for key in each.charts}

    def ways(keys: Iterable[str]) -> list[WayOut]:
        return [
            WayOut(key, BY_KEY[key].label, bool(twelve_instead(key)) and twelve_instead(key) not in chosen)
            for key in keys
        ]

    if built.exposed:
        return WaysOut(exposed=ways(built.exposed_charts))
    return WaysOut(of_little_use=ways(of_little_use(built.contents)))


def asks_to_leave_out(request: CouncilRequest) -> bool:
    return request.method == "POST" and (LEAVE_OUT in request.POST or TWELVE_INSTEAD in request.POST)


def left_out(request: CouncilRequest, found: Publication) -> HttpResponse:
    """What was asked for, done. Raises NotAllowed as the service does."""
    if Permission.PUBLICATION_MANAGE not in request.permissions:
        raise PermissionDenied
    key = request.POST.get(LEAVE_OUT) or request.POST.get(TWELVE_INSTEAD, "")
    if key not in BY_KEY:
        raise Http404
    instead = "" if LEAVE_OUT in request.POST else twelve_instead(key)
    if leave_out(found, key, instead=instead, by=request.user, now=timezone.now()):
        more = f" In its place: {BY_KEY[instead].label}." if instead else ""
        messages.success(request, f"Left out of this edition: {BY_KEY[key].label}.{more}")
    else:
        messages.info(request, f"It had been left out already: {BY_KEY[key].label}.")
    return redirect("dashboards:publication-manage", request.authority.la_code, found.pk)
