"""Figures as they come out of the record: plain tuples, since a page reads thousands of them."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Q, QuerySet

from dashboards.aims import plain
from dashboards.models import ImportBatch, IndicatorVersion, Measurement
from dashboards.models.measurement import MeasurementQuerySet
from dashboards.periods import period_of, stock_period
from dashboards.points import Point
from safetyvalve.core.asking import Question
from safetyvalve.core.models import Authority

# Plain words, since asking a list of choices for one takes longer than the comparison.
_SNAPSHOT, _PUBLISHED = IndicatorVersion.PeriodBasis.SNAPSHOT.value, ImportBatch.Kind.PUBLISHED.value


class Row(NamedTuple):
    """One figure with what its version and its batch say of it."""

    indicator_id: int
    code: str
    version_id: int
    number: int
    change_note: str
    period_basis: str
    unit: str
    edition: str | None
    batch_kind: str | None
    area_code: str
    area_name: str
    period_start: date
    period_end: date
    breakdown_topic: str
    breakdown: str
    value: Decimal | None
    upper: Decimal | None
    is_as_reported: bool
    marker: str
    status: str
    as_at: date | None
    source: str
    note: str

    @property
    def is_stock(self) -> bool:
        return self.period_basis == _SNAPSHOT


IN_PARTS = ("period_end", "version__number", "breakdown")
"""The order in which divided figures are put together."""
_VERSION, _BATCH = ("number", "change_note", "period_basis", "unit"), ("edition", "kind")
_COLUMNS = (
    *("version__indicator_id", "version__indicator__code", "version_id"),
    *(f"version__{name}" for name in _VERSION),
    *(f"batch__{name}" for name in _BATCH),
    *Row._fields[9:],
)


def rows_of(measurements: MeasurementQuerySet) -> Iterator[Row]:
    """One query."""
    return map(Row._make, measurements.values_list(*_COLUMNS))


_WHOLES = Question(
    lambda council, measures, areas: (
        Measurement.objects.filter(authority=council, version__indicator__in=measures, area_code__in=areas)
        .total()
        .current()
        .values_list(*_COLUMNS)
    )
)


def wholes_of(authority: Authority, measures: Iterable[int], areas: Iterable[str]) -> Iterator[Row]:
    """The undivided figures that stand, of these measures and areas. One query."""
    return map(Row._make, _WHOLES.ask(council=authority.pk, measures=sorted(measures), areas=list(areas)))


def _divided(council: int, area: str, **asked: Sequence[Any]) -> QuerySet[Measurement, Any]:
    wanted = Q()
    for place in range(len(asked) // 2):
        measures, topics = asked[f"measures_{place}"], asked[f"topics_{place}"]
        wanted |= Q(version__indicator__in=measures, breakdown_topic__in=topics)
    rows = Measurement.objects.filter(wanted, authority=council, area_code=area).current()
    return rows.order_by(*IN_PARTS).values_list(*_COLUMNS)


_DIVIDED = Question(_divided)


def divided_of(authority: Authority, wanted: Iterable[tuple[Sequence[int], Sequence[str]]]) -> Iterator[Row]:
    """The council's figures that stand, each time of these measures by these topics. One query."""
    asked: dict[str, Sequence[int] | Sequence[str]] = {}
    for place, (measures, topics) in enumerate(wanted):
        asked |= {f"measures_{place}": measures, f"topics_{place}": topics}
    return map(Row._make, _DIVIDED.ask(council=authority.pk, area=authority.gss_code, **asked))


def point_of(row: Measurement) -> Point:
    """A model instance as a point; its version and its batch have been read with it."""
    version, batch = row.version, row.batch
    of_version = (version.indicator_id, "", version.pk, *(getattr(version, name) for name in _VERSION))
    of_batch = (getattr(batch, name, None) for name in _BATCH)
    return point_in(Row(*of_version, *of_batch, *(getattr(row, name) for name in Row._fields[9:])))


def point_in(row: Row) -> Point:
    """All fields taken out at once and put in by their place: a page makes thousands of points, and naming each field
    takes twice as long."""
    # fmt: off
    (_, _, version_id, number, change_note, period_basis, _, edition, batch_kind, _, _, start, end, _, _, value, upper,
     is_as_reported, marker, status, as_at, source, note) = row
    return Point(
        stock_period(end) if period_basis == _SNAPSHOT else period_of(start, end),
        value if value is None else plain(value), marker, status, number, None, None, as_at, source,
        upper if upper is None else plain(upper), is_as_reported, note, edition or "", batch_kind == _PUBLISHED, (),
        _marks(version_id, change_note),
    )
    # fmt: on


@lru_cache(maxsize=1024)
def _marks(version_id: int, change_note: str) -> tuple[tuple[int, str], ...]:
    """The same object for the same definition: a page would otherwise hold thousands that are alike."""
    return ((version_id, change_note),)
