"""Opening and closing the council's public page, and whom its readers can ask."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from dashboards.forms.outside import PublicPageForm
from dashboards.models import PublicPage
from dashboards.publishing.public_page import change_page, public_editions
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission


@requires(Permission.PUBLICATION_MANAGE)
def public_page_settings(request: CouncilRequest) -> HttpResponse:
    """Whether there is a public page, its address, and how many editions are on it."""
    page = PublicPage.objects.filter(authority=request.authority).first()
    form = PublicPageForm(request.POST if request.method == "POST" else None, page=page)
    address = reverse("dashboards:public-page", args=[request.authority.la_code])
    if form.is_valid():
        is_open = form.cleaned_data["is_open"] == "yes"
        contact = form.cleaned_data["contact"]
        change_page(request.authority, is_open=is_open, contact=contact, by=request.user, now=timezone.now())
        words = f"Everybody can read it at {request.build_absolute_uri(address)}." if is_open else "Nobody can read it."
        messages.success(request, f"Saved. {words}")
        return redirect("dashboards:public-settings", request.authority.la_code)
    context = {
        "form": form,
        "is_open": page is not None and page.is_open,
        "address": request.build_absolute_uri(address),
        "editions": public_editions(request.authority),
        "back_url": reverse("dashboards:publications", args=[request.authority.la_code]),
    }
    return render(request, "dashboards/publications/public_page.html", context, status=422 if form.is_bound else 200)
