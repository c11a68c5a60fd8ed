"""Periods that name their kind of year: "Academic year 2023/24", "Financial year 2024-25", "Calendar year 2024"."""

import re

from dashboards.imports.files import values
from dashboards.imports.files.tables import Cell
from dashboards.imports.files.values import WrongValue
from dashboards.models import IndicatorVersion
from dashboards.periods import Period

Basis = IndicatorVersion.PeriodBasis
_NAMED = re.compile(r"(academic|school|financial|fiscal|calendar)\s+year\s*:?\s*(\S.*)", re.IGNORECASE)
_YEARS = {
    "academic": Basis.ACADEMIC_YEAR,
    "school": Basis.ACADEMIC_YEAR,
    "financial": Basis.FINANCIAL_YEAR,
    "fiscal": Basis.FINANCIAL_YEAR,
    "calendar": Basis.CALENDAR_YEAR,
}
_TAKES_ANY_YEAR = (Basis.MONTH, Basis.QUARTER)


def read_period(cell: Cell, basis: str, frequency: str = "") -> Period | None:
    """As ``values.period``, where the words may say which kind of year they mean. Raises ``WrongValue``."""
    named = _NAMED.fullmatch(cell.strip()) if isinstance(cell, str) else None
    if not named:
        return values.period(cell, basis, frequency)
    year = _YEARS[named[1].lower()]
    if basis == year or basis in _TAKES_ANY_YEAR:
        return values.period(named[2], year)
    if basis == Basis.SNAPSHOT and year == Basis.CALENDAR_YEAR:
        return values.period(named[2], basis, frequency)
    return values.period("another kind of year", basis, frequency)


def is_period(cell: Cell) -> bool:
    """Whether a heading means a period for any kind of measure."""
    for basis in (Basis.MONTH, Basis.QUARTER, Basis.CALENDAR_YEAR, Basis.ACADEMIC_YEAR, Basis.SNAPSHOT):
        try:
            if read_period(cell, basis) is not None:
                return True
        except WrongValue:
            continue
    return False
