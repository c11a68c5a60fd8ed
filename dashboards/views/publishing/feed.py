"""The feed for Power BI and Excel: CSV and JSON for whoever has a key, and the page that documents them."""

import base64
import binascii
from datetime import datetime

from allauth.core.internal.ratelimit import consume as consume_also_get
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_safe

from dashboards.models import FeedKey
from dashboards.publishing.feed import live_contents, rows_of, tag_of
from dashboards.publishing.feed_formats import to_csv, to_json
from dashboards.publishing.feed_keys import count_use, find_key
from dashboards.publishing.feed_schema import FORMATS, RESOURCES, SCHEMA_VERSION
from safetyvalve.core.access import public
from safetyvalve.core.dates import in_words
from safetyvalve.render.data import MARKER_MEANINGS

WRONG_KEYS = {"feed_key": "30/m/ip"}
"""As many as attempts to sign in."""
REALM = 'Basic realm="Published figures", charset="UTF-8"'


@public
@require_safe
def feed_schema(request: HttpRequest) -> HttpResponse:
    """What can be read, column by column. The same for every council."""
    context = {"resources": RESOURCES.values(), "version": SCHEMA_VERSION, "markers": MARKER_MEANINGS.items()}
    return render(request, "public/feed_schema.html", context)


@public  # type: ignore[arg-type]
@require_safe
def feed(request: HttpRequest, la_code: str, resource: str, format: str) -> HttpResponseBase:
    """A resource, with the key as the password of HTTP Basic or as a bearer token."""
    _check(resource, format)
    secret = key_of(request)
    key = find_key(la_code, secret) if secret else None
    if key is None:
        refused = _too_often(request) if secret else None
        return refused or _closed(_text("This feed needs a key of the council: give it as the password.", 401))
    if key.revoked_at is not None:
        return _closed(_revoked(key.revoked_at))
    return _answer(request, key, resource, format)


@public  # type: ignore[arg-type]
@require_safe
def feed_by_address(request: HttpRequest, la_code: str, secret: str, resource: str, format: str) -> HttpResponseBase:
    """The same for programs that cannot send a password: the key is a part of the address."""
    _check(resource, format)
    key = find_key(la_code, secret)
    if key is None:
        return _too_often(request) or _private(_text("This address opens nothing.", 404))
    if key.revoked_at is not None:
        return _private(_revoked(key.revoked_at))
    return _answer(request, key, resource, format)


def key_of(request: HttpRequest) -> str:
    """The key that came with the request: a bearer token, or the password of HTTP Basic; empty without either."""
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "bearer":
        return given.strip()
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(given, validate=True).decode().partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""


def _answer(request: HttpRequest, key: FeedKey, resource: str, format: str) -> HttpResponseBase:
    live = live_contents(key.authority, key.audience)
    tag = tag_of(resource, format, live)
    if request.method == "GET":
        count_use(key, timezone.localdate())
    unchanged = get_conditional_response(request, etag=tag)
    if unchanged is not None:
        return _private(unchanged, tag)
    rows = rows_of(resource, live)
    if format == "csv":
        pieces, kind = to_csv(RESOURCES[resource], rows), "text/csv; charset=utf-8"
    else:
        head = {
            "schema_version": SCHEMA_VERSION,
            "resource": resource,
            "la_code": key.authority.la_code,
            "council": key.authority.name,
            "audience": key.audience,
        }
        pieces, kind = to_json(head, rows), "application/json"
    response = StreamingHttpResponse(pieces, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{key.authority.la_code}-{resource}.{format}"'
    response["X-Schema-Version"] = str(SCHEMA_VERSION)
    return _private(response, tag)


def _check(resource: str, format: str) -> None:
    if resource not in RESOURCES or format not in FORMATS:
        raise Http404("The feed has nothing of this name.")


def _too_often(request: HttpRequest) -> HttpResponse | None:
    limited = {"app": "dashboards", "action": "feed_key", "config": WRONG_KEYS, "limit_get": True}
    if consume_also_get(request, **limited):
        return None
    return _private(_text("Too many wrong keys. Wait a minute, then try again.", 429))  # type: ignore[return-value]


def _revoked(at: datetime) -> HttpResponse:
    """Only whoever has the key is told, and nothing but the day."""
    return _text(f"This key was revoked on {in_words(timezone.localdate(at))}. Ask the council for another.", 401)


def _text(words: str, status: int) -> HttpResponse:
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")


def _closed(response: HttpResponse) -> HttpResponseBase:
    response["WWW-Authenticate"] = REALM
    return _private(response)


def _private(response: HttpResponseBase, tag: str = "") -> HttpResponseBase:
    """Kept by whoever asked, at most, and asked about each time; found by no search engine; told to no other site."""
    response["Cache-Control"] = "private, no-cache" if tag else "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    response["X-Robots-Tag"] = "noindex, nofollow"
    patch_vary_headers(response, ["Authorization"])
    if tag:
        response["ETag"] = tag
    return response
