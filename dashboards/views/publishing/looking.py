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
    """What would be published now; or while that is being worked out, a page to answer with instead."""
    now, is_again = timezone.now(), AGAIN in request.GET
    try:
        return look(found, now=now, is_again=is_again)
    except InWork as why:
        if is_again:
            return redirect(request.path)
        context = {
            "publication": found,
            "build": why.build,
            "is_coming": why.build.is_coming(now),
            "has_failed": why.build.state == why.build.State.FAILED,
            "can_manage": Permission.PUBLICATION_MANAGE in request.permissions,
        }
        response = render(request, "dashboards/publications/looking.html", context, status=202)
        response["Cache-Control"] = "private, no-store"
        return response
