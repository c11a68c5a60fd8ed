"""Dashboards that somebody looked at lately, drawn again before anybody asks, outside the web server.

Whoever visits meanwhile draws for themselves, as ever. Drawn are the addresses of the filters of time; where an address
asks for more (a division, a comparator, an agreement), its next visitor draws it.
"""

from collections.abc import Iterator
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils import timezone

from dashboards.boards.registry import DASHBOARDS
from dashboards.drawing_ahead import at_work, recently_looked_at
from dashboards.models import CouncilDashboard
from dashboards.views.boards import kept_board
from dashboards.views.dashboards import kept_overview
from dashboards.views.kept import Kept, packed
from dashboards.views.own_charts import kept_own
from dashboards.views.page import USUAL_YEARS, YEARS
from safetyvalve.core.access import CouncilRequest
from safetyvalve.core.models import Authority
from safetyvalve.core.roles import Permission

_OUTSIDE = frozenset({Permission.DASHBOARD_VIEW})
_INSIDE = _OUTSIDE | {Permission.SUBMISSION_VIEW}
READERS = (_INSIDE | {Permission.MEASURE_MANAGE}, _INSIDE, _OUTSIDE)
"""Whoever has the same of these sees the same drawings."""
ADDRESSES: tuple[dict[str, str], ...] = tuple(
    years | rolling
    for years in ({}, *({"years": key} for key in YEARS if key != USUAL_YEARS))
    for rolling in ({}, {"rolling": "12"})
)


def redraw(authority: Authority, *, waiting: int | None = None) -> int:
    """Draw what was looked at lately and is not good any more; gives how many parts it looked at."""
    with at_work(authority, waiting=waiting):
        return _redraw(authority)


def _redraw(authority: Authority) -> int:
    wanted = recently_looked_at(authority, today=timezone.localdate())
    done: set[str] = set()
    for part, request in _parts(authority) if wanted else ():
        key = part.key_for(request)
        if key in wanted and key not in done:
            # Its state as it is now: more may have come in while the one before was drawn.
            request.authority = Authority.objects.select_related("audit_chain").get(pk=authority.pk)
            packed(request, part, is_looked_at=False)
            done.add(key)
    return len(done)


def _parts(authority: Authority) -> Iterator[tuple[Kept, CouncilRequest]]:
    own = list(CouncilDashboard.objects.filter(authority=authority))
    for permissions in READERS:
        for address in ADDRESSES:
            request = _request(authority, permissions, address)
            yield kept_overview(request), request
            yield from ((kept_board(request, dashboard), request) for dashboard in DASHBOARDS)
            yield from ((kept_own(request, found), request) for found in own)


def _request(authority: Authority, permissions: frozenset[Permission], address: dict[str, str]) -> CouncilRequest:
    """As much of one as a drawing may use."""
    request = CouncilRequest()
    request.authority, request.permissions = authority, permissions
    request.GET = QueryDict(urlencode(address))
    return request
