"""What a renderer is given: tables and charts as plain frozen facts.

A value is a `Decimal`, an `int` or `None` until the last step. `None` is "we do not know" and is never 0;
a `Marker` says why a figure is not shown. Floats are refused: they are where two faces of one figure part.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

Number = Decimal | int

MARKER_MEANINGS = {
    "c": "hidden to protect children",
    "x": "not published",
    "z": "not applicable",
    "u": "too unreliable to show",
    "low": "too small to show, rounds to zero",
}
NOT_AVAILABLE = "not available"

CHART_KINDS = ("line", "bar", "stacked_bar", "across")
UNITS = ("count", "percent", "money")
ROLES = ("actual", "target", "comparator", "forecast")
COLUMN_KINDS = ("text", "count", "money", "percent", "date")
MAXIMUM_LINES = 4


@dataclass(frozen=True)
class Marker:
    """Why a figure is absent, in the letters of the Department for Education's statistics."""

    code: str

    def __post_init__(self) -> None:
        if self.code not in MARKER_MEANINGS:
            raise ValueError(f"Unknown marker {self.code!r}: use one of {', '.join(MARKER_MEANINGS)}")

    @property
    def meaning(self) -> str:
        return MARKER_MEANINGS[self.code]


SUPPRESSED = Marker("c")
NOT_PUBLISHED = Marker("x")
NOT_APPLICABLE = Marker("z")
UNRELIABLE = Marker("u")
LOW = Marker("low")


@dataclass(frozen=True)
class Range:
    """The two ends between which a source says that a figure lies. What is in the middle is nobody's figure."""

    low: Number
    high: Number

    def __post_init__(self) -> None:
        if self.low is None or self.high is None:
            raise ValueError("A range needs both ends")
        check_number(self.low)
        check_number(self.high)
        if self.high < self.low:
            raise ValueError("A range ends above where it begins")


Cell = str | Number | date | Marker | Range | None


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
            for column, cell in zip(self.columns, row, strict=True):
                _check_cell(column, cell)
        for total in self.totals:
            size = len(self.rows) if total.axis == "row" else len(self.columns)
            if max(total.index, *total.of) >= size or min(total.index, *total.of) < 0:
                raise ValueError(f"A total points outside the table: {total}")

    @property
    def total_rows(self) -> frozenset[int]:
        return frozenset(total.index for total in self.totals if total.axis == "row")

    def markers(self) -> tuple[Marker, ...]:
        """The markers that occur, in the order of the legend, so that each can be explained once."""
        codes = {cell.code for row in self.rows for cell in row if isinstance(cell, Marker)}
        return tuple(Marker(code) for code in MARKER_MEANINGS if code in codes)


@dataclass(frozen=True)
class Series:
    """One line or set of bars. `statuses`, `markers` and `ranges`, when given, have one entry per value.

    A status is a word such as "final", "provisional" or "unreliable"; "passed" where nothing is missing although there
    is no value, since another series has this place: the line passes it. A marker is the code of a
    `Marker`; it and a range are only possible where the value is None.
    """

    name: str
    values: tuple[Number | None, ...]
    role: str = "actual"
    statuses: tuple[str | None, ...] = ()
    markers: tuple[str | None, ...] = ()
    ranges: tuple[Range | None, ...] = ()

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("A series needs a name")
        if self.role not in ROLES:
            raise ValueError(f"Unknown role {self.role!r}: use one of {', '.join(ROLES)}")
        for value in self.values:
            check_number(value)
        for field in (self.statuses, self.markers, self.ranges):
            if field and len(field) != len(self.values):
                raise ValueError(f"{self.name}: {len(field)} statuses or markers for {len(self.values)} values")
        if any(value is not None and ends for value, ends in zip(self.values, self.ranges, strict=False)):
            raise ValueError(f"{self.name}: a value and a range at the same point")
        for value, code in zip(self.values, self.markers, strict=False):
            if code is not None and Marker(code) and value is not None:
                raise ValueError(f"{self.name}: a value and the marker {code!r} at the same point")

    def status_at(self, index: int) -> str:
        return (self.statuses[index] if self.statuses else None) or "final"

    def is_provisional(self, index: int) -> bool:
        return index in self._of_status["provisional"]

    def is_unreliable(self, index: int) -> bool:
        """Whether the value is shown but not to be relied on: it has a mark of its own, and no line leads to it."""
        return index in self._of_status["unreliable"]

    def is_passed(self, index: int) -> bool:
        return index in self._of_status["passed"]

    @cached_property
    def _of_status(self) -> dict[str, set[int]]:
        """Where a status other than the usual one stands: asked for each value, many times over."""
        found: dict[str, set[int]] = defaultdict(set)
        for index, status in enumerate(self.statuses):
            found[status or "final"].add(index)
        return found

    def marker_at(self, index: int) -> Marker | None:
        code = self.markers[index] if self.markers else None
        return None if code is None else Marker(code)

    def range_at(self, index: int) -> Range | None:
        return self.ranges[index] if self.ranges else None

    def cell_at(self, index: int) -> Number | Marker | Range | None:
        value = self.values[index]
        return self.range_at(index) or self.marker_at(index) if value is None else value

    def present(self) -> Iterator[tuple[int, Number]]:
        """Positions and values of the points that can be drawn."""
        return ((index, value) for index, value in enumerate(self.values) if value is not None)

    def sound(self) -> Iterator[tuple[int, Number]]:
        """Those that can be relied on: a line leads through these."""
        return iter(self._sound)

    @cached_property
    def last_sound(self) -> tuple[int, Number] | None:
        """Where a line ends."""
        return self._sound[-1] if self._sound else None

    @cached_property
    def _sound(self) -> list[tuple[int, Number]]:
        return [(index, value) for index, value in self.present() if not self.is_unreliable(index)]

    def spans(self) -> Iterator[tuple[int, Range]]:
        """Positions and ends of what was reported as a range."""
        return ((index, ends) for index, ends in enumerate(self.ranges) if ends is not None)


@dataclass(frozen=True)
class Break:
    """The definition changes just before category number `position` (counted from 0)."""

    position: int
    words: str


@dataclass(frozen=True)
class Band:
    """A tolerance around a trajectory: drawn behind the lines between `low` and `high`."""

    name: str
    low: tuple[Number | None, ...]
    high: tuple[Number | None, ...]

    def __post_init__(self) -> None:
        for value in (*self.low, *self.high):
            check_number(value)


@dataclass(frozen=True)
class ChartData:
    """One chart, before anybody draws it. `title` states the finding; `summary` is the alternative text.

    `subtitle` says measure, unit, basis, period and source. Percentages are in percentage points.
    "across" is one set of bars that lie down, for many headings. `is_bridge`: of bars of one series, the first and the
    last are balances from zero, and each of the others starts where the one before it ended. `axis_from_zero` may be
    False for lines only; the drawing then says so. `notes` stand under the drawing and under the table.
    """

    key: str
    title: str
    subtitle: str
    kind: str
    unit: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    summary: str
    source: str
    as_at: date | None = None
    breaks: tuple[Break, ...] = ()
    axis_from_zero: bool = True
    band: Band | None = None
    category_name: str = "Period"
    notes: tuple[str, ...] = ()
    is_bridge: bool = False

    def __post_init__(self) -> None:
        _check_chart_words(self)
        size = len(self.categories)
        if not self.series or not size:
            raise ValueError(f"{self.key}: a chart needs categories and at least one series")
        for series in self.series:
            if len(series.values) != size:
                raise ValueError(f"{self.key}: {series.name} has {len(series.values)} values for {size} categories")
        if len({series.name for series in self.series}) != len(self.series):
            raise ValueError(f"{self.key}: two series have the same name")
        if self.kind == "line" and len(self.series) > MAXIMUM_LINES:
            raise ValueError(f"{self.key}: at most {MAXIMUM_LINES} lines can be told apart")
        if self.kind == "across" and len(self.series) != 1:
            raise ValueError(f"{self.key}: bars that lie down are of one series")
        if self.is_bridge and (self.kind != "bar" or len(self.series) != 1):
            raise ValueError(f"{self.key}: a bridge is of bars of one series")
        if self.kind != "line" and not self.axis_from_zero:
            raise ValueError(f"{self.key}: bars start from zero")
        if any(not 0 <= item.position < size for item in self.breaks):
            raise ValueError(f"{self.key}: a break lies outside the categories")
        if self.band and (len(self.band.low) != size or len(self.band.high) != size):
            raise ValueError(f"{self.key}: the band is not as long as the categories")

    @cached_property
    def places(self) -> int:
        """Decimals that every face prints: none for pounds and whole figures, otherwise one."""
        if self.unit == "money":
            return 0
        return 0 if all(value == int(value) for value in self.numbers()) else 1

    def numbers(self) -> Iterator[Number]:
        """Every value that is present, of every series in order, and the ends of every range."""
        for series in self.series:
            yield from (value for _, value in series.present())
            yield from (end for _, ends in series.spans() for end in (ends.low, ends.high))

    def as_table(self, caption: str = "") -> Table:
        """The same figures as a table: the accessible alternative, the CSV and the sheet under the chart."""
        columns = (
            Column(self.category_name),
            *(Column(series.name, self.unit, self.places) for series in self.series),
        )
        rows = tuple(
            (category, *(series.cell_at(index) for series in self.series))
            for index, category in enumerate(self.categories)
        )
        return Table(caption or self.title, columns, rows, notes=tuple(self._notes()), description=self.summary)

    def _notes(self) -> Iterator[str]:
        for series in self.series:
            provisional = [category for index, category in enumerate(self.categories) if series.is_provisional(index)]
            if provisional:
                yield f"Provisional, may change: {series.name} for {', '.join(provisional)}."
            doubtful = [self.categories[index] for index, _ in series.present() if series.is_unreliable(index)]
            if doubtful:
                yield f"Not reliable, and not used in any comparison: {series.name} for {', '.join(doubtful)}."
        for item in self.breaks:
            yield f"From {self.categories[item.position]}: {item.words}."
        yield from self.notes


def check_number(value: object) -> None:
    """Refuse what is not an exact, finite number or None."""
    if value is None:
        return
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError(f"A figure must be Decimal, int or None, not {type(value).__name__}")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError("A figure must be finite")


def _check_cell(column: Column, cell: Cell) -> None:
    if cell is None or isinstance(cell, Marker) or (column.is_numeric and isinstance(cell, Range)):
        return
    if column.is_numeric:
        check_number(cell)
    elif column.kind == "date" and not isinstance(cell, date):
        raise TypeError(f"{column.name}: a date column holds dates, not {type(cell).__name__}")
    elif column.kind == "text" and not isinstance(cell, str):
        raise TypeError(f"{column.name}: a text column holds text, not {type(cell).__name__}")


def _check_chart_words(chart: ChartData) -> None:
    for name in ("key", "title", "subtitle", "summary", "source"):
        if not getattr(chart, name).strip():
            raise ValueError(f"A chart needs its {name}")
    if chart.kind not in CHART_KINDS:
        raise ValueError(f"Unknown kind {chart.kind!r}: use one of {', '.join(CHART_KINDS)}")
    if chart.unit not in UNITS:
        raise ValueError(f"Unknown unit {chart.unit!r}: use one of {', '.join(UNITS)}")
