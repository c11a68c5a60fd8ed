"""A measure's months put together by year, to be held against figures that come by the year."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from dashboards.formulas import GROWTH, added, ratio_of_sums
from dashboards.periods import Grain, Period
from dashboards.points import MeasureSeries, Point


def by_year(series: MeasureSeries) -> MeasureSeries:
    """Months put together: twelve of them make a calendar year, a stock at the end of January is that year's.

    A rate is the ratio of the year's sums. A year with a month missing or not reliable is left out.
    """
    months = [point for point in series.points if point.period.grain == Grain.MONTH]
    if series.definition.period_basis == "snapshot":
        januaries = [point for point in months if point.period.end.month == 1]
        return series.with_points(
            point._replace(period=Period.census(point.period.end.year)) for point in januaries if point.is_known
        )
    years: dict[int, list[Point]] = defaultdict(list)
    for point in months:
        years[point.period.end.year].append(point)
    found = [(year, points) for year, points in sorted(years.items()) if len(points) == 12]
    together = (_together(series, Period.calendar_year(year), points) for year, points in found)
    return series.with_points(point for point in together if point.is_known)


def _together(series: MeasureSeries, period: Period, points: Sequence[Point]) -> Point:
    """Several figures as one: counts added, rates as the ratio of their sums."""
    if not series.definition.is_relative:
        return points[-1]._replace(period=period, value=added(points))
    formula = series.definition.formula
    can_add = formula and formula != GROWTH
    tops = [point.numerator for point in points if point.numerator is not None]
    bottoms = [point.denominator for point in points if point.denominator is not None]
    value = ratio_of_sums(points, formula) if can_add else None
    return points[-1]._replace(
        period=period, value=value, numerator=sum(tops, Decimal(0)), denominator=sum(bottoms, Decimal(0))
    )
