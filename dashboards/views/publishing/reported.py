"""On the page of an edition: that a percentage reported without its counts is public already, and taking that back."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from dashboards.forms.public_figures import PublicFiguresForm
from dashboards.models import Publication
from dashboards.publishing.building import Built, gather
from dashboards.publishing.earlier import read_counts
from dashboards.publishing.public_figures import shown_in
from dashboards.publishing.vouching import say_public, take_back
from safetyvalve.core.access import CouncilRequest
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed

SAY_PUBLIC, TAKE_BACK = "say_public", "take_back"
"""What is posted; with the second the number of what was said."""
LONGEST_NUMBER = 18


def asks_about_reported(request: CouncilRequest) -> bool:
    return request.method == "POST" and (SAY_PUBLIC in request.POST or TAKE_BACK in request.POST)


def settled(request: CouncilRequest, found: Publication) -> HttpResponse | PublicFiguresForm:
    """What was asked for, done; or the form with what is wrong in it. Raises NotAllowed as the services do."""
    if Permission.PUBLICATION_MANAGE not in request.permissions:
        raise PermissionDenied
    if not found.is_prepared:
        raise NotAllowed(["This edition has been published: what was published never changes. Correct it instead."])
    now = timezone.now()
    if TAKE_BACK in request.POST:
        number = request.POST[TAKE_BACK]
        if not (number.isascii() and number.isdecimal()) or len(number) > LONGEST_NUMBER:
            raise Http404
        take_back(found, int(number), by=request.user, now=now)
        messages.success(request, "Taken back. The figure is withheld again.")
    else:
        form = PublicFiguresForm(request.POST, reported=gather(found).material.reported)
        if not form.shares:
            raise NotAllowed(["There is no percentage left of which that can be said. Look at the edition again."])
        if not form.is_valid():
            return form
        said = say_public(found, form.chosen, where=form.cleaned_data["where"], by=request.user, now=now)
        messages.success(request, f"Shown from now on, as long as it stays the same: {'; '.join(map(str, said))}.")
    return redirect("dashboards:publication-manage", request.authority.la_code, found.pk)


def withheld_and_reported(found: Publication, built: Built | None, form: PublicFiguresForm | None) -> dict[str, Any]:
    """For whoever publishes it: what readers do not get, and percentages without counts with the form for them.

    Of one that is published, as it was kept then; one query where such a percentage is in it.
    """
    if built:
        can_be_said = any(each.can_be_said for each in built.reported)
        form = form or (PublicFiguresForm(reported=built.reported) if can_be_said else None)
        return {"withheld": built.withheld, "reported": built.reported, "vouch_form": form}
    counts = getattr(found, "counts", None)
    facts = read_counts(counts) if counts else {"withheld": []}
    rows = [dict(zip(("what", "period", "why", "charts"), row, strict=True)) for row in facts["withheld"]]
    return {"withheld": rows, "reported": shown_in(found, facts.get("shares", ()))}
