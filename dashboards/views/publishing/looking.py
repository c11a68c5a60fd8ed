"""Looking at an edition that is being prepared: the edition, or a page that says how far working it out is."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from dashboards.models import Publication
from dashboards.publishing.building import Built
from dashboards.publishing.previews import InWork, look
from safetyvalve.core.access import CouncilRequest
from safetyvalve.core.roles import Permission

AGAIN = "again"


def looked_at(request: CouncilRequest, found: Publication) -> Built | HttpResponse:
    """What would be published now; or while that is being worked out, a page to answer with instead.

    Posting ``AGAIN`` to a page that shows the edition has it started again by whoever may publish.
    """
    now, can_manage = timezone.now(), Permission.PUBLICATION_MANAGE in request.permissions
    is_again = can_manage and request.method == "POST" and AGAIN in request.POST
    try:
        built = look(found, now=now, is_again=is_again)
        return redirect(request.path) if is_again else built
    except InWork as why:
        if is_again:
            return redirect(request.path)
        context = {
            "publication": found,
            "build": why.build,
            "is_coming": why.build.is_coming(now),
            "has_failed": why.build.state == why.build.State.FAILED,
            "can_manage": can_manage,
        }
        response = render(request, "dashboards/publications/looking.html", context, status=202)
        response["Cache-Control"] = "private, no-store"
        return response
