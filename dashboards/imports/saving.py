"""Putting a run on record: all of it or nothing, in one transaction, as the person saw it in the dry run."""

from datetime import datetime

from django.db import transaction

from dashboards.imports import lists
from dashboards.imports import problems as kept_problems
from dashboards.imports.dry_runs import Candidate, DryRun, dry_run_of
from dashboards.imports.figures import UnreadableFigures, unpack
from dashboards.imports.kinds import KINDS
from dashboards.models import ImportBatch, ImportRun
from dashboards.services import measurements
from safetyvalve.core.models import AuditChain, Authority, User

State = ImportRun.State


class NotPossible(Exception):
    """What was asked of a run cannot be done in its state; the reason is in a sentence."""


class RecordMoved(Exception):
    """Confirming would do something else than the person saw. ``dry_run`` is what it would do now."""

    def __init__(self, dry_run: DryRun) -> None:
        super().__init__("The record has changed since. Look at what would change now, and confirm again.")
        self.dry_run = dry_run


def dry_run(run: ImportRun) -> DryRun:
    """What confirming a READY run would do to the record as it stands now. Raises ``NotPossible``."""
    if run.figures is None:
        raise NotPossible("There is nothing to look at: this import is not waiting to be confirmed.")
    try:
        payload = unpack(run.figures)
    except UnreadableFigures:
        raise NotPossible("The service has been updated since this file was read. Import the file again.") from None
    problems = kept_problems.from_json(run.problems)
    summary = tuple((str(name), str(value)) for name, value in run.summary)
    return dry_run_of(Candidate(run.authority, run.importer, run.edition, payload, problems, summary))


def save(run: ImportRun, *, expected: str, by: User | None, now: datetime) -> ImportBatch | None:
    """Confirm a run whose dry run has the digest ``expected``. None when nothing changed. Raises ``RecordMoved``.

    The comparison is made before the transaction, which repeats it only when something of the council was written
    meanwhile: the lock that everybody's saving waits for is held while writing and no longer.
    """
    run.refresh_from_db()
    before = _length_of_audit(run.authority)
    seen = _as_expected(run, expected)
    with transaction.atomic():
        authority = Authority.objects.select_for_update().get(pk=run.authority_id)
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.state not in (State.READY, State.SAVING):
            raise NotPossible(already(locked))
        if _length_of_audit(authority) != before:
            seen = _as_expected(locked, expected)
        batch = None if seen.is_empty else _write(locked, seen, by=by, now=now)
        locked.state, locked.batch, locked.figures, locked.ended_at = State.CONFIRMED, batch, None, now
        locked.heartbeat_at, locked.progress_words = now, ""
        locked.problems, locked.counts = kept_problems.to_json(seen.problems), seen.counts
        locked.save()
    run.refresh_from_db()
    return batch


def already(run: ImportRun) -> str:
    """Why a run that is not waiting for it cannot be confirmed."""
    return {
        State.CONFIRMED: "This import has been confirmed already.",
        State.CANCELLED: "This import was cancelled. Import the file again.",
        State.FAILED: "This file could not be read, so there is nothing to confirm.",
        State.SAVING: "This import is being saved already.",
    }.get(State(run.state), "This file is still being read.")


def _as_expected(run: ImportRun, expected: str) -> DryRun:
    if run.state not in (State.READY, State.SAVING):
        raise NotPossible(already(run))
    found = dry_run(run)
    if found.digest != expected:
        raise RecordMoved(found)
    return found


def _write(run: ImportRun, seen: DryRun, *, by: User | None, now: datetime) -> ImportBatch:
    batch = ImportBatch(
        authority=run.authority,
        kind=KINDS[run.importer].visibility,
        importer=run.importer,
        edition=run.edition,
        file_name=run.file_name,
        file_size=run.file_size,
        file_sha256=run.file_sha256,
        as_at=run.as_at,
        added=seen.lists.added,
        changed=seen.lists.changed,
        unchanged=seen.lists.unchanged,
        imported_at=now,
        imported_by=by,
    )
    batch.save()
    lists.save(batch, seen.lists)
    kept = {"neighbours": seen.lists.neighbours, "schools": seen.lists.schools}
    more = {name: [None, len(entries)] for name, entries in kept.items() if entries}
    measurements.save(batch, seen.found, by=by, now=now, more=more)
    return batch


def _length_of_audit(authority: Authority) -> int:
    """Every change to a council's record is an event: no new one, and the record is as it was."""
    return AuditChain.objects.filter(authority=authority).values_list("length", flat=True).first() or 0
