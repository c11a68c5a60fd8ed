"""A sheet as plain facts: what the page shows and the workbook computes, as JSON can hold it."""

from typing import Any

from conditions.line_list import lines
from dashboards.finance.blocks import Book, Sheet
from dashboards.finance.plain import text
from dashboards.finance.position import parts
from dashboards.finance.roll_forward import SUMS, BlockYear, Cell


def facts(book: Book, sheet: Sheet) -> dict[str, Any]:
    """Years, lines and sums. Amounts are decimal text in pounds and pence, None where nobody has given the figure."""
    rolled, amounts = book.rolled(sheet), book.amounts(sheet)
    return {
        "agreement": book.agreement.title,
        "sheet": sheet.code,
        "name": book.name(sheet),
        "signs": "Balances and movements: surplus positive, deficit negative. In-year position: income less spending.",
        "years": list(rolled.years),
        "lines": {
            code: {year: text(amounts.get((year, code))) for year in rolled.years}
            for code in lines()
            if any((year, code) in amounts for year in rolled.years)
        },
        "blocks": {key: {row.financial_year: sums(row) for row in rows} for key, rows in rolled.blocks.items()},
        "whole": {row.financial_year: sums(row) for row in rolled.whole},
        "position": {
            year: {name: text(part.amount) for name, part in parts(rolled, year).items()} for year in rolled.years
        },
    }


def sums(row: BlockYear) -> dict[str, Any]:
    """Every sum of a row, and the lines without which the closing balance after payments is unknown."""
    return {
        **{name: text(getattr(row, name).amount) for name in SUMS},
        "missing": [in_words(cell) for cell in row.closing_after.missing],
    }


def in_words(cell: Cell) -> str:
    """ "2025-26 1.2.3 Top-up: non-maintained and independent"."""
    return f"{cell[0]} {lines()[cell[1]].full_name}"
