"""The sign of life of a run while it is being read: how far it is, and whether it was asked to stop."""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic

from django.db import OperationalError, connection

from dashboards.imports.contract import Cancelled
from dashboards.models import ImportRun

EVERY = 1.0
"""Seconds between two savings of progress."""
logger = logging.getLogger(__name__)


class Watch:
    """The ``progress`` that a reader calls as often as it likes. The database hears of it once a second at most.

    Raises ``Cancelled`` when the person has asked to stop, or when the run is not being read any more.
    """

    def __init__(self, run: ImportRun, *, now: datetime) -> None:
        self.pk, self.authority = run.pk, run.authority_id
        self.began_at, self.began = now, monotonic()
        self.saved = self.began
        self.latest = (0, 0, "")
        self.is_beaten_elsewhere = False
        self.is_cancelled = False

    def __call__(self, done: int, total: int, words: str) -> None:
        self.latest = (done, total, words)
        if self.is_cancelled:
            raise Cancelled
        if not self.is_beaten_elsewhere and monotonic() - self.saved >= EVERY:
            self.save()

    def time(self) -> datetime:
        """Now, counted from the time that the run was taken up."""
        return self.began_at + timedelta(seconds=monotonic() - self.began)

    def save(self) -> None:
        """Say that the run is alive, and how far it is. A database that is busy is told the next time."""
        self.saved = monotonic()
        done, total, words = self.latest
        reading = ImportRun.objects.filter(pk=self.pk, state=ImportRun.State.READING, is_cancel_requested=False)
        facts = {"progress_done": done, "progress_total": total, "progress_words": words[:120]}
        try:
            self.is_cancelled = not reading.update(heartbeat_at=self.time(), **facts)
            # Those that wait for this one to finish are well, too.
            waiting = ImportRun.objects.filter(authority=self.authority, state=ImportRun.State.WAITING)
            waiting.update(heartbeat_at=self.time())
        except OperationalError:
            logger.warning("The progress of import %s could not be saved this time.", self.pk)
        if self.is_cancelled:
            raise Cancelled


@contextmanager
def beating(watch: Watch, *, on_cancel: Callable[[], None]) -> Iterator[None]:
    """Save progress from a thread, so that a reader that says nothing for minutes is not taken for dead.

    A reader that does not stop within a second of being asked is not waited for: ``on_cancel`` is called and the
    process ends. Reading writes nothing, so nothing is left behind. For a process that does nothing else.
    """
    stop = threading.Event()

    def beat() -> None:
        try:
            while not stop.wait(EVERY):
                watch.save()
        except Cancelled:
            if not stop.wait(EVERY):
                on_cancel()
                os._exit(0)
        finally:
            connection.close()

    watch.is_beaten_elsewhere = True
    thread = threading.Thread(target=beat, name="import-heartbeat", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
