"""The life of an import, as pages and the command line use it.

    run = start(authority, "ees", files, by=person, now=now)      READY or FAILED at once, or WAITING for its process
    seen = dry_run(run)                                           what confirming would do now
    confirm(run, expected=seen.digest, by=person, now=now)        all of it or nothing
    undo.undo(run.batch, by=person, now=now)                      exactly the state before

Files that may hold rows about children are read in the call of ``start`` and kept nowhere; of the others the file is
kept, and a process of its own reads it, so the tab can be closed. Sentences of the exceptions are for the person.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from dashboards.imports import jobs
from dashboards.imports.contract import Delivered
from dashboards.imports.deliveries import bare_name, digest, source_file, wrong_with
from dashboards.imports.dry_runs import Change, DryRun, Line
from dashboards.imports.history import Entry, history
from dashboards.imports.kinds import KINDS
from dashboards.imports.reading import content_of, end_cancelled, failure, read
from dashboards.imports.saving import NotPossible, RecordMoved, already, dry_run, save
from dashboards.models import ImportBatch, ImportRun, SourceFile
from safetyvalve.core.models import Authority, User

__all__ = [
    "Change",
    "DryRun",
    "Entry",
    "Line",
    "NotPossible",
    "RecordMoved",
    "cancel",
    "confirm",
    "content_of",
    "dry_run",
    "history",
    "read",
    "restart",
    "start",
]
State = ImportRun.State
LARGE = 2000
"""More figures than this are saved by a process of their own, of kinds that are read by one."""
KEPT_FOR = timedelta(days=30)
"""A run that nobody has confirmed for so long is thrown away when the council starts the next one."""


def start(
    authority: Authority,
    kind_key: str,
    files: Sequence[Delivered],
    *,
    as_at: date | None = None,
    options: Mapping[str, Any] | None = None,
    by: User | None,
    now: datetime,
    in_process: bool | None = None,
) -> ImportRun:
    """Take a delivery in. Raises KeyError for a kind that does not exist.

    Of a kind that may hold rows about children the result is READY or FAILED, and nothing of the files is kept. Of
    another it is WAITING, or READY or FAILED where ``in_process`` or the setting IMPORTS_IN_PROCESS say so.
    """
    kind = KINDS[kind_key]
    throw_away_old(authority, now=now)
    run = ImportRun(
        authority=authority,
        importer=kind.key,
        state=State.READING if kind.is_personal else State.WAITING,
        file_name=", ".join(bare_name(each) for each in files)[:255],
        file_size=sum(len(each.content) for each in files),
        file_sha256=digest(files),
        options=dict(options or {}),
        as_at=as_at,
        heartbeat_at=now,
        made_at=now,
        made_by=by,
    )
    wrong = wrong_with(kind, files)
    if wrong:
        for name, value in failure(wrong).items():
            setattr(run, name, value)
        run.ended_at = now
        run.save()
        return run
    with transaction.atomic():
        run.save()
        if kind.keeps_source:
            SourceFile.objects.bulk_create(source_file(run, each) for each in files)
    if kind.is_personal:
        read(run, now=now, files=files)
        jobs.launch_next(authority)
    else:
        jobs.launch(run, now=now, in_process=in_process)
    return run


def confirm(
    run: ImportRun, *, expected: str, by: User | None, now: datetime, in_process: bool | None = None
) -> ImportBatch | None:
    """Put a READY run on record, all of it or nothing, with one audit event whose subject is the batch.

    ``expected`` is the digest of the dry run that the person saw. Raises ``RecordMoved`` when the result would be
    another one, and ``NotPossible`` when the run is not READY: of two people who confirm at once, one is told so.
    The same file again changes nothing: the run is CONFIRMED, and there is no batch. A large run is SAVING when this
    returns, and its process confirms it.
    """
    run.refresh_from_db()
    here = settings.IMPORTS_IN_PROCESS if in_process is None else in_process
    if here or by is None or not _is_large(run):
        return save(run, expected=expected, by=by, now=now)
    if run.state != State.READY:
        raise NotPossible(already(run))
    found = dry_run(run)
    if found.digest != expected:
        raise RecordMoved(found)
    ready = ImportRun.objects.filter(pk=run.pk, state=State.READY)
    stamp = {"confirmed_at": now, "confirmed_by": by, "expected_digest": expected, "heartbeat_at": now}
    if not ready.update(state=State.SAVING, progress_words="", **stamp):
        run.refresh_from_db()
        raise NotPossible(already(run))
    run.refresh_from_db()
    jobs.launch(run, now=now, in_process=False)
    return None


def cancel(run: ImportRun, *, by: User | None, now: datetime) -> None:
    """Throw a run away, or ask the process that reads it to stop, which takes about a second.

    Saving cannot be cancelled: it is a matter of seconds and can be undone. Raises ``NotPossible`` with these words.
    """
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.state == State.CONFIRMED:
            raise NotPossible("This import has been confirmed already. It can be undone instead.")
        if locked.state == State.SAVING and not locked.is_interrupted(now):
            raise NotPossible("This import is being saved, which takes seconds. It can be undone afterwards.")
        if locked.state == State.READING and not locked.is_interrupted(now):
            locked.is_cancel_requested = True
            locked.save(update_fields=["is_cancel_requested"])
        else:
            end_cancelled(locked, at=now)
    run.refresh_from_db()


def restart(run: ImportRun, *, by: User | None, now: datetime, in_process: bool | None = None) -> None:
    """Start an interrupted run again, reading or saving. Raises ``NotPossible``, of a file that is not kept too."""
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if not locked.is_interrupted(now):
            raise NotPossible("This import has not been interrupted.")
        if locked.state != State.SAVING and not KINDS[locked.importer].keeps_source:
            raise NotPossible("Files like this one are not kept. Cancel this import, and import the file again.")
        locked.state = State.SAVING if locked.state == State.SAVING else State.WAITING
        locked.heartbeat_at, locked.is_cancel_requested = now, False
        locked.progress_done, locked.progress_total, locked.progress_words = 0, 0, ""
        locked.save()
    run.refresh_from_db()
    jobs.launch(run, now=now, in_process=in_process)


def throw_away_old(authority: Authority, *, now: datetime) -> None:
    """Delete the council's runs that were not confirmed within ``KEPT_FOR``, with their files and figures."""
    old = ImportRun.objects.of(authority).filter(made_at__lt=now - KEPT_FOR).exclude(state=State.CONFIRMED)
    for run in old.defer("figures"):
        if not run.is_at_work() or run.is_interrupted(now):
            run.delete()


def _is_large(run: ImportRun) -> bool:
    if not KINDS[run.importer].runs_as_job:
        return False
    return sum(run.counts.get(name, 0) for name in ("added", "changed", "unchanged")) > LARGE
