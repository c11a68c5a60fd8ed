"""An edition opened by a link, without an account: one page that leads nowhere else.

An address that does not open says only that: whether it was ever a link, has expired or was revoked is nobody's
business. Wrong addresses and wrong PINs are limited like attempts to sign in.
"""

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import consume as consume_also_get
from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from dashboards.forms.publications import PinForm
from dashboards.models import Audience, ShareLink
from dashboards.publishing import content as contents
from dashboards.publishing.links import count_view, find_link, is_pin
from safetyvalve.core.access import public

WRONG_ADDRESSES = {"shared_link": "30/m/ip"}
"""As many as attempts to sign in."""
EIGHT_HOURS = 8 * 60 * 60
NO_SCRIPT = {"script-src": ["'none'"], "connect-src": ["'none'"]}
SALT = "dashboards.shared.pin"


@public  # type: ignore[arg-type]
@csp_replace(NO_SCRIPT)  # type: ignore[arg-type]
def shared_edition(request: HttpRequest, token: str) -> HttpResponse:
    """The edition that the link opens, its PIN asked for first if it has one."""
    link = find_link(token, timezone.localdate())
    if link is None:
        return _private(_refuse(request))
    if link.pin_hash and not _knows_pin(request, link):
        return _private(_ask_for_pin(request, link), referrer="same-origin")
    frozen = link.publication.contents.filter(audience=Audience.LINKS).first()
    if frozen is None:
        return _private(_refuse(request))
    response = render(request, "shared/edition.html", {"edition": contents.shown(contents.read(frozen))})
    if request.method == "GET":
        count_view(link, timezone.now())
    return _private(response)


def _refuse(request: HttpRequest) -> HttpResponse:
    limited = {"app": "dashboards", "action": "shared_link", "config": WRONG_ADDRESSES, "limit_get": True}
    if not consume_also_get(request, **limited):
        return render(request, "shared/too_often.html", status=429)
    return render(request, "shared/closed.html", status=404)


def _ask_for_pin(request: HttpRequest, link: ShareLink) -> HttpResponse:
    """The form, or once it is right the way back to the edition with a cookie for this address alone."""
    form = PinForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        key = f"share-link:{link.pk}"
        if not ratelimit.consume(request, action="login_failed", key=key):
            return render(request, "shared/too_often.html", status=429)
        if is_pin(link, form.cleaned_data["pin"]):
            ratelimit.clear(request, action="login_failed", key=key)
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


def _private(response: HttpResponse, *, referrer: str = "no-referrer") -> HttpResponse:
    """Found by no search engine, stored nowhere, and told to no other site. The form has to say whence it comes to
    this site, so that a forged one is known."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = referrer
    response["Cache-Control"] = "private, no-store"
    return response
