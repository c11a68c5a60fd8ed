"""What a saving is worth in each financial year, by whole months, with the sum that shows it.

A full-year value and a start date give the first year's part: £400,000 a year from September is 7 of 12 months,
£233,333.
The month in which it starts counts whole. Pounds and pence, rounded half up once, at the end.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from safetyvalve.core import money
from safetyvalve.core.dates import FinancialYear, in_words, months_left_in_year

PENCE = Decimal("0.01")
MONTHS = 12


@dataclass(frozen=True)
class YearShare:
    """A saving in one financial year: how many of its months, and what that comes to."""

    financial_year: str
    months: int
    amount: Decimal
    full_year: Decimal

    @property
    def arithmetic(self) -> str:
        """ "£400,000 a year × 7 of 12 months = £233,333"."""
        whole = money.in_figures(self.full_year)
        if self.months == MONTHS:
            return f"{whole}, all 12 months"
        return f"{whole} a year × {self.months} of {MONTHS} months = {money.in_figures(self.amount)}"


def months_in_year(year: FinancialYear, starts_on: date, ends_on: date | None = None) -> int:
    """Whole months of the year in which the saving runs, from the month it starts to the month it ends."""
    if ends_on is not None and ends_on < starts_on:
        raise ValueError(f"A saving cannot end on {in_words(ends_on)} before it starts on {in_words(starts_on)}.")
    if starts_on > year.last_day or (ends_on is not None and ends_on < year.first_day):
        return 0
    left = months_left_in_year(starts_on) if FinancialYear.of(starts_on) == year else MONTHS
    if ends_on is None or ends_on > year.last_day:
        return left
    return left - (months_left_in_year(ends_on) - 1)


def share_of_year(
    full_year: Decimal, label: str, *, starts_on: date, ends_on: date | None = None, is_recurring: bool = True
) -> YearShare:
    """What falls into the financial year ``label``. One that does not recur falls into its first year, whole."""
    year = FinancialYear.parse(label)
    if not is_recurring:
        months = MONTHS if FinancialYear.of(starts_on) == year else 0
    else:
        months = months_in_year(year, starts_on, ends_on)
    amount = (full_year * months / MONTHS).quantize(PENCE, ROUND_HALF_UP)
    return YearShare(label, months, amount, full_year)


def shares(
    full_year: Decimal,
    labels: Iterable[str],
    *,
    starts_on: date,
    ends_on: date | None = None,
    is_recurring: bool = True,
) -> list[YearShare]:
    """The same for several years."""
    return [
        share_of_year(full_year, label, starts_on=starts_on, ends_on=ends_on, is_recurring=is_recurring)
        for label in labels
    ]


def full_year_of_places(places: Decimal, cost_before: Decimal, cost_after: Decimal) -> Decimal:
    """What placements save in a full year: places × the difference (4 × (£250,000 − £25,000) = £900,000).

    Negative when the new placements cost more: then it is a pressure, and the page says so.
    """
    return (places * (cost_before - cost_after)).quantize(PENCE, ROUND_HALF_UP)
