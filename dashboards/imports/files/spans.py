"""Reading periods as people and DfE write them: "May 2024", "2023-24", "202324", "Q1 2024-25", "Autumn 2024"."""

import re
from datetime import date, datetime
from decimal import Decimal

from dashboards.imports.files.cells import Cell
from dashboards.imports.files.days import (
    FIRST_YEAR,
    LAST_YEAR,
    MONTH,
    NOTHING,
    month_number,
    plain_text,
    within,
    written_day,
    year_of,
)
from dashboards.imports.files.wrong import WrongValue
from dashboards.periods import Grain, Period
from safetyvalve.core.dates import FinancialYear, month_end

_YEAR = r"(?P<year>[0-9]{4}|[0-9]{2})"
_MONTH_OF_YEAR = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"{MONTH}[ ,'’/-]*{_YEAR}",
        rf"(?P<year>[0-9]{{4}})[ /-]{MONTH}",
        r"(?P<year>[0-9]{4})[/-](?P<month>[0-9]{1,2})",
        r"(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})",
    )
]
_YEARS = re.compile(r"(?:fy ?|ay ?)?(?P<first>[0-9]{4}) ?[-/–] ?(?P<second>[0-9]{4}|[0-9]{2})", re.IGNORECASE)
_SIX_DIGITS = re.compile(r"(?P<first>[0-9]{4})(?P<second>[0-9]{2})")
_QUARTER = re.compile(
    r"q(?:uarter)? ?(?P<quarter>[1-4])[ ,]*(?P<years>.+)|(?P<years2>.+?)[ ,]*q(?P<quarter2>[1-4])", re.I
)
_TERM = re.compile(r"(?P<term>autumn|spring|summer)(?: term)?[ ,]*(?P<years>.+)", re.IGNORECASE)
_SPAN = re.compile(
    rf"{MONTH} ?(?P<year>[0-9]{{4}})? ?(?:to|-|–) ?(?P<month2>[a-z]{{3,9}})\.? (?P<year2>[0-9]{{4}})", re.I
)
_TERMS = {"autumn": (9, 12), "spring": (1, 3), "summer": (4, 8)}
_NO_PERIOD = {
    "snapshot": "must be a date or month, like 16/01/2025 or May 2024",
    "month": "must be a month, like May 2024",
    "quarter": "must be a quarter, like Q1 2024-25",
    "calendar_year": "must be a calendar year, like 2024",
    "financial_year": "must be a financial year, like 2024-25",
    "academic_year": "must be an academic year, like 2024/25",
}
_LENGTH = {"month": 1, "quarter": 3, "calendar_year": 12, "financial_year": 12, "academic_year": 12}


def period(cell: Cell, basis: str, frequency: str = "") -> Period | None:
    """The period that a heading or cell means for a measure of that ``basis`` and ``frequency``; None when empty.

    A day stands for its month, or for the longer period that it begins or ends; a snapshot is of that day, except
    that the first of a month stands for the month (so Excel keeps "May-24"). A year of a snapshot is its January
    census. Longer periods than the measure's own are allowed, since sources give yearly totals of monthly counts;
    shorter ones are not. Raises ``WrongValue``.
    """
    if cell is None or (isinstance(cell, str) and cell.strip() in NOTHING):
        return None
    wrong = WrongValue(_NO_PERIOD.get(basis, "must be a period, like May 2024"))
    found: date | Period | None
    if isinstance(cell, Decimal):
        cell = str(int(cell)) if cell.is_finite() and cell == int(cell) and abs(cell) < 10**8 else ""
        found = written_day(cell) or _written_period(cell, basis)
    elif isinstance(cell, date):
        found = within(cell.date() if isinstance(cell, datetime) else cell)
    else:
        text = plain_text(cell, wrong.reason)
        found = written_day(text) or _written_period(text, basis)
    if found is None:
        raise wrong
    fitted = _of_stock(found, frequency) if basis == "snapshot" else _of_flow(found, basis)
    if fitted is None:
        raise wrong
    return fitted


def _of_stock(found: date | Period, frequency: str) -> Period | None:
    if isinstance(found, date):
        is_months = frequency != "annual" and found.day == 1
        is_end = found == month_end(found)
        return Period.month(found.year, found.month) if is_months or is_end else Period(found, found)
    if found.grain == Grain.MONTH:
        is_census = frequency == "annual" and found.start.month == 1
        return Period.census(found.start.year) if is_census else found
    is_year = found == Period.calendar_year(found.start.year)
    return Period.census(found.start.year) if is_year else None


def _of_flow(found: date | Period, basis: str) -> Period | None:
    months = _LENGTH.get(basis, 1)
    if isinstance(found, date):
        return _around(found, basis, months)
    length = (found.end.year - found.start.year) * 12 + found.end.month - found.start.month + 1
    if months == 12:
        return found if found.start == _year_of(found.start, basis).start and length == 12 else None
    return found if length >= months else None


def _around(on: date, basis: str, months: int) -> Period | None:
    """The period a day stands for: its month, or the longer one that begins or ends on it."""
    if months == 1:
        return Period.month(on.year, on.month)
    if months == 3:
        first = date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
        found = Period(first, month_end(first.replace(month=first.month + 2)))
    else:
        found = _year_of(on, basis)
    return found if on in (found.start, found.end) else None


def _year_of(on: date, basis: str) -> Period:
    if basis == "financial_year":
        return Period.financial_year(FinancialYear.of(on).label)
    if basis == "academic_year":
        return academic_year(on.year if on.month >= 9 else on.year - 1)
    return Period.calendar_year(on.year)


def academic_year(starting: int) -> Period:
    """1 September to 31 August."""
    return Period(date(starting, 9, 1), date(starting + 1, 8, 31))


def _written_period(text: str, basis: str) -> Period | None:
    for reader in (_month_or_years, _quarter, _term, _span):
        found = reader(text, basis)
        if found:
            return found
    return None


def _month_or_years(text: str, basis: str) -> Period | None:
    wants_year = basis in ("financial_year", "academic_year", "calendar_year")
    if re.fullmatch(r"[0-9]{4}", text):
        return Period.calendar_year(int(text)) if FIRST_YEAR <= int(text) <= LAST_YEAR else None
    if re.fullmatch(r"[0-9]{6}", text):
        as_month = _month(int(text[:4]), int(text[4:]))
        as_years = _two_years(_SIX_DIGITS.fullmatch(text), basis)
        return (as_years or as_month) if wants_year else (as_month or as_years)
    readings = [lambda: _two_years(_YEARS.fullmatch(text), basis), lambda: _month_of_year(text)]
    for reading in readings if wants_year else reversed(readings):
        if found := reading():
            return found
    return None


def _two_years(found: re.Match[str] | None, basis: str) -> Period | None:
    """ "2023-24", of September to August where the measure runs so, else of April to March."""
    if not found:
        return None
    first, second = int(found["first"]), found["second"]
    follows = int(second) == (first + 1 if len(second) == 4 else (first + 1) % 100)
    if not follows or not FIRST_YEAR <= first < LAST_YEAR:
        return None
    return academic_year(first) if basis == "academic_year" else Period.financial_year(FinancialYear(first).label)


def _month_of_year(text: str) -> Period | None:
    for pattern in _MONTH_OF_YEAR:
        if found := pattern.fullmatch(text):
            return _month(year_of(found["year"]), month_number(found["month"]))
    return None


def _quarter(text: str, basis: str) -> Period | None:
    found = _QUARTER.fullmatch(text)
    if not found:
        return None
    quarter = int(found["quarter"] or found["quarter2"])
    written = (found["years"] or found["years2"]).strip()
    year = _two_years(_YEARS.fullmatch(written) or _SIX_DIGITS.fullmatch(written), "financial_year")
    if year is None:
        return None
    month = (3 + (quarter - 1) * 3) % 12 + 1
    start = date(year.start.year + (quarter == 4), month, 1)
    return Period(start, month_end(start.replace(month=month + 2)))


def _term(text: str, basis: str) -> Period | None:
    found = _TERM.fullmatch(text)
    if not found or basis == "snapshot":
        return None
    term, written = found["term"].lower(), found["years"].strip()
    years = _two_years(_YEARS.fullmatch(written) or _SIX_DIGITS.fullmatch(written), "academic_year")
    if years:
        year = years.start.year + (term != "autumn")
    elif re.fullmatch(r"[0-9]{4}", written) and FIRST_YEAR <= int(written) <= LAST_YEAR:
        year = int(written)
    else:
        return None
    first, last = _TERMS[term]
    return Period(date(year, first, 1), month_end(date(year, last, 1)))


def _span(text: str, basis: str) -> Period | None:
    """ "January to March 2024", "September 2022 to August 2023"."""
    found = _SPAN.fullmatch(text)
    if not found:
        return None
    last = _month(int(found["year2"]), month_number(found["month2"]))
    first = _month(int(found["year"] or found["year2"]), month_number(found["month"]))
    return Period(first.start, last.end) if first and last and first.start < last.start else None


def _month(year: int, month: int) -> Period | None:
    return Period.month(year, month) if FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 else None
