"""DfE's published section 251 tables, budget or outturn: a council's rows as lines of the grid, year by year.

Each row is one council, one financial year and one category, which begins with the number of its line. The columns are
those of DfE's data sets "Planned LA and school expenditure" and "LA and school expenditure"; the budget calls its
category ``category_of_planned_expenditure``. Two things differ from table to table: lines 1.9.1 to 1.9.5, which are
grants and balances, have their figure under gross and ":" under net; and outturns to 2020-21 are in £ million, later
tables and budgets in pounds, under the same headings.
"""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from conditions.line_list import lines
from dashboards.finance.coming_in.amounts_in_cells import amount_of
from dashboards.finance.coming_in.ledger_words import year_in
from dashboards.finance.coming_in.proposed import Proposed
from dashboards.finance.roll_forward import Cell as GridCell
from dashboards.imports.collecting import text_of
from dashboards.imports.contract import Delivered, Level, Problem
from dashboards.imports.files.headers import letter, normal
from dashboards.imports.files.limits import USUAL
from dashboards.imports.files.problems import unusable
from dashboards.imports.files.tables import Cell, CellRow, Sheet, read_tables
from dashboards.imports.files.values import MARKERS
from safetyvalve.core.forms.typed_money import WrongAmount
from safetyvalve.core.models import Authority

CARRIED_FORWARD = "1.9.3"
BLOCK = "high_needs"
"""Section 251 divides the other blocks otherwise: 1.0.1 holds early years as well. Only high needs lines are taken."""
BUDGET, OUTTURN = "category of planned expenditure", "category of expenditure"
_CODE = re.compile(r"(\d\.\d{1,2}\.\d{1,2})(?![0-9a-zA-Z.])")
_NUMBER = re.compile(r"-?\d+(\.\d+)?([eE][+-]?\d{1,2})?")
_AREA_COLUMNS = ("new la code", "old la code", "la code")
POUNDS, MILLIONS = 1, 1_000_000
_ANY = 0
_WHOLE = frozenset({"1.0.1", "1.8.1", "1.9.1"})
"""Lines with most of what a council spends or gets: by them a unit can be told. No council gets under £1 million, and
none gets £10 billion."""
_LEAST_POUNDS, _MOST_MILLIONS = Decimal(1_000_000), Decimal(10_000)
RECOUPMENT = (
    "An outturn counts what the council paid itself: places and top-ups that DfE paid academies directly are in the "
    "budget and not here (line 1.0.2 above all)."
)


@dataclass
class Table:
    """A council's part of a file. ``carried_forward`` is line 1.9.3 as the record signs it: a deficit is negative."""

    is_budget: bool
    cells: dict[GridCell, Proposed] = field(default_factory=dict)
    carried_forward: dict[str, Decimal] = field(default_factory=dict)
    years: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unit: int = POUNDS


def read(delivered: Delivered, authority: Authority, *, years: Collection[str], unit: int | None = None) -> Table:
    """The rows of one council in these years. ``unit`` is ``POUNDS``, ``MILLIONS``, or told from the figures' size.

    Raises ``UnusableDelivery`` for another file or another council's, and for one whose unit nobody can tell.
    """
    slim = Delivered(delivered.name, _own_rows(delivered, authority))
    for sheet in read_tables(slim, limits=USUAL).sheets:
        columns = {normal(cell): place for place, cell in enumerate(sheet.rows[0] if sheet.rows else ())}
        category = next((name for name in (BUDGET, OUTTURN) if name in columns), "")
        net = next((n for n in columns if n.startswith("net ") and "expenditure" in n and "capita" not in n), "")
        if category and net and "time period" in columns:
            gross = next((name for name in columns if name.startswith("gross ") and "expenditure" in name), net)
            table = Table(category == BUDGET)
            return _Reader(sheet, columns, category, net, gross, authority, years, table, unit).read()
    words = f"{delivered.name} is not a section 251 table as DfE publishes it."
    fix = "Such a table has columns named time_period, new_la_code, category_of_expenditure and net_expenditure."
    raise unusable("not-section-251", words, fix=fix)


def _own_rows(delivered: Delivered, authority: Authority) -> bytes:
    """Of a national CSV file, some hundred thousand rows, the heading and the rows that name the council."""
    if not delivered.name.lower().endswith(".csv"):
        return delivered.content
    first, *rows = delivered.content.splitlines()
    wanted = (authority.gss_code.encode(), authority.la_code.encode())
    return b"\n".join([first, *(row for row in rows if any(code in row for code in wanted))])


@dataclass
class _Reader:
    sheet: Sheet
    columns: dict[str, int]
    category: str
    net: str
    gross: str
    authority: Authority
    wanted: Collection[str]
    table: Table
    unit: int | None
    left: int = 0

    def read(self) -> Table:
        found = list(self._own())
        if not found:
            words = f"{self.authority.name} ({self.authority.gss_code}) has no row in this file."
            raise unusable("wrong-council", words, fix="Choose the table with every council, or with yours.")
        rows = [(number, row, self._year(number, row)) for number, row in found]
        outside = {year for _, _, year in rows if year} - set(self.wanted)
        rows = [each for each in rows if each[2] in self.wanted]
        self.table.unit = self.unit or self._told(rows)
        for number, row, year in rows:
            if code := _CODE.match(self._text(row, self.category)):
                self._row(number, row, year, code[1])
        self._say(sorted(outside))
        self.table.years = sorted({year for year, _ in self.table.cells} | set(self.table.carried_forward))
        return self.table

    def _own(self) -> Iterator[tuple[int, CellRow]]:
        """The council's rows, with their numbers; rows of regions and of England have no council's code."""
        codes = {self.authority.gss_code, self.authority.la_code}
        for number, row in enumerate(self.sheet.rows[1:], start=1):
            if any(self._text(row, name).removesuffix(".0") in codes for name in _AREA_COLUMNS if name in self.columns):
                yield number, row

    def _year(self, number: int, row: CellRow) -> str:
        try:
            return year_in(self._cell(row, "time period"))
        except ValueError:
            self._refuse("wrong-year", "This is not a financial year, like 202425.", number, "time period")
            return ""

    def _row(self, number: int, row: CellRow, year: str, code: str) -> None:
        line = lines().get(code)
        if code != CARRIED_FORWARD and (line is None or line.block != BLOCK):
            return
        name = self.net
        if code == CARRIED_FORWARD and self._is_empty(row, name):
            name = self.gross
        if self._is_empty(row, name):
            self.left += 1
            return
        try:
            amount = amount_of(self._number(row, name), times=self.table.unit)
        except WrongAmount as wrong:
            self._refuse("wrong-amount", f"{code}, {year}: the cell {wrong.reason}.", number, name)
            return
        if amount is None:
            return
        if code == CARRIED_FORWARD:
            self._once(self.table.carried_forward, year, -amount + 0, number)
        else:
            self._once(self.table.cells, (year, code), Proposed(amount, f"Line {code} of the file"), number)

    def _told(self, rows: Iterable[tuple[int, CellRow, str]]) -> int:
        """The unit of the council's figures, told of each year by itself. Raises where the years differ, or one cannot
        be told: a file put together from several tables may have both."""
        by_year: dict[str, list[CellRow]] = {}
        for _, row, year in rows:
            by_year.setdefault(year, []).append(row)
        told = {year: self._told_of(own) for year, own in sorted(by_year.items())}
        units = set(told.values()) - {_ANY}
        if unclear := [year for year, unit in told.items() if unit is None]:
            words = (
                f"Nobody can tell from {self.authority.name}’s figures of {', '.join(unclear)} whether they are pounds "
                "or millions of pounds."
            )
            fix = "Choose one year after the other with its unit, and upload the file for each."
            raise unusable("which-unit", words, fix=fix if units else "Choose the unit, and upload the file again.")
        if len(units) > 1:
            millions, pounds = (", ".join(y for y, unit in told.items() if unit == each) for each in (MILLIONS, POUNDS))
            words = f"The figures of {millions} look like millions of pounds, those of {pounds} like pounds."
            raise unusable("which-unit", words, fix="Choose one year after the other, and upload the file for each.")
        return next(iter(units), None) or POUNDS

    def _told_of(self, rows: Iterable[CellRow]) -> int | None:
        """The unit of one year, by its largest figure; ``_ANY`` without a figure, None where nobody can tell."""
        largest, has_whole = Decimal(0), False
        for row in rows:
            code = _CODE.match(self._text(row, self.category))
            for cell in (self._number(row, self.gross), self._number(row, self.net)):
                if isinstance(cell, Decimal) and cell:
                    largest = max(largest, abs(cell))
                    has_whole = has_whole or bool(code and code[1] in _WHOLE)
        if not largest:
            return _ANY
        if largest >= _LEAST_POUNDS:
            return POUNDS
        return MILLIONS if largest < _MOST_MILLIONS and has_whole else None

    def _is_empty(self, row: CellRow, name: str) -> bool:
        text = self._text(row, name)
        return not text or text.lower() in MARKERS

    def _number(self, row: CellRow, name: str) -> Cell:
        """The cell; of a CSV file as a number where it is one, which may have more than two decimal places."""
        cell = self._cell(row, name)
        if not isinstance(cell, str):
            return cell
        return Decimal(cell.strip()) if _NUMBER.fullmatch(cell.strip()) else cell

    def _once(self, kept: dict[Any, Any], key: Any, value: Any, number: int) -> None:
        if kept.setdefault(key, value) != value:
            self._refuse("twice", "This line stands there twice, with two figures.", number, self.category)

    def _say(self, outside: list[str]) -> None:
        if outside:
            words = f"Years that were not asked for were left out: {outside[0]}"
            self._note(f"{words} to {outside[-1]}." if len(outside) > 1 else f"{words}.")
        if self.left:
            words = "1 line is" if self.left == 1 else f"{self.left} lines are"
            self._note(f"{words} not published for the council, and left as on record.")
        if self.table.unit == MILLIONS:
            self._note("The file is in millions of pounds, as DfE’s outturns to 2020-21 are. Here they are pounds.")
        if not self.table.is_budget:
            self._note(RECOUPMENT)
        self._note("Only lines of the high needs block are taken: section 251 divides the other blocks otherwise.")

    def _cell(self, row: CellRow, name: str) -> Cell:
        place = self.columns[name]
        return row[place] if place < len(row) else None

    def _text(self, row: CellRow, name: str) -> str:
        return text_of(self._cell(row, name))

    def _note(self, words: str) -> None:
        self.table.problems.append(Problem("about-the-file", words, "", Level.NOTE))

    def _refuse(self, code: str, words: str, number: int, name: str) -> None:
        place = f"{self.sheet.name}, cell {letter(self.columns[name])}{number + 1}"
        self.table.problems.append(Problem(code, words, "", sheet=place))
