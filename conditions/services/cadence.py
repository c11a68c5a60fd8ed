"""The periods that a cadence makes of a financial year. Arithmetic without a database; every date can be edited after.

Three updates a year follow the windows of the 2024-25 return: May/June, September and December. Quarters and
months report after they end. A due day that falls on a weekend moves to the Friday before.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from conditions.models import Programme
from safetyvalve.core.dates import FinancialYear, month_end

Cadence = Programme.Cadence


@dataclass(frozen=True)
class PlannedPeriod:
    """A period as it would be made."""

    label: str
    window_label: str
    financial_year: str
    order: int
    covers_from: date
    covers_to: date
    opens_on: date
    due_on: date


def periods_of(cadence: str, financial_year: str) -> list[PlannedPeriod]:
    """The periods of one financial year, in order. Raises ValueError for an unknown cadence or year."""
    year = FinancialYear.parse(financial_year)
    make = {Cadence.TERMLY: _updates, Cadence.QUARTERLY: _quarters, Cadence.MONTHLY: _months}
    return make[Cadence(cadence)](year)


def _updates(year: FinancialYear) -> list[PlannedPeriod]:
    start = year.starting
    rows = (
        ("May/June", date(start - 1, 12, 1), date(start, 5, 31), date(start, 5, 1), date(start, 5, 31)),
        ("September", date(start, 6, 1), date(start, 8, 31), date(start, 9, 1), date(start, 9, 30)),
        ("December", date(start, 9, 1), date(start, 11, 30), date(start, 12, 1), date(start, 12, 20)),
    )
    return [
        PlannedPeriod(
            label=f"Update {order}",
            window_label=f"{window} {start}",
            financial_year=year.label,
            order=order,
            covers_from=covers_from,
            covers_to=covers_to,
            opens_on=opens_on,
            due_on=working_day(due_on),
        )
        for order, (window, covers_from, covers_to, opens_on, due_on) in enumerate(rows, start=1)
    ]


def _quarters(year: FinancialYear) -> list[PlannedPeriod]:
    return [
        _after(year, order, _month(year, order * 3 - 2), months=3, label=f"Quarter {order}") for order in (1, 2, 3, 4)
    ]


def _months(year: FinancialYear) -> list[PlannedPeriod]:
    firsts = [(order, _month(year, order)) for order in range(1, 13)]
    return [_after(year, order, first, months=1, label=f"{first:%B %Y}") for order, first in firsts]


def _after(year: FinancialYear, order: int, first: date, *, months: int, label: str) -> PlannedPeriod:
    """A period that is reported in the month after it: a quarter by its end, a month by its middle."""
    last = first
    for _ in range(months):
        last = month_end(last) + timedelta(days=1)
    covers_to = last - timedelta(days=1)
    window = f"{first:%B} to {covers_to:%B %Y}" if months > 1 else ""
    return PlannedPeriod(
        label=label,
        window_label=window,
        financial_year=year.label,
        order=order,
        covers_from=first,
        covers_to=covers_to,
        opens_on=last,
        due_on=working_day(month_end(last) if months > 1 else last.replace(day=15)),
    )


def _month(year: FinancialYear, number: int) -> date:
    """The first day of the year's ``number``-th month: April is 1."""
    return date(year.starting + (number + 2) // 12, (number + 2) % 12 + 1, 1)


def working_day(day: date) -> date:
    """``day`` itself, or the Friday before when it falls on a weekend. Bank holidays are left to the person."""
    return day - timedelta(days=max(0, day.weekday() - 4))
