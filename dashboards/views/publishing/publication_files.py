"""The files of an edition: for members, by a link, on the public page, and for those who publish."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from dashboards.models import Audience, Publication, PublishedFile
from dashboards.publishing.answers import NO_WORDS, words_for
from dashboards.publishing.links import count_view
from dashboards.publishing.pack.elsewhere import Busy, NotMade, make_elsewhere
from dashboards.publishing.pack.files import MadeFile
from dashboards.publishing.pack.issuing import KINDS, ask_again, stored
from dashboards.publishing.pack.packs import from_content
from dashboards.publishing.public_page import open_page
from dashboards.publishing.succession import edition_now
from dashboards.views.publishing.looking import looked_at
from dashboards.views.publishing.public import closed, withdrawn
from dashboards.views.publishing.publications import gone
from dashboards.views.publishing.shared import open_link, private
from safetyvalve.core.access import CouncilRequest, public, requires
from safetyvalve.core.roles import Permission

INSIDE = (Permission.PUBLICATION_MANAGE, Permission.SUBMISSION_VIEW)
PREVIEW = "Preview: not published"
ONE_MINUTE = 60


@requires(Permission.DASHBOARD_VIEW)
@require_safe
def publication_pack(request: CouncilRequest, publication_id: int, format: str) -> HttpResponse:
    """A file of a published edition, as members of the forum get it."""
    editions = Publication.objects.filter(authority=request.authority).select_related("authority")
    found = get_object_or_404(editions, pk=publication_id, contents__audience=Audience.MEMBERS)
    if format not in KINDS:
        raise Http404
    if not found.is_published:
        return _kept(gone(request, found))
    back = reverse("dashboards:publication", args=[request.authority.la_code, found.pk])
    return _kept(_serve(request, found, Audience.MEMBERS, format, back=back))


@requires(*INSIDE)
@require_safe
def publication_preview_pack(request: CouncilRequest, publication_id: int, audience: str, format: str) -> HttpResponse:
    """What an audience has been given; of an edition that is being prepared, what it would be given now."""
    found = get_object_or_404(
        Publication.objects.filter(authority=request.authority).select_related("authority"), pk=publication_id
    )
    if format not in KINDS or audience not in {choice.audience for choice in found.audiences.all()}:
        raise Http404
    back = reverse("dashboards:publication-preview", args=[request.authority.la_code, found.pk, audience])
    if not found.is_prepared:
        return _kept(_serve(request, found, audience, format, back=back))
    built = looked_at(request, found)
    if isinstance(built, HttpResponse):
        return _kept(built)
    content = built.contents[audience]
    answers = words_for(found).get(audience, NO_WORDS)
    pack = from_content(content, found.authority, at=timezone.now(), standing=PREVIEW, answers=answers)
    try:
        return _kept(attached(make_elsewhere(pack, format)))
    except (Busy, NotMade) as why:
        return not_made(request, str(why), back=back)


@requires(Permission.PUBLICATION_MANAGE)
@require_POST
def publication_packs(request: CouncilRequest, publication_id: int) -> HttpResponse:
    """Have the files made that are missing, where nobody is at it."""
    found = get_object_or_404(Publication.objects.filter(authority=request.authority).live(), pk=publication_id)
    if ask_again(found, now=timezone.now()):
        messages.success(request, "The files are being made. It takes about half a minute.")
    else:
        messages.info(request, "The files have been made, or are being made just now.")
    return redirect("dashboards:publication-manage", request.authority.la_code, found.pk)


@public
@require_safe
def shared_pack(request: HttpRequest, token: str, format: str) -> HttpResponse:
    """A file of the edition that a link opens. It counts as opening the link."""
    opened = open_link(request, token)
    if isinstance(opened, HttpResponse):
        return opened
    back = reverse("dashboards:shared-edition", args=[token])
    response = _serve(request, opened.publication, Audience.LINKS, format, back=back)
    if request.method == "GET" and response.status_code == 200:
        count_view(opened.link, timezone.now())
    return private(response)


@public
@require_safe
def public_pack(request: HttpRequest, la_code: str, publication_id: int, format: str) -> HttpResponse:
    """A file of an edition that everybody can read, while the council has a public page."""
    page = open_page(la_code)
    if page is None:
        return closed(request, la_code)
    was_public = Publication.objects.filter(authority=page.authority, contents__audience=Audience.PUBLIC)
    found = get_object_or_404(was_public.select_related("authority"), pk=publication_id)
    if format not in KINDS:
        raise Http404
    stands = edition_now(found)
    if stands != found and stands.contents.filter(audience=Audience.PUBLIC).exists():
        return redirect("dashboards:public-pack", la_code, stands.pk, format)
    if not found.is_published:
        return withdrawn(request, page, stands)
    back = reverse("dashboards:public-edition", args=[la_code, found.pk])
    response = _serve(request, found, Audience.PUBLIC, format, back=back)
    response["Cache-Control"] = f"public, max-age={ONE_MINUTE}"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _serve(request: HttpRequest, found: Publication, audience: str, kind: str, *, back: str) -> HttpResponse:
    """The file as it was made, or a page that says that it is not there yet."""
    if kind not in KINDS:
        raise Http404
    file = stored(found, audience, kind)
    return attached(file) if file else not_made(request, "", back=back)


def not_made(request: HttpRequest, why: str, *, back: str, status: int = 503) -> HttpResponse:
    """That a file is not there yet, or why it could not be made."""
    return render(request, "shared/pack_waiting.html", {"why": why, "back": back}, status=status if why else 202)


def attached(file: PublishedFile | MadeFile) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"'}
    return HttpResponse(bytes(file.content), content_type=file.content_type, headers=headers)


def _kept(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
