"""What has come into a council's record, and what is on its way."""

from dataclasses import dataclass
from datetime import datetime

from dashboards.models import ImportBatch, ImportRun
from safetyvalve.core.models import Authority


@dataclass(frozen=True)
class Entry:
    """One run with its batch if it was confirmed, or a batch without a run: typed in, or loaded when set up."""

    at: datetime
    run: ImportRun | None
    batch: ImportBatch | None


def history(authority: Authority, *, most: int = 500) -> list[Entry]:
    """Runs and typed batches, the newest first. Two queries."""
    runs = ImportRun.objects.of(authority).defer("figures", "problems").select_related("made_by", "batch__undone_by")
    batches = ImportBatch.objects.filter(authority=authority, run=None).defer("standing_ids")
    entries = [Entry(run.made_at, run, run.batch) for run in runs[:most]]
    typed = batches.select_related("imported_by", "undone_by").order_by("-imported_at", "-pk")
    entries += [Entry(batch.imported_at, None, batch) for batch in typed[:most]]
    return sorted(entries, key=lambda entry: entry.at, reverse=True)[:most]
