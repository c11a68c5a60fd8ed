"""What a placement costs by month: the one rule by which rates become money. Whole pence; no database.

A rate becomes a yearly amount: rate × how often it is paid in a year (``TIMES_A_YEAR`` unless the list says otherwise).
In each financial year a placement costs its yearly amount × its days ÷ the days of that year, rounded once to pence,
halves up; first and last day both count. That is divided among those who pay, and what each pays among the months by
their days, both times by largest remainder: shares add to the whole, months add to the year, and nothing is charged
before the first day or after the last.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from safetyvalve.core.dates import FinancialYear, month_end

TIMES_A_YEAR = {"year": Decimal(1), "term": Decimal(3), "month": Decimal(12), "week": Decimal(38), "day": Decimal(190)}
"""A school year has 190 days, which are 38 weeks of five."""
PAYERS = ("dsg", "health", "social_care")
PENNY = Decimal("0.01")


@dataclass(frozen=True)
class Placement:
    """One placement while a list is read. ``shares`` weigh those who pay, in the order of ``PAYERS``; kept nowhere."""

    yearly: Decimal
    starts_on: date
    ends_on: date | None
    shares: tuple[Decimal, ...] = (Decimal(1), Decimal(0), Decimal(0))


@dataclass(frozen=True)
class MonthCost:
    """What a placement costs in one month, by payer, in pounds and pence. ``month`` is its first day."""

    month: date
    costs: tuple[Decimal, ...]


@lru_cache(maxsize=64)
def months_of(year: FinancialYear) -> tuple[date, ...]:
    """The first days of April to March."""
    return tuple(date(year.starting + (month < 4), month, 1) for month in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3))


def days_of(year: FinancialYear) -> int:
    """365, or 366 when 29 February falls in it."""
    return (year.last_day - year.first_day).days + 1


def days_by_month(year: FinancialYear, starts_on: date, ends_on: date | None) -> tuple[int, ...]:
    """How many days of each month of the year lie between the two days, both counted."""
    last = ends_on or date.max
    return tuple(max((min(month_end(month), last) - max(month, starts_on)).days + 1, 0) for month in months_of(year))


def divided(amount: Decimal, weights: Sequence[Decimal | int]) -> tuple[Decimal, ...]:
    """Pounds divided by weight to the penny: parts add to the whole, what is left goes to the largest remainders.

    ``amount`` is £0 or more in whole pence; of weights that are all nothing nobody gets anything.
    """
    parts_of = _whole_numbers(weights)
    whole, pence = sum(parts_of), int(amount / PENNY)
    if not whole or not pence:
        return tuple(Decimal(0) for _ in weights)
    exact = [divmod(pence * part, whole) for part in parts_of]
    parts = [part for part, _ in exact]
    by_remainder = sorted(range(len(exact)), key=lambda index: (-exact[index][1], index))
    for index in by_remainder[: pence - sum(parts)]:
        parts[index] += 1
    return tuple(part * PENNY for part in parts)


def _whole_numbers(weights: Sequence[Decimal | int]) -> list[int]:
    """The same proportions without decimals."""
    if all(isinstance(weight, int) for weight in weights):
        return [int(weight) for weight in weights]
    places = max((-int(Decimal(weight).as_tuple().exponent) for weight in weights), default=0)
    return [int(Decimal(weight).scaleb(max(places, 0))) for weight in weights]


def in_year(yearly: Decimal, year: FinancialYear, starts_on: date, ends_on: date | None = None) -> Decimal:
    """What a yearly amount comes to over the days of one financial year."""
    days = sum(days_by_month(year, starts_on, ends_on))
    return (yearly * days / days_of(year)).quantize(PENNY, ROUND_HALF_UP)


def by_month(placement: Placement, year: FinancialYear) -> list[MonthCost]:
    """The months of the year in which the placement runs, each with what it costs."""
    days = days_by_month(year, placement.starts_on, placement.ends_on)
    whole = in_year(placement.yearly, year, placement.starts_on, placement.ends_on)
    paid = [divided(share, days) for share in divided(whole, placement.shares)]
    costs = zip(*paid, strict=True)
    return [
        MonthCost(month, tuple(cost)) for month, count, cost in zip(months_of(year), days, costs, strict=True) if count
    ]


def spread(amount: Decimal, year: FinancialYear) -> tuple[Decimal, ...]:
    """A year's total over its months by their days."""
    return divided(amount, days_by_month(year, year.first_day, year.last_day))


def begins(counted_on: date, weeks: int) -> date:
    """When a plan in the pipeline is expected to cost anything: so many weeks after it was counted."""
    return counted_on + timedelta(weeks=weeks)
