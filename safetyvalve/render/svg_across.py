"""Bars that lie down: many headings with long names, each beside its bar, as no upright chart could print them."""

from collections.abc import Iterator
from dataclasses import dataclass

from safetyvalve.render import format as fmt
from safetyvalve.render.data import ChartData
from safetyvalve.render.metrics import text_width, wrap
from safetyvalve.render.palette import GREY, INK, PAPER, RULE
from safetyvalve.render.scale import Axis, axis_for
from safetyvalve.render.styles import styles_for
from safetyvalve.render.svg_layout import EDGE, LEADING, NARROW, SIZE, WIDE
from safetyvalve.render.svg_notes import in_lines, notes_of
from safetyvalve.render.svg_parts import hint, line, tag, text

BAR, GAP = 16.0, 10.0
LABEL_SHARE = 0.42


@dataclass(frozen=True)
class Row:
    """One heading: its words, the top of its bar and what is printed at the bar's end."""

    lines: tuple[str, ...]
    words_at: float
    bar_at: float
    figure: str


@dataclass(frozen=True)
class Across:
    """The drawing measured. On a phone the words stand above their bar, on a desk beside it."""

    width: float
    height: float
    left: float
    right: float
    axis: Axis
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    bottom: float


def measure(chart: ChartData, *, compact: bool) -> Across:
    """Everything's place; nothing drawn."""
    width = NARROW if compact else WIDE
    series = chart.series[0]
    figures = [_figure(chart, index) for index in range(len(chart.categories))]
    label_room = width - 2 * EDGE if compact else width * LABEL_SHARE - EDGE
    left = EDGE if compact else width * LABEL_SHARE + 8
    right = width - EDGE - max(text_width(words, SIZE) for words in figures) - 8
    rows, y = [], 8.0
    for index, name in enumerate(chart.categories):
        lines = tuple(wrap(name, SIZE, label_room))
        depth = len(lines) * LEADING
        bar_at = y + depth + 2 if compact else y + max(depth - BAR, 0) / 2
        rows.append(Row(lines, y + max(BAR - depth, 0) / 2 if not compact else y, bar_at, figures[index]))
        y = (bar_at + BAR if compact else y + max(depth, BAR)) + GAP
    notes = tuple(in_lines(notes_of(chart), SIZE, width - 2 * EDGE))
    height = y + 4 + len(notes) * LEADING + 6
    assert len(series.values) == len(rows)  # noqa: S101 - the chart itself has seen to it
    return Across(width, height, left, right, axis_for(chart), tuple(rows), notes, y)


def draw(chart: ChartData, place: Across, paint: str) -> Iterator[str]:
    """Words, bars from the zero line, the figure at the end of each, and the notes."""
    series, style = chart.series[0], styles_for(chart)[0]

    def x(value: object) -> float:
        return place.left + place.axis.share(value) * (place.right - place.left)  # type: ignore[arg-type]

    zero = x(0)
    for index, row in enumerate(place.rows):
        for number, words in enumerate(row.lines):
            yield text(words, EDGE, row.words_at + SIZE * 0.85 + number * LEADING)
        value, ends = series.values[index], series.range_at(index)
        middle = row.bar_at + BAR / 2
        end = zero
        if value is not None:
            end = x(value)
            is_doubtful = series.is_unreliable(index)
            hollow = is_doubtful or series.is_provisional(index)
            words = f"{chart.categories[index]}: {row.figure}{fmt.standing(series, index)}"
            edge: dict[str, object] = {"stroke_dasharray": "2 3"} if is_doubtful else {}
            yield tag(
                "rect", hint(words), class_="marker", x=min(zero, end), y=row.bar_at, width=max(abs(end - zero), 2.0),
                height=BAR, fill=PAPER if hollow else paint, stroke=style.colour,
                stroke_width=2.0 if hollow else 1.0, **edge,
            )  # fmt: skip
        elif ends is not None:
            end = x(ends.high)
            yield line(x(ends.low), middle, end, middle, style.colour, stroke_width=4, class_="marker")
        yield text(row.figure, max(end, zero) + 6, middle + SIZE * 0.35)
    yield line(zero, 4, zero, place.bottom - GAP / 2, INK if place.axis.low < 0 else RULE, stroke_width=1)
    for number, words in enumerate(place.notes):
        yield text(words, EDGE, place.bottom + SIZE + number * LEADING, fill=GREY)


def _figure(chart: ChartData, index: int) -> str:
    """What is printed at the end of a bar: the figure, the range, or the letter that says why there is none."""
    series = chart.series[0]
    value, ends, marker = series.values[index], series.range_at(index), series.marker_at(index)
    if value is not None:
        return fmt.number(chart.unit, value, chart.places)
    if ends is not None:
        return fmt.span(chart.unit, ends, chart.places)
    return marker.code if marker else fmt.DASH
