"""Holding figures against the record: which are new, which say something else, which stand there already.

Nothing here writes. ``dashboards.services.measurements`` does.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation

from dashboards.models import IndicatorVersion, Measurement
from dashboards.periods import Period
from dashboards.series import usable
from safetyvalve.core.models import Authority

LARGEST = Decimal(10) ** 14
_STEP = Decimal("0.0001")
Key = tuple[int, str, date, date, str, str]
"""What makes a figure the same figure: definition, area, start, end, breakdown topic and code."""


class UnusableRow(ValueError):
    """A row that cannot be recorded, with the reason in a sentence. Nothing of its batch is saved."""

    def __init__(self, sentence: str, code: str = "unusable-figure") -> None:
        super().__init__(sentence)
        self.code = code


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

    added: dict[Key, Row]
    changed: dict[Key, tuple[Measurement, Row]]
    standing: dict[Key, Measurement]

    @property
    def changes_nothing(self) -> bool:
        return not self.added and not self.changed


@dataclass
class Sorted:
    """Rows by what makes a figure the same figure, and those that cannot be recorded: place in the list, and why."""

    usable: dict[Key, Row] = field(default_factory=dict)
    refused: dict[int, UnusableRow] = field(default_factory=dict)


def compare(authority: Authority, rows: Iterable[Row]) -> Comparison:
    """Hold rows against the record without touching it. Raises ``UnusableRow``. A fixed number of queries."""
    found = sort_out(authority, list(rows))
    for why in found.refused.values():
        raise why
    return hold_against_record(authority, found.usable)


def hold_against_record(authority: Authority, wanted: Mapping[Key, Row]) -> Comparison:
    """``compare`` for rows that ``sort_out`` found usable. One query."""
    current = _current(authority, wanted)
    found = Comparison({}, {}, {})
    for key, row in wanted.items():
        standing = current.get(key)
        if standing is None:
            found.added[key] = row
        elif _differs(standing, row):
            found.changed[key] = (standing, row)
        else:
            found.standing[key] = standing
    return found


def sort_out(authority: Authority, rows: Sequence[Row]) -> Sorted:
    """Which rows can be recorded, each once, and what is wrong with the others. Two queries.

    A figure given twice alike counts once. Given twice with different figures it is refused every time: nobody can
    say which of them is meant.
    """
    versions = {i.code: list(i.versions.all()) for i in usable(authority, sorted({row.code for row in rows}))}
    found, places, contradicted = Sorted(), dict[Key, list[int]](), set[Key]()
    for index, row in enumerate(rows):
        try:
            key = _key(authority, _version(versions, row), row)
        except UnusableRow as why:
            found.refused[index] = why
            continue
        places.setdefault(key, []).append(index)
        if key in found.usable and _facts(found.usable[key]) != _facts(row):
            contradicted.add(key)
        found.usable[key] = row
    for key in contradicted:
        row = found.usable.pop(key)
        twice = UnusableRow(f"{row.code}, {row.period.label}: given twice with different figures.", "given-twice")
        found.refused |= dict.fromkeys(places[key], twice)
    return found


def _version(versions: Mapping[str, Sequence[IndicatorVersion]], row: Row) -> IndicatorVersion:
    """The definition in force at the end of the row's period."""
    if row.code not in versions or not versions[row.code]:
        raise UnusableRow(f"There is no measure with the code {row.code}.", "unknown-measure")
    _check(row)
    in_force = [v for v in versions[row.code] if v.valid_from is None or v.valid_from <= row.period.end]
    version = max(in_force or versions[row.code][:1], key=lambda v: v.number)
    if not version.is_typed:
        raise UnusableRow(f"{row.code} is worked out from other measures: record those.", "derived-measure")
    return version


def _check(row: Row) -> None:
    """What the columns can hold. Raises ``UnusableRow``."""
    where = f"{row.code}, {row.period.label}"
    if row.value is not None and row.marker:
        raise UnusableRow(f"{where}: give a figure or a marker, not both.")
    for value in (row.value, row.upper):
        if value is not None and (not value.is_finite() or abs(value) >= LARGEST):
            raise UnusableRow(f"{where}: this is not a figure that can be recorded.")
    if row.marker and row.marker not in Measurement.Marker.values:
        raise UnusableRow(f"{where}: {row.marker} is not a marker. Use one of {', '.join(Measurement.Marker.values)}.")
    if row.upper is not None and (row.value is None or row.upper < row.value):
        raise UnusableRow(f"{where}: the range goes down. Its first figure is the lower one.")
    if row.period.end < row.period.start:
        raise UnusableRow(f"{where}: the period ends before it starts.")
    for text, most, name in _texts(row):
        if len(text) > most or "\0" in text:
            raise UnusableRow(f"{where}: the {name} is longer than {most} characters, or not text.")


def _texts(row: Row) -> tuple[tuple[str, int, str], ...]:
    return (
        (row.area_code, 9, "area's code"),
        (row.area_name, 120, "area's name"),
        (row.breakdown_topic, 60, "breakdown"),
        (row.breakdown, 80, "code of the breakdown"),
        (row.source, 200, "source"),
        (row.note, 300, "note"),
    )


def _key(authority: Authority, version: IndicatorVersion, row: Row) -> Key:
    start = row.period.start
    if version.period_basis == IndicatorVersion.PeriodBasis.SNAPSHOT:
        start = row.period.end
    area = row.area_code or authority.gss_code
    return version.pk, area, start, row.period.end, row.breakdown_topic, row.breakdown


def _current(authority: Authority, wanted: Mapping[Key, Row]) -> dict[Key, Measurement]:
    """The rows that stand now for these figures, as far as a comparison needs them. One query."""
    if not wanted:
        return {}
    ends = [key[3] for key in wanted]
    rows = Measurement.objects.current().filter(
        authority=authority, version__in={key[0] for key in wanted}, period_end__range=(min(ends), max(ends))
    )
    found = {key_of(row): row for row in rows.order_by().iterator(chunk_size=5000)}
    return {key: found[key] for key in wanted if key in found}


def key_of(row: Measurement) -> Key:
    """The key of a figure on record."""
    return row.version_id, row.area_code, row.period_start, row.period_end, row.breakdown_topic, row.breakdown


def _facts(row: Row | Measurement) -> tuple[Decimal | None, Decimal | None, str, str]:
    status = Measurement.Status.FINAL if row.status == Measurement.Status.RESTATED else row.status
    return _stored(row.value), _stored(row.upper), row.marker, str(status)


def _stored(value: Decimal | None) -> Decimal | None:
    """As the column keeps it."""
    try:
        return None if value is None else value.quantize(_STEP)
    except InvalidOperation:
        return value


def _differs(standing: Measurement, row: Row) -> bool:
    """Whether the row says something else. A figure marked unreliable by the council stays so when delivered again."""
    facts, other = _facts(standing), _facts(row)
    if standing.status == Measurement.Status.UNRELIABLE and row.status == Measurement.Status.FINAL:
        return facts[:-1] != other[:-1]
    return facts != other
