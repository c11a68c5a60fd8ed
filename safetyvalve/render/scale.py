"""Where things go on a chart: ticks at round numbers, and labels that do not collide."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from functools import cached_property
from itertools import pairwise
from math import inf

from safetyvalve.render.bridge import ends
from safetyvalve.render.data import ChartData, Number


@dataclass(frozen=True)
class Axis:
    """A vertical axis from `low` to `high`, both multiples of `step`."""

    low: Decimal
    high: Decimal
    step: Decimal

    @cached_property
    def ticks(self) -> tuple[Decimal, ...]:
        number = int((self.high - self.low) / self.step)
        return tuple(self.low + self.step * index for index in range(number + 1))

    def share(self, value: Number) -> float:
        """How far up the axis a value lies, from 0 to 1."""
        return float((value - self.low) / self._span)

    @cached_property
    def _span(self) -> Decimal:
        return self.high - self.low


def nice_step(span: Decimal, wanted: int, whole: bool) -> Decimal:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that makes at most `wanted` steps of `span`."""
    rough = span / wanted
    power = Decimal(10) ** rough.adjusted()
    for factor in ("1", "2", "2.5", "5", "10"):
        step = power * Decimal(factor)
        if step >= rough and not (whole and step != step.to_integral_value()):
            return max(step, Decimal(1)) if whole else step
    return Decimal(1) if whole else power * 10


def axis_for(chart: ChartData, wanted: int = 5) -> Axis:
    """The axis that holds every value, the band and, unless the chart says otherwise, zero."""
    values = list(_extent(chart))
    low, high = Decimal(min(values, default=0)), Decimal(max(values, default=0))
    if chart.axis_from_zero:
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        # One value alone: room about it that fits its size, so that the ticks are round figures.
        room = max(Decimal(1), abs(low) / 20)
        low, high = (low, high + 1) if chart.axis_from_zero else (low - room, high + room)
    whole = chart.unit == "count" and chart.places == 0
    step = nice_step(high - low, wanted, whole)
    low = (low / step).to_integral_value(ROUND_FLOOR) * step
    high = (high / step).to_integral_value(ROUND_CEILING) * step
    return Axis(low, high, step)


def _extent(chart: ChartData) -> Iterable[Number]:
    if chart.is_bridge:
        yield from ends(chart)
    elif chart.kind != "stacked_bar":
        yield from chart.numbers()
    else:
        for low, high in stack_bounds(chart):
            yield low
            yield high
        yield from (value for series in chart.series if not is_stacked(chart, series.role)
                    for _, value in series.present())  # fmt: skip
    if chart.band:
        yield from (value for value in (*chart.band.low, *chart.band.high) if value is not None)


def is_stacked(chart: ChartData, role: str) -> bool:
    """Targets are lines across the bars; everything else stands in the stack."""
    return chart.kind == "stacked_bar" and role != "target"


def stack_bounds(chart: ChartData) -> list[tuple[Decimal, Decimal]]:
    """For each category the depth of what is negative and the height of what is positive."""
    bounds = []
    for index in range(len(chart.categories)):
        values = [series.values[index] for series in chart.series if is_stacked(chart, series.role)]
        present = [Decimal(value) for value in values if value is not None]
        low = sum((value for value in present if value < 0), Decimal(0))
        bounds.append((low, sum((value for value in present if value > 0), Decimal(0))))
    return bounds


def spread(wanted: Sequence[tuple[float, float]], low: float, high: float) -> list[float]:
    """Centres for labels of given (centre, height), moved as little as needed not to overlap.

    The answer is in the order given. Labels stay between `low` and `high` while there is room for all.
    """
    order = sorted(range(len(wanted)), key=lambda index: wanted[index][0])
    placed: dict[int, float] = {}
    edge = low
    for index in order:
        centre, height = wanted[index]
        placed[index] = max(centre, edge + height / 2)
        edge = placed[index] + height / 2
    edge = high
    for index in reversed(order):
        height = wanted[index][1]
        placed[index] = min(placed[index], edge - height / 2)
        edge = placed[index] - height / 2
    return [placed[index] for index in range(len(wanted))]


def shown_labels(
    number: int, room: float, widest: float, gap: float = 8, beyond: tuple[float, float] = (inf, inf)
) -> list[int]:
    """Which of `number` category labels to print so that they do not touch; always the last one.

    `beyond` is the paper left and right of `room`: a label that would leave it is moved in, towards its neighbour.
    """
    slot, half = room / number, widest / 2 + 1
    for every in range(1, number):
        if slot * every < widest + gap:
            continue
        found = [index for index in range(number) if (number - 1 - index) % every == 0]
        places = [min(max(slot * (index + 0.5), half - beyond[0]), room + beyond[1] - half) for index in found]
        if all(after - before >= widest + gap / 2 for before, after in pairwise(places)):
            return found
    return [number - 1]
