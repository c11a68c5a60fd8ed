"""The grid's workbook, edited and brought back: what its editor changed since it was downloaded."""

import io
import re
import warnings
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from conditions.line_list import Block, Line, blocks
from dashboards.finance.blocks import Book
from dashboards.finance.coming_in.edited_cells import NoAmount, Page, missing, words_in
from dashboards.finance.coming_in.edited_months import MonthsPage, heading_of, read_months
from dashboards.finance.coming_in.figures import Incoming, outside
from dashboards.finance.coming_in.proposed import Proposed
from dashboards.finance.coming_in.stamp import SHEET, NoStamp, Stamp
from dashboards.finance.coming_in.stamp import read as read_stamp
from dashboards.finance.roll_forward import Cell
from dashboards.finance.workbook_words import ALL_BLOCKS, HEADING, ROLL, SUMS
from dashboards.imports.contract import Delivered, Level, Problem
from dashboards.imports.files.archive import is_workbook
from dashboards.imports.files.headers import letter
from dashboards.imports.files.limits import MEGABYTE, Limits
from dashboards.imports.files.plain_parts import plain_parts
from dashboards.imports.files.problems import unusable
from dashboards.imports.files.tables import Sheet, read_tables

LIMITS = Limits(workbook_size=5 * MEGABYTE, workbook_unpacked=40 * MEGABYTE, rows=5_000, columns=200, cells=100_000)
AGAIN = "Download the workbook again, and put your figures into that one."
_YEAR = re.compile(r"\d{4}-\d{2}")


@dataclass(frozen=True)
class Returned:
    """A workbook that came back: which sheet of the grid it is, and what it says."""

    sheet_code: str
    incoming: Incoming


def read(delivered: Delivered, book: Book) -> Returned:
    """What the editor changed. Raises ``UnusableDelivery`` for a file that is not this agreement's workbook."""
    tables = read_tables(delivered, limits=LIMITS)
    if not is_workbook(delivered.content):
        raise unusable("file-wrong-kind", f"{delivered.name} is not an Excel workbook (.xlsx).", fix=AGAIN)
    opened = _opened(delivered)
    stamp = _stamp(delivered, opened, book)
    formulas = {each.name: _formulas(opened[each.name]) for each in tables.sheets if each.name in opened.sheetnames}
    roll = next((each for each in tables.sheets if _heading(each) is not None), None)
    pages = [MonthsPage(each, formulas[each.name]) for each in tables.sheets if heading_of(each) is not None]
    if roll is None and not pages:
        words = f"{delivered.name} has no sheet whose first column is headed “{HEADING}”, as {ROLL} was."
        raise unusable("no-roll-forward", words, fix=AGAIN)
    cells: dict[Cell, Proposed] = {}
    problems: list[Problem] = []
    if roll is None:
        words = f"Not in the file: the sheet {ROLL}."
        problems.append(Problem("lines-missing", words, "Its figures stay as they are.", Level.WARNING))
    else:
        reader = _Reader(roll, formulas[roll.name], book=book, stamp=stamp)
        reader.read()
        cells, problems = reader.cells, reader.problems
    months, wrong = read_months(book, stamp, pages)
    told = (("Downloaded", stamp.at), ("Cells changed in the file", f"{len(cells) + len(months):,}"))
    incoming = Incoming(cells, (*problems, *wrong), told, knows_seen=True, months=months)
    return Returned(stamp.sheet_code, incoming)


def _opened(delivered: Delivered) -> Any:
    """The same workbook with formulas and hidden sheets, of parts that our own reader has been through."""
    from openpyxl import load_workbook

    plain = plain_parts(delivered, limits=LIMITS)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(io.BytesIO(plain), keep_links=False)
    except Exception:
        raise unusable("file-damaged", f"{delivered.name} cannot be opened as a workbook.") from None


def _stamp(delivered: Delivered, opened: Any, book: Book) -> Stamp:
    try:
        if SHEET not in opened.sheetnames:
            raise NoStamp
        stamp = read_stamp(opened[SHEET].iter_rows(values_only=True))
    except NoStamp:
        words = f"{delivered.name} does not say which figures it was downloaded with: its hidden sheet is gone."
        raise unusable("no-stamp", words, fix=f"{AGAIN} Or copy the figures and paste them as a block.") from None
    agreement = book.agreement
    if (stamp.la_code, stamp.agreement_slug) != (agreement.authority.la_code, agreement.slug):
        words = f"{delivered.name} was downloaded from another agreement than {agreement}."
        raise unusable("other-agreement", words, fix="Upload it on the page of the agreement it belongs to.")
    if book.sheet(stamp.sheet_code) is None:
        words = f"{delivered.name} holds figures ({stamp.sheet_code}) that this agreement does not have any more."
        raise unusable("unknown-sheet", words, fix=AGAIN)
    return stamp


def _formulas(page: Any) -> dict[str, str]:
    """The formulas of a sheet by their place; one that Excel shares between cells may have no text of its own."""
    found = {}
    for row in page.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                found[cell.coordinate] = str(getattr(cell.value, "text", cell.value) or "")
    return found


def _heading(sheet: Sheet) -> int | None:
    if heading_of(sheet) is not None:
        return None
    return next((number for number, row in enumerate(sheet.rows[:50]) if row and words_in(row[0]) == HEADING), None)


@dataclass
class _Reader(Page):
    """Goes down the sheet, knowing in which block it is."""

    book: Book = field(kw_only=True)
    stamp: Stamp = field(kw_only=True)
    cells: dict[Cell, Proposed] = field(default_factory=dict)
    found: set[Cell] = field(default_factory=set)

    def read(self) -> None:
        heading = _heading(self.sheet) or 0
        years = dict(self._years(heading))
        by_label = {block.label: block for block in blocks()}
        block: Block | None = None
        is_whole = False
        for number, row in enumerate(self.sheet.rows[heading + 1 :], start=heading + 1):
            label = words_in(row[0]) if row else ""
            given = [column for column in years if self.sheet.cell(number, column) is not None]
            line = next((each for each in block.lines if each.name == label), None) if block else None
            if label in by_label or label == ALL_BLOCKS:
                block, is_whole = by_label.get(label), label == ALL_BLOCKS
            elif block and line:
                self._line(line, number, years)
            elif is_whole or label in SUMS:
                self._sums(label, number, years)
            elif given:
                self._unknown(label, block, self.place(number, given[0]))
        self._missing()

    def _years(self, heading: int) -> Iterator[tuple[int, str]]:
        """The columns of years by their place. A year that is not the agreement's is a problem if it has figures."""
        seen: set[str] = set()
        for column, cell in enumerate(self.sheet.rows[heading][1:], start=1):
            year = words_in(cell)
            if not _YEAR.fullmatch(year):
                continue
            if year in seen:
                self.refuse("year-twice", f"{year} heads two columns.", "Keep one of them.", heading, column)
            elif year in self.book.years:
                seen.add(year)
                yield column, year
            elif self.has_figures(heading, column):
                self.problems.append(outside(self.book, year, self.place(heading, column)))

    def _line(self, line: Line, number: int, years: dict[int, str]) -> None:
        for column, year in years.items():
            cell = (year, line.code)
            if cell in self.found:
                words, fix = f"{line.full_name} stands there twice.", "Keep one of the rows."
                self.refuse("line-twice", words, fix, number, column)
                return
            self.found.add(cell)
            if cell in self.stamp.cells:
                self._figure(cell, line, number, column)
            else:
                self._computed(f"{line.full_name}, {year},", number, column)

    def _figure(self, cell: Cell, line: Line, number: int, column: int) -> None:
        shown = self.stamp.cells[cell]
        with suppress(NoAmount):
            amount = self.amount(f"{line.full_name}, {cell[0]}", number, column)
            if amount != shown.amount:
                self.cells[cell] = Proposed(amount, self.place(number, column), shown.on_record)

    def _sums(self, label: str, number: int, years: dict[int, str]) -> None:
        for column, year in years.items():
            self._computed(f"{label}, {year},", number, column)

    def _computed(self, name: str, number: int, column: int) -> None:
        before = self.stamp.formulas.get(f"{letter(column)}{number + 1}", "")
        self.computed(name, number, column, before=before)

    def _unknown(self, label: str, block: Block | None, place: str) -> None:
        where = f"the {block.label[0].lower()}{block.label[1:]}" if block else "the grid"
        words = (
            f"The name of this row is not a line of {where}." if label else "There are figures in a row without a name."
        )
        fix = "Write the line’s name as it was downloaded, or take the figures out."
        self.problems.append(Problem("unknown-line", words, fix, sheet=place))

    def _missing(self) -> None:
        left = dict.fromkeys(code for year, code in self.stamp.cells if (year, code) not in self.found)
        self.problems += missing(list(left))
