"""The calendars a Safety Valve agreement lives by. Pure functions, each named for its source.

Finance runs April to March; SEN2 counts a calendar year and takes its stock in January.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from django.core.exceptions import ValidationError

_LABEL = re.compile(r"^(\d{4})[-/](\d{2})$")


@dataclass(frozen=True, order=True)
class FinancialYear:
    """1 April to 31 March, written "2024-25"."""

    starting: int

    @classmethod
    def parse(cls, label: str) -> Self:
        """Read "2024-25" or "2024/25". Raises ValueError for a label such as "2023-34"."""
        match = _LABEL.match(label.strip())
        if not match or (int(match[1]) + 1) % 100 != int(match[2]):
            raise ValueError(f"{label} is not a financial year. Write it like 2024-25.")
        return cls(int(match[1]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The financial year that ``day`` falls in."""
        return cls(day.year if (day.month, day.day) >= (4, 1) else day.year - 1)

    @property
    def label(self) -> str:
        return f"{self.starting}-{(self.starting + 1) % 100:02d}"

    @property
    def first_day(self) -> date:
        return date(self.starting, 4, 1)

    @property
    def last_day(self) -> date:
        return date(self.starting + 1, 3, 31)

    def next(self) -> Self:
        return type(self)(self.starting + 1)

    def __str__(self) -> str:
        return self.label


def financial_years(first: str, last: str) -> list[str]:
    """Labels from ``first`` to ``last``, both included; empty when they are the wrong way round."""
    start, end = FinancialYear.parse(first), FinancialYear.parse(last)
    return [FinancialYear(year).label for year in range(start.starting, end.starting + 1)]


def validate_financial_year(label: str) -> None:
    """Model validator: refuse anything that is not one financial year."""
    try:
        FinancialYear.parse(label)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def months_left_in_year(starts_on: date) -> int:
    """Whole months from the month of ``starts_on`` to March: 7 from September, 12 from April.

    Part-year savings use it: £400,000 a year from September is 7/12 in its first year.
    """
    return 12 - (starts_on.month - 4) % 12


def sen2_census_day(year: int) -> date:
    """The SEN2 census day: the third Thursday of January (16 January 2025, 15 January 2026)."""
    first = date(year, 1, 1)
    first_thursday = first + timedelta(days=(3 - first.weekday()) % 7)
    return first_thursday + timedelta(weeks=2)


def month_end(day: date) -> date:
    """The last day of the month of ``day``."""
    following = date(day.year + day.month // 12, day.month % 12 + 1, 1)
    return following - timedelta(days=1)


def in_words(day: date) -> str:
    """ "24 May 2024", as every page and document writes a date."""
    return f"{day.day} {day:%B %Y}"
