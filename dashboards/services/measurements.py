"""Putting figures on record. The same figure again changes nothing; another one takes its place and both are kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.db import transaction
from django.db.models import F

from dashboards.models import ImportBatch, Indicator, IndicatorVersion, Measurement
from dashboards.periods import Period
from dashboards.series import current_version, usable
from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User

CHANGES_NAMED = 50
"""Restated figures that the audit event names one by one; beyond them it counts."""
LARGEST = Decimal(10) ** 14
Key = tuple[int, str, date, date, str, str]


class UnusableRow(ValueError):
    """A row that cannot be recorded, with the reason in a sentence. Nothing of its batch is saved."""


@dataclass(frozen=True)
class Row:
    """One figure to record. An empty ``area_code`` is the council itself; a value excludes a marker."""

    code: str
    period: Period
    value: Decimal | None = None
    marker: str = ""
    status: str = Measurement.Status.FINAL
    area_code: str = ""
    area_name: str = ""
    breakdown_topic: str = ""
    breakdown: str = ""
    as_at: date | None = None
    source: str = ""
    upper: Decimal | None = None
    is_as_reported: bool = False
    note: str = ""


@dataclass(frozen=True)
class Comparison:
    """What rows would do to the record: added, changed (by what stands now), or already there in the same words."""

    added: dict["Key", Row]
    changed: dict["Key", tuple[Measurement, Row]]
    standing: dict["Key", Measurement]

    @property
    def changes_nothing(self) -> bool:
        return not self.added and not self.changed


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


def compare(authority: Authority, rows: Iterable[Row]) -> Comparison:
    """Hold rows against the record without touching it. Raises ``UnusableRow``. A fixed number of queries."""
    wanted = _by_key(authority, rows)
    current = _current(authority, wanted)
    return Comparison(
        added={key: row for key, row in wanted.items() if key not in current},
        changed={
            key: (current[key], row) for key, row in wanted.items() if key in current and _differs(current[key], row)
        },
        standing={
            key: current[key] for key, row in wanted.items() if key in current and not _differs(current[key], row)
        },
    )


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
    _save_batch(batch, found, by=by, now=now)
    _supersede([standing for standing, _ in found.changed.values()])
    new = {**found.added, **{key: row for key, (_, row) in found.changed.items()}}
    written = [_measurement(authority, batch, key, row, now, key in found.changed) for key, row in new.items()]
    Measurement.objects.bulk_create(written, batch_size=500)
    _point_at_successors(found, written)
    changes = _changes(found)
    audit.record(authority=authority, by=by, action="measurements_recorded", subject=batch, changes=changes, now=now)
    return Recorded(batch.added, batch.changed, batch.unchanged, batch)


def _save_batch(batch: ImportBatch, found: Comparison, *, by: User | None, now: datetime) -> None:
    batch.imported_at, batch.imported_by = now, by
    batch.added, batch.changed, batch.unchanged = len(found.added), len(found.changed), len(found.standing)
    batch.standing_ids = [row.pk for row in found.standing.values()]
    batch.save()


def _by_key(authority: Authority, rows: Iterable[Row]) -> dict[Key, Row]:
    """Rows by what makes a figure the same figure; the last wins when a batch repeats itself alike."""
    rows = list(rows)
    versions = {i.code: list(i.versions.all()) for i in usable(authority, sorted({row.code for row in rows}))}
    wanted: dict[Key, Row] = {}
    for row in rows:
        key = _key(authority, _version(versions, row), row)
        if key in wanted and _facts(wanted[key]) != _facts(row):
            raise UnusableRow(f"{row.code}, {row.period.label}: given twice with different figures.")
        wanted[key] = row
    return wanted


def _version(versions: Mapping[str, Sequence[IndicatorVersion]], row: Row) -> IndicatorVersion:
    """The definition in force at the end of the row's period."""
    if row.code not in versions or not versions[row.code]:
        raise UnusableRow(f"There is no measure with the code {row.code}.")
    _check(row)
    in_force = [v for v in versions[row.code] if v.valid_from is None or v.valid_from <= row.period.end]
    version = max(in_force or versions[row.code][:1], key=lambda v: v.number)
    if not version.is_typed:
        raise UnusableRow(f"{row.code} is worked out from other measures: record those.")
    return version


def _check(row: Row) -> None:
    where = f"{row.code}, {row.period.label}"
    if row.value is not None and row.marker:
        raise UnusableRow(f"{where}: give a figure or a marker, not both.")
    if row.value is not None and (not row.value.is_finite() or abs(row.value) >= LARGEST):
        raise UnusableRow(f"{where}: this is not a figure that can be recorded.")
    if row.marker and row.marker not in Measurement.Marker.values:
        raise UnusableRow(f"{where}: {row.marker} is not a marker. Use one of {', '.join(Measurement.Marker.values)}.")
    if row.period.end < row.period.start:
        raise UnusableRow(f"{where}: the period ends before it starts.")


def _key(authority: Authority, version: IndicatorVersion, row: Row) -> Key:
    start = row.period.start
    if version.period_basis == IndicatorVersion.PeriodBasis.SNAPSHOT:
        start = row.period.end
    area = row.area_code or authority.gss_code
    return version.pk, area, start, row.period.end, row.breakdown_topic, row.breakdown


def _current(authority: Authority, wanted: Mapping[Key, Row]) -> dict[Key, Measurement]:
    """The rows that stand now for these figures. One query."""
    if not wanted:
        return {}
    ends = [key[3] for key in wanted]
    rows = Measurement.objects.current().filter(
        authority=authority, version__in={key[0] for key in wanted}, period_end__range=(min(ends), max(ends))
    )
    found = {
        (row.version_id, row.area_code, row.period_start, row.period_end, row.breakdown_topic, row.breakdown): row
        for row in rows
    }
    return {key: found[key] for key in wanted if key in found}


def _facts(row: Row | Measurement) -> tuple[Decimal | None, Decimal | None, str, str]:
    status = Measurement.Status.FINAL if row.status == Measurement.Status.RESTATED else row.status
    return _stored(row.value), _stored(row.upper), row.marker, str(status)


def _stored(value: Decimal | None) -> Decimal | None:
    """As the column keeps it."""
    try:
        return None if value is None else value.quantize(Decimal("0.0001"))
    except InvalidOperation:
        return value


def _differs(standing: Measurement, row: Row) -> bool:
    """Whether the row says something else. A figure marked unreliable by the council stays so when delivered again."""
    facts, other = _facts(standing), _facts(row)
    if standing.status == Measurement.Status.UNRELIABLE and row.status == Measurement.Status.FINAL:
        return facts[:-1] != other[:-1]
    return facts != other


def _supersede(rows: list[Measurement]) -> None:
    """Take rows out of the current ones. Each points at itself until its successor, which it makes room for, exists."""
    Measurement.objects.filter(pk__in=[row.pk for row in rows]).update(superseded_by=F("pk"))


def _point_at_successors(found: Comparison, written: list[Measurement]) -> None:
    by_key = {
        (new.version_id, new.area_code, new.period_start, new.period_end, new.breakdown_topic, new.breakdown): new
        for new in written
    }
    replaced = []
    for key, (old, _) in found.changed.items():
        old.superseded_by = by_key[key]
        replaced.append(old)
    Measurement.objects.bulk_update(replaced, ["superseded_by"], batch_size=500)


def _measurement(
    authority: Authority, batch: ImportBatch, key: Key, row: Row, now: datetime, is_restated: bool
) -> Measurement:
    version, area, start, end, topic, breakdown = key
    status = row.status
    if is_restated and status == Measurement.Status.FINAL:
        status = Measurement.Status.RESTATED
    return Measurement(
        authority=authority,
        version_id=version,
        area_code=area,
        area_name=row.area_name,
        period_start=start,
        period_end=end,
        breakdown_topic=topic,
        breakdown=breakdown,
        value=row.value,
        marker=row.marker,
        status=status,
        as_at=row.as_at,
        source=row.source,
        upper=row.upper,
        is_as_reported=row.is_as_reported,
        note=row.note,
        batch=batch,
        recorded_at=now,
    )


def _changes(found: Comparison) -> dict[str, list[str | int | None]]:
    """What the audit event says: each restated figure old and new while they are few, and the counts."""
    named: dict[str, list[str | int | None]] = {
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


def latest_version(authority: Authority, code: str) -> tuple[Indicator, IndicatorVersion] | None:
    """A measure the council may use, with its latest definition. Two queries."""
    found = usable(authority, [code])
    version = current_version(found[0]) if found else None
    return (found[0], version) if version else None
