"""Rows under typed columns, and which of them are sums."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import NoneType

from safetyvalve.render.data.cells import MARKER_MEANINGS, Cell, Marker, Range, check_number
from safetyvalve.render.rounding import pound_places

COLUMN_KINDS = ("text", "count", "money", "percent", "date")


@dataclass(frozen=True)
class Column:
    """One column of a table. `places` is the number of decimals; `weight` its share of the page width.

    Percentages are in percentage points: 40 is 40%, not 0.4.
    """

    name: str
    kind: str = "text"
    places: int = 0
    weight: int | None = None

    def __post_init__(self) -> None:
        if self.kind not in COLUMN_KINDS:
            raise ValueError(f"Unknown column kind {self.kind!r}: use one of {', '.join(COLUMN_KINDS)}")

    @property
    def is_numeric(self) -> bool:
        return self.kind in ("count", "money", "percent")


@dataclass(frozen=True)
class Total:
    """Declares that row or column `index` is the sum of the rows or columns `of`.

    A spreadsheet then shows a formula, but only where the stated figure equals the sum of its parts:
    a total that does not add up is printed as it was reported, never corrected.
    """

    axis: str
    index: int
    of: tuple[int, ...]

    def __post_init__(self) -> None:
        if self.axis not in ("row", "column"):
            raise ValueError("A total's axis is 'row' or 'column'")
        if not self.of or self.index in self.of:
            raise ValueError("A total needs parts, and cannot be one of them")


@dataclass(frozen=True)
class Table:
    """Rows under typed columns. `caption` names it; `notes` stand beneath; the first column heads its row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    totals: tuple[Total, ...] = ()
    notes: tuple[str, ...] = ()
    description: str = ""
    row_headers: bool = True

    def __post_init__(self) -> None:
        if not self.columns:
            raise ValueError("A table needs at least one column")
        for row in self.rows:
            if len(row) != len(self.columns):
                raise ValueError(f"A row of {len(row)} cells in a table of {len(self.columns)} columns")
        for column, cells in zip(self.columns, zip(*self.rows, strict=True), strict=False):
            _check_cells(column, cells)
        for total in self.totals:
            size = len(self.rows) if total.axis == "row" else len(self.columns)
            if max(total.index, *total.of) >= size or min(total.index, *total.of) < 0:
                raise ValueError(f"A total points outside the table: {total}")

    @property
    def total_rows(self) -> frozenset[int]:
        return frozenset(total.index for total in self.totals if total.axis == "row")

    def in_pounds_that_add(self) -> "Table":
        """The table with its money in pounds and pence where any of it has pence: what is printed adds up."""
        which = [index for index, column in enumerate(self.columns) if column.kind == "money"]
        places = pound_places(row[index] for row in self.rows for index in which)
        columns = (replace(each, places=places) if each.kind == "money" else each for each in self.columns)
        return replace(self, columns=tuple(columns))

    def markers(self) -> tuple[Marker, ...]:
        """The markers that occur, in the order of the legend, so that each can be explained once."""
        codes = {cell.code for row in self.rows for cell in row if isinstance(cell, Marker)}
        return tuple(Marker(code) for code in MARKER_MEANINGS if code in codes)


_HELD: dict[str, tuple[type, str]] = {"text": (str, "text"), "date": (date, "dates")}


def _check_cells(column: Column, cells: Sequence[Cell]) -> None:
    if column.is_numeric:
        for cell in cells:
            if not isinstance(cell, (Marker, Range)):
                check_number(cell)
        return
    right, words = _HELD[column.kind]
    for kind in set(map(type, cells)) - {NoneType, Marker}:
        if not issubclass(kind, right):
            raise TypeError(f"{column.name}: a {column.kind} column holds {words}, not {kind.__name__}")
