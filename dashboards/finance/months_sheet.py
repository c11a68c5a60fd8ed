"""The months of a sheet as pages of its workbook, with sums that compute themselves. One page for each year."""

from collections.abc import Mapping
from typing import Any

from openpyxl.styles import Alignment, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from conditions.finance_months import amounts_of
from conditions.line_list import Line, blocks
from conditions.models import FinanceMonths
from conditions.rules.finance_months import NAMES, RULE, Months, year_of
from dashboards.finance.months import NOTHING, monthly
from dashboards.finance.roll_forward import Amounts, Cell
from dashboards.finance.workbook_words import COMPUTED, MONTHS_HEADINGS, formulas_of, title_of
from safetyvalve.render.xlsx_parts import BORDER, HEADER_FILL, font, put_text

POUNDS = '"£"#,##0.00;"−£"#,##0.00;"£"0.00'
FIRST = 5
HOW = (
    "White cells can be changed, in pounds. The roll-forward follows years that their months decide at once, and one "
    "that gets its twelfth month here once the workbook has been uploaded and confirmed."
)


def sums_of(found: Mapping[Cell, FinanceMonths]) -> dict[Cell, str]:
    """For the roll-forward: where each year that its months decide stands on their page."""
    rows = {line.code: row for row, line in enumerate(_lines(), start=FIRST)}
    column = get_column_letter(len(MONTHS_HEADINGS))
    return {
        (year, code): f"='{name_of(year)}'!{column}{rows[code]}"
        for (year, code), months in found.items()
        if year_of(amounts_of(months)) is not None and code in rows
    }


def name_of(year: str) -> str:
    """What the page of a year is called."""
    return f"Months {year}"


def _lines() -> list[Line]:
    return [line for block in blocks() for line in monthly(block)]


def write_months(made: Any, found: Mapping[Cell, FinanceMonths], figures: Amounts, *, name: str) -> dict[Cell, Months]:
    """Add a page for every year that has a month, with every line that can have some; what they show.

    None adds nothing.
    """
    shown: dict[Cell, Months] = {}
    for year in sorted({year for year, _ in found}):
        page = _Page(made.create_sheet(name_of(year)), year, figures)
        page.write(title_of(name, year), found)
        shown |= page.shown
    return shown


class _Page:
    def __init__(self, page: Any, year: str, figures: Amounts) -> None:
        self.page, self.year, self.figures = page, year, figures
        self.shown: dict[Cell, Months] = {}
        self.check = DataValidation(type="decimal", allow_blank=True, showErrorMessage=True)
        self.check.error, self.check.errorTitle = "Type an amount in pounds, or leave the cell empty.", "Not an amount"

    def write(self, title: str, found: Mapping[Cell, FinanceMonths]) -> None:
        put_text(self.page.cell(1, 1), title, bold=True, size=14, wrap=False)
        put_text(self.page.cell(2, 1), RULE, wrap=False)
        put_text(self.page.cell(3, 1), HOW, wrap=False)
        for column, words in enumerate(MONTHS_HEADINGS, start=1):
            cell = self.page.cell(FIRST - 1, column)
            put_text(cell, words, bold=True)
            cell.fill, cell.border = HEADER_FILL, BORDER
        for row, line in enumerate(_lines(), start=FIRST):
            months = found.get((self.year, line.code))
            self._line(row, line, amounts_of(months) if months else NOTHING)
        self._finish()

    def _finish(self) -> None:
        self.page.column_dimensions["A"].width = 52
        for column in range(2, len(MONTHS_HEADINGS) + 1):
            self.page.column_dimensions[get_column_letter(column)].width = 16
        self.page.freeze_panes = f"B{FIRST}"
        self.page.add_data_validation(self.check)
        self.page.protection.sheet = True
        self.page.page_setup.orientation, self.page.page_setup.paperSize = "landscape", 9
        self.page.page_setup.fitToWidth, self.page.page_setup.fitToHeight = 1, 0
        self.page.sheet_properties.pageSetUpPr.fitToPage = True

    def _line(self, row: int, line: Line, months: Months) -> None:
        self.shown[self.year, line.code] = months
        put_text(self.page.cell(row, 1), line.full_name)
        for column, amount in enumerate(months, start=2):
            cell = self._put(row, column, amount)
            cell.protection = Protection(locked=False)
            self.check.add(cell)
        made = formulas_of(row, self.figures.get((self.year, line.code)))
        for column, (heading, formula) in enumerate(made.items(), start=len(NAMES) + 2):
            self._put(row, column, formula, number_format="0" if heading == COMPUTED[0] else POUNDS)

    def _put(self, row: int, column: int, value: Any, *, number_format: str = POUNDS) -> Any:
        cell = self.page.cell(row, column)
        cell.value, cell.number_format, cell.border, cell.font = value, number_format, BORDER, font()
        cell.alignment = Alignment(horizontal="right")
        return cell
