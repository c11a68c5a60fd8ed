"""Reading a date typed in three boxes, and saying which box is wrong. Words as GOV.UK's date input advises."""

from calendar import monthrange
from datetime import date

from safetyvalve.core.forms.widgets import DateParts

FIRST_YEAR = 1990
LAST_YEAR = 2100
MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


class WrongDate(ValueError):
    """``reason`` follows the field's name; ``parts`` are the boxes to mark."""

    def __init__(self, reason: str, *parts: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.parts = parts


def read_date(parts: DateParts, *, first_year: int = FIRST_YEAR, last_year: int = LAST_YEAR) -> date:
    """The date typed; raises WrongDate for one that is incomplete, impossible or outside the years."""
    missing = [part for part in DateParts._fields if not getattr(parts, part).strip()]
    if missing:
        raise WrongDate(f"must include a {' and '.join(missing)}", *missing)
    year = _read_year(parts.year, first_year, last_year)
    month = _read_month(parts.month)
    day = _whole_number(parts.day)
    if day is None or not 1 <= day <= 31:
        raise WrongDate("must have a day from 1 to 31", "day")
    days_in_month = monthrange(year, month)[1]
    if day > days_in_month:
        name = MONTHS[month - 1].capitalize()
        raise WrongDate(f"must be a real date: {name} {year} has {days_in_month} days", "day")
    return date(year, month, day)


def _read_year(text: str, first: int, last: int) -> int:
    year = _whole_number(text)
    if year is None or len(text.strip()) != 4:
        raise WrongDate("must have a year of 4 numbers, like 2024", "year")
    if not first <= year <= last:
        raise WrongDate(f"must have a year from {first} to {last}", "year")
    return year


def _read_month(text: str) -> int:
    word = text.strip().lower().rstrip(".")
    if len(word) >= 3:
        for number, name in enumerate(MONTHS, start=1):
            if name.startswith(word) or (word == "sept" and name == "september"):
                return number
    month = _whole_number(text)
    if month is None or not 1 <= month <= 12:
        raise WrongDate("must have a month from 1 to 12, or its name", "month")
    return month


def _whole_number(text: str) -> int | None:
    text = text.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None
