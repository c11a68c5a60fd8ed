"""A chart as SVG from the server: real text, no script, no style, the same every time.

Attributes only, so that a strict content security policy has nothing to refuse. Two widths exist: a page
may hold both, in elements of the classes `chart-wide` and `chart-narrow`, and let its style sheet choose.
"""

import re
from collections.abc import Iterator
from html import escape

from django.utils.safestring import SafeString, mark_safe

from safetyvalve.render import format as fmt
from safetyvalve.render import svg_across
from safetyvalve.render.data import ChartData
from safetyvalve.render.metrics import text_width
from safetyvalve.render.palette import BAND, GREY, INK, PAPER, RULE
from safetyvalve.render.styles import styles_for
from safetyvalve.render.svg_layout import (
    EDGE,
    LEADING,
    LEGEND_SAMPLE,
    SIZE,
    Layout,
    has_legend,
    lay_out,
    legend_lines,
)
from safetyvalve.render.svg_marks import LINES, absent_letters, band_area, bar_marks, line_marks, line_paths
from safetyvalve.render.svg_parts import box_sample, line, line_sample, pattern, short, tag, text

FONT = "Liberation Sans, Arial, sans-serif"
PALE_RULE = "#d9dcde"


def chart_id(chart: ChartData, *parts: str) -> str:
    """An identifier safe in HTML and the same on every request."""
    key = re.sub(r"[^a-zA-Z0-9]+", "-", chart.key).strip("-").lower()
    return "-".join(("chart", key, *parts))


def to_svg(chart: ChartData, *, compact: bool = False) -> SafeString:
    """The drawing with `<title>` (the finding) and `<desc>` (the summary), scaling to the width it is given.

    `compact` is for phones: 320 units wide with the same size of text, and a key instead of end labels.
    """
    parts, width, height = _parts(chart, compact)
    identifier = chart_id(chart, "narrow" if compact else "wide")
    told = [
        tag("title", escape(chart.title), id=f"{identifier}-title"),
        tag("desc", escape(chart.summary), id=f"{identifier}-desc"),
    ]
    return _framed(
        [*told, *parts], width, height, compact, f"{identifier}-title {identifier}-desc",
        xmlns="http://www.w3.org/2000/svg", font_family=FONT,
    )  # fmt: skip


def both_widths(chart: ChartData, *, labelled_by: str) -> SafeString:
    """The drawing for desks and the one for phones, for a page that shows one of them.

    They are named by what stands on the page; long lines are in the first and used by the second.
    """
    wide = lay_out(chart, compact=False) if chart.kind == "line" else None
    shared = wide if wide and wide.is_long else None
    drawn = (_framed(*_parts(chart, compact, shared), compact, labelled_by) for compact in (False, True))
    return mark_safe("".join(drawn))  # noqa: S308 - as in to_svg


def _parts(chart: ChartData, compact: bool, shared: Layout | None = None) -> tuple[list[str], float, float]:
    """What stands in the drawing, its width and its height."""
    if chart.kind == "across":
        place = svg_across.measure(chart, compact=compact)
        return list(svg_across.draw(chart, place, styles_for(chart)[0].fill)), place.width, place.height
    layout = lay_out(chart, compact) if compact or shared is None else shared
    paints, definitions = _paints(layout, chart_id(chart, "narrow" if compact else "wide"))
    parts = [tag("defs", *definitions)] if definitions else []
    parts.extend(_drawing(layout, paints, shared))
    return parts, layout.width, layout.height


def _framed(
    parts: list[str], width: float, height: float, compact: bool, labelled_by: str, **attributes: object
) -> SafeString:
    """The drawing in its `svg` element, with what a screen reader is told of it."""
    size = f"0 0 {width:.0f} {height:.0f}"
    return mark_safe(  # noqa: S308 - every word and attribute was escaped when its element was made
        tag(
            "svg", *parts, viewBox=size, width=f"{width:.0f}", height=f"{height:.0f}",
            class_="chart-narrow" if compact else "chart-wide", role="img", aria_labelledby=labelled_by,
            **attributes, font_size=SIZE, fill=INK,
        )
    )  # fmt: skip


def _paints(layout: Layout, identifier: str) -> tuple[tuple[str, ...], list[str]]:
    """What fills the bars of each series, and the patterns that need defining."""
    paints, definitions = [], []
    for position, style in enumerate(layout.styles):
        if style.pattern and layout.chart.kind != "line":
            name = f"{identifier}-fill-{position}"
            definitions.append(pattern(style, name))
            paints.append(f"url(#{name})")
        else:
            paints.append(style.fill)
    return tuple(paints), definitions


def _drawing(layout: Layout, paints: tuple[str, ...], shared: Layout | None = None) -> Iterator[str]:
    chart = layout.chart
    yield from _legend(layout, paints)
    yield from _grid(layout)
    yield from band_area(layout)
    yield from _breaks(layout)
    if chart.kind == "line":
        if not layout.compact:
            yield from _leaders(layout)
        # Targets and comparators first, so that what was achieved lies on top.
        order = sorted(range(len(chart.series)), key=lambda index: chart.series[index].role == "actual")
        yield _lines(layout, order, shared)
        for position in order:
            yield from line_marks(layout, chart.series[position], layout.styles[position])
        if not layout.compact:
            yield from _end_labels(layout)
    else:
        yield from bar_marks(layout, paints)
    yield from absent_letters(layout)
    yield from _categories(layout)
    yield from _notes(layout)


def _lines(layout: Layout, order: list[int], shared: Layout | None) -> str:
    """All lines; in the narrow one of two drawings that share them, those of the wide one, moved and stretched."""
    chart, name = layout.chart, chart_id(layout.chart, "lines")
    if shared is not None and layout.compact:
        return tag("use", href=f"#{name}", transform=_moved(shared, layout))
    paths = [
        path
        for position in order
        for path in line_paths(layout, chart.series[position], layout.styles[position], is_shared=shared is not None)
    ]
    return tag("g", *paths, **LINES, **({"id": name} if shared is not None else {})) if paths else ""


def _moved(one: Layout, other: Layout) -> str:
    """What brings a place on one drawing to the same value's place on the other."""
    across = other.step / one.step
    low, high = one.axis.low, one.axis.high
    down = (other.y(low) - other.y(high)) / (one.y(low) - one.y(high))
    right, below = other.x(0) - across * one.x(0), other.y(low) - down * one.y(low)
    return f"matrix({across:.4f} 0 0 {down:.4f} {right:.1f} {below:.1f})"


def _grid(layout: Layout) -> Iterator[str]:
    axis = layout.axis
    largest = max(abs(axis.low), abs(axis.high))
    left, right = short(layout.left), short(layout.right)
    rules = "".join(f"M{left} {short(layout.y(tick))}H{right}" for tick in axis.ticks if tick)
    yield tag("path", d=rules, stroke=PALE_RULE)
    edges = {layout.bottom: RULE} | ({layout.y(0): INK} if axis.low <= 0 <= axis.high else {})
    for y, colour in edges.items():
        yield tag("path", d=f"M{left} {short(y)}H{right}", stroke=colour)
    words = (
        text(fmt.tick(layout.chart.unit, tick, axis.step, largest), layout.left - 8, layout.y(tick) + SIZE * 0.35)
        for tick in axis.ticks
    )
    yield tag("g", *words, text_anchor="end", fill=GREY)


def _legend(layout: Layout, paints: tuple[str, ...]) -> Iterator[str]:
    chart = layout.chart
    if not has_legend(chart, layout.compact):
        return
    y = 14.0
    for positions, depth in zip(layout.legend_rows, layout.legend_row_depths, strict=True):
        x = EDGE
        for position in positions:
            lines = legend_lines(chart, position, layout.compact)
            if position == len(chart.series):
                yield tag("rect", x=x, y=y - 6, width=22, height=12, fill=BAND, stroke=GREY, stroke_width=0.5)
            elif chart.kind == "line" or chart.series[position].role == "target":
                yield line_sample(layout.styles[position], x, y)
            else:
                yield box_sample(layout.styles[position], paints[position], x, y)
            for number, words in enumerate(lines):
                yield text(words, x + LEGEND_SAMPLE, y + number * LEADING + SIZE * 0.35)
            x += LEGEND_SAMPLE + max(text_width(words, SIZE) for words in lines) + 18
        y += depth


def _breaks(layout: Layout) -> Iterator[str]:
    """A dotted line where a definition changes, with the words for it in a row of their own above the plot."""
    y = layout.legend_depth + SIZE
    words_of: list[str] = []
    for item, lines in zip(layout.chart.breaks, layout.break_rows, strict=True):
        x = layout.left + layout.step * item.position
        widest = max(text_width(words, SIZE) for words in lines)
        to_left = x + 6 + widest > layout.width - EDGE
        anchor, start = ("end", max(x - 6, widest + EDGE)) if to_left else ("start", x + 6)
        yield line(x, y - SIZE, x, layout.bottom, GREY, stroke_width=1.5, stroke_dasharray="2 3")
        left = start - widest if to_left else start
        words_of.append(tag("rect", x=left, y=y - SIZE, width=widest, height=len(lines) * LEADING, fill=PAPER))
        for words in lines:
            words_of.append(text(words, start, y, text_anchor=anchor, fill=GREY))
            y += LEADING
        y += 6
    yield from words_of


def _leaders(layout: Layout) -> Iterator[str]:
    """Thin lines from a line's last value to its label, where the label had to move or the line ends early."""
    for label in layout.end_labels:
        x, y = label.at
        if abs(label.centre - y) > 6 or x < layout.right - layout.step:
            yield line(x + 6, y, layout.right + 9, label.centre, RULE, stroke_width=1)


def _end_labels(layout: Layout) -> Iterator[str]:
    """Name and latest value at the end of each line."""
    x = layout.right + 12
    for label in layout.end_labels:
        y = label.centre - label.height / 2 + SIZE
        for words in label.name_lines:
            yield text(words, x, y, fill=label.style.colour, font_weight="bold")
            y += LEADING
        yield from (text(words, x, y + row * LEADING) for row, words in enumerate(label.value_lines))


def _categories(layout: Layout) -> Iterator[str]:
    """The short ticks are one path. One down to the second row is a path of its own: together they would box the words
    of the first row in, and a checker of contrast could not tell that nothing covers them."""
    ticks, long_ticks, words_under = list[str](), list[str](), list[str]()
    for index, lines in layout.labels.lines.items():
        half = max(text_width(words, SIZE) for words in lines) / 2
        x = min(max(layout.x(index), half + 1), layout.width - half - 1)
        drop = layout.labels.drop(index)
        y = layout.bottom + drop
        (long_ticks if drop else ticks).append(f"M{short(layout.x(index))} {short(layout.bottom)}V{short(y + 5)}")
        words_under += [text(words, x, y + 8 + SIZE + row * LEADING) for row, words in enumerate(lines)]
    for path in ("".join(ticks), *long_ticks):
        yield tag("path", d=path, stroke=RULE)
    yield tag("g", *words_under, text_anchor="middle", fill=GREY)


def _notes(layout: Layout) -> Iterator[str]:
    y = layout.bottom + 10 + layout.labels.depth + SIZE + 4
    for words in layout.notes:
        yield text(words, EDGE, y, fill=GREY)
        y += LEADING
