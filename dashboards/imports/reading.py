"""Reading a run: the files through the reader of their kind, and what came of it onto the run."""

import logging
import traceback
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from dashboards.imports import problems as kept_problems
from dashboards.imports.contract import (
    Cancelled,
    Delivered,
    Delivery,
    Level,
    Problem,
    Progress,
    Reading,
    UnusableDelivery,
)
from dashboards.imports.dry_runs import Candidate, DryRun, dry_run_of
from dashboards.imports.figures import Payload, pack
from dashboards.imports.kinds import KINDS
from dashboards.imports.vetting import Vetted, vet
from dashboards.imports.watching import Watch
from dashboards.models import ImportRun, SourceFile

State = ImportRun.State
logger = logging.getLogger(__name__)
BROKE_OFF = Problem(
    "reading-broke-off",
    "Reading broke off at something that nobody foresaw. Nothing has been saved.",
    "Check that the file opens in Excel or a text editor. If it does, tell whoever runs this service.",
    Level.FATAL,
)


@dataclass(frozen=True)
class Outcome:
    """What a delivery came to: as read, as it would change the record, what to keep of it, and for which day."""

    dry_run: DryRun
    payload: Payload
    problems: tuple[Problem, ...]
    as_at: date | None
    edition: str


def read(run: ImportRun, *, now: datetime, files: Sequence[Delivered] = (), watch: Watch | None = None) -> ImportRun:
    """Read a run that is in the state READING; afterwards it is READY, FAILED or CANCELLED.

    ``files`` are those of a kind that is not kept; of the others, the stored ones are read, and kept only when they
    could be.
    """
    watch = watch or Watch(run, now=now)
    try:
        facts = _ready(try_out(run, files or stored_files(run), watch))
        watch.save()
    except Cancelled:
        return end_cancelled(run, at=watch.time())
    except UnusableDelivery as unusable:
        facts = {**failure(unusable.problems), "ended_at": watch.time()}
    still = ImportRun.objects.filter(pk=run.pk, state=State.READING, is_cancel_requested=False)
    if not still.update(heartbeat_at=watch.time(), progress_words="", **facts):
        return end_cancelled(run, at=watch.time())
    if facts["state"] == State.FAILED:
        # Somebody may have chosen the wrong way in: what cannot be read could hold rows about children.
        SourceFile.objects.filter(run=run.pk).delete()
    run.refresh_from_db()
    return run


def try_out(run: ImportRun, files: Sequence[Delivered], progress: Progress) -> Outcome:
    """What the files come to, for a run that need not be stored. Writes nothing.

    Raises ``UnusableDelivery``, for whatever nobody foresaw too, and ``Cancelled``.
    """
    try:
        reading = _reading(run, files, progress)
        vetted = vet(run.authority, reading.rows, reading.places)
        payload = Payload(tuple(vetted.rows.values()), reading.neighbours, reading.schools)
        problems = (*reading.problems, *vetted.problems)
        edition = (reading.edition or str(run.options.get("edition", "")))[:40]
        candidate = Candidate(run.authority, run.importer, edition, payload, problems, reading.summary)
        seen = dry_run_of(candidate, vetted=Vetted(vetted.rows, ()))
        return Outcome(seen, payload, problems, reading.as_at or run.as_at, edition)
    except (Cancelled, UnusableDelivery):
        raise
    except Exception as error:
        _log(run, error)
        raise UnusableDelivery(BROKE_OFF) from None


def _reading(run: ImportRun, files: Sequence[Delivered], progress: Progress) -> Reading:
    """What the reader of the kind makes of the files."""
    delivery = Delivery(run.authority, tuple(files), run.as_at, run.options, progress)
    reading = KINDS[run.importer].load()(delivery)
    if any(problem.level == Level.FATAL for problem in reading.problems):
        raise UnusableDelivery(*reading.problems)
    return reading


def stored_files(run: ImportRun) -> tuple[Delivered, ...]:
    return tuple(Delivered(each.name, content_of(each)) for each in run.source_files.all())


def content_of(source: SourceFile) -> bytes:
    """The stored file as it was delivered."""
    return zlib.decompress(source.content)


def end_cancelled(run: ImportRun, *, at: datetime) -> ImportRun:
    """Nothing of a cancelled run is kept but that it was one. Harmless when it has ended already."""
    open_still = ImportRun.objects.filter(pk=run.pk).exclude(state__in=(State.CONFIRMED, State.CANCELLED))
    if open_still.update(state=State.CANCELLED, ended_at=at, heartbeat_at=at, figures=None, progress_words=""):
        SourceFile.objects.filter(run=run.pk).delete()
    run.refresh_from_db()
    return run


def _ready(outcome: Outcome) -> dict[str, object]:
    return {
        "state": State.READY,
        "figures": pack(outcome.payload),
        "problems": kept_problems.to_json(outcome.problems),
        "summary": [list(pair) for pair in outcome.dry_run.summary],
        "counts": outcome.dry_run.counts,
        "as_at": outcome.as_at,
        "edition": outcome.edition,
    }


def failure(problems: Sequence[Problem]) -> dict[str, Any]:
    """What a run that could not be read says of itself."""
    counts = {"added": 0, "changed": 0, "unchanged": 0, "older": 0, **kept_problems.counted(problems)}
    return {"state": State.FAILED, "problems": kept_problems.to_json(problems), "counts": counts, "figures": None}


def _log(run: ImportRun, error: Exception) -> None:
    """For whoever runs the service. Without the error's own words, which may quote a file about children."""
    where = "".join(traceback.format_tb(error.__traceback__))
    logger.error("Reading import %s (%s) broke off with %s:\n%s", run.pk, run.importer, type(error).__name__, where)
