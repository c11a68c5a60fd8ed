"""Pages of which the larger part is kept as it was drawn: only what belongs to the person is written each time.

A template of such a page says ``{{ kept }}`` where the kept part goes.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.safestring import SafeString

from safetyvalve.core import kept, near
from safetyvalve.core.access import CouncilRequest
from safetyvalve.core.packing import Packed, gzipped, pack
from safetyvalve.core.roles import Permission

HERE, TOKEN = SafeString("<!--kept-->"), "0" * 64
"""Where the kept part and the form's token go. Nobody can type the first: what is typed is escaped."""
_GZIP = re.compile(r"\bgzip\b")
_INDENT = re.compile(r"\n\s+")
Page = tuple[object, ...]


@dataclass
class Drawing:
    """What is being drawn: from which state of the record, which smaller parts are kept already, of whatever state, and
    which are to be kept with it. ``still`` are keys of those that are good as they are, drawn ``since`` or later."""

    state: kept.State
    known: dict[str, kept.Part] = field(default_factory=dict)
    also: dict[str, Packed] = field(default_factory=dict)
    still: list[str] = field(default_factory=list)
    since: kept.Part | None = None


@dataclass(frozen=True)
class Kept:
    """The larger part of a page, which ``draw`` gives for one request, drawn only when nothing good is kept.

    ``page`` names everything that it, and the context of the template around it, depend on besides the record, the day,
    and whether the reader belongs to the programme; ``draw`` must use nothing else of the request. ``smaller`` gives
    the keys of parts that it can use, which are read together with the whole one.
    """

    template: str
    page: Page
    draw: Callable[[Drawing], str]
    smaller: Callable[[], Sequence[str]] = tuple

    def key_for(self, request: CouncilRequest) -> str:
        return kept.key_of(self.template, _is_inside(request), *self.page, get_script_prefix())


def kept_page(request: CouncilRequest, part: Kept, context: Mapping[str, Any]) -> HttpResponse:
    """The part's template around it, for this person."""
    filled = {HERE: packed(request, part), TOKEN: pack(get_token(request).encode())}
    around = _around(request, part.template, context, part.page)
    return _answer(request, [each if isinstance(each, Packed) else filled[each] for each in around])


def packed(request: CouncilRequest, part: Kept, *, is_looked_at: bool = True) -> Packed:
    """The part as it is kept, or drawn and kept now. Of the request this needs council, permissions and address.

    ``is_looked_at``: by somebody, not drawn ahead.
    """
    state = kept.state_of(request.authority, today=timezone.localdate(), is_exact=not _is_inside(request))
    key = part.key_for(request)
    found, known = (None, {}) if settings.DEBUG else _kept(request, key, part.smaller, state)
    if is_looked_at and key in known and known[key].looked_on != state.day and found is not None:
        kept.mark_looked_at(request.authority, key, state)
    if found is not None:
        return found
    drawing = Drawing(state, known)
    drawn = pack(part.draw(drawing).encode(), level=7)
    if drawing.since:
        kept.mark_good(request.authority, drawing.still, state, since=drawing.since)
    parts, are_new = {key: drawn, **drawing.also}, key not in known and not settings.DEBUG
    kept.keep(request.authority, parts, state, looked_at=key if is_looked_at else "", are_new=are_new)
    return near.put((key, request.authority.pk, state), drawn)


def _is_inside(request: CouncilRequest) -> bool:
    return Permission.SUBMISSION_VIEW in request.permissions


def written(template: str, context: Mapping[str, Any]) -> str:
    """A part of a page as it is kept: without indentation."""
    return _INDENT.sub("\n", render_to_string(template, context))


def _kept(
    request: CouncilRequest, key: str, smaller: Callable[[], Sequence[str]], state: kept.State
) -> tuple[Packed | None, dict[str, kept.Part]]:
    """From this process's memory, or else from the database; and what there is at all, of whatever state. One query."""
    place = (key, request.authority.pk, state)
    if found := near.take(place):
        return cast(Packed, found), {}
    rows = {row.key: row for row in kept.look(request.authority, [key, *smaller()])}
    if key in rows and state.is_that_of(rows[key]):
        return near.put(place, rows[key].packed), rows
    return None, rows


def _around(request: CouncilRequest, template: str, context: Mapping[str, Any], page: Page) -> list[Packed | str]:
    """The page around the kept part, packed, with ``HERE`` and ``TOKEN`` where they go.

    It is written out anew when anything on it is another, and always when somebody is to be told something.
    """
    council = {name: value for name, value in vars(request.authority).items() if name != "_state"}
    who = (request.user.pk, request.user.display_name, request.user.email, request.permissions)
    place = (kept.key_of(template, page), request.path, who, repr(council), kept.release())
    has_news = len(messages.get_messages(request)) > 0
    found = None if has_news or settings.DEBUG else near.take(place)
    if found is None:
        whole = render_to_string(template, {**context, "kept": HERE, "csrf_token": TOKEN}, request)
        pieces = re.split(f"({HERE}|{TOKEN})", whole)
        found = [each if each in (HERE, TOKEN) else pack(each.encode()) for each in pieces]
        if not has_news:
            near.put(place, found)
    return cast("list[Packed | str]", found)


def _answer(request: CouncilRequest, parts: list[Packed]) -> HttpResponse:
    if _GZIP.search(request.headers.get("Accept-Encoding", "")):
        response = HttpResponse(gzipped(parts), headers={"Content-Encoding": "gzip"})
    else:
        response = HttpResponse(b"".join(part.unpacked() for part in parts))
    patch_vary_headers(response, ("Accept-Encoding",))
    return response
