"""The page of a council that anybody can read: its newest public edition, and the earlier ones that are still live.

No account, no cookie, no script. A council that never had such a page is not found, nor is any edition of it; a page
that was closed says so.
"""

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from dashboards.models import Audience, Publication, PublicPage
from dashboards.publishing import content as contents
from dashboards.publishing.answers import answers_for
from dashboards.publishing.public_page import closed_page, open_page, public_editions
from dashboards.publishing.succession import edition_now
from dashboards.views.publishing.pack_links import for_everybody
from dashboards.views.publishing.shared import NO_SCRIPT
from safetyvalve.core.access import public

ONE_MINUTE = 60
"""How long a browser or a proxy may keep a page: what is withdrawn is gone after it."""


@public  # type: ignore[arg-type]
@require_safe
@csp_replace(NO_SCRIPT)  # type: ignore[arg-type]
def public_page(request: HttpRequest, la_code: str) -> HttpResponse:
    """The newest edition that everybody can read, or that there is none yet."""
    page = open_page(la_code)
    if page is None:
        return closed(request, la_code)
    editions = public_editions(page.authority)
    if not editions:
        context = {"host": page.authority, "contact": page.contact}
        return _cached(render(request, "public/empty.html", context))
    return _show(request, page, editions[0], others=editions[1:])


@public  # type: ignore[arg-type]
@require_safe
@csp_replace(NO_SCRIPT)  # type: ignore[arg-type]
def public_edition(request: HttpRequest, la_code: str, publication_id: int) -> HttpResponse:
    """One edition that everybody can read. One that was corrected leads to the correction; a withdrawn one says so."""
    page = open_page(la_code)
    if page is None:
        return closed(request, la_code)
    was_public = Publication.objects.filter(authority=page.authority, contents__audience=Audience.PUBLIC)
    edition = get_object_or_404(was_public.select_related("authority"), pk=publication_id)
    stands = edition_now(edition)
    if stands != edition and stands.contents.filter(audience=Audience.PUBLIC).exists():
        return _cached(redirect("dashboards:public-edition", la_code, stands.pk))
    if stands != edition or not stands.is_published:
        return withdrawn(request, page, stands)
    others = [each for each in public_editions(page.authority) if each != edition]
    return _show(request, page, edition, others=others, page_url=_page_url(page))


def withdrawn(request: HttpRequest, page: PublicPage, stands: Publication) -> HttpResponse:
    """That an edition was withdrawn, or corrected by one that is not for everybody, and the day."""
    context = {"host": page.authority, "contact": page.contact, "edition_now": stands, "page_url": _page_url(page)}
    return _cached(render(request, "public/withdrawn.html", context, status=410))


def _show(
    request: HttpRequest, page: PublicPage, edition: Publication, *, others: list[Publication], page_url: str = ""
) -> HttpResponse:
    frozen = edition.contents.get(audience=Audience.PUBLIC)
    context = {
        "edition": contents.shown(contents.read(frozen), answers_for(edition, Audience.PUBLIC)),
        "pack": for_everybody(edition, page.authority.la_code),
        "host": page.authority,
        "contact": page.contact,
        "others": others,
        "page_url": page_url,
    }
    return _cached(render(request, "public/edition.html", context))


def closed(request: HttpRequest, la_code: str) -> HttpResponse:
    """That there was a public page, and the day on which it was closed: the same at every address beneath it."""
    found = closed_page(la_code)
    if found is None:
        raise Http404("No council with this code has a public page.")
    page, at = found
    context = {"host": page.authority, "contact": page.contact, "closed_at": at}
    return _cached(render(request, "public/closed.html", context, status=410))


def _page_url(page: PublicPage) -> str:
    return reverse("dashboards:public-page", args=[page.authority.la_code])


def _cached(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = f"public, max-age={ONE_MINUTE}"
    response["Referrer-Policy"] = "no-referrer"
    return response
