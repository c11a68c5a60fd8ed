"""An import in every state of its life, for looking at its page."""

from datetime import timedelta
from typing import Any

from dashboards.imports import mapped, runs
from dashboards.imports.contract import Delivered, Delivery
from dashboards.imports.undo import undo
from dashboards.models import ImportBatch, ImportRun
from safetyvalve.core.models import Authority, User
from tests.dashboards.imports.sheets import csv_file

HEADINGS = ["Measure", "Code", "September 2026", "October 2026"]
MIXED = [
    HEADINGS,
    ["EHC plans maintained", "plans_maintained", "2801", "2810"],
    ["New EHC plans", "plans_new", "", "23"],
    ["Requests received", "requests_received", "lots", "31.5"],
    ["Something else", "something_else", "3", "4"],
]
OWN = [["Month", "Referrals in", "Notes"], ["September 2026", "31", ""], ["October 2026", "28", ""]]


def make(council: Authority, by: User, now: Any) -> dict[str, int]:
    """A run's key by the name of its state, with a kept source and a batch that was typed."""
    first = _on_record(_start(council, "earlier.csv", [HEADINGS, MIXED[2]], by, now), by, now)
    source = first.source_files.get()
    undone = _on_record(_start(council, "undone.csv", [HEADINGS, ["", "complaints", "", "3"]], by, now), by, now)
    if undone.batch:
        undo(undone.batch, by=by, now=now)
    typed = ImportBatch.objects.create(
        authority=council, kind="typed", added=1, imported_at=now - timedelta(days=1), imported_by=by
    )
    columns = {"shape": "wide"}
    made = {
        "run_id": first.pk,
        "source_id": source.pk,
        "batch_id": typed.pk,
        "undone": undone.pk,
        "ready": _start(council, "mixed.csv", MIXED, by, now).pk,
        "nothing": _start(council, "again.csv", [HEADINGS, MIXED[2]], by, now).pk,
        "failed": _start(council, "failed.csv", [["nothing", "that"], ["we", "know"]], by, now).pk,
        "own": _start(council, "own.csv", OWN, by, now, "mapped", columns).pk,
        "cancelled": _at_work(council, by, now, state="cancelled"),
        "interrupted": _at_work(council, by, now - timedelta(hours=1)),
    }
    # A clock that goes on must not interrupt it.
    later = now + timedelta(days=1)
    return made | {"reading": _at_work(council, by, later, progress_done=300, progress_total=900)}


def _start(council: Authority, name: str, rows: list[list[str]], by: User, now: Any, *more: Any) -> ImportRun:
    kind, options = more or ("grid", {})
    files = [Delivered(name, csv_file(rows).content)]
    return runs.start(council, kind, files, options=_settled(council, kind, files, options), by=by, now=now)


def _settled(council: Authority, kind: str, files: list[Delivered], options: dict[str, Any]) -> dict[str, Any]:
    return mapped.settled(Delivery(council, tuple(files), None, options)) if kind == "mapped" else options


def _on_record(run: ImportRun, by: User, now: Any) -> ImportRun:
    runs.confirm(run, expected=runs.dry_run(run).digest, by=by, now=now)
    return run


def _at_work(council: Authority, by: User, beat: Any, **fields: Any) -> int:
    given = {"state": "reading", "importer": "ees", "file_name": "sen2_caseload_2026.csv", "file_sha256": "0" * 64}
    stamps = {"heartbeat_at": beat, "made_at": beat, "made_by": by}
    return ImportRun.objects.create(authority=council, **{**given, **stamps, **fields}).pk
