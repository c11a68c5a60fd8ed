"""Putting figures on record. The same figure again changes nothing; another one takes its place and both are kept."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, OuterRef, Subquery

from dashboards.models import ImportBatch, Measurement
from dashboards.services.bulk import insert
from dashboards.services.comparison import LARGEST, Comparison, Key, Row, UnusableRow, compare
from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User

__all__ = ["LARGEST", "Recorded", "Row", "UnusableRow", "compare", "record", "record_many", "save"]
CHANGES_NAMED = 50
"""Restated figures that the audit event names one by one; beyond them it counts."""
AT_ONCE = 2000
"""Rows that one statement names: databases limit how many values a statement may have."""
Changes = dict[str, list[Any]]


@dataclass(frozen=True)
class Recorded:
    """What a batch came to."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    batch: ImportBatch | None = field(default=None, compare=False)

    @property
    def in_words(self) -> str:
        return f"{self.added} added, {self.changed} changed, {self.unchanged} already there"


def record(authority: Authority, row: Row, *, by: User | None, now: datetime) -> Recorded:
    """Record one figure, typed in by ``by``."""
    return record_many(ImportBatch(authority=authority, kind=ImportBatch.Kind.TYPED), [row], by=by, now=now)


@transaction.atomic
def record_many(batch: ImportBatch, rows: Iterable[Row], *, by: User | None, now: datetime) -> Recorded:
    """Record every row, or none of them, as one batch with one audit event.

    A figure already on record in the same words is left alone. A different one supersedes it: the old row stays,
    pointing at the new. Without anything new neither batch nor event is written. Raises ``UnusableRow``.
    """
    authority = Authority.objects.select_for_update().get(pk=batch.authority_id)
    found = compare(authority, rows)
    if found.changes_nothing:
        return Recorded(unchanged=len(found.standing))
    return save(batch, found, by=by, now=now)


@transaction.atomic
def save(
    batch: ImportBatch, found: Comparison, *, by: User | None, now: datetime, more: Changes | None = None
) -> Recorded:
    """Write what ``compare`` found, as one batch with one audit event, which says ``more`` where that is given.

    The caller holds the lock of the council's row and knows that the record has not moved since. What the batch
    counts besides figures (schools, neighbours) is on it already.
    """
    batch.imported_at, batch.imported_by = now, by
    batch.added += len(found.added)
    batch.changed += len(found.changed)
    batch.unchanged += len(found.standing)
    batch.standing_ids = [row.pk for row in found.standing.values()]
    batch.save()
    _take_out([standing.pk for standing, _ in found.changed.values()])
    new = {**found.added, **{key: row for key, (_, row) in found.changed.items()}}
    insert(Measurement, (_measurement(batch, key, row, now, key in found.changed) for key, row in new.items()))
    _point_at_successors(batch)
    changes = {**_changes(found), **(more or {})}
    audit.record(
        authority=batch.authority, by=by, action="measurements_recorded", subject=batch, changes=changes, now=now
    )
    return Recorded(batch.added, batch.changed, batch.unchanged, batch)


def _take_out(keys: list[int]) -> None:
    """Take rows out of the current ones. Each points at itself until its successor, which it makes room for, exists."""
    for some in _in_parts(keys):
        Measurement.objects.filter(pk__in=some).update(superseded_by=F("pk"))


def _point_at_successors(batch: ImportBatch) -> None:
    """Point the rows taken out at those of the batch that are the same figure. One statement."""
    same = ("version", "area_code", "period_start", "period_end", "breakdown_topic", "breakdown")
    # What stands is in the index that keeps it single, so each successor is found at once.
    current = Measurement.objects.current().filter(authority=batch.authority_id)
    successor = current.filter(**{name: OuterRef(name) for name in same})
    taken_out = Measurement.objects.filter(authority=batch.authority_id, superseded_by=F("pk"))
    taken_out.update(superseded_by=Subquery(successor.order_by().values("pk")[:1]))


def _in_parts(items: list[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]


def _measurement(batch: ImportBatch, key: Key, row: Row, now: datetime, is_restated: bool) -> dict[str, Any]:
    version, area, start, end, topic, breakdown = key
    status = row.status
    if is_restated and status == Measurement.Status.FINAL:
        status = Measurement.Status.RESTATED
    return {
        "authority_id": batch.authority_id,
        "version_id": version,
        "area_code": area,
        "area_name": row.area_name,
        "period_start": start,
        "period_end": end,
        "breakdown_topic": topic,
        "breakdown": breakdown,
        "value": row.value,
        "marker": row.marker,
        "status": status,
        "as_at": row.as_at,
        "source": row.source,
        "upper": row.upper,
        "is_as_reported": row.is_as_reported,
        "note": row.note,
        "batch_id": batch.pk,
        "recorded_at": now,
    }


def _changes(found: Comparison) -> Changes:
    """What the audit event says: each restated figure old and new while they are few, and the counts."""
    named: Changes = {
        "added": [None, len(found.added)],
        "changed": [None, len(found.changed)],
    }
    for old, row in list(found.changed.values())[:CHANGES_NAMED]:
        parts = [row.code, row.period.label, row.area_name, row.breakdown]
        named[", ".join(part for part in parts if part)] = [_in_words(old), _in_words(row)]
    if len(found.added) == 1 and not found.changed:
        [row] = found.added.values()
        named[f"{row.code}, {row.period.label}"] = [None, _in_words(row)]
    return named


def _in_words(row: Row | Measurement) -> str:
    figure = row.marker if row.value is None else f"{row.value.normalize():f}"
    return f"{figure or 'no figure'}, {Measurement.Status(row.status).label.lower()}"
