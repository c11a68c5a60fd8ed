from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from safetyvalve.core.access import public
from safetyvalve.core.styleguide import examples


@public
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component and every kind of field, with made-up data and errors shown."""
    return render(request, "core/styleguide.html", examples.context())
