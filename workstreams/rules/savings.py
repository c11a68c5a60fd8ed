"""What a saving is worth in each financial year, by whole months, with the sum that shows it.

A full-year value and a start date give the first year's part: £400,000 a year from September is 7 of 12 months,
£233,333.
The month in which it starts counts whole. Pounds and pence: each year has what the months up to its end come to,
rounded half up, less what the months before it came to. So the years of any whole number of years come to exactly so
many full years, and no penny is lost or made by rounding.
"""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from safetyvalve.core import money
from safetyvalve.core.dates import FinancialYear, in_words, months_left_in_year

PENCE = Decimal("0.01")
MONTHS = 12


@dataclass(frozen=True)
class YearShare:
    """A saving in one financial year: how many of its months, and what that comes to.

    ``is_once`` when it does not come again: then it is not worth anything by the month.
    """

    financial_year: str
    months: int
    amount: Decimal
    full_year: Decimal
    is_once: bool = False

    @property
    def arithmetic(self) -> str:
        """ "£400,000 a year × 7 of 12 months = £233,333"."""
        whole = money.in_figures(self.full_year)
        if self.is_once:
            return f"{whole}, once"
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


def months_before(year: FinancialYear, starts_on: date) -> int:
    """Whole months from the month in which it starts to the beginning of the year; 0 if it starts later."""
    first = FinancialYear.of(starts_on)
    return max(0, months_left_in_year(starts_on) + MONTHS * (year.starting - first.starting - 1)) if first < year else 0


def share_of_year(
    full_year: Decimal, label: str, *, starts_on: date, ends_on: date | None = None, is_recurring: bool = True
) -> YearShare:
    """What falls into the financial year ``label``. One that does not recur falls into its first year, whole."""
    year = FinancialYear.parse(label)
    if not is_recurring:
        months = MONTHS if FinancialYear.of(starts_on) == year else 0
        return YearShare(label, months, full_year if months else Decimal("0.00"), full_year, is_once=True)
    months = months_in_year(year, starts_on, ends_on)
    before = months_before(year, starts_on) if months else 0
    amount = _of_months(full_year, before + months) - _of_months(full_year, before)
    return YearShare(label, months, amount, full_year)


def _of_months(full_year: Decimal, months: int) -> Decimal:
    return (full_year * months / MONTHS).quantize(PENCE, ROUND_HALF_UP)


def full_year_of_places(places: Decimal, cost_before: Decimal, cost_after: Decimal) -> Decimal:
    """What placements save in a full year: places × the difference (4 × (£250,000 − £25,000) = £900,000).

    Negative when the new placements cost more: then it is a pressure, and the page says so.
    """
    return (places * (cost_before - cost_after)).quantize(PENCE, ROUND_HALF_UP)
