"""Charts and tables as plain values and back, exactly: what was frozen is drawn years later from its text alone.

A decimal is kept as its text and a whole number as a number, so that no digit is lost or gained on the way.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from safetyvalve.render.data import Band, Break, Cell, ChartData, Column, Marker, Number, Range, Series, Table, Total

Plain = dict[str, Any]


def chart_to_plain(chart: ChartData) -> Plain:
    """Everything of a chart as text, whole numbers, lists and mappings."""
    return {
        "key": chart.key,
        "title": chart.title,
        "subtitle": chart.subtitle,
        "kind": chart.kind,
        "unit": chart.unit,
        "categories": list(chart.categories),
        "series": [_series_to_plain(series) for series in chart.series],
        "summary": chart.summary,
        "source": chart.source,
        "as_at": chart.as_at.isoformat() if chart.as_at else None,
        "breaks": [[item.position, item.words] for item in chart.breaks],
        "axis_from_zero": chart.axis_from_zero,
        "band": _band_to_plain(chart.band),
        "category_name": chart.category_name,
        "notes": list(chart.notes),
    }


def chart_from_plain(plain: Mapping[str, Any]) -> ChartData:
    """The chart again, equal to the one frozen. Raises KeyError, TypeError or ValueError for anything else."""
    return ChartData(
        key=plain["key"],
        title=plain["title"],
        subtitle=plain["subtitle"],
        kind=plain["kind"],
        unit=plain["unit"],
        categories=tuple(plain["categories"]),
        series=tuple(_series_from_plain(each) for each in plain["series"]),
        summary=plain["summary"],
        source=plain["source"],
        as_at=date.fromisoformat(plain["as_at"]) if plain["as_at"] else None,
        breaks=tuple(Break(position, words) for position, words in plain["breaks"]),
        axis_from_zero=plain["axis_from_zero"],
        band=_band_from_plain(plain["band"]),
        category_name=plain["category_name"],
        notes=tuple(plain["notes"]),
    )


def table_to_plain(table: Table) -> Plain:
    """Everything of a table in the same manner. A cell that is no number says what it is."""
    return {
        "caption": table.caption,
        "columns": [[column.name, column.kind, column.places, column.weight] for column in table.columns],
        "rows": [[_cell_to_plain(cell) for cell in row] for row in table.rows],
        "totals": [[total.axis, total.index, list(total.of)] for total in table.totals],
        "notes": list(table.notes),
        "description": table.description,
        "row_headers": table.row_headers,
    }


def table_from_plain(plain: Mapping[str, Any]) -> Table:
    return Table(
        caption=plain["caption"],
        columns=tuple(Column(name, kind, places, weight) for name, kind, places, weight in plain["columns"]),
        rows=tuple(tuple(_cell_from_plain(cell) for cell in row) for row in plain["rows"]),
        totals=tuple(Total(axis, index, tuple(of)) for axis, index, of in plain["totals"]),
        notes=tuple(plain["notes"]),
        description=plain["description"],
        row_headers=plain["row_headers"],
    )


def _series_to_plain(series: Series) -> Plain:
    return {
        "name": series.name,
        "values": _numbers_to_plain(series.values),
        "role": series.role,
        "statuses": list(series.statuses),
        "markers": list(series.markers),
        "ranges": [_range_to_plain(ends) for ends in series.ranges],
        **({"apart": sorted(series.apart)} if series.apart else {}),
    }


def _series_from_plain(plain: Mapping[str, Any]) -> Series:
    return Series(
        plain["name"],
        _numbers_from_plain(plain["values"]),
        role=plain["role"],
        statuses=tuple(plain["statuses"]),
        markers=tuple(plain["markers"]),
        ranges=tuple(_range_from_plain(ends) for ends in plain["ranges"]),
        apart=frozenset(plain.get("apart", ())),
    )


def _band_to_plain(band: Band | None) -> Plain | None:
    if band is None:
        return None
    return {"name": band.name, "low": _numbers_to_plain(band.low), "high": _numbers_to_plain(band.high)}


def _band_from_plain(plain: Mapping[str, Any] | None) -> Band | None:
    if plain is None:
        return None
    return Band(plain["name"], _numbers_from_plain(plain["low"]), _numbers_from_plain(plain["high"]))


def _number_to_plain(value: Number | None) -> int | str | None:
    return str(value) if isinstance(value, Decimal) else value


def _number_from_plain(plain: int | str | None) -> Number | None:
    return Decimal(plain) if isinstance(plain, str) else plain


def _numbers_to_plain(values: Sequence[Number | None]) -> list[int | str | None]:
    return [_number_to_plain(value) for value in values]


def _numbers_from_plain(plain: Sequence[int | str | None]) -> tuple[Number | None, ...]:
    return tuple(_number_from_plain(value) for value in plain)


def _range_to_plain(ends: Range | None) -> list[int | str | None] | None:
    return None if ends is None else _numbers_to_plain((ends.low, ends.high))


def _range_from_plain(plain: Sequence[int | str] | None) -> Range | None:
    if plain is None:
        return None
    low, high = _numbers_from_plain(plain)
    if low is None or high is None:
        raise ValueError("A range needs both ends")
    return Range(low, high)


def _cell_to_plain(cell: Cell) -> Any:
    if isinstance(cell, str):
        return {"text": cell}
    if isinstance(cell, Marker):
        return {"marker": cell.code}
    if isinstance(cell, Range):
        return {"range": _range_to_plain(cell)}
    if isinstance(cell, date):
        return {"date": cell.isoformat()}
    return _number_to_plain(cell)


def _cell_from_plain(plain: Any) -> Cell:
    if not isinstance(plain, Mapping):
        return _number_from_plain(plain)
    [(what, value)] = plain.items()
    if what == "marker":
        return Marker(value)
    if what == "range":
        return _range_from_plain(value)
    return date.fromisoformat(value) if what == "date" else str(value)
