"""What holds for every page: no NUL in an address, nothing private in a browser's cache, no typed text lost."""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.template.response import TemplateResponse
from django.utils.html import format_html, format_html_join
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.safestring import SafeString

from safetyvalve.core.forms.account import SignInForm
from safetyvalve.core.forms.typed_text import clean_typed

KEPT_LABEL, KEPT_VALUE = "kept_label", "kept_value"
MOST_FIELDS = 200
MOST_CHARACTERS = 400_000
SHORT = 100
# Never shown back: secrets, and what the page added by itself.
NOT_TYPED = frozenset(
    {"csrfmiddlewaretoken", "revision", "seen", "next", "login", "remember", "code", KEPT_LABEL, KEPT_VALUE}
)

Kept = list[tuple[str, str]]


class NoNulMiddleware:
    """Refuses an address with a NUL in it: nobody types one, and PostgreSQL fails on looking it up.

    What is sent in forms is seen to by the forms.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("An address cannot hold a NUL.")
        return self.get_response(request)


class PrivatePagesMiddleware:
    """Pages of somebody who has signed in are not stored: desks are shared, and the back button tells tales.

    A page that says itself how it may be cached keeps its word.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if "Cache-Control" not in response and request.user.is_authenticated:
            response["Cache-Control"] = "private, no-store"
        return response


class KeepTypedTextMiddleware(LoginRequiredMiddleware):
    """Asks for sign-in, and gives back what was typed when the session ended before it was saved.

    The words travel in the sign-in page only, also past a mistyped password, and are stored nowhere. A script
    that saved in the background gets 401, so that it never takes the sign-in page for a success.
    """

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        if request.method != "POST":
            return super().handle_no_permission(request, view_func)
        if "text/html" not in request.headers.get("Accept", "text/html"):
            return HttpResponse("Your session has ended. Sign in again.", status=401, content_type="text/plain")
        kept = typed_fields(request.POST)
        return sign_in_page(request, kept) if kept else super().handle_no_permission(request, view_func)

    def process_template_response(self, request: HttpRequest, response: TemplateResponse) -> TemplateResponse:
        match = request.resolver_match
        if request.method == "POST" and match and match.url_name == "account_login" and response.context_data:
            kept = list(zip(request.POST.getlist(KEPT_LABEL), request.POST.getlist(KEPT_VALUE), strict=False))
            if kept:
                context = response.context_data
                context["kept_fields"] = kept
                context["redirect_field"] = context.get("redirect_field", "") + _hidden(kept)
        return response


def typed_fields(posted: QueryDict) -> Kept:
    """(label, text) of what a person had filled in, within generous limits: what they wrote, box by box, in the
    order of the page; then short answers, choices and dates together."""
    written, short = [], []
    room = MOST_CHARACTERS
    for name, values in list(_whole_dates(posted).items())[:MOST_FIELDS]:
        text = "" if name in NOT_TYPED or "password" in name else clean_typed("\n".join(values))[:room]
        room -= len(text)
        if len(text) > SHORT or "\n" in text:
            written.append((_label(name), text))
        elif text:
            short.append((_label(name), text))
    if len(short) > 1:
        short = [("Short answers and choices", "\n".join(f"{label}: {text}" for label, text in short))]
    return [*written, *short]


def _whole_dates(posted: QueryDict) -> dict[str, list[str]]:
    """Fields with their values; the three boxes of a date as one, in the place of the first."""
    whole: dict[str, list[str]] = {}
    for name, values in posted.lists():
        stem, _, part = name.rpartition("_")
        if part in ("day", "month", "year") and f"{stem}_day" in posted:
            together = " ".join([*whole.get(stem, []), *values]).strip()
            whole[stem] = [together]
        else:
            whole[name] = list(values)
    return whole


def sign_in_page(request: HttpRequest, kept: Kept) -> HttpResponse:
    """The sign-in page with the words on it. Status 200: the browser shows it in place of the lost page."""
    next_url = _where_to_go_on(request)
    hidden = format_html('<input type="hidden" name="next" value="{}">', next_url) + _hidden(kept)
    context = {
        "form": SignInForm(request=request),
        "redirect_field_name": "next",
        "redirect_field_value": next_url,
        "redirect_field": hidden,
        "kept_fields": kept,
    }
    response = render(request, "account/login.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _where_to_go_on(request: HttpRequest) -> str:
    """The page that was being filled in. A form may post elsewhere, to an address that has no page."""
    referer = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(referer, {request.get_host()}, require_https=request.is_secure()):
        parts = urlsplit(referer)
        return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"
    return request.get_full_path()


def _hidden(kept: Iterable[tuple[str, str]]) -> SafeString:
    inputs = '<input type="hidden" name="{}" value="{}"><input type="hidden" name="{}" value="{}">'
    return format_html_join("", inputs, ((KEPT_LABEL, label, KEPT_VALUE, text) for label, text in kept))


def _label(name: str) -> str:
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:]
