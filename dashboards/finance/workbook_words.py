"""Words of the grid's workbook by which it is read again. Apart from what writes it, which pages have no use for."""

from decimal import Decimal
from string import ascii_uppercase

from conditions.rules.finance_months import NAMES

UNKNOWN = "not known"
ROLL, HEADING, ALL_BLOCKS = "Roll-forward", "Line", "Whole DSG"
NET, IN_YEAR = "Net spending", "In-year position: income − net spending"
CLOSING = {side: f"Closing balance {side} DfE payments" for side in ("before", "after")}
SUMS = frozenset({NET, IN_YEAR, *CLOSING.values()})
"""Rows of a block that hold formulas alone."""
COMPUTED = ("Months given", "Year to date", "Year’s figure")
MONTHS_HEADINGS = (HEADING, *NAMES, *COMPUTED)
"""Of a page of months: the line, its months, and the columns that hold formulas."""


def title_of(name: str, year: str) -> str:
    """What stands above the months of a year; reading a workbook back, the year is found in it."""
    return f"{name}, {year} month by month"


def formulas_of(row: int, year: Decimal | None) -> dict[str, str]:
    """The sums of a row by their headings. ``year`` is the year's figure while its months do not decide it."""
    span = f"B{row}:{ascii_uppercase[len(NAMES)]}{row}"
    # Without zeros at the end, as spreadsheets write a number themselves.
    typed = '"not known"' if year is None else f"{year:.2f}".rstrip("0").rstrip(".")
    return dict(
        zip(
            COMPUTED,
            (
                f"=COUNT({span})",
                f'=IF(COUNT({span})=0,"not known",ROUND(SUM({span}),2))',
                f"=IF(COUNT({span})={len(NAMES)},ROUND(SUM({span}),2),{typed})",
            ),
            strict=True,
        )
    )
