"""Bridges: bars of one series of which each step starts where the one before it ended. Where they start, and the lines
that lead from one to the next."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal

from safetyvalve.render import format as fmt
from safetyvalve.render.data import ChartData, Number, Series
from safetyvalve.render.palette import GREY
from safetyvalve.render.rounding import bridge_that_adds
from safetyvalve.render.svg_parts import tag

TENTH_OF_A_MILLION = Decimal(100_000)


def starts(chart: ChartData, series: Series) -> list[Decimal]:
    """Where each bar starts: from zero, or in a bridge where the one before it ended. The last stands on zero."""
    found = [Decimal(0)] * len(series.values)
    level = Decimal(0)
    for index, value in enumerate(series.values[:-1] if chart.is_bridge else ()):
        found[index] = level
        level += Decimal(value or 0)
    return found


def ends(chart: ChartData) -> list[Decimal]:
    """Where the bars of a bridge end."""
    [series] = chart.series
    return [start + Decimal(value or 0) for start, value in zip(starts(chart, series), series.values, strict=True)]


def level_lines(
    chart: ChartData, across: Callable[[int], float], up: Callable[[Decimal], float], bar: float
) -> Iterator[str]:
    """From the end of each bar to the beginning of the next, a thin line. ``across`` and ``up`` say where things stand
    on the drawing, ``bar`` is how wide a bar is."""
    for index, level in enumerate(ends(chart)[:-1]):
        y = up(level)
        yield tag("line", x1=across(index) + bar / 2, x2=across(index + 1) - bar / 2, y1=y, y2=y, stroke=GREY,
                  stroke_width=1)  # fmt: skip


def short_words(chart: ChartData, values: Sequence[Number]) -> list[str]:
    """Figures where room is tight: money to one decimal of a million, or whole thousands.

    A bridge in millions is rounded so that it adds up, unless one of its steps is too small to be seen so.
    """
    exact = [Decimal(value) for value in values]
    if chart.is_bridge and all(not value or abs(value) >= TENTH_OF_A_MILLION / 2 for value in exact):
        return [fmt.millions(each) for each in bridge_that_adds(exact, TENTH_OF_A_MILLION)]
    return [fmt.short(chart.unit, value, chart.places) for value in values]
