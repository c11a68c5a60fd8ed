"""The months of a sheet as pages of its workbook, with sums that compute themselves. One page for each year."""

from collections.abc import Mapping
from typing import Any

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from conditions.finance_months import amounts_of
from conditions.line_list import lines
from conditions.models import FinanceMonths
from conditions.rules.finance_months import NAMES, RULE
from dashboards.finance.roll_forward import Amounts, Cell
from safetyvalve.render.xlsx_parts import BORDER, HEADER_FILL, font, put_text

POUNDS = '"£"#,##0.00;"−£"#,##0.00;"£"0.00'
GIVEN, SO_FAR, YEAR = (len(NAMES) + 2 + index for index in range(3))
HEADINGS = ("Line", *NAMES, "Months given", "Year to date", "Year’s figure")
FIRST = 5


def write_months(made: Any, found: Mapping[Cell, FinanceMonths], figures: Amounts, *, name: str) -> None:
    """Add a page for every year that has a month; none adds nothing."""
    order = {code: index for index, code in enumerate(lines())}
    for year in sorted({year for year, _ in found}):
        rows = sorted((cell for cell in found if cell[0] == year), key=lambda cell: order[cell[1]])
        _Page(made.create_sheet(f"Months {year}")).write(f"{name}, {year} month by month", rows, found, figures)


class _Page:
    def __init__(self, page: Any) -> None:
        self.page = page

    def write(self, title: str, rows: list[Cell], found: Mapping[Cell, FinanceMonths], figures: Amounts) -> None:
        put_text(self.page.cell(1, 1), title, bold=True, size=14, wrap=False)
        put_text(self.page.cell(2, 1), RULE, wrap=False)
        for column, words in enumerate(HEADINGS, start=1):
            cell = self.page.cell(FIRST - 1, column)
            put_text(cell, words, bold=True)
            cell.fill, cell.border = HEADER_FILL, BORDER
        for row, cell in enumerate(rows, start=FIRST):
            self._line(row, lines()[cell[1]].full_name, found[cell], figures.get(cell))
        self.page.column_dimensions["A"].width = 52
        for column in range(2, YEAR + 1):
            self.page.column_dimensions[get_column_letter(column)].width = 16
        self.page.freeze_panes = f"B{FIRST}"
        self.page.protection.sheet = True
        self.page.page_setup.orientation, self.page.page_setup.paperSize = "landscape", 9
        self.page.page_setup.fitToWidth, self.page.page_setup.fitToHeight = 1, 0
        self.page.sheet_properties.pageSetUpPr.fitToPage = True

    def _line(self, row: int, label: str, months: FinanceMonths, year: Any) -> None:
        put_text(self.page.cell(row, 1), label)
        for column, amount in enumerate(amounts_of(months), start=2):
            self._put(row, column, amount)
        span = f"B{row}:{get_column_letter(len(NAMES) + 1)}{row}"
        self._put(row, GIVEN, f"=COUNT({span})", number_format="0")
        self._put(row, SO_FAR, f'=IF(COUNT({span})=0,"not known",ROUND(SUM({span}),2))')
        typed = '"not known"' if year is None else f"{year:.2f}"
        self._put(row, YEAR, f"=IF(COUNT({span})={len(NAMES)},ROUND(SUM({span}),2),{typed})")

    def _put(self, row: int, column: int, value: Any, *, number_format: str = POUNDS) -> None:
        cell = self.page.cell(row, column)
        cell.value, cell.number_format, cell.border, cell.font = value, number_format, BORDER, font()
        cell.alignment = Alignment(horizontal="right")
