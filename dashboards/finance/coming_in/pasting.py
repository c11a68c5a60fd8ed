"""A block copied from a spreadsheet and placed in the grid, with headings of its own or from a chosen line and year."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from conditions.line_list import Line, blocks, lines
from dashboards.finance.blocks import Book
from dashboards.finance.coming_in.amounts_in_cells import amount_of
from dashboards.finance.coming_in.figures import Incoming, outside
from dashboards.finance.coming_in.pasted_rows import UnreadableBlock, rows_of
from dashboards.finance.coming_in.proposed import Proposed
from dashboards.finance.roll_forward import Cell
from dashboards.finance.workbook_words import ALL_BLOCKS, SUMS
from dashboards.imports.contract import Level, Problem
from dashboards.imports.files.values import NOTHING
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.forms.typed_money import WrongAmount

MOST_ROWS, MOST_COLUMNS = 400, 60
UNITS = {"": 1, "pounds": 1, "thousands": 1_000, "millions": 1_000_000}
_YEAR = re.compile(r"(?:FY ?)?(20\d{2}) ?[-/–] ?(?:20)?(\d{2})\b")
_THOUSANDS = re.compile(r"£ ?k\b|£ ?['’]?000s?\b|\b000s\b|thousand", re.IGNORECASE)
_MILLIONS = re.compile(r"£ ?mn?\b|million", re.IGNORECASE)
_LINE_CODE = re.compile(r"\d\.\d{1,2}\.\d{1,2}(?=\s|:|$)")
_WORTHLESS = frozenset({"line", "lines", "total", "year", ""})


@dataclass(frozen=True)
class Placed:
    """Where a block without headings begins, and in which unit it is; "" takes what its headings say, else pounds."""

    line: str = ""
    year: str = ""
    unit: str = ""


def read(text: str, book: Book, placed: Placed) -> Incoming:
    """The cells of a block. Empty cells and dashes are left as they are on record. Raises nothing."""
    try:
        rows = rows_of(text)
    except UnreadableBlock as why:
        return Incoming({}, (why.problem,))
    if len(rows) > MOST_ROWS or any(len(row) > MOST_COLUMNS for row in rows):
        words = f"The block is larger than {MOST_ROWS} rows and {MOST_COLUMNS} columns."
        return Incoming({}, (Problem("too-large", words, "Copy the part with the figures only."),))
    reader = _Block(book, placed, rows)
    reader.read()
    return Incoming(reader.cells, tuple(reader.problems), tuple(reader.summary()))


def year_of(words: str) -> str:
    """ "2024-25" for "2024/25", "2024-2025" and "FY 2024-25 £k"; empty for anything else."""
    match = _YEAR.search(words)
    if not match:
        return ""
    year = f"{match[1]}-{match[2]}"
    try:
        return str(FinancialYear.parse(year))
    except ValueError:
        return ""


def unit_of(words: str) -> str:
    """What a heading says about its unit."""
    if _THOUSANDS.search(words):
        return "thousands"
    return "millions" if _MILLIONS.search(words) else ""


@dataclass
class _Block:
    book: Book
    placed: Placed
    rows: Sequence[Sequence[str]]
    cells: dict[Cell, Proposed] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    dashes: int = 0
    unit: str = ""
    has_names: bool = False
    has_years: bool = False

    def read(self) -> None:
        heading = self._heading()
        self.has_years = heading is not None
        above = self.rows[: heading + 1] if heading is not None else []
        beneath = self.rows[len(above) :]
        self.unit = self.placed.unit or next(filter(None, (unit_of(cell) for row in above for cell in row)), "")
        self.has_names = sum(_is_name(row[0]) for row in beneath if row) * 2 > sum(bool(any(row)) for row in beneath)
        if not self._is_placed():
            return
        years = dict(self._years(above[-1] if above else (), max((len(row) for row in beneath), default=0)))
        for number, line, row in self._lines(len(above), beneath):
            self._row(number, line, row, years)
        self._say_dashes()

    def _heading(self) -> int | None:
        """The row of the years, among the first ones."""
        for number, row in enumerate(self.rows[:5]):
            if any(year_of(cell) for cell in row) and not any(_is_amount(cell) for cell in row):
                return number
        return None

    def _is_placed(self) -> bool:
        for wanted, given, words in (
            (not self.has_names, self.placed.line, "The block has no names of lines: choose its first line."),
            (not self.has_years, self.placed.year, "The block has no row of years: choose its first year."),
        ):
            if wanted and not given:
                self.problems.append(Problem("not-placed", words))
        return not self.problems

    def _years(self, heading: Sequence[str], width: int) -> Iterator[tuple[int, str]]:
        """Which year each column is; a column that is none has a problem where it has figures."""
        first = 1 if self.has_names else 0
        if not self.has_years:
            known = self.book.years[self.book.years.index(self.placed.year) :]
            yield from zip(range(first, width), known, strict=False)
            for column in range(first + len(known), width):
                if self._has_figures(0, column):
                    words = f"The agreement ends with {self.book.years[-1]}, and the block goes on."
                    self._refuse("too-wide", words, "Leave its last columns out.", 0, column)
                    return
            return
        for column, cell in enumerate(heading):
            year = year_of(cell)
            if year in self.book.years:
                yield column, year
            elif year and self._has_figures(0, column):
                self.problems.append(outside(self.book, year, _place(0, column)))
            elif not year and column >= first and self._has_figures(self._heading() or 0, column):
                self._note(f"Column {column + 1} of the block is headed by no year and was left out.")

    def _has_figures(self, above: int, column: int) -> bool:
        return any(column < len(row) and _is_amount(row[column]) for row in self.rows[above:])

    def _lines(self, start: int, rows: Sequence[Sequence[str]]) -> Iterator[tuple[int, Line, Sequence[str]]]:
        """The rows that hold figures, each with its line: by its name, or one after the other."""
        order = list(lines().values())
        block = lines()[self.placed.line].block if self.placed.line else ""
        place = order.index(lines()[self.placed.line]) if self.placed.line else 0
        for number, row in enumerate(rows, start=start):
            if not any(row):
                place += 0 if self.has_names else 1
                continue
            if not self.has_names:
                if place >= len(order):
                    self._refuse("too-long", "The grid ends here, and the block goes on.", "Leave it out.", number, 0)
                    return
                yield number, order[place], row
                place += 1
                continue
            name = row[0]
            heads = next((each.key for each in blocks() if _fold(each.label) == _fold(name)), "")
            if heads:
                block = heads
            elif _fold(name) == _fold(ALL_BLOCKS):
                return
            elif line := self._named(name, block, number, row):
                yield number, line, row

    def _named(self, name: str, block: str, number: int, row: Sequence[str]) -> Line | None:
        if name in SUMS or _fold(name) in _WORTHLESS:
            return None
        found = lines_called(name)
        chosen = [line for line in found if line.block == block] or found
        if len(chosen) == 1:
            return chosen[0]
        if not any(_is_amount(cell) for cell in row[1:]):
            return None
        if chosen:
            words, fix = "Several blocks have a line of this name.", "Put its block’s heading above it."
        else:
            words = "The name of this row is not a line of the grid."
            fix = "Write the line’s name or its section 251 number."
        self._refuse("unknown-line", words, fix, number, 0)
        return None

    def _row(self, number: int, line: Line, row: Sequence[str], years: dict[int, str]) -> None:
        for column, year in years.items():
            text = row[column] if column < len(row) else ""
            if text in NOTHING:
                self.dashes += bool(text)
                continue
            cell = (year, line.code)
            if cell in self.cells:
                self._refuse("twice", f"{line.full_name}, {year} stands there twice.", "Keep one.", number, column)
                continue
            try:
                amount = amount_of(text, times=UNITS[self.unit])
            except WrongAmount as wrong:
                words = f"{line.full_name}, {year}: the cell {wrong.reason}."
                self._refuse("wrong-amount", words, "", number, column)
                continue
            self.cells[cell] = Proposed(amount, _place(number, column))

    def _say_dashes(self) -> None:
        if self.dashes:
            words = "1 cell holds a dash" if self.dashes == 1 else f"{self.dashes} cells hold a dash"
            self._note(f"{words} and leaves the record as it is.", "Where a dash stands for £0, write 0.")

    def _note(self, words: str, fix: str = "") -> None:
        self.problems.append(Problem("left-out", words, fix, Level.NOTE))

    def _refuse(self, code: str, words: str, fix: str, number: int, column: int) -> None:
        self.problems.append(Problem(code, words, fix, sheet=_place(number, column)))

    def summary(self) -> Iterator[tuple[str, str]]:
        yield "Figures in the block", f"{len(self.cells):,}"
        yield "Read as", {"thousands": "thousands of pounds", "millions": "millions of pounds"}.get(self.unit, "pounds")


def lines_called(name: str) -> list[Line]:
    """The lines that a name can mean: by the section 251 number it begins with, or by its words."""
    code = _LINE_CODE.match(name)
    if code:
        return [line for line in lines().values() if line.code == code[0]]
    words = _fold(name)
    return [each for each in lines().values() if words in (_fold(each.name), _fold(each.label), _fold(each.full_name))]


def _fold(words: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9.]+", " ", words.casefold()).split())


def _is_amount(text: str) -> bool:
    try:
        return isinstance(amount_of(text), Decimal)
    except WrongAmount:
        return False


def _is_name(text: str) -> bool:
    return bool(text) and text not in NOTHING and not _is_amount(text)


def _place(row: int, column: int) -> str:
    return f"Row {row + 1}, column {column + 1} of the block"
