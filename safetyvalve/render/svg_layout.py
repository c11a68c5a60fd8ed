"""The room on a chart: what stands above, beside and below the plot, worked out before anything is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from safetyvalve.render import format as fmt
from safetyvalve.render.data import ChartData, Number, Series
from safetyvalve.render.metrics import text_width, wrap
from safetyvalve.render.scale import Axis, axis_for, shown_labels, spread
from safetyvalve.render.styles import SeriesStyle, styles_for
from safetyvalve.render.svg_notes import in_lines, notes_of, when_of
from safetyvalve.render.svg_years import years_under

SIZE = 14.0
LEADING = 17.0
LEGEND_LEADING = 22.0
LEGEND_SAMPLE = 34.0
WIDE, NARROW = 720.0, 320.0
END_LABEL_ROOM = 150.0
EDGE = 4.0
MOST_STAGGERED = 8
LONG = 15  # More values than this on a line have no mark each: the line leads through them.


@dataclass(frozen=True)
class EndLabel:
    """The name of a line beside its last value; `at` is where that value lies."""

    style: SeriesStyle
    name_lines: tuple[str, ...]
    value_lines: tuple[str, ...]
    at: tuple[float, float]
    centre: float

    @property
    def height(self) -> float:
        return (len(self.name_lines) + len(self.value_lines)) * LEADING + 4


@dataclass(frozen=True)
class CategoryLabels:
    """The words under the plot. Few but long ones stand on two levels, every second one lower."""

    lines: dict[int, tuple[str, ...]]
    staggered: bool = False

    def _deepest(self, parity: int) -> float:
        depths = [len(lines) for index, lines in self.lines.items() if index % 2 == parity]
        return max(depths, default=0) * LEADING

    def drop(self, index: int) -> float:
        return self._deepest(0) + 4 if self.staggered and index % 2 else 0.0

    @property
    def depth(self) -> float:
        if self.staggered:
            return self.drop(1) + self._deepest(1)
        return max(self._deepest(0), self._deepest(1))


@dataclass(frozen=True)
class Layout:
    """The plot's edges, the axis, and the words around it. `y` grows downwards, as in SVG."""

    chart: ChartData
    compact: bool
    axis: Axis
    styles: tuple[SeriesStyle, ...]
    left: float
    right: float
    top: float
    bottom: float
    legend_rows: tuple[tuple[int, ...], ...]
    break_rows: tuple[tuple[str, ...], ...]
    labels: CategoryLabels
    notes: tuple[str, ...]

    @property
    def is_long(self) -> bool:
        """Lines through so many values that a mark on each would hide them."""
        return self.chart.kind == "line" and len(self.chart.categories) > LONG

    @property
    def width(self) -> float:
        return NARROW if self.compact else WIDE

    @cached_property
    def step(self) -> float:
        return (self.right - self.left) / len(self.chart.categories)

    @property
    def legend_depth(self) -> float:
        return sum(self.legend_row_depths) + (6 if self.legend_rows else 0)

    @cached_property
    def legend_row_depths(self) -> tuple[float, ...]:
        return _row_depths(self.chart, self.legend_rows, self.compact)

    @property
    def height(self) -> float:
        return self.bottom + 10 + self.labels.depth + len(self.notes) * LEADING + 6

    def x(self, index: int) -> float:
        return self.left + self.step * (index + 0.5)

    def y(self, value: Number) -> float:
        return self.bottom - self.axis.share(value) * (self.bottom - self.top)

    def places(self, points: Sequence[tuple[int, Number]]) -> list[tuple[float, float]]:
        """``x`` and ``y`` of each."""
        left, step, share, bottom, depth = self.left, self.step, self.axis.share, self.bottom, self.bottom - self.top
        return [(left + step * (index + 0.5), bottom - share(value) * depth) for index, value in points]

    @cached_property
    def end_labels(self) -> list[EndLabel]:
        """Labels at the ends of the lines, pushed apart so that none covers another."""
        labels = []
        for style, series in zip(self.styles, self.chart.series, strict=True):
            last = last_shown(self.chart, series)
            if last is None:
                continue
            index, value, _ = last
            lines = tuple(wrap(series.name, SIZE, END_LABEL_ROOM))
            told, y = _value_lines(self.chart, last), self.y(value)
            labels.append(EndLabel(style, lines, told, (self.x(index), y), y))
        centres = spread([(label.centre, label.height) for label in labels], self.top - 10, self.bottom + 10)
        return [
            EndLabel(label.style, label.name_lines, label.value_lines, label.at, centre)
            for label, centre in zip(labels, centres, strict=True)
        ]


def last_shown(chart: ChartData, series: Series) -> tuple[int, Number, str] | None:
    """Where a line ends and what its label says: the last value that can be relied on, or else the last range."""
    if series.last_sound:
        index, value = series.last_sound
        return index, value, fmt.number(chart.unit, value, chart.places)
    spans = list(series.spans())
    if not spans:
        return None
    index, ends = spans[-1]
    return index, ends.high, fmt.span(chart.unit, ends, chart.places)


def has_legend(chart: ChartData, compact: bool) -> bool:
    """Wide lines are labelled at their ends; a single set of bars needs no key."""
    if chart.kind == "line":
        return compact or chart.band is not None
    return len(chart.series) > 1 or chart.band is not None


def legend_words(chart: ChartData, position: int, compact: bool) -> str:
    """A legend entry; past the last series it is the band. Narrow lines carry their latest value here."""
    if position == len(chart.series):
        return chart.band.name if chart.band else ""
    series = chart.series[position]
    last = last_shown(chart, series)
    if chart.kind != "line" or not compact or last is None:
        return series.name
    return " ".join(filter(None, (f"{series.name}: {last[2]}", when_of(chart, last[0]))))


def legend_lines(chart: ChartData, position: int, compact: bool) -> list[str]:
    """The words of a legend entry, broken where they would leave the drawing."""
    width = NARROW if compact else WIDE
    return wrap(legend_words(chart, position, compact), SIZE, width - 2 * EDGE - LEGEND_SAMPLE)


def lay_out(chart: ChartData, compact: bool) -> Layout:
    """Everything measured; nothing drawn."""
    width = NARROW if compact else WIDE
    axis = axis_for(chart, wanted=4 if compact else 5)
    largest = max(abs(axis.low), abs(axis.high))
    widest_tick = max(text_width(fmt.tick(chart.unit, t, axis.step, largest), SIZE) for t in axis.ticks)
    left = EDGE + widest_tick + 8
    right = width - EDGE - (_end_room(chart) if chart.kind == "line" and not compact else 16)
    legend_rows = _legend_rows(chart, compact, width)
    break_rows = tuple(tuple(wrap(item.words, SIZE, width * 0.55)) for item in chart.breaks)
    legend = sum(_row_depths(chart, legend_rows, compact)) + 6
    above = legend + sum(len(rows) for rows in break_rows) * LEADING + 6 * len(break_rows)
    top = above + 16
    bottom = top + (220 if compact else 270)
    if chart.kind == "line" and not compact and (number := len(chart.categories)) > LONG:
        left = float(ceil(left))  # Whole steps from value to value take fewer digits.
        right = left + max(int((right - left) / number), 1) * number
    labels = _category_labels(chart, right - left, (left, width - right))
    notes = tuple(in_lines(notes_of(chart), SIZE, width - 2 * EDGE))
    return Layout(
        chart, compact, axis, styles_for(chart), left, right, top, bottom, legend_rows, break_rows, labels, notes
    )  # fmt: skip


def _end_room(chart: ChartData) -> float:
    widths = [text_width(line, SIZE) * 1.08 for series in chart.series for line in _end_words(chart, series)]
    return max(widths, default=0) + 22


def _end_words(chart: ChartData, series: Series) -> list[str]:
    last = last_shown(chart, series)
    return [*wrap(series.name, SIZE, END_LABEL_ROOM), *(_value_lines(chart, last) if last else ())]


def _value_lines(chart: ChartData, last: tuple[int, Number, str]) -> tuple[str, ...]:
    """A line's last value and, where it is of another time, of which."""
    index, _, figure = last
    when = when_of(chart, index)
    whole = f"{figure} {when}".strip()
    return (whole,) if text_width(whole, SIZE) <= END_LABEL_ROOM else (figure, *wrap(when, SIZE, END_LABEL_ROOM))


def _legend_rows(chart: ChartData, compact: bool, width: float) -> tuple[tuple[int, ...], ...]:
    if not has_legend(chart, compact):
        return ()
    first = len(chart.series) if chart.kind == "line" and not compact else 0
    rows: list[list[int]] = [[]]
    used = 0.0
    for position in range(first, len(chart.series) + (chart.band is not None)):
        needed = LEGEND_SAMPLE + max(text_width(each, SIZE) for each in legend_lines(chart, position, compact)) + 18
        if rows[-1] and used + needed > width - 2 * EDGE:
            rows.append([])
            used = 0
        rows[-1].append(position)
        used += needed
    return tuple(tuple(row) for row in rows)


def _row_depths(chart: ChartData, rows: tuple[tuple[int, ...], ...], compact: bool) -> tuple[float, ...]:
    """Each row of the legend is as deep as the longest of its entries needs."""
    longest = [max(len(legend_lines(chart, position, compact)) for position in row) for row in rows]
    return tuple(LEGEND_LEADING + LEADING * (lines - 1) for lines in longest)


def _category_labels(chart: ChartData, room: float, beyond: tuple[float, float]) -> CategoryLabels:
    """All labels under their category; if they cannot stand side by side, on two levels; else years or every n-th."""
    number = len(chart.categories)
    slot = room / number
    if years := years_under(chart.categories, slot, SIZE):
        return CategoryLabels({index: (year,) for index, year in years.items()})
    for staggered, width in ((False, slot), (True, slot * 2)):
        is_hopeless = any(text_width(word, SIZE) > width - 6 for word in chart.categories[0].split())
        if is_hopeless or (staggered and number > MOST_STAGGERED):
            continue
        lines = [tuple(wrap(category, SIZE, width - 8)) for category in chart.categories]
        if max(text_width(line, SIZE) for words in lines for line in words) <= width - 6:
            return CategoryLabels(dict(enumerate(lines)), staggered)
    lines = [tuple(wrap(category, SIZE, 44)) for category in chart.categories]
    widest = max(text_width(line, SIZE) for words in lines for line in words)
    return CategoryLabels({index: lines[index] for index in shown_labels(number, room, widest, beyond=beyond)})
