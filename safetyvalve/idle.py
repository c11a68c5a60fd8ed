"""A session ends after a working day without use; in use, it is renewed."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.contrib.auth import SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

RENEW_EVERY = timedelta(minutes=10)
_RENEWED_AT = "renewed_at"


class RenewSession:
    """Pushes a signed-in person's session expiry forward, at most once in RENEW_EVERY.

    Django can save the session with every request instead, but then every page view writes to the database.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if SESSION_KEY in request.session:
            _renew(request, now=timezone.now())
        return response


def _renew(request: HttpRequest, *, now: datetime) -> None:
    stamp = request.session.get(_RENEWED_AT)
    renewed_at = datetime.fromtimestamp(stamp, tz=UTC) if stamp else getattr(request.user, "last_login", None)
    if renewed_at is None or now - renewed_at >= RENEW_EVERY:
        request.session[_RENEWED_AT] = int(now.timestamp())
