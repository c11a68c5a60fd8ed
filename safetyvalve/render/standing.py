"""The figures of one chart for a file: beside every figure how it stands, or why there is none, and the tolerance.

A program that reads the file finds each column by its heading. Columns of figures come first, in the order of the
chart; then one status for each of them; then the two ends of the tolerance, where one was agreed.
"""

from dataclasses import replace
from decimal import Decimal

from safetyvalve.render.data import NOT_AVAILABLE, Cell, ChartData, Column, Marker, Number, Range, Series, Table

STATUSES = {"final": "Final", "provisional": "Provisional", "restated": "Restated", "unreliable": "Not reliable"}
REPORTED_AS_RANGE = "reported as a range"
FORECAST = "Forecast"
LOWEST, HIGHEST = "Tolerance: lowest", "Tolerance: highest"
MEANINGS = (
    ("the first column", "The period or the heading that the row is about."),
    ("a column with a name alone", "The figure, exactly. Of percentages in percentage points: 40 is 40%."),
    (
        "“…: status”",
        "How the figure of that name stands: final, provisional (may change), restated (put right since), forecast "
        "(worked out ahead), or not reliable (shown, and not used in any comparison). Where there is no figure, the "
        "reason: hidden to protect children, not published, not applicable, too unreliable or too small to show, or "
        "not available. The status is empty where the record does not say how the figure stands, as of savings and "
        "payments, and where another column has the figure of that time. What was agreed has no such column.",
    ),
    (f"“{LOWEST}” and “{HIGHEST}”", "Between which figures the measure may lie, where that was agreed."),
)
"""What the headings of the file mean, for people."""


def status_heading(name: str) -> str:
    return f"{name}: status"


def status_of(cell: Cell, status: str | None = None) -> str:
    """How a figure stands, or why there is none, in words. ``status`` is the record's own word; without one it is not
    said how the figure stands."""
    if cell is None:
        return _beginning(NOT_AVAILABLE)
    if isinstance(cell, Marker):
        return _beginning(cell.meaning)
    words = STATUSES.get(status or "", _beginning(status or ""))
    return _as_range(words) if isinstance(cell, Range) else words


def figures_with_standing(chart: ChartData) -> Table:
    """The chart's table with a status for each figure but what was agreed, and the ends of the tolerance."""
    told = [series for series in chart.series if series.role != "target"]
    columns = [Column(status_heading(series.name)) for series in told]
    band = chart.band
    if band:
        columns += [Column(name, chart.unit, chart.places) for name in (LOWEST, HIGHEST)]
    table = chart.as_table()
    rows = []
    for index, row in enumerate(table.rows):
        more: list[Cell] = [standing_at(series, index) for series in told]
        if band:
            more += tolerance_at(chart, index)
        rows.append((*row, *more))
    return replace(table, columns=(*table.columns, *columns), rows=tuple(rows))


def tolerance_at(chart: ChartData, index: int) -> tuple[Number | None, Number | None]:
    """The lowest and the highest that the measure may be there; nothing where no tolerance was agreed."""
    band = chart.band
    return (_plain(band.low[index]), _plain(band.high[index])) if band else (None, None)


def standing_at(series: Series, index: int) -> str:
    """Nothing where nothing is missing, since another series has this place, and where the record does not say. A
    forecast is never final, whatever it was worked out from; one that cannot be relied on says that too."""
    if series.is_passed(index):
        return ""
    cell, status = series.cell_at(index), series.statuses[index] if series.statuses else None
    if series.role != "forecast" or cell is None or isinstance(cell, Marker):
        return status_of(cell, status)
    words = f"{FORECAST}, not reliable" if series.is_unreliable(index) else FORECAST
    return _as_range(words) if isinstance(cell, Range) else words


def _as_range(words: str) -> str:
    return f"{words}, {REPORTED_AS_RANGE}" if words else _beginning(REPORTED_AS_RANGE)


def _plain(value: Number | None) -> Number | None:
    """Without the zeros at the end that a sum keeps: "2697", never "2697.0000"."""
    return None if value is None else Decimal(f"{Decimal(value).normalize():f}")


def _beginning(words: str) -> str:
    return f"{words[:1].upper()}{words[1:]}"
