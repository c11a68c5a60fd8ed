"""A drawn chart held against its table and its sentence: every figure of the table is drawn where it belongs."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import accumulate

from safetyvalve.render.data import ChartData, Range, Series, Table
from safetyvalve.render.html import to_html
from safetyvalve.render.styles import styles_for
from safetyvalve.render.svg import both_widths, to_svg
from safetyvalve.render.svg_layout import lay_out
from tests.render.svg_geometry import Geometry, figure, read, read_pair

UNITS = 0.8
"""How far a figure may be drawn from where it belongs: long lines go in whole units of the drawing."""
LEAST = 2.0
"""No bar is thinner, so that a small figure is still seen."""
_ROW = re.compile(r"<tr.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<td[^>]*>(.*?)</td>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")


def table_of(chart: ChartData) -> list[list[Decimal | None]]:
    """The figures of the table beneath the chart as a reader sees them, by row; None where there is no figure."""
    html = str(to_html(chart.as_table()))
    rows = [_CELL.findall(row) for row in _ROW.findall(html)]
    return [[figure(_TAG.sub("", cell).strip()) for cell in row] for row in rows if row]


def wrong_with(chart: ChartData) -> list[str]:
    """Where drawings and table differ, in either width, as a file and on a page; nothing when they say the same."""
    of_files = [read(str(to_svg(chart, compact=narrow))) for narrow in (False, True)]
    of_pages = read_pair(str(both_widths(chart, labelled_by="chart")))
    named = [("file", of_files), ("page", of_pages)]
    return [
        f"{name}, {'narrow' if narrow else 'wide'}: {each}"
        for name, (wide, slim) in named
        for narrow, drawn in ((False, wide), (True, slim))
        for each in _wrong(chart, drawn, narrow)
    ]


def _wrong(chart: ChartData, drawn: Geometry, narrow: bool) -> Iterator[str]:
    table = table_of(chart)
    if len(table) != len(chart.categories):
        yield f"{len(table)} rows for {len(chart.categories)} categories"
        return
    if chart.kind == "across":
        yield from _wrong_across(chart, drawn, table)
    elif chart.kind == "line":
        yield from _wrong_lines(chart, drawn, table, narrow)
    else:
        yield from _wrong_bars(chart, drawn, table, narrow)


def _wrong_lines(chart: ChartData, drawn: Geometry, table: list[list[Decimal | None]], narrow: bool) -> Iterator[str]:
    layout, styles = lay_out(chart, narrow), styles_for(chart)
    rounding = 0.5 * 10.0**-chart.places
    allowed = drawn.tolerance(UNITS) + rounding
    claimed: dict[str, set[tuple[int, int]]] = {}
    for column, (series, style) in enumerate(zip(chart.series, styles, strict=True)):
        for index, category in enumerate(chart.categories):
            stated = table[index][column]
            here = [y for x, y in drawn.places.get(style.colour, []) if abs(x - layout.x(index)) <= UNITS]
            near = [y for y in here if stated is not None and abs(drawn.value_at(y) - float(stated)) <= allowed]
            if stated is not None and not near:
                seen = [round(drawn.value_at(y), 1) for y in here]
                yield f"{series.name}, {category}: {stated} in the table, {seen} drawn"
            claimed.setdefault(style.colour, set()).update((index, round(y)) for y in near)
            for ends in filter(None, [series.range_at(index)]):
                yield from _wrong_range(series, category, ends, drawn, here, allowed)
                claimed[style.colour].update((index, round(y)) for y in here)
    for colour, places in claimed.items():
        for x, y in drawn.places.get(colour, []):
            index = round((x - layout.left) / layout.step - 0.5)
            is_data = 0 <= index < len(chart.categories) and abs(x - layout.x(index)) <= UNITS / 2
            if is_data and layout.top <= y < layout.bottom - UNITS and not _is_near((index, y), places):
                yield f"{chart.categories[index]}: {round(drawn.value_at(y), 1)} is drawn and in no cell"


def _is_near(place: tuple[int, float], places: set[tuple[int, int]]) -> bool:
    return any(index == place[0] and abs(y - place[1]) <= 2 for index, y in places)


def _wrong_range(
    series: Series, category: str, ends: Range, drawn: Geometry, here: Sequence[float], allowed: float
) -> Iterator[str]:
    middle = (float(ends.low) + float(ends.high)) / 2
    if not any(abs(drawn.value_at(y) - middle) <= allowed for y in here):
        yield f"{series.name}, {category}: the range {ends.low} to {ends.high} is not drawn"


def _wrong_bars(chart: ChartData, drawn: Geometry, table: list[list[Decimal | None]], narrow: bool) -> Iterator[str]:
    layout, styles = lay_out(chart, narrow), styles_for(chart)
    allowed = drawn.tolerance(LEAST) + 1
    bars = [column for column, series in enumerate(chart.series) if series.role != "target"]
    expected = 0
    for index, category in enumerate(chart.categories):
        heights = {True: Decimal(0), False: Decimal(0)}
        for column in bars:
            value = table[index][column]
            if value is None:
                continue
            expected += 1
            start = heights[value < 0] if chart.kind == "stacked_bar" else Decimal(0)
            heights[value < 0] += value
            low, high = sorted((float(start), float(start + value)))
            here = [
                box
                for box in drawn.boxes
                if box.stroke == styles[column].colour
                and abs((box.left + box.right) / 2 - layout.x(index)) <= layout.step / 2
                and abs(drawn.value_at(box.bottom) - low) <= allowed
                and abs(drawn.value_at(box.top) - high) <= allowed
            ]
            if not here:
                yield f"{chart.series[column].name}, {category}: no bar from {low} to {high}"
    inside = [box for box in drawn.boxes if box.stroke and layout.top - 1 <= box.top and box.left >= layout.left - 1]
    if len(inside) != expected:
        yield f"{len(inside)} bars for {expected} figures"


def _wrong_across(chart: ChartData, drawn: Geometry, table: list[list[Decimal | None]]) -> Iterator[str]:
    values = [row[0] for row in table]
    known = [(index, value) for index, value in enumerate(values) if value is not None]
    boxes = sorted(drawn.boxes, key=lambda box: box.top)
    if len(boxes) != len(known):
        yield f"{len(boxes)} bars for {len(known)} figures"
        return
    largest = max((abs(float(value)) for _, value in known), default=0.0)
    longest = max((box.right - box.left for box in boxes), default=0.0)
    printed = [value for _, _, _, words in drawn.words if (value := figure(words)) is not None]
    for (index, value), box in zip(known, boxes, strict=True):
        length = box.right - box.left
        if abs(length - max(abs(float(value)) / largest * longest if largest else 0.0, LEAST)) > 1.5:
            yield f"{chart.categories[index]}: a bar of {length} for {value}"
        if value not in printed:
            yield f"{chart.categories[index]}: {value} is printed nowhere"


# --- The sentence ---------------------------------------------------------------------------------------

_TOLD = re.compile(r"£?\d[\d,]*(?:\.\d+)?(?:%| million| percentage points?)?")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY = rf"\b\d{{1,2}} (?:{_MONTHS}) \d{{4}}"
_NOT_FIGURES = (
    r"\(\d[\d,£.]* of [\d,£.]+\)",  # the counts of a rate, which the chart of the rate does not have
    r" of [\d,]+(?= (?:in|on|at) )",  # the whole that a part is of, which the chart of the parts does not have
    r"\b(?:19|20)\d{2}-\d{2}\b",
    r"(?<![£,.\d])\b(?:19|20)\d{2}\b(?![,.]\d|%)",  # a year; a count of that size has a comma
    r"\b20 weeks|12 months",
    r"Quarter \d|Update \d|version \d",
    r"the tolerance of [\d,£.%]+(?: percentage points?)?",
    r"\d+ about to be issued and \d+ about to cease",
    r"\d+ of \d+ have no figure|of the \d+ with a figure|(?:is|are) \d+ parts|\d+ parts with",
    r"\d+ more parts? ha\w+|\d+ (?:has|have) no figure|\d+ (?:is|are) hidden|, is in \d+ parts",
)


def untold(chart: ChartData, beneath: Table | None = None) -> list[str]:
    """Figures of the title and the sentence that neither stand in the table nor follow from two of its cells.

    ``beneath``: the table of other times that stands under the chart, of which what lies between two cells of a row is
    told.
    """
    words = f"{chart.title}. {chart.summary}"
    words = re.sub(_DAY, "", words)
    names = {*chart.categories, *(series.name for series in chart.series), chart.subtitle.split(".")[0]}
    for name in sorted(names, key=len, reverse=True):
        # A name within a sentence begins with a small letter.
        words = words if figure(name) else re.sub(re.escape(name), "", words, flags=re.IGNORECASE)
    for pattern in _NOT_FIGURES:
        words = re.sub(pattern, "", words)
    possible = _possible(chart) | (_moves(beneath) if beneath else set())
    return [told for told in _TOLD.findall(words) if not _is_among(told, possible)]


def _is_among(told: str, possible: set[float]) -> bool:
    scale = 1_000_000 if "million" in told else 1
    plain = re.sub(r"[£,%a-z ]", "", told)
    places = len(plain.partition(".")[2])
    # What lies between two figures is told as the difference of the figures as they are printed.
    half = 10.0**-places * scale * 1.001
    if told.startswith("£") and scale == 1:
        half = max(half, 501.0)
    value = float(plain) * scale
    return any(abs(abs(each) - value) <= half for each in possible)


def _possible(chart: ChartData) -> set[float]:
    """Every cell, what lies between two of a column or of a row, the sums of columns, rows and all.

    Where parts stand on each other, a year's whole is told beside the year before: what lies between two sums too.
    """
    columns = [[float(value) for _, value in series.present()] for series in chart.series]
    rows = [
        [float(value) for series in chart.series if (value := series.values[index]) is not None]
        for index in range(len(chart.categories))
    ]
    ends = [float(end) for series in chart.series for _, each in series.spans() for end in (each.low, each.high)]
    found = {value for column in columns for value in column} | set(ends)
    for column in columns:
        found |= {a - b for a in column for b in column} | {sum(column), *accumulate(column)}
    for row in rows:
        found |= {a - b for a in row for b in row} | {sum(row)}
    if chart.kind == "stacked_bar":
        found |= {sum(a) - sum(b) for a in rows for b in rows}
    found.add(sum(sum(column) for column in columns))
    return found


def _moves(table: Table) -> set[float]:
    """What lies between two cells of any row."""
    rows = [[float(cell) for cell in row[1:] if isinstance(cell, int | Decimal)] for row in table.rows]
    return {a - b for row in rows for a in row for b in row}


__all__ = ["table_of", "untold", "wrong_with"]
