"""An edition opened by a link, without an account: one page that leads nowhere else.

An address that was never made says only that it opens nothing. One that has come to its last day, was revoked, or whose
edition was withdrawn says so. Wrong addresses and wrong PINs are limited like attempts to sign in.

Other pages behind a link begin with ``open_link`` and send what they answer through ``private``.
"""

from dataclasses import dataclass

from allauth.core.internal import ratelimit
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from dashboards.forms.publications import PinForm
from dashboards.models import Audience, Publication, ShareLink
from dashboards.publishing import content as contents
from dashboards.publishing.answers import answers_for
from dashboards.publishing.content import Content
from dashboards.publishing.links import Found, count_view, is_pin, look_up
from dashboards.publishing.public_page import contact_of
from dashboards.views.publishing.pack_links import for_link
from safetyvalve.core.access import public

WRONG_ADDRESSES = {"shared_link": "30/m/ip"}
"""As many as attempts to sign in."""
WRONG_PINS = {"link_pin": "10/m/ip,5/300s/key"}
"""As many as wrong passwords, counted apart from them: a right PIN forgives no wrong password."""
EIGHT_HOURS = 8 * 60 * 60
NO_SCRIPT = {"script-src": ["'none'"], "connect-src": ["'none'"]}
SALT = "dashboards.shared.pin"


@dataclass(frozen=True)
class Opened:
    """What a link opens: an edition that is published, and what was frozen of it for people with a link.

    ``publication`` is the correction where one took the place of the edition that the link was made for.
    """

    link: ShareLink
    publication: Publication
    content: Content


@public  # type: ignore[arg-type]
@csp_replace(NO_SCRIPT)  # type: ignore[arg-type]
def shared_edition(request: HttpRequest, token: str) -> HttpResponse:
    """The edition that the link opens, its PIN asked for first if it has one."""
    opened = open_link(request, token)
    if isinstance(opened, HttpResponse):
        return opened
    context = {
        "edition": contents.shown(opened.content, answers_for(opened.publication, Audience.LINKS)),
        "token": token,
        "pack": for_link(opened.publication, token),
        "ask_at": f"{request.path}ask/",
    }
    response = render(request, "shared/edition.html", context)
    if request.method == "GET":
        count_view(opened.link, timezone.now())
    return private(response)


def open_link(request: HttpRequest, token: str) -> Opened | HttpResponse:
    """What the address opens for this visitor, or the answer that says why it does not, ready to be returned.

    A link with a PIN asks for it on its own page; from the pages beneath it, whoever has not typed it is sent there.
    """
    found = look_up(token, timezone.localdate())
    if found is None:
        return private(_refuse(request))
    if found.closed or found.frozen is None:
        return private(_explain(request, found))
    if found.link.pin_hash and not _knows_pin(request, found.link):
        home = reverse("dashboards:shared-edition", args=[token])
        if request.path != home:
            return private(redirect(home))
        return private(_ask_for_pin(request, found.link), referrer="same-origin")
    return Opened(found.link, found.edition, contents.read(found.frozen))


def private(response: HttpResponse, *, referrer: str = "no-referrer") -> HttpResponse:
    """Found by no search engine, stored nowhere, and told to no other site. A page with a form has to say whence it
    comes to this site (``same-origin``), so that a forged one is known."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = referrer
    response["Cache-Control"] = "private, no-store"
    return response


def _refuse(request: HttpRequest) -> HttpResponse:
    limited = {"app": "dashboards", "action": "shared_link", "config": WRONG_ADDRESSES, "limit_get": True}
    if not ratelimit.consume(request, **limited):
        return render(request, "shared/too_often.html", status=429)
    return render(request, "shared/closed.html", status=404)


def _explain(request: HttpRequest, found: Found) -> HttpResponse:
    """What became of a link that was made: no figure, and neither title nor month of the edition."""
    host = found.edition.authority
    context = {"closed": found.closed, "host": host, "contact": contact_of(host)}
    return render(request, "shared/explained.html", context, status=410)


def _ask_for_pin(request: HttpRequest, link: ShareLink) -> HttpResponse:
    """The form, or once it is right the way back to the edition with a cookie for this address alone."""
    form = PinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        limited = {"app": "dashboards", "action": "link_pin", "config": WRONG_PINS, "key": f"share-link:{link.pk}"}
        if not ratelimit.consume(request, **limited):
            return render(request, "shared/too_often.html", status=429)
        if is_pin(link, form.cleaned_data["pin"]):
            ratelimit.clear(request, **limited)
            return _remember(redirect(request.path), request, link)
        form.add_error("pin", "This is not the PIN of this link. Check it with whoever sent you the link")
    return render(request, "shared/pin.html", {"form": form}, status=422 if form.is_bound else 200)


def _remember(response: HttpResponse, request: HttpRequest, link: ShareLink) -> HttpResponse:
    response.set_cookie(
        _cookie_name(link),
        _proof(link),
        max_age=EIGHT_HOURS,
        path=request.path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def _knows_pin(request: HttpRequest, link: ShareLink) -> bool:
    return constant_time_compare(request.COOKIES.get(_cookie_name(link), ""), _proof(link))


def _cookie_name(link: ShareLink) -> str:
    return f"safetyvalve_link_{link.pk}"


def _proof(link: ShareLink) -> str:
    return salted_hmac(SALT, f"{link.pk}:{link.pin_hash}", algorithm="sha256").hexdigest()
