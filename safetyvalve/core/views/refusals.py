"""When a form's own proof is stale: signed in again in another tab, or cookies were cleared."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from safetyvalve.core.access import public
from safetyvalve.core.middleware import typed_fields


@public
def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Nothing was saved, and nothing typed is lost: the words are on the page, to be copied."""
    context = {"kept_fields": typed_fields(request.POST), "page": request.get_full_path()}
    return render(request, "core/csrf_failure.html", context, status=403)
