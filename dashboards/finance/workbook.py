"""The roll-forward as a workbook that computes itself: figures in open cells, sums in guarded formulas.

An empty cell makes what needs it "not known", as on the page: every formula counts the numbers it adds.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from conditions.line_list import Block, blocks
from conditions.models import FinanceMonths
from dashboards.finance.blocks import Book, Sheet
from dashboards.finance.bridge_sheet import write_bridge
from dashboards.finance.coming_in.stamp import SHEET, Shown, Stamp
from dashboards.finance.coming_in.stamp import write as write_stamp
from dashboards.finance.commitments.beside import Beside
from dashboards.finance.commitments.sheet import write_commitments
from dashboards.finance.comparison import compare
from dashboards.finance.months_sheet import sums_of, write_months
from dashboards.finance.position import RECEIVES, WHOLE
from dashboards.finance.roll_forward import CARRIED, OUTTURN, Cell, RollForward
from dashboards.finance.workbook_words import ALL_BLOCKS, CLOSING, HEADING, IN_YEAR, NET, ROLL, UNKNOWN
from safetyvalve.render.archive import normalised
from safetyvalve.render.data import Column, Table
from safetyvalve.render.xlsx_package import PackageEdit
from safetyvalve.render.xlsx_parts import BORDER, HEADER_FILL, TOTAL_BORDER, font, put_text
from safetyvalve.render.xlsx_sheet import SheetWriter

POUNDS = '"£"#,##0.00;"−£"#,##0.00;"£"0.00'
SIGNS = (
    "Income and spending are written without a sign; a balance or a movement is positive where it helps the DSG and "
    "negative for a deficit. In-year position = income − net spending. Closing balance = opening balance + in-year "
    "position + movements. White cells can be changed and the sums follow; a cell left empty is not known, never 0."
)
MOVES = ("transfer", "contribution", "grant", "adjustment")
# Where each row of the whole DSG comes from: what every block has, and what only the others or high needs have.
EVERY_BLOCK = {
    "opening_before_payments": "opening_before",
    "opening_after_payments": "opening_after",
    "in_year_position": "in_year",
    "authority_contribution": "contribution",
    "stability_grant": "grant",
    "adjustments": "adjustment",
    "dfe_payments": "payment",
    "closing_before_payments": "closing_before",
    "closing_after_payments": "closing_after",
}


def workbook(
    book: Book,
    sheet: Sheet,
    *,
    at: datetime,
    bridge_of: str = "",
    committed: Sequence[Beside] = (),
    months: Mapping[Cell, FinanceMonths] | None = None,
) -> bytes:
    """The chosen sheet with live sums, everything beside each other, its months, commitments, and a year's bridge.

    The same facts give the same bytes.
    """
    made: Any = Workbook()
    name = f"{book.agreement.authority.name}: {book.name(sheet)}"
    roll = _Roll(made.active, book, sheet, sums_of(months or {}))
    roll.write(name)
    compared = SheetWriter(made.create_sheet("Beside each other"), landscape=True)
    compared.add_title("Agreed, forecast and outturn beside each other")
    for each in compare(book):
        columns = [Column("Year"), *(Column(f"{h.name} {h.about}".strip(), "money") for h in each.headings)]
        rows = tuple((year, *(figure.amount for figure in figures)) for year, figures in each.rows)
        compared.add(Table(each.title, tuple(columns), rows))
    compared.finish(footer=name, draft=False)
    monthly = write_months(made, months or {}, book.amounts(sheet), name=name)
    if committed:
        write_commitments(made, committed, name=name)
    descriptions = []
    if bridge_of and (drawn := write_bridge(made, book, sheet, bridge_of, roll.rows, name=name)):
        descriptions.append(drawn.chart_descriptions)
    of = book.agreement
    stamp = Stamp(of.authority.la_code, of.slug, sheet.code, at.isoformat(), roll.shown, monthly, roll.formulas)
    write_stamp(made.create_sheet(SHEET), stamp)
    made.properties.title, made.properties.creator = name, ""
    made.properties.created = at.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    buffer = io.BytesIO()
    made.save(buffer)
    return normalised(buffer.getvalue(), PackageEdit(at, descriptions))


class _Roll:
    """Writes the sheet that computes, remembering in which row each part of each block stands."""

    def __init__(self, page: Any, book: Book, sheet: Sheet, by_month: Mapping[Cell, str]) -> None:
        self.page, self.row, self.by_month = page, 1, by_month
        self.rolled: RollForward = book.rolled(sheet)
        self.amounts = book.amounts(sheet)
        self.rows: dict[tuple[str, str], int] = {}
        self.shown: dict[Cell, Shown] = {}
        self.formulas: dict[str, str] = {}
        self.check = DataValidation(type="decimal", allow_blank=True, showErrorMessage=True)
        self.check.error, self.check.errorTitle = "Type an amount in pounds, or leave the cell empty.", "Not an amount"

    def write(self, name: str) -> None:
        self.page.title = ROLL
        put_text(self.page.cell(1, 1), name, bold=True, size=14, wrap=False)
        put_text(self.page.cell(2, 1), SIGNS, wrap=False)
        self.row = 4
        for column, words in enumerate((HEADING, *self.rolled.years), start=1):
            cell = self.page.cell(self.row, column)
            put_text(cell, words, bold=True)
            cell.fill, cell.border = HEADER_FILL, BORDER
        self.row += 1
        for block in blocks():
            self._block(block)
        self._whole()
        self.page.column_dimensions["A"].width = 52
        for column in range(2, len(self.rolled.years) + 2):
            self.page.column_dimensions[get_column_letter(column)].width = 18
        self.page.freeze_panes = "B5"
        self.page.add_data_validation(self.check)
        self.page.protection.sheet = True
        self.page.page_setup.orientation, self.page.page_setup.paperSize = "landscape", 9
        self.page.page_setup.fitToWidth, self.page.page_setup.fitToHeight = 1, 0
        self.page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def _block(self, block: Block) -> None:
        self._heading(block.label)
        openings = block.of_kind("opening", "opening_before", "opening_after")
        # The closing rows follow the lines, so where they will stand is known before they are written.
        first = self.row
        closing = first + len(block.lines) + 2
        for line in block.lines:
            self.rows[block.key, line.code] = self.row
            self._label(line.name)
            for index, year in enumerate(self.rolled.years):
                cell = self._cell(index)
                is_after = line.kind == "opening_after"
                if line in openings and (made := self._opening(block, year, index, closing + is_after, is_after)):
                    self._formula(cell, made)
                elif decided := self.by_month.get((year, line.code)):
                    self._formula(cell, decided)
                else:
                    given = self._given(block, year, line.code, line.kind)
                    self.shown[year, line.code] = Shown(given, self.amounts.get((year, line.code)))
                    self._input(cell, given)
            self.row += 1
            if line.kind == "spend" and line == block.of_kind("spend")[-1]:
                self._sums(block)
        self._closings(block)

    def _given(self, block: Block, year: str, code: str, kind: str) -> Decimal | None:
        """The figure on record; an opening that comes from the outturn stands as that figure."""
        row = self.rolled.block(block.key, year)
        if kind in ("opening", "opening_before") and row.before_from == OUTTURN:
            return row.opening_before.amount
        if kind == "opening_after" and row.after_from == OUTTURN:
            return row.opening_after.amount
        return self.amounts.get((year, code))

    def _opening(self, block: Block, year: str, index: int, closing: int, is_after: bool) -> str:
        row = self.rolled.block(block.key, year)
        if (row.after_from if is_after else row.before_from) != CARRIED:
            return ""
        return f"={get_column_letter(index + 1)}{closing}"

    def _sums(self, block: Block) -> None:
        """Net spending and the in-year position, beneath the spending."""
        spend = [self.rows[block.key, line.code] for line in block.of_kind("spend")]
        income = [self.rows[block.key, line.code] for line in block.of_kind("income")]
        self.rows[block.key, "spend"] = self.row
        self._line(NET, plus=spend)
        self.rows[block.key, "in_year"] = self.row
        self._line(IN_YEAR, plus=income, minus=spend)

    def _closings(self, block: Block) -> None:
        moves = [self.rows[block.key, line.code] for line in block.of_kind(*MOVES)]
        payments = [self.rows[block.key, line.code] for line in block.of_kind("payment")]
        in_year = self.rows[block.key, "in_year"]
        for side, extra in (("before", []), ("after", payments)):
            line = next(iter(block.of_kind(f"opening_{side}", "opening")))
            self.rows[block.key, f"opening_{side}"] = self.rows[block.key, line.code]
            self.rows[block.key, f"closing_{side}"] = self.row
            opening = self.rows[block.key, line.code]
            self._line(CLOSING[side], plus=[opening, in_year, *moves, *extra])
        for kind in (*MOVES, "payment"):
            if found := block.of_kind(kind):
                self.rows[block.key, kind] = self.rows[block.key, found[0].code]
        self.row += 1

    def _whole(self) -> None:
        self._heading(ALL_BLOCKS)
        for name, words in WHOLE:
            key = EVERY_BLOCK.get(name, "")
            found = [self.rows[block.key, key] for block in blocks() if (block.key, key) in self.rows]
            transfers = {block.key: self.rows[block.key, "transfer"] for block in blocks()}
            received = transfers.pop(RECEIVES)
            if name == "in_year_position":
                found += transfers.values()
            self.rows["whole", name] = self.row
            self._line(words, plus=[received] if name == "block_transfer" else found)

    def _heading(self, words: str) -> None:
        put_text(self.page.cell(self.row, 1), words, bold=True, size=12, wrap=False)
        self.row += 1

    def _label(self, words: str, *, bold: bool = False) -> None:
        cell = self.page.cell(self.row, 1)
        put_text(cell, words, bold=bold)
        cell.border = BORDER

    def _cell(self, index: int) -> Any:
        return self.page.cell(self.row, index + 2)

    def _input(self, cell: Any, amount: Decimal | None) -> None:
        cell.value, cell.number_format, cell.border = amount, POUNDS, BORDER
        cell.protection, cell.font = Protection(locked=False), font()
        self.check.add(cell)

    def _line(self, words: str, *, plus: Sequence[int], minus: Sequence[int] = ()) -> None:
        """A row of formulas; a part that is no number makes the sum "not known"."""
        self._label(words, bold=True)
        for index in range(len(self.rolled.years)):
            letter = get_column_letter(index + 2)
            added = ",".join(f"{letter}{row}" for row in plus)
            taken = ",".join(f"{letter}{row}" for row in minus)
            everything = ",".join(part for part in (added, taken) if part)
            formula = f"SUM({added})" + (f"-SUM({taken})" if taken else "")
            wanted = len(plus) + len(minus)
            # Spreadsheets count in binary fractions: rounded, a sum is the pounds and pence of the page.
            made = f'=IF(COUNT({everything})<{wanted},"{UNKNOWN}",ROUND({formula},2))'
            self._formula(self._cell(index), made, total=True)
        self.row += 1

    def _formula(self, cell: Any, formula: str, *, total: bool = False) -> None:
        cell.value, cell.number_format = formula, POUNDS
        self.formulas[cell.coordinate] = formula
        cell.font, cell.border = font(bold=total), TOTAL_BORDER if total else BORDER
        cell.fill, cell.alignment = HEADER_FILL, Alignment(horizontal="right")
