"""Twelve months at a time: each month with the eleven before it, so that small monthly counts can be read."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from dashboards.formulas import GROWTH, RESIDUAL, added, ratio_of_sums, worst
from dashboards.periods import Grain, Period, months_after
from dashboards.points import MeasureSeries, Point

MONTHS = 12
SMALL_COUNT = 20
"""Monthly counts mostly below this jump about: twelve months at a time are offered."""
BASIS = "Each point is the twelve months that end with it"


@dataclass(frozen=True, eq=False)
class TwelveMonths(Period):
    """The twelve months that end with a month. It steps by months, and stands under that month's name and place."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Period) and self._place == (other.start, other.end)

    def __hash__(self) -> int:
        return hash(self._place)

    def __lt__(self, other: Period) -> bool:
        return self._place < (other.start, other.end)

    def __le__(self, other: Period) -> bool:
        return self._place <= (other.start, other.end)

    def __gt__(self, other: Period) -> bool:
        return self._place > (other.start, other.end)

    def __ge__(self, other: Period) -> bool:
        return self._place >= (other.start, other.end)

    @property
    def _place(self) -> tuple[date, date]:
        return self.start, self.end

    @property
    def covers(self) -> Period:
        """The whole stretch: from the first day of the first month to the last day of this one."""
        return Period(months_after(self.start, 1 - MONTHS), self.end)

    @property
    def phrase(self) -> str:
        return f"in the 12 months to {self.label}"


def has_small_months(series: MeasureSeries) -> bool:
    """Whether it counts what happens month by month, and is mostly small."""
    months = [point.value for point in series.known() if point.period.grain == Grain.MONTH]
    values = sorted(value for value in months if value is not None)
    is_flow = series.definition.unit == "count" and series.definition.period_basis == "month"
    return is_flow and len(values) >= MONTHS and values[len(values) // 2] < SMALL_COUNT


def rolled(series: MeasureSeries) -> MeasureSeries:
    """Counts added and rates as the ratio of their sums, over twelve months; a stock stays as it is.

    A month that is missing, hidden, unreliable or counted by another definition leaves no figure for the twelve months
    it belongs to. Worked out from what the reader may see, so it gives nothing away. Where there are no twelve months
    together, the series as it is.
    """
    definition = series.definition
    if definition.period_basis == "snapshot" or definition.formula in (GROWTH, RESIDUAL):
        return series
    months = {point.period: point for point in series.points if point.period.grain == Grain.MONTH}
    found = [_ending(series, months, period) for period in sorted(months)]
    points = tuple(point for point in found if point is not None)
    if not any(point.is_known for point in points):
        return series
    return replace(
        series,
        definition=replace(definition, basis="; ".join(filter(None, (definition.basis, BASIS)))),
        points=points,
        trajectories=series.trajectories if definition.is_relative else (),
        comparators=tuple(rolled(each) for each in series.comparators),
    )


def _ending(series: MeasureSeries, months: dict[Period, Point], last: Period) -> Point | None:
    """None where the record does not reach back far enough."""
    window, period = [], last
    for _ in range(MONTHS):
        window.append(period)
        period = period.previous()
    if window[-1] < min(months):
        return None
    found = [months[each] for each in window if each in months]
    return _together(series, found, TwelveMonths(last.start, last.end), is_whole=len(found) == MONTHS)


def _together(series: MeasureSeries, found: Sequence[Point], period: Period, *, is_whole: bool) -> Point:
    latest = found[0]
    marker = next((point.marker for point in found if point.marker and not point.is_known), "")
    is_alike = is_whole and len({point.version for point in found}) == 1
    formula = series.definition.formula
    value = None
    if is_alike and formula:
        value = ratio_of_sums(found, formula)
    elif is_alike and not series.definition.is_relative:
        value = added(found)
    parts = [(point.numerator, point.denominator) for point in found]
    is_known = value is not None and bool(formula)
    return replace(
        latest,
        period=period,
        value=value,
        upper=None,
        marker="" if value is not None else marker,
        status=worst(point.status for point in found),
        numerator=sum((top for top, _ in parts if top is not None), Decimal(0)) if is_known else None,
        denominator=sum((bottom for _, bottom in parts if bottom is not None), Decimal(0)) if is_known else None,
        counts=tuple(point.value for point in found),
        note="",
    )
