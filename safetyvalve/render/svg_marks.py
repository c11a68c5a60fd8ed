"""Lines, bars and bands, drawn on a layout. Every value gets a mark of its own."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from safetyvalve.render import format as fmt
from safetyvalve.render.bridge import level_lines, short_words, starts
from safetyvalve.render.data import Number, Series, stretches
from safetyvalve.render.metrics import text_width
from safetyvalve.render.palette import BAND, GREY, INK, PAPER
from safetyvalve.render.scale import is_stacked
from safetyvalve.render.styles import PALE, SeriesStyle, keeps_fill
from safetyvalve.render.svg_layout import LONG, SIZE, Layout
from safetyvalve.render.svg_parts import cross, dash, hint, marker, short, tag, text, two_ends

BAR_SHARE = 0.74
EVERY = 12
"""Of a long line among others, how many values apart its marks stand."""
PROVISIONAL_DASH = "5 3"
LINES: dict[str, object] = {"fill": "none", "stroke_linejoin": "round"}


def spoken_value(layout: Layout, series: Series, index: int, value: Number) -> str:
    """A value in words, shown to a pointer: "Plans, March 2024: 1,482 (provisional)".

    Nothing in a long narrow drawing: a phone has no pointer, and half of the page's weight would be these words.
    """
    if layout.compact and len(layout.chart.categories) > LONG:
        return ""
    chart = layout.chart
    words = f"{series.name}, {chart.categories[index]}: {fmt.number(chart.unit, value, chart.places)}"
    return words + fmt.standing(series, index)


def band_area(layout: Layout) -> Iterator[str]:
    """The tolerance, as one shape for each stretch where both its edges are known."""
    band = layout.chart.band
    if not band:
        return
    known = [
        (index, (low, high))
        for index, (low, high) in enumerate(zip(band.low, band.high, strict=True))
        if low is not None and high is not None
    ]
    for stretch in stretches(known):
        upper = [(layout.x(index), layout.y(high)) for index, (_, high) in stretch]
        lower = [(layout.x(index), layout.y(low)) for index, (low, _) in reversed(stretch)]
        points = " ".join(f"{x:.1f},{y:.1f}" for x, y in (*upper, *lower))
        yield tag("polygon", points=points, fill=BAND, stroke=GREY, stroke_width=0.5)


def pieces(series: Series, stretch: list[tuple[int, Number]]) -> list[tuple[list[tuple[int, Number]], bool]]:
    """A stretch cut where it begins or ceases to lead to what is provisional: each piece, and whether it does."""
    if not series.has("provisional"):
        return [(stretch, False)] if len(stretch) > 1 else []
    found: list[tuple[list[tuple[int, Number]], bool]] = []
    for before, point in pairwise(stretch):
        leads = series.is_provisional(point[0])
        if found and found[-1][1] == leads:
            found[-1][0].append(point)
        else:
            found.append(([before, point], leads))
    return found


def line_paths(layout: Layout, series: Series, style: SeriesStyle, *, is_shared: bool = False) -> Iterator[str]:
    """A line through neighbouring values, dashed to provisional ones.

    One that is shared with another drawing keeps its width there, however that stretches it.
    """
    effect: dict[str, object] = {"vector_effect": "non-scaling-stroke"} if is_shared else {}
    for stretch in series.stretches:
        for piece, is_provisional in pieces(series, stretch):
            edge = {"stroke_dasharray": PROVISIONAL_DASH} if is_provisional and not style.dash else dash(style)
            places = layout.places(piece)
            yield tag("path", d=path_data(places, is_whole=layout.is_long and not layout.compact), stroke=style.colour,
                      stroke_width=style.width, **edge, **effect)  # fmt: skip


def path_data(places: list[tuple[float, float]], *, is_whole: bool) -> str:
    """A line through places. ``is_whole``: in whole units from the first place on, each said as its distance from the
    one before, which is a third of the digits."""
    if not is_whole:
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in places)
    (x, y), *rest = places
    found, y = [f"M{short(x)} {round(y)}l"], round(y)
    for across, down in rest:
        by = round(down) - y
        found.append(f"{round(across - x)} {by}")
        x, y = across, y + by
    return (found[0] + " ".join(found[1:])).replace(" -", "-")


def line_marks(layout: Layout, series: Series, style: SeriesStyle) -> Iterator[str]:
    """A mark on each value, or of a long line on those that need one."""
    number = len(series.values)
    size = 4.5 if number <= LONG else 3.5
    for index, value in _marked(layout, series):
        words = spoken_value(layout, series, index, value)
        x, y = layout.x(index), layout.y(value)
        if series.is_unreliable(index):
            yield cross(style, x, y, size, words=words)
        else:
            hollow = series.is_provisional(index) or index in series.apart
            yield marker(style, x, y, size, hollow=hollow, words=words)
    yield from range_marks(layout, series, style)


def _marked(layout: Layout, series: Series) -> list[tuple[int, Number]]:
    """Each value. Of a long line: its ends, what no line leads through, what is provisional or not to be relied on,
    and now and then one more where its mark's shape tells it from other lines."""
    found = list(series.present())
    if not layout.is_long or not found:
        return found
    ends = {found[0][0], found[-1][0]}
    if series.role == "target":
        return [point for point in found if point[0] in ends]
    ends |= {stretch[0][0] for stretch in series.stretches if len(stretch) == 1}
    if sum(each.role != "target" for each in layout.chart.series) > 1:
        ends |= set(range(found[-1][0], -1, -EVERY))
    return [(index, value) for index, value in found if index in ends or series.status_at(index) not in ("", "final")]


def range_marks(layout: Layout, series: Series, style: SeriesStyle) -> Iterator[str]:
    """What was reported as a range, from one end to the other. No line leads through it."""
    for index, ends in series.spans():
        words = f"{series.name}, {layout.chart.categories[index]}: "
        words += fmt.span(layout.chart.unit, ends, layout.chart.places)
        yield two_ends(style, layout.x(index), layout.y(ends.high), layout.y(ends.low), words=words)


def bar_marks(layout: Layout, paints: tuple[str, ...]) -> Iterator[str]:
    """Bars side by side or stacked; targets are dashed lines across them. Figures last: nothing lies over them."""
    chart = layout.chart
    bars = [position for position, series in enumerate(chart.series) if series.role != "target"]
    heights = [[Decimal(0), Decimal(0)] for _ in chart.categories]
    is_pale = keeps_fill(chart)
    for order, position in enumerate(bars):
        series, style = chart.series[position], layout.styles[position]
        bases = starts(chart, series)
        for index, value in series.present():
            if is_stacked(chart, series.role):
                start = heights[index][value < 0]
                heights[index][value < 0] = start + value
                left, width = layout.x(index) - layout.step * BAR_SHARE / 2, layout.step * BAR_SHARE
            else:
                start = bases[index]
                left, width = bar_slot(layout, index, order, len(bars))
            doubtful, provisional = series.is_unreliable(index), series.is_provisional(index)
            edge: dict[str, object] = {"stroke_dasharray": "2 3"} if doubtful else dash(style)
            if is_pale and provisional and not doubtful:
                edge["fill_opacity"] = PALE
            top, bottom = sorted((layout.y(start), layout.y(start + value)))
            yield tag(
                "rect", hint(spoken_value(layout, series, index, value)), class_="marker",
                x=left, y=top if bottom - top >= 2 else bottom - 2, width=width, height=max(bottom - top, 2.0),
                fill=PAPER if doubtful or (provisional and not is_pale) else paints[position], stroke=style.colour,
                stroke_width=2.0 if doubtful or provisional else 1.0, **edge,
            )  # fmt: skip
        yield from range_marks(layout, series, style)
    if chart.is_bridge:
        yield from level_lines(chart, layout.x, layout.y, layout.step * BAR_SHARE)
    for position, series in enumerate(chart.series):
        if series.role == "target":
            yield tag("g", *line_paths(layout, series, layout.styles[position]), **LINES)
            yield from line_marks(layout, series, layout.styles[position])
    if chart.kind == "bar":
        yield from _bar_words(layout, bars)


def bar_slot(layout: Layout, index: int, order: int, number: int) -> tuple[float, float]:
    """Left edge and width of one of `number` bars that share a category."""
    width = layout.step * BAR_SHARE / number
    return layout.x(index) - layout.step * BAR_SHARE / 2 + order * width, width


def _bar_words(layout: Layout, bars: list[int]) -> Iterator[str]:
    """The figure on each bar, exact where that fits, shortened where only that fits, else none at all."""
    chart = layout.chart
    values = [value for position in bars for _, value in chart.series[position].present()]
    room = layout.step * (BAR_SHARE / len(bars) if len(bars) > 1 else 1) - 4
    for exact in (True, False):
        exactly = [fmt.number(chart.unit, value, chart.places) for value in values]
        words = exactly if exact else short_words(chart, values)
        if words and max(text_width(word, SIZE) for word in words) <= room:
            break
    else:
        return
    remaining = iter(words)
    for order, position in enumerate(bars):
        for index, value in chart.series[position].present():
            left, width = bar_slot(layout, index, order, len(bars))
            start = starts(chart, chart.series[position])[index]
            y = _clear_of_targets(layout, index, layout.y(start + value), below=value < 0, other=layout.y(start))
            yield text(next(remaining), left + width / 2, y, text_anchor="middle")


def _clear_of_targets(layout: Layout, index: int, edge: float, *, below: bool, other: float) -> float:
    """Where a figure stands at the end of its bar, moved past the mark of a target that would cover it. ``other`` is
    where the bar starts."""
    for series in layout.chart.series:
        target = series.values[index]
        if series.role != "target" or target is None:
            continue
        y = layout.y(target)
        if below and edge - 8 < y < edge + 24:
            edge = max(edge, y + 6)
        elif not below and edge - 24 < y < edge + 8:
            edge = min(edge, y - 6)
    if below and edge + SIZE + 2 > layout.bottom - 2:
        # No room above the words beneath the axis: it stands at the other end of the bar.
        return other - 6
    return edge + SIZE + 2 if below else edge - 6


def absent_letters(layout: Layout) -> Iterator[str]:
    """The letter of a value that may not be shown, standing on the bottom edge where the value would be."""
    chart = layout.chart
    bars = [series for series in chart.series if series.role != "target"]
    side_by_side = chart.kind == "bar" and len(bars) > 1
    for index in sorted({index for series in chart.series for index, _ in series.letters}):
        codes: dict[str, float] = {}
        for series in chart.series:
            absent = series.marker_at(index)
            if absent is None:
                continue
            x = layout.x(index)
            if side_by_side and series in bars:
                left, width = bar_slot(layout, index, bars.index(series), len(bars))
                x = left + width / 2
                codes[f"{absent.code} {series.name}"] = x
            else:
                codes[absent.code] = x
        for words, x in codes.items():
            code = words.split(" ")[0]
            meaning = hint(f"{chart.categories[index]}: {fmt.legend_entry(code)}")
            yield tag("text", meaning, code, class_="absent", x=x, y=layout.bottom - 6,
                      text_anchor="middle", fill=INK, font_style="italic")  # fmt: skip
