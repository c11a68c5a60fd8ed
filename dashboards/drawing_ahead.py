"""Having dashboards drawn before anybody asks, by a process of its own, once figures moved or a day began.

For each council one such process is at work at most, and one waits, so that many edits in a row are one drawing. The
waiting one holds a file locked, which it has from whoever started it; it lets go of it only when its turn has come and
before it reads anything, so no edit is overlooked. A lock ends with its process, however that ends. Nobody waits for
any of this: whoever visits before it is done, or where it cannot be started, draws for themselves.
"""

import fcntl
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import date, datetime, timedelta
from time import sleep

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from safetyvalve.core import processes
from safetyvalve.core.kept import release
from safetyvalve.core.models import Authority, KeptMarkup

RECENTLY = timedelta(days=14)
SETTLES = 1.5
"""Seconds that a drawing waits for the next edit of the same person."""
NICENESS = 10
EVERYBODY = "everybody"
_draws_itself: ContextVar[bool] = ContextVar("draws_itself", default=False)
logger = logging.getLogger(__name__)


def figures_moved(*, authority_id: int | None) -> None:
    """One of ``settings.AFTER_FIGURES_MOVED``: have what was looked at lately drawn again. None: of every council."""
    if not settings.DRAWN_AHEAD or _draws_itself.get():
        return
    looked_at = KeptMarkup.objects.filter(looked_on__gte=timezone.localdate() - RECENTLY)
    if authority_id is None:
        if looked_at.exists():
            _have_drawn(EVERYBODY)
        return
    code = looked_at.filter(authority=authority_id).values_list("authority__la_code", flat=True).first()
    if code is not None:
        _have_drawn(code)


def new_day(*, now: datetime) -> None:
    """One of ``settings.BEFORE_SENDING``: on the first run of a day, have what was looked at lately drawn for it."""
    today = timezone.localdate(now)
    lately = KeptMarkup.objects.filter(looked_on__gte=today - RECENTLY)
    if settings.DRAWN_AHEAD and lately.exists() and cache.add(f"drawn-ahead-{today}", True, timeout=2 * 24 * 60 * 60):
        _have_drawn(EVERYBODY)


@contextmanager
def by_this_process() -> Iterator[None]:
    """For a command that draws what is kept when it has finished: no other process is started for what it saves."""
    token = _draws_itself.set(True)
    try:
        yield
    finally:
        _draws_itself.reset(token)


def recently_looked_at(authority: Authority, *, today: date) -> set[str]:
    """Under which keys somebody was given a part of a page lately. One query."""
    found = KeptMarkup.objects.filter(authority=authority, looked_on__gte=today - RECENTLY)
    return set(found.values_list("key", flat=True))


def settle() -> None:
    """What a process does first that was started here: let others go first, and wait whether more comes."""
    with suppress(OSError):
        os.nice(NICENESS)
    sleep(SETTLES)


@contextmanager
def at_work(authority: Authority, *, waiting: int | None = None) -> Iterator[None]:
    """Alone with this council's drawings: waits for the process that is. ``waiting`` is the lock that it waits with."""
    place = _locked(f"{authority.la_code}.working", waits=True)
    try:
        if waiting is not None:
            # Whatever is saved from now on has another process started.
            os.close(waiting)
        yield
    finally:
        if place is not None:
            os.close(place)


def _have_drawn(name: str) -> None:
    waiting = _locked(f"{name}.waiting", waits=False)
    if waiting is None:
        return
    which = () if name == EVERYBODY else ("--authority", name)
    try:
        more = ("--release", release(), "--waiting", str(waiting))
        processes.start("redraw_dashboards", *which, *more, keeps=[waiting])
    finally:
        # The lock stays with the process that was given it.
        os.close(waiting)


def _locked(name: str, *, waits: bool) -> int | None:
    """An open file that is locked until every process that has it closed it; None when another has it, or for want of
    a place to put it."""
    folder = settings.DATA_DIR / "drawing"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        place = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError:
        logger.exception("There is nowhere to say that dashboards are being drawn.")
        return None
    try:
        fcntl.flock(place, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
    except OSError:
        os.close(place)
        return None
    return place
