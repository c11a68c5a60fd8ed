"""Closed by default: every view says who may, and finds out before it runs.

Each view carries exactly one of ``requires``, ``signed_in``, ``installation_administrator`` or
``public``. The decorator stamps ``view.access`` so that a test can walk the URLconf and fail on a
view that forgot. A stranger to a council gets 404 (they may not learn that it exists); a member
without the permission gets 403.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from safetyvalve.core import entering
from safetyvalve.core.models import Authority, User
from safetyvalve.core.roles import Permission, Role, permissions_of

View = Callable[..., HttpResponse]


class CouncilRequest(HttpRequest):
    """A request that ``requires`` has let through: the council is known and the person belongs to it."""

    user: User
    authority: Authority
    roles: frozenset[Role]
    permissions: frozenset[Permission]


class SignedInRequest(HttpRequest):
    """A request from somebody who has signed in."""

    user: User


@dataclass(frozen=True)
class Access:
    """What a view declared about itself: read by the access tests and the permission page."""

    kind: str
    permissions: tuple[Permission, ...] = ()

    @property
    def in_words(self) -> str:
        if self.permissions:
            return " or ".join(permission.value for permission in self.permissions)
        return self.kind


def _stamp(view: View, access: Access) -> View:
    view.access = access  # type: ignore[attr-defined]
    return view


def requires(*permissions: Permission) -> Callable[[Callable[..., HttpResponse]], View]:
    """The person must hold one of ``permissions`` in the council named by the ``la_code`` of the address."""

    def decorate(view: Callable[..., HttpResponse]) -> View:
        @wraps(view)
        def inner(request: HttpRequest, la_code: str, *args: Any, **kwargs: Any) -> HttpResponse:
            held = enter_council(request, la_code)
            if not held.intersection(permissions):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return _stamp(inner, Access("council", permissions))

    return decorate


def enter_council(request: HttpRequest, la_code: str) -> frozenset[Permission]:
    """Set ``request.authority``, ``roles`` and ``permissions``; raise Http404 for a stranger."""
    authority, roles = entering.find(cast(User, request.user), la_code, timezone.localdate())
    if authority is None:
        raise Http404("No council of yours has this code.")
    council_request = cast(CouncilRequest, request)
    council_request.authority = authority
    council_request.roles = frozenset(map(Role, roles))
    council_request.permissions = permissions_of(set(council_request.roles))
    return council_request.permissions


def signed_in(view: Callable[..., HttpResponse]) -> View:
    """Anybody who has signed in. The view itself narrows what they see."""
    return _stamp(view, Access("signed in"))


def installation_administrator(view: Callable[..., HttpResponse]) -> View:
    """The few people who set up councils on this installation (``User.is_superuser``); 404 to others."""

    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not cast(User, request.user).is_superuser:
            raise Http404
        return view(request, *args, **kwargs)

    return _stamp(inner, Access("installation administrator"))


def public(view: Callable[..., HttpResponse]) -> View:
    """Anybody at all, signed in or not."""
    return _stamp(login_not_required(view), Access("public"))
