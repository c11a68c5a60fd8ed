"""Twelve months at a time: each month with the eleven before it, so that small monthly counts can be read."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from dashboards.formulas import GROWTH, RESIDUAL, added, ratio_of_sums, worst
from dashboards.periods import Grain, Period, months_after
from dashboards.points import Definition, MeasureSeries, Point

MONTHS = 12
SMALL_COUNT = 20
"""Monthly counts mostly below this jump about: twelve months at a time are offered."""
BASIS = "Each point is the twelve months that end with it"


class TwelveMonths(Period):
    """The twelve months that end with a month. It steps by months, and stands under that month's name and place."""

    @property
    def covers(self) -> Period:
        """The whole stretch: from the first day of the first month to the last day of this one."""
        return Period(months_after(self.start, 1 - MONTHS), self.end)

    @property
    def phrase(self) -> str:
        return f"in the {self.heading}"

    @property
    def heading(self) -> str:
        """As a column of a table is headed, and bars of one time are named."""
        return f"{MONTHS} months to {self.label}"


def has_small_months(series: MeasureSeries) -> bool:
    """Whether it counts what happens month by month, and is mostly small."""
    if series.definition.unit != "count" or series.definition.period_basis != "month":
        return False
    months = [point.value for point in series.known() if point.period.grain == Grain.MONTH]
    values = sorted(value for value in months if value is not None)
    return len(values) >= MONTHS and values[len(values) // 2] < SMALL_COUNT


def rolled(series: MeasureSeries) -> MeasureSeries:
    """Counts added and rates as the ratio of their sums, over twelve months; a stock stays as it is.

    A month that is missing, hidden, unreliable or counted by another definition leaves no figure for the twelve months
    it belongs to. Worked out from what the reader may see, so it gives nothing away. Where there are no twelve months
    together, the series as it is.
    """
    definition = series.definition
    if definition.period_basis == "snapshot" or definition.formula in (GROWTH, RESIDUAL):
        return series
    points = _sums(series)
    if not any(point.is_known for point in points):
        return series
    return replace(
        series,
        definition=replace(definition, basis=". ".join(filter(None, (definition.basis, BASIS)))),
        points=points,
        trajectories=series.trajectories if definition.is_relative else (),
        comparators=tuple(rolled(each) for each in series.comparators),
    )


def rolled_parts(total: MeasureSeries, parts: Sequence[MeasureSeries]) -> list[MeasureSeries]:
    """The whole and its parts, all in sums of twelve months or none: months and sums never stand on one chart.

    Each sum needs its own twelve months, as an undivided measure's does. Nothing where no part has a sum.
    """
    if why_not_summed(total.definition):
        return []
    sums = [each.with_points(_sums(each)) for each in (total, *parts)]
    if not any(each.known() for each in sums[1:]):
        return []
    basis = ". ".join(filter(None, (total.definition.basis, BASIS)))
    return [replace(sums[0], definition=replace(total.definition, basis=basis)), *sums[1:]]


def why_not_summed(definition: Definition) -> str:
    """Why parts of this measure are not summed over twelve months, as a reader is told; empty where they may be."""
    if definition.period_basis == "snapshot":
        return "It counts how many there are on a day, and such counts are not added up."
    if definition.unit != "count" or definition.is_relative or definition.formula in (GROWTH, RESIDUAL):
        return "Its parts are not counts that can be added up."
    return "" if definition.period_basis == "month" else "It is not counted month by month."


NO_TWELVE = "No part has twelve months on record that follow each other and are all known."


def _sums(series: MeasureSeries) -> tuple[Point, ...]:
    """A point for each twelve months that the record reaches back over, without a value where one is not known."""
    months = {point.period: point for point in series.points if point.period.grain == Grain.MONTH}
    found = [_ending(series, months, period) for period in sorted(months)]
    return tuple(point for point in found if point is not None)


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
    return latest._replace(
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
