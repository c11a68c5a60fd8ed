"""The stretches of time that figures are about, how they read, and which one comes before."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property, lru_cache
from typing import NamedTuple, Self

from safetyvalve.core.dates import FinancialYear, in_words, month_end, sen2_census_day

LONGEST_RUN = 240
"""Periods on one chart, at most: twenty years of months. A mistyped year cannot make a page of thousands."""


class Grain(StrEnum):
    """How long a figure's period is. Figures of different grain are never on one line."""

    CENSUS = "census"
    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"

    @property
    def word(self) -> str:
        """What one of them is called: "Month", "January census"."""
        return {"census": "January census", "month": "Month", "quarter": "Quarter", "year": "Year"}[self.value]


class _Days(NamedTuple):
    start: date
    end: date


class Period(_Days):
    """From ``start`` to ``end``, both included. A stock on the last day of a month is that month's.

    A plain pair of days underneath: figures are looked up by period and put in order thousands of times for one page.
    """

    @classmethod
    def month(cls, year: int, month: int) -> Self:
        return cls(date(year, month, 1), month_end(date(year, month, 1)))

    @classmethod
    def calendar_year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def financial_year(cls, label: str) -> Self:
        year = FinancialYear.parse(label)
        return cls(year.first_day, year.last_day)

    @classmethod
    def census(cls, year: int) -> Self:
        """The SEN2 census in January of that year, on which plans are counted."""
        return cls(sen2_census_day(year), sen2_census_day(year))

    @cached_property
    def days(self) -> int:
        return (self.end - self.start).days + 1

    @cached_property
    def grain(self) -> Grain:
        if self.days <= 1:
            return Grain.CENSUS
        if self.days <= 45:
            return Grain.MONTH
        return Grain.QUARTER if self.days <= 120 else Grain.YEAR

    @cached_property
    def label(self) -> str:
        """As a table heads its row: "May 2024", "January to March 2024", "2024", "2024-25"."""
        if self.days <= 45:
            return f"{self.end:%B %Y}"
        if self.days <= 120:
            return f"{self.start:%B} to {self.end:%B %Y}"
        if self.start.month == 1:
            return str(self.start.year)
        if self.start.month == 4:
            return FinancialYear.of(self.start).label
        return f"{self.start:%B %Y} to {self.end:%B %Y}"

    @property
    def phrase(self) -> str:
        """As a sentence says it: "in May 2024", "on 16 January 2025"."""
        return f"on {in_words(self.end)}" if self.days <= 1 else f"in {self.label}"

    @property
    def exactly(self) -> str:
        """ "May 2024"; a single day, which ``label`` may call by its month, as that day: "16 January 2025"."""
        return in_words(self.end) if self.days <= 1 else self.label

    def next(self) -> Self:
        """The one after it, of the same grain."""
        return self._following

    @cached_property
    def _following(self) -> Self:
        return self._moved(1)

    def previous(self) -> Self:
        return self._moved(-1)

    def a_year_before(self) -> Self:
        """The same stretch one year earlier."""
        return self._moved({Grain.MONTH: -12, Grain.QUARTER: -4}.get(self.grain, -1))

    def _moved(self, steps: int) -> Self:
        if self.grain == Grain.CENSUS:
            return type(self).census(self.end.year + steps)
        months = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.YEAR: 12}[self.grain] * steps
        end = month_end(months_after(self.end.replace(day=1), months))
        return type(self)(months_after(self.start, months), end)


@lru_cache(maxsize=4096)
def period_of(start: date, end: date) -> Period:
    """The same object for the same dates, so that what it says of itself is worked out once."""
    return Period(start, end)


def months_after(day: date, months: int) -> date:
    """The same day that many months later, or the last of that month when it is shorter."""
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


@lru_cache(maxsize=4096)
def stock_period(day: date) -> Period:
    """The period that a stock on that day stands for: a month at its end, otherwise the day alone."""
    return Period.month(day.year, day.month) if (day + timedelta(days=1)).day == 1 else Period(day, day)


def without_holes(periods: Iterable[Period]) -> Iterator[Period]:
    """The periods in order with those missing in between, so that a gap in the figures is a gap on the chart."""
    ordered = sorted(set(periods))
    for index, period in enumerate(ordered):
        yield period
        if index + 1 == len(ordered):
            return
        following = period.next()
        for _ in range(LONGEST_RUN):
            if following.end >= ordered[index + 1].start:
                break
            yield following
            following = following.next()
