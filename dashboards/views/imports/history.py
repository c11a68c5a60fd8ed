"""Everything that came into a council's record, newest first: deliveries of files, and figures that were typed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import overload

from django.urls import reverse

from dashboards.imports.kinds import KINDS
from dashboards.models import ImportBatch, ImportRun
from dashboards.views.imports.words import did, noun, starting, state_of, state_of_batch, would
from safetyvalve.core.models import Authority, User

TYPED = "Typed in"
Mark = tuple[datetime, int, int | None, int | None]


@dataclass(frozen=True)
class Entry:
    """One line of the list. ``url`` only where there is a page of it; ``undone`` says when and by whom."""

    what: str
    name: str
    when: datetime
    who: str
    came_to: str
    state: str
    tone: str
    url: str = ""
    undo_url: str = ""
    undone_at: datetime | None = None
    undone_by: str = ""


class Entries(Sequence[Entry]):
    """The lines of a council, read a page at a time: ``entries[50:100]``. Two queries to count, two for a page."""

    def __init__(self, authority: Authority, now: datetime) -> None:
        self.authority, self.now = authority, now
        runs = ImportRun.objects.of(authority).order_by().values_list("made_at", "pk")
        alone = ImportBatch.objects.filter(authority=authority, run__isnull=True).order_by()
        marks: list[Mark] = [(at, pk, pk, None) for at, pk in runs]
        marks += [(at, pk, None, pk) for at, pk in alone.values_list("imported_at", "pk")]
        self.marks = sorted(marks, key=lambda mark: mark[:2], reverse=True)

    def __len__(self) -> int:
        return len(self.marks)

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> list[Entry]: ...
    def __getitem__(self, index: int | slice) -> Entry | list[Entry]:
        chosen = self.marks[index] if isinstance(index, slice) else [self.marks[index]]
        runs = ImportRun.objects.select_related("batch__undone_by", "made_by").defer("figures", "problems", "summary")
        runs_by_key = runs.in_bulk([run for _, _, run, _ in chosen if run is not None])
        batches = ImportBatch.objects.select_related("imported_by", "undone_by").defer("standing_ids")
        batches_by_key = batches.in_bulk([batch for _, _, _, batch in chosen if batch is not None])
        found = [
            self._of_run(runs_by_key[run]) if run is not None else self._of_batch(batches_by_key[batch or 0])
            for _, _, run, batch in chosen
        ]
        return found if isinstance(index, slice) else found[0]

    def _of_run(self, run: ImportRun) -> Entry:
        state, tone = state_of(run, self.now)
        batch = run.batch
        return Entry(
            what=kind_label(run.importer),
            name=run.file_name,
            when=run.made_at,
            who=_name(run.made_by),
            came_to=did(batch.added, batch.changed, of=noun(run.importer)) if batch else _would_come_to(run),
            state=state,
            tone=tone,
            url=self._url("import-run", run.pk),
            undone_at=batch.undone_at if batch else None,
            undone_by=_name(batch.undone_by) if batch else "",
        )

    def _of_batch(self, batch: ImportBatch) -> Entry:
        state, tone = state_of_batch(batch)
        is_typed = batch.kind == ImportBatch.Kind.TYPED
        return Entry(
            what=TYPED if is_typed else kind_label(batch.importer) or batch.get_kind_display(),
            name=batch.file_name,
            when=batch.imported_at,
            who=_name(batch.imported_by),
            came_to=did(batch.added, batch.changed, of=noun(batch.importer)),
            state=state,
            tone=tone,
            undo_url="" if batch.is_undone else self._url("batch-undo", batch.pk),
            undone_at=batch.undone_at,
            undone_by=_name(batch.undone_by),
        )

    def _url(self, name: str, key: int) -> str:
        return reverse(f"dashboards:{name}", args=[self.authority.la_code, key])


def kind_label(key: str) -> str:
    """What a way in is called; its key when it is one that is no longer offered."""
    return KINDS[key].label if key in KINDS else key


def _would_come_to(run: ImportRun) -> str:
    """What is known of a run that is not on record."""
    counts = run.counts or {}
    if run.state not in (ImportRun.State.READY, ImportRun.State.SAVING):
        return ""
    return starting(would(counts, of=noun(run.importer)).removeprefix("This file ").removesuffix("."))


def _name(user: User | None) -> str:
    return str(user) if user else "The system"
