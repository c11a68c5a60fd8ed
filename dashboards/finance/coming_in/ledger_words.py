"""What the columns of a ledger extract are called, and how its codes, years and periods are written."""

import re
from datetime import date, datetime
from decimal import Decimal

from dashboards.finance.coming_in.pasting import year_of
from dashboards.imports.collecting import text_of
from dashboards.imports.files.tables import Cell
from dashboards.imports.placement_words import is_upn
from dashboards.imports.vocabulary import folded
from safetyvalve.core.dates import FinancialYear

CENTRE, SUBJECTIVE, AMOUNT, DEBIT, CREDIT, YEAR, PERIOD = (
    *("cost_centre", "subjective", "amount", "debit", "credit", "year", "period"),
)
NAMES = {
    CENTRE: "Cost centre",
    SUBJECTIVE: "Subjective",
    AMOUNT: "Amount",
    DEBIT: "Debit",
    CREDIT: "Credit",
    YEAR: "Financial year",
    PERIOD: "Period",
}
_HEADINGS: dict[str, tuple[str, ...]] = {
    CENTRE: (
        *("cost centre", "cost center", "cost centre code", "costcentre", "cc", "cost code", "centre", "ledger code"),
        *("finance code", "code", "full code", "cost centre id", "objective", "objective code", "budget code"),
    ),
    SUBJECTIVE: (
        *("subjective", "subjective code", "subj", "account code", "nominal", "nominal code", "detail code"),
        *("gl code", "gl account", "general ledger code", "expenditure type", "cipfa code"),
    ),
    AMOUNT: (
        *("amount", "net amount", "actual", "actuals", "value", "net", "actual ytd", "ytd actual", "actual to date"),
        *("net expenditure", "total", "amount gbp", "gbp", "spend", "outturn", "forecast", "balance", "net actual"),
        *("base amount", "full year forecast", "forecast outturn", "year to date"),
    ),
    DEBIT: ("debit", "debits", "dr"),
    CREDIT: ("credit", "credits", "cr"),
    YEAR: ("financial year", "year", "fiscal year", "fy", "accounting year", "fin year"),
    PERIOD: ("period", "month", "accounting period", "posting period", "fiscal period", "fin period", "period no"),
}
_TO_DATE = frozenset({"actual ytd", "ytd actual", "actual to date", "year to date"})
_SEVERAL_MONTHS = _TO_DATE | {"full year forecast", "forecast outturn"}
_UNSURE = frozenset({"forecast", "outturn", "balance", "total"})
"""Of a month or of the year, and a balance of all rows so far: ledgers use these words for each."""
_KNOWN = {words: key for key, every in _HEADINGS.items() for words in every}
_CHILD = frozenset(
    {
        *("upn", "uln", "dob", "birth", "birthdate", "pupil", "pupils", "child", "student", "learner"),
        *("ethnicity", "gender", "nhs", "ehcp", "postcode"),
    }
)
_CODE = re.compile(r"[A-Z0-9][A-Z0-9./_-]{0,39}")
_DATE = re.compile(
    r"(?<!\d)(?:\d{1,2}/\d{1,2}/\d{2,4}|\d{4}/\d{1,2}/\d{1,2}"
    r"|[0-3]?\d([.-])[01]?\d\1(?:19|20)\d\d|(?:19|20)\d\d([.-])[01]\d\2[0-3]\d)(?!\d)"
)
_MONTHS = ("apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "jan", "feb", "mar")
_SHORT_YEAR = re.compile(r"(?:20)?(\d\d)(\d\d)")
_NUMBER = re.compile(r"(?:p|period|month|m)?\s*0*(\d{1,2})")


def column_of(heading: str) -> str:
    """What a heading announces; "" for none. "Actual £" and "Amount (£)" are known too."""
    return _KNOWN.get(known(heading), "")


def is_of_several_months(heading: str) -> bool:
    """Whether an amount of that heading is a sum to date or of a whole year, and so not of one month."""
    return known(heading) in _SEVERAL_MONTHS


def is_to_date(heading: str) -> bool:
    """Whether an amount of that heading is a sum of the year as far as it has gone."""
    return known(heading) in _TO_DATE


def known(heading: str) -> str:
    """A heading as it is remembered: its words without signs, so that "Actual £" is "actual"."""
    return folded(heading.replace("£", " "))


def is_unsure(heading: str) -> bool:
    """Whether nobody can tell from the heading if it is of a month or of the year, or a balance that runs along."""
    return known(heading) in _UNSURE


def is_about_a_child(heading: str) -> bool:
    """Whether a column may hold something of a child: such a file is refused. Narratives are not looked at."""
    words = folded(heading)
    return bool(_CHILD & set(words.split())) or "young person" in words


def code_of(cell: Cell) -> str:
    """A code as it is kept; empty when there is none.

    Raises ValueError for what may be about somebody: words without a digit, words with spaces between them (which are
    never drawn together), a date, a unique pupil number.
    """
    if isinstance(cell, date):
        raise ValueError
    text = text_of(cell).upper()
    if not text:
        return ""
    if not _CODE.fullmatch(text) or not any(character.isdigit() for character in text):
        raise ValueError
    if _DATE.search(text) or is_upn(text):
        raise ValueError
    return text


def is_code(text: str) -> bool:
    """Whether this is a code as it is kept."""
    try:
        return code_of(text) == text
    except ValueError:
        return False


def year_in(cell: Cell) -> str:
    """ "2024-25" for "2024/25", "202425" and "2425"; empty when there is none. Raises ValueError for one year alone."""
    text = text_of(cell)
    if not text:
        return ""
    if found := year_of(text):
        return found
    match = _SHORT_YEAR.fullmatch(text)
    if match and (int(match[1]) + 1) % 100 == int(match[2]):
        return FinancialYear(2000 + int(match[1])).label
    raise ValueError("This is not a financial year.")


def month_in(cell: Cell, year: str) -> tuple[str, str]:
    """The financial year and the month ("2024-04") of a period: 1 is April, and what comes after the 12th is March.

    Raises ValueError for words that are no period.
    """
    if isinstance(cell, datetime | date):
        return FinancialYear.of(cell if not isinstance(cell, datetime) else cell.date()).label, f"{cell:%Y-%m}"
    text = text_of(cell).casefold()
    if not text:
        return year, ""
    name = next((place for place, month in enumerate(_MONTHS) if text.startswith(month)), None)
    if name is not None:
        if digits := re.search(r"(?:20)?(\d\d)$", text):
            calendar = 2000 + int(digits[1])
            starting = calendar if name < 9 else calendar - 1
            return FinancialYear(starting).label, _month(starting, name)
        return year, _month(FinancialYear.parse(year).starting, name) if year else ""
    match = _NUMBER.fullmatch(text)
    if not match or not 0 <= int(match[1]) <= 16:
        raise ValueError
    number = min(int(match[1]) - 1, 11)
    return year, _month(FinancialYear.parse(year).starting, number) if year and number >= 0 else ""


def period_number(text: str) -> str:
    """ "9" for "09" and "P9"; "" for what is no number of a period."""
    match = _NUMBER.fullmatch(text.casefold())
    return match[1] if match else ""


def _month(starting: int, place: int) -> str:
    """The month at that place of a financial year that begins in April of ``starting``."""
    return f"{starting + (place > 8)}-{(place + 3) % 12 + 1:02d}"


def in_words(month: str) -> str:
    """ "April 2024" for "2024-04"."""
    return f"{date.fromisoformat(f'{month}-01'):%B %Y}"


def turned(amount: Decimal, kind: str) -> Decimal:
    """A ledger's sum, in which spending is positive, as the grid writes it: everything but spending the other way."""
    return amount if kind == "spend" or not amount else -amount
