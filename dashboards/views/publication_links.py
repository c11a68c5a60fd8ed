"""Making links to an edition and closing them."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from dashboards.forms.publications import LinkForm
from dashboards.models import Publication, ShareLink
from dashboards.publishing.links import make_link, revoke_link, suggested_expiry
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed


@requires(Permission.PUBLICATION_MANAGE)
def link_create(request: CouncilRequest, publication_id: int) -> HttpResponse:
    """Make a link. Its address is on the page that answers, and never again."""
    editions = Publication.objects.filter(authority=request.authority).select_related("authority")
    publication = get_object_or_404(editions, pk=publication_id)
    today = timezone.localdate()
    initial = {"expires_on": suggested_expiry(request.authority, today)}
    form = LinkForm(request.POST if request.method == "POST" else None, today=today, initial=initial)
    manage_url = reverse("dashboards:publication-manage", args=[request.authority.la_code, publication.pk])
    if form.is_valid():
        try:
            made = make_link(publication, by=request.user, now=timezone.now(), **form.cleaned_data)
        except NotAllowed as refusal:
            context = {"publication": publication, "reasons": refusal.reasons, "back_url": manage_url}
            return render(request, "dashboards/publications/refused.html", context, status=409)
        address = request.build_absolute_uri(reverse("dashboards:shared-edition", args=[made.token]))
        context = {"publication": publication, "link": made.link, "address": address, "manage_url": manage_url}
        return render(request, "dashboards/publications/link_made.html", context)
    context = {"publication": publication, "form": form, "manage_url": manage_url}
    return render(request, "dashboards/publications/link_form.html", context, status=422 if form.is_bound else 200)


@requires(Permission.PUBLICATION_MANAGE)
def link_revoke(request: CouncilRequest, publication_id: int, link_id: int) -> HttpResponse:
    """Close a link at once, when asked."""
    publication = get_object_or_404(Publication.objects.filter(authority=request.authority), pk=publication_id)
    links = ShareLink.objects.filter(publication=publication).select_related("publication__authority")
    link = get_object_or_404(links, pk=link_id)
    manage_url = reverse("dashboards:publication-manage", args=[request.authority.la_code, publication_id])
    if request.POST.get("revoke") == "yes":
        try:
            revoke_link(link, by=request.user, now=timezone.now())
        except NotAllowed as refusal:
            context = {"publication": link.publication, "reasons": refusal.reasons, "back_url": manage_url}
            return render(request, "dashboards/publications/refused.html", context, status=409)
        messages.success(request, f"Revoked: {link.label}. Its address no longer opens.")
        return redirect(manage_url)
    context = {"publication": link.publication, "link": link, "cancel_url": manage_url}
    status = 422 if request.method == "POST" else 200
    return render(request, "dashboards/publications/link_revoke.html", context, status=status)
