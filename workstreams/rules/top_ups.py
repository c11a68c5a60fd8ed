"""What top-up bands cost: the value of the day × how many are on it, by days over a financial year. No database.

A count holds until the next one. Pounds and pence, rounded half up once, at the end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from safetyvalve.core.dates import FinancialYear, in_words
from safetyvalve.core.money import in_figures, in_table, places_of

PENCE, POUNDS = Decimal("0.01"), Decimal(1)
Counts = Mapping[date, int]


def exactly(amount: Decimal) -> str:
    """ "£4,200", "£4,200.50": a sum that is written out must come to what it says."""
    return in_table(amount, places_of([amount]))


@dataclass(frozen=True)
class Value:
    """What one child's top-up is worth in a year, from a day. A later number with the same day puts it right."""

    effective_from: date
    number: int
    amount: Decimal


@dataclass(frozen=True)
class Costed:
    """A count with the value of its day: what that comes to in a year. None where no value is known."""

    on: date
    count: int
    value: Value | None

    @property
    def amount(self) -> Decimal | None:
        return None if self.value is None else self.value.amount * self.count

    @property
    def arithmetic(self) -> str:
        """ "£4,200 a year × 35 = £147,000"."""
        if self.value is None or self.amount is None:
            return f"{self.count:,}, with no value on that day"
        return f"{exactly(self.value.amount)} a year × {self.count:,} = {exactly(self.amount)}"


@dataclass(frozen=True)
class Stretch:
    """Days of a year on which neither the count nor the value changed."""

    first: date
    days: int
    count: int
    value: Decimal


@dataclass(frozen=True)
class YearCost:
    """A band in a financial year. ``known`` of ``days`` have both a count and a value; the cost is of those only."""

    financial_year: str
    stretches: tuple[Stretch, ...]
    known: int
    days: int

    @property
    def amount(self) -> Decimal | None:
        """Pounds and pence, rounded half up once; None while nothing of the year is known."""
        if not self.known:
            return None
        whole = sum((each.value * each.count * each.days for each in self.stretches), Decimal(0))
        return (whole / self.days).quantize(PENCE, ROUND_HALF_UP)

    @property
    def is_whole(self) -> bool:
        return self.known == self.days

    @property
    def arithmetic(self) -> str:
        """ "£4,200 × 35 × 214 of 365 days + £4,200 × 38 × 151 of 365 days = £151,965"."""
        if self.amount is None:
            return ""
        parts = [
            f"{exactly(each.value)} × {each.count:,}"
            + ("" if each.days == self.days else f" × {each.days} of {self.days} days")
            for each in self.stretches
        ]
        told = f"{' + '.join(parts) or '£0'} = {exactly(self.amount)}"
        return told if self.is_whole else f"{told}, for the {self.known} days that are known"


@dataclass(frozen=True)
class BandsCost:
    """Several bands in one financial year: what is known of them together, and of how much of the year that speaks."""

    years: tuple[YearCost, ...]

    @property
    def amount(self) -> Decimal | None:
        """The sum of the days that are known; None where no band has any."""
        known = [each.amount for each in self.years if each.amount is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def is_whole(self) -> bool:
        """Whether every band is known on every day."""
        return all(each.is_whole for each in self.years)

    @property
    def caveat(self) -> str:
        """How many bands and days the amount is of; empty where that is all of them, or none.

        What is not known of a band are the first days of the year, before its first value or count. So on the fewest
        days that any band is known, all of them are.
        """
        known = [each for each in self.years if each.known]
        if self.is_whole or not known:
            return ""
        fewest = min(known, key=lambda each: each.known)
        days = f"{fewest.known} of {fewest.days} days"
        if len(known) < len(self.years):
            bands = f"{len(known)} of {len(self.years)} bands known"
            return bands if fewest.is_whole else f"{bands}, on {days}"
        return f"{days} known" if len(known) == 1 else f"every band known on {days}"


def value_on(values: Sequence[Value], day: date) -> Value | None:
    """The value in force on that day; None before the first."""
    begun = [each for each in values if each.effective_from <= day]
    return max(begun, key=lambda each: (each.effective_from, each.number), default=None)


def count_on(counts: Counts, day: date) -> int | None:
    """The latest count up to that day; None before the first."""
    made = [each for each in counts if each <= day]
    return counts[max(made)] if made else None


def costed(values: Sequence[Value], counts: Counts) -> list[Costed]:
    """Every count, newest first."""
    return [Costed(day, counts[day], value_on(values, day)) for day in sorted(counts, reverse=True)]


def cost_of_year(values: Sequence[Value], counts: Counts, label: str, *, ends_on: date | None = None) -> YearCost:
    """What the band costs in the year. After its last day it costs nothing, which is known."""
    year = FinancialYear.parse(label)
    days = (year.last_day - year.first_day).days + 1
    changes = {year.first_day, *counts, *(each.effective_from for each in values)}
    if ends_on is not None:
        changes.add(ends_on + timedelta(days=1))
    starts = sorted(day for day in changes if year.first_day <= day <= year.last_day)
    found, known = [], 0
    for first, after in zip(starts, [*starts[1:], year.last_day + timedelta(days=1)], strict=True):
        length = (after - first).days
        count, value = count_on(counts, first), value_on(values, first)
        if ends_on is not None and first > ends_on:
            known += length
        elif count is not None and value is not None:
            known += length
            found.append(Stretch(first, length, count, value.amount))
    return YearCost(label, tuple(_joined(found)), known, days)


def _joined(stretches: Sequence[Stretch]) -> list[Stretch]:
    """Neighbours that say the same, as one."""
    found: list[Stretch] = []
    for each in stretches:
        last = found[-1] if found else None
        touches = last is not None and last.first + timedelta(days=last.days) == each.first
        if last is not None and touches and (last.count, last.value) == (each.count, each.value):
            found[-1] = Stretch(last.first, last.days + each.days, last.count, last.value)
        else:
            found.append(each)
    return found


def beside_outturn(cost: Decimal | None, outturn: Decimal | None, label: str) -> str:
    """How the bands' cost stands beside the outturn of the top-up lines; empty until both are known.

    The difference is that of the whole pounds which the page shows, so that the reader's sum comes out.
    """
    if cost is None or outturn is None:
        return ""
    rest = outturn.quantize(POUNDS, ROUND_HALF_UP) - cost.quantize(POUNDS, ROUND_HALF_UP)
    words = f"The outturn of the top-up lines in {label} is {in_figures(outturn)}"
    if rest == 0:
        return f"{words}, as much as the bands come to."
    way = "more" if rest > 0 else "less"
    return f"{words}, {in_figures(abs(rest))} {way} than the bands come to."


def said_of(value: Value | None) -> str:
    """ "£4,200 a year since 1 April 2024"."""
    return "" if value is None else f"{exactly(value.amount)} a year since {in_words(value.effective_from)}"
