"""Pages that anybody may read, signed in or not."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from safetyvalve.core.access import public
from safetyvalve.core.roles import DESCRIPTIONS


@public
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "core/help.html", {"roles": [(role.label, words) for role, words in DESCRIPTIONS.items()]})


@public
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "core/accessibility.html")


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """For whatever watches the server: answers without the database, a session or a template."""
    return HttpResponse("ok", content_type="text/plain")
