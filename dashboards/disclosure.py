"""Hiding small counts from readers outside the programme, so that no figure points at a child.

Counts from 1 to one below the council's threshold become the marker ``c``. A rate goes with either of its
counts, known or to be worked out from the other. In a table a single hidden part could be worked out from its total,
so a second part goes too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import overload

from dashboards.periods import Period
from dashboards.points import MeasureSeries, Point
from safetyvalve.render.data import SUPPRESSED, Cell, Column, Marker, Number, Table, Total
from safetyvalve.render.format import rounded

HIDDEN = SUPPRESSED.code


def is_small(value: Number | None, threshold: int) -> bool:
    """Whether a count would be hidden: more than none and below the threshold. Zero is shown."""
    return value is not None and 0 < abs(Decimal(value)) < threshold


@overload
def suppress(item: MeasureSeries, threshold: int) -> MeasureSeries: ...
@overload
def suppress(item: Table, threshold: int) -> Table: ...
def suppress(item: MeasureSeries | Table, threshold: int) -> MeasureSeries | Table:
    """``item``, a ``MeasureSeries`` or a ``Table``, with small counts hidden, and what would give them away."""
    if isinstance(item, MeasureSeries):
        comparators = tuple(_series(each, threshold) for each in item.comparators)
        return replace(_series(item, threshold), comparators=comparators)
    return _table(item, threshold)


def suppress_parts(
    parts: Sequence[MeasureSeries], total: MeasureSeries, threshold: int
) -> tuple[tuple[MeasureSeries, ...], MeasureSeries]:
    """The parts of a count with small ones hidden, and in each period a second one where a single one is."""
    periods = sorted({point.period for part in parts for point in part.points})
    columns = (Column("Part"), *(Column(period.start.isoformat(), "count") for period in periods))
    rows = tuple((each.area_name, *(_cell_of(each, period) for period in periods)) for each in (*parts, total))
    totals = (Total("row", len(parts), tuple(range(len(parts)))),)
    table = suppress(Table("Parts", columns, rows, totals), threshold)
    hidden = [_hidden_in(each, row, periods) for each, row in zip((*parts, total), table.rows, strict=True)]
    return tuple(hidden[:-1]), hidden[-1]


def _cell_of(series: MeasureSeries, period: Period) -> Cell:
    point = series.at(period)
    if point is None:
        return None
    return Marker(point.marker) if point.value is None and point.marker else point.value


def _hidden_in(series: MeasureSeries, row: Sequence[Cell], periods: Sequence[Period]) -> MeasureSeries:
    gone = {period for period, cell in zip(periods, row[1:], strict=True) if _is_hidden(cell)}
    return series.with_points(_hide(point) if point.period in gone else point for point in series.points)


def _hide(point: Point) -> Point:
    return point._replace(value=None, upper=None, marker=HIDDEN, numerator=None, denominator=None, counts=())


def _table(table: Table, threshold: int) -> Table:
    rows = [list(row) for row in table.rows]
    counts = [index for index, column in enumerate(table.columns) if column.kind == "count"]
    for row in rows:
        for index in counts:
            if is_small(_number(row[index]), threshold):
                row[index] = SUPPRESSED
    while _protect_totals(rows, table.totals, counts):
        pass
    return replace(table, rows=tuple(tuple(row) for row in rows))


def _series(series: MeasureSeries, threshold: int) -> MeasureSeries:
    return series.with_points(_point(point, series.definition.unit, threshold) for point in series.points)


def _point(point: Point, unit: str, threshold: int) -> Point:
    parts: Iterable[Decimal | None] = (point.numerator, point.denominator, *point.counts)
    if unit == "count":
        parts = (point.value, point.upper, *parts)
    elif unit == "percent":
        parts = (*parts, *_implied(point))
    if any(is_small(part, threshold) for part in parts):
        return _hide(point)
    return point


def _implied(point: Point) -> Iterator[Decimal]:
    """The count that anybody could work out from a rate and its other count, as when the source hid one of them."""
    if point.value is None or (point.numerator is None) == (point.denominator is None):
        return
    if point.denominator is not None:
        yield rounded(point.denominator * point.value / 100, 0)
    elif point.numerator is not None and point.value:
        yield rounded(point.numerator * 100 / point.value, 0)


def _number(cell: Cell) -> Number | None:
    return cell if isinstance(cell, Decimal | int) else None


def _protect_totals(rows: list[list[Cell]], totals: tuple[Total, ...], counts: list[int]) -> bool:
    """Hide the smallest shown part wherever exactly one part of a shown total is hidden. True when it hid one."""
    for total in totals:
        for line in range(len(rows)) if total.axis == "column" else counts:
            places = [(line, part) if total.axis == "column" else (part, line) for part in (total.index, *total.of)]
            if any(column not in counts for _, column in places):
                continue
            hidden = [place for place in places if _is_hidden(rows[place[0]][place[1]])]
            shown = [place for place in places[1:] if _number(rows[place[0]][place[1]])]
            if len(hidden) == 1 and shown:
                row, column = min(shown, key=lambda place: abs(Decimal(_number(rows[place[0]][place[1]]) or 0)))
                rows[row][column] = SUPPRESSED
                return True
    return False


def _is_hidden(cell: Cell) -> bool:
    return isinstance(cell, Marker) and cell.code == HIDDEN
