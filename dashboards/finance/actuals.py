"""What a measure says of a financial year, where it says anything that can be held against an assumption.

A measure taken on a day (plans, growth over a year) stands for the year in which the day falls, the last such day
counting. A count or a rate of months or quarters is that of the twelve months to 31 March, all of them known; until
then there is none. A figure of the financial year is itself. Figures by calendar or school year fit no financial year.
"""

from dataclasses import dataclass
from decimal import Decimal

from dashboards.periods import Grain, Period
from dashboards.points import MeasureSeries, Point
from dashboards.rolling import TwelveMonths, rolled
from safetyvalve.core.dates import FinancialYear


@dataclass(frozen=True)
class Actual:
    """What happened in a year, and of when that is: "on 16 January 2025", "in 2024-25"."""

    value: Decimal
    phrase: str
    is_provisional: bool = False


def actuals(series: MeasureSeries) -> dict[str, Actual]:
    """The measure's figure of each financial year that has one."""
    found: dict[str, Actual] = {}
    is_of_a_day = series.definition.period_basis == "snapshot"
    points = series.points if is_of_a_day else [*rolled(series).points, *series.points]
    for point in sorted(points, key=lambda each: each.period.end):
        year = _year(point.period, is_of_a_day)
        if year and point.value is not None and point.is_comparable:
            found[year] = Actual(point.value, _phrase(point, year, is_of_a_day), point.status == "provisional")
    return found


def _year(period: Period, is_of_a_day: bool) -> str:
    """The financial year that a figure of this period is about; empty for none."""
    year = FinancialYear.of(period.end)
    if is_of_a_day:
        return year.label
    is_whole = isinstance(period, TwelveMonths) or period.grain == Grain.YEAR
    return year.label if is_whole and (period.start, period.end) == (year.first_day, year.last_day) else ""


def _phrase(point: Point, year: str, is_of_a_day: bool) -> str:
    return point.period.phrase if is_of_a_day else f"in {year}"
