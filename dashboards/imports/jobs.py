"""Imports at work in processes of their own: started detached, one at a time for each council, the others in order.

Such a process does not end with the request, the tab or the web server that started it. When it is killed, nothing of
its run has been saved; its heartbeat stops, and the run's page offers to start it again.
"""

import logging
from datetime import datetime
from functools import partial
from time import sleep

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from dashboards.imports.reading import end_cancelled, read
from dashboards.imports.saving import NotPossible, RecordMoved, save
from dashboards.imports.watching import Watch, beating
from dashboards.models import ImportRun
from dashboards.models.import_run import SILENT_FOR
from safetyvalve.core import processes
from safetyvalve.core.models import Authority

State = ImportRun.State
logger = logging.getLogger(__name__)
MOVED = "The record has changed since you looked. Look again, then confirm."
BROKE_OFF = "Saving broke off, and nothing has changed. Try again; if it happens again, tell whoever runs this service."


def launch(run: ImportRun, *, now: datetime, in_process: bool | None = None) -> None:
    """Have a run read that is WAITING, or saved that is SAVING: by a process of its own, once the caller has committed.

    ``in_process`` does it in this call instead; without it the setting IMPORTS_IN_PROCESS decides.
    """
    if settings.IMPORTS_IN_PROCESS if in_process is None else in_process:
        _work_here(run, now=now)
    else:
        transaction.on_commit(partial(_spawn, run.pk))


def work(pk: int) -> Authority | None:
    """What the process does: take the run up when it is its turn, do it, and start the one that waits next.

    Gives the council where figures have been put on record.

    A council's runs take turns. While another is at work and well, there is nothing to do here: it starts this one
    when it has finished. One whose process is gone is waited for until that is certain.
    """
    run, blocking = _take_up(pk, now=timezone.now())
    while run is None and blocking is not None:
        sleep(1)
        before = blocking
        run, blocking = _take_up(pk, now=timezone.now())
        if blocking is not None and blocking.heartbeat_at != before.heartbeat_at:
            return None
    if run is None:
        return None
    try:
        if run.state == State.SAVING:
            _save(run, now=timezone.now())
        else:
            _read(run, now=timezone.now())
    finally:
        launch_next(run.authority)
    return run.authority if run.state == State.CONFIRMED else None


def launch_next(authority: Authority) -> None:
    """Start the run of the council that has waited longest, if any waits."""
    waiting = ImportRun.objects.filter(authority=authority, state=State.WAITING).order_by("made_at", "pk").first()
    if waiting is not None and not settings.IMPORTS_IN_PROCESS:
        _spawn(waiting.pk)


def _spawn(pk: int) -> None:
    """Where it cannot be started the run waits; after a minute its page says so and offers to start it again."""
    processes.start("run_import", str(pk))


@transaction.atomic
def _take_up(pk: int, *, now: datetime) -> tuple[ImportRun | None, ImportRun | None]:
    """The run, marked as at work, and none in its way; or the one in its way. Neither when there is nothing to do."""
    found = ImportRun.objects.filter(pk=pk).first()
    if found is None:
        return None, None
    Authority.objects.select_for_update().get(pk=found.authority_id)
    run = ImportRun.objects.select_for_update().get(pk=pk)
    if run.state not in (State.WAITING, State.SAVING):
        return None, None
    others = ImportRun.objects.filter(authority=run.authority_id, state__in=(State.READING, State.SAVING))
    blocking = others.filter(heartbeat_at__gt=now - SILENT_FOR).exclude(pk=pk).first()
    if run.state == State.WAITING and blocking is not None:
        return None, blocking
    run.state = State.READING if run.state == State.WAITING else State.SAVING
    run.heartbeat_at = now
    run.save(update_fields=["state", "heartbeat_at"])
    return run, None


def _read(run: ImportRun, *, now: datetime) -> None:
    watch = Watch(run, now=now)

    def on_cancel() -> None:
        end_cancelled(run, at=watch.time())
        launch_next(run.authority)

    with beating(watch, on_cancel=on_cancel):
        read(run, now=now, watch=watch)


def _save(run: ImportRun, *, now: datetime) -> None:
    try:
        save(run, expected=run.expected_digest, by=run.confirmed_by, now=now)
    except RecordMoved:
        _back_to_ready(run, MOVED)
    except NotPossible as why:
        logger.info("Import %s was not saved: %s", run.pk, why)
    except Exception:
        logger.exception("Saving import %s broke off.", run.pk)
        _back_to_ready(run, BROKE_OFF)


def _back_to_ready(run: ImportRun, words: str) -> None:
    saving = ImportRun.objects.filter(pk=run.pk, state=State.SAVING)
    saving.update(state=State.READY, progress_words=words, confirmed_at=None, confirmed_by=None, expected_digest="")


def _work_here(run: ImportRun, *, now: datetime) -> None:
    if run.state == State.SAVING:
        _save(run, now=now)
    elif ImportRun.objects.filter(pk=run.pk, state=State.WAITING).update(state=State.READING, heartbeat_at=now):
        run.refresh_from_db()
        read(run, now=now)
    run.refresh_from_db()
