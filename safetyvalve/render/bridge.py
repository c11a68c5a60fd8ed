"""Bridges: bars of one series of which each step starts where the one before it ended. Where they start, and the lines
that lead from one to the next."""

from collections.abc import Callable, Iterator
from decimal import Decimal

from safetyvalve.render.data import ChartData, Series
from safetyvalve.render.palette import GREY
from safetyvalve.render.svg_parts import tag


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
