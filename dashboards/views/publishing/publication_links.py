"""Making links to an edition, giving them another last day, and closing them."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from dashboards.forms.publications import ExtendForm, LinkForm
from dashboards.models import Publication, ShareLink
from dashboards.publishing.links import extend_link, make_link, named, revoke_link, suggested_expiry
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed


@requires(Permission.PUBLICATION_MANAGE)
def link_create(request: CouncilRequest, publication_id: int) -> HttpResponse:
    """Make a link. Its address is on the page that answers, and never again."""
    publication = _edition(request, publication_id)
    today = timezone.localdate()
    initial = {"expires_on": suggested_expiry(request.authority, today)}
    form = LinkForm(request.POST if request.method == "POST" else None, today=today, initial=initial)
    if form.is_valid():
        try:
            made = make_link(publication, by=request.user, now=timezone.now(), **form.cleaned_data)
        except NotAllowed as refusal:
            return _refused(request, publication, refusal)
        address = request.build_absolute_uri(reverse("dashboards:shared-edition", args=[made.token]))
        context = {
            "publication": publication,
            "link": made.link,
            "address": address,
            "manage_url": _manage_url(publication),
        }
        return render(request, "dashboards/publications/link_made.html", context)
    context = {"publication": publication, "form": form, "manage_url": _manage_url(publication)}
    return render(request, "dashboards/publications/link_form.html", context, status=422 if form.is_bound else 200)


@requires(Permission.PUBLICATION_MANAGE)
def link_extend(request: CouncilRequest, publication_id: int, link_id: int) -> HttpResponse:
    """Give a link another last day: the address that people have goes on opening, or opens again."""
    publication = _edition(request, publication_id)
    link = _link(publication, link_id)
    today = timezone.localdate()
    suggested = suggested_expiry(request.authority, max(today, link.expires_on + timedelta(days=1)))
    data = request.POST if request.method == "POST" else None
    form = ExtendForm(data, today=today, initial={"expires_on": suggested})
    if form.is_valid():
        day = form.cleaned_data["expires_on"]
        try:
            extend_link(link, expires_on=day, by=request.user, now=timezone.now())
        except NotAllowed as refusal:
            return _refused(request, publication, refusal)
        messages.success(request, f"{link.called} opens until {day:%-d %B %Y}.")
        return redirect(_manage_url(publication))
    context = {"publication": publication, "link": link, "form": form, "manage_url": _manage_url(publication)}
    return render(request, "dashboards/publications/link_extend.html", context, status=422 if form.is_bound else 200)


@requires(Permission.PUBLICATION_MANAGE)
def link_revoke(request: CouncilRequest, publication_id: int, link_id: int) -> HttpResponse:
    """Close a link at once, when asked."""
    publication = _edition(request, publication_id)
    link = _link(publication, link_id)
    if request.POST.get("revoke") == "yes":
        try:
            revoke_link(link, by=request.user, now=timezone.now())
        except NotAllowed as refusal:
            return _refused(request, publication, refusal)
        messages.success(request, f"Revoked: {link.called}. Its address no longer opens.")
        return redirect(_manage_url(publication))
    context = {"publication": publication, "link": link, "cancel_url": _manage_url(publication)}
    status = 422 if request.method == "POST" else 200
    return render(request, "dashboards/publications/link_revoke.html", context, status=status)


def _edition(request: CouncilRequest, publication_id: int) -> Publication:
    of_council = Publication.objects.filter(authority=request.authority).select_related("authority")
    return get_object_or_404(of_council, pk=publication_id)


def _link(publication: Publication, link_id: int) -> ShareLink:
    return get_object_or_404(named(ShareLink.objects.filter(publication=publication)), pk=link_id)


def _manage_url(publication: Publication) -> str:
    return reverse("dashboards:publication-manage", args=[publication.authority.la_code, publication.pk])


def _refused(request: CouncilRequest, publication: Publication, refusal: NotAllowed) -> HttpResponse:
    context = {"publication": publication, "reasons": refusal.reasons, "back_url": _manage_url(publication)}
    return render(request, "dashboards/publications/refused.html", context, status=409)
