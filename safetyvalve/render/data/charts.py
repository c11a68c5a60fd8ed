"""One chart, before anybody draws it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import chain

from safetyvalve.render.data.cells import Number, check_number
from safetyvalve.render.data.series import Series
from safetyvalve.render.data.tables import Column, Table
from safetyvalve.render.rounding import pound_places

CHART_KINDS = ("line", "bar", "stacked_bar", "across")
UNITS = ("count", "percent", "money")
MAXIMUM_LINES = 4


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
        """Decimals that every face prints: none for pounds and whole figures, otherwise one.

        The figures of a bridge add up, so one with pence prints all in pence.
        """
        if self.unit == "money":
            return pound_places(self.numbers()) if self.is_bridge else 0
        return 0 if all(value == int(value) for value in self.numbers()) else 1

    def numbers(self) -> Iterator[Number]:
        """Every value that is present, of every series in order, and the ends of every range."""
        return chain.from_iterable(series.numbers for series in self.series)

    def as_table(self, caption: str = "") -> Table:
        """The same figures as a table: the accessible alternative, the CSV and the sheet under the chart."""
        columns = (
            Column(self.category_name),
            *(Column(series.name, self.unit, self.places) for series in self.series),
        )
        rows = tuple(zip(self.categories, *(series.cells for series in self.series), strict=True))
        return Table(caption or self.title, columns, rows, notes=tuple(self._notes()), description=self.summary)

    def _notes(self) -> Iterator[str]:
        for series in self.series:
            provisional = [self.categories[index] for index in series.positions_of("provisional")]
            if provisional:
                yield f"Provisional, may change: {series.name} for {', '.join(provisional)}."
            doubtful = [self.categories[index] for index, _ in series.present() if series.is_unreliable(index)]
            if doubtful:
                yield f"Not reliable, and not used in any comparison: {series.name} for {', '.join(doubtful)}."
        for item in self.breaks:
            yield f"From {self.categories[item.position]}: {item.words}."
        yield from self.notes


def _check_chart_words(chart: ChartData) -> None:
    for name in ("key", "title", "subtitle", "summary", "source"):
        if not getattr(chart, name).strip():
            raise ValueError(f"A chart needs its {name}")
    if chart.kind not in CHART_KINDS:
        raise ValueError(f"Unknown kind {chart.kind!r}: use one of {', '.join(CHART_KINDS)}")
    if chart.unit not in UNITS:
        raise ValueError(f"Unknown unit {chart.unit!r}: use one of {', '.join(UNITS)}")
