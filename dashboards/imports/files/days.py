"""Reading days as people, Excel and DfE write them. Days come before months, as in England."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from dashboards.imports.files.cells import NO_VALUE, Cell, ErrorCell
from dashboards.imports.files.wrong import WrongValue

FIRST_YEAR, LAST_YEAR = 1900, 2100
PIVOT = 70
"""Two-digit years from here on are of the last century."""
NOTHING: Final = frozenset({"", "-", "–", "—"})
LONGEST = 60
MONTH = r"(?P<month>[a-z]{3,9})\.?"
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_FULL = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
_TIME = r"(?:[t ]\s*[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?\s*(?:z|[+-][0-9]{2}:?[0-9]{2})?)?"
_DAYS = [
    re.compile(pattern + _TIME, re.IGNORECASE)
    for pattern in (
        r"(?P<day>[0-9]{1,2})(?P<by>[/.-])(?P<month>[0-9]{1,2})(?P=by)(?P<year>[0-9]{4}|[0-9]{2})",
        r"(?P<year>[0-9]{4})(?P<by>[/.-])(?P<month>[0-9]{1,2})(?P=by)(?P<day>[0-9]{1,2})",
        rf"(?P<year>[0-9]{{4}})[ -]{MONTH}[ -](?P<day>[0-9]{{1,2}})",
        rf"(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?[ -]?{MONTH}[ ,-]*(?P<year>[0-9]{{4}}|[0-9]{{2}})",
        r"(?P<year>[0-9]{4})(?P<month>[0-9]{2})(?P<day>[0-9]{2})",
    )
]
_NO_DAY = "must be a date, like 12/05/2024"


def day(cell: Cell, *, is_1904: bool = False) -> date | None:
    """A day; a time beside it is left aside. A plain number counts days as Excel does. Empty is None.

    Raises ``WrongValue``: also for days that do not exist and years that are not from 1900 to 2100.
    """
    if isinstance(cell, datetime):
        return within(cell.date())
    if isinstance(cell, date):
        return within(cell)
    if cell is None:
        return None
    if isinstance(cell, Decimal):
        return written_day(f"{cell:f}") or _serial(cell, is_1904)
    text = plain_text(cell, _NO_DAY)
    if text in NOTHING:
        return None
    found = written_day(text)
    if found is None:
        raise WrongValue(_NO_DAY)
    return found


def written_day(text: str) -> date | None:
    for pattern in _DAYS:
        if found := pattern.fullmatch(text):
            year, month = year_of(found["year"]), month_number(found["month"])
            number = int(found["day"])
            if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]:
                return date(year, month, number)
    return None


def year_of(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (1900 if year >= PIVOT else 2000)


def month_number(word: str) -> int:
    """From 1 to 12; 0 for a word that is no month."""
    if word.isdigit():
        return int(word)
    word = word.lower()
    if word == "sept":
        return 9
    return _FULL.index(word) + 1 if word in _FULL else MONTHS.index(word) + 1 if word in MONTHS else 0


def _serial(cell: Decimal, is_1904: bool) -> date:
    """Excel's number of a day: 45424 is 12 May 2024 in the 1900 system."""
    start = date(1904, 1, 1) if is_1904 else date(1899, 12, 30)
    if not cell.is_finite() or not 61 <= cell <= 73_415:
        raise WrongValue(_NO_DAY)
    return start + timedelta(days=int(cell))


def within(on: date) -> date:
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise WrongValue(_NO_DAY)
    return on


def plain_text(cell: Cell, reason: str) -> str:
    if cell is NO_VALUE:
        raise WrongValue("must be written out, but the cell holds a formula whose result was not saved")
    if not isinstance(cell, str) or isinstance(cell, ErrorCell) or len(cell) > LONGEST:
        raise WrongValue(reason)
    return " ".join(cell.replace("\u00a0", " ").replace("\ufeff", "").split())
