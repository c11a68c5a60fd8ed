"""DfE's published section 251 tables, budget or outturn: a council's rows as lines of the grid, year by year.

Each row is one council, one financial year and one category, which begins with the number of its line. The columns are
those of DfE's data sets (data-standards 4.1); the budget calls its category ``category_of_planned_expenditure``.
"""

import re
from collections.abc import Collection, Iterator
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
_AREA_COLUMNS = ("new la code", "old la code", "la code")
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


def read(delivered: Delivered, authority: Authority, *, years: Collection[str]) -> Table:
    """The rows of one council in these years. Raises ``UnusableDelivery`` for another file or another council's."""
    slim = Delivered(delivered.name, _own_rows(delivered, authority))
    for sheet in read_tables(slim, limits=USUAL).sheets:
        columns = {normal(cell): place for place, cell in enumerate(sheet.rows[0] if sheet.rows else ())}
        category = next((name for name in (BUDGET, OUTTURN) if name in columns), "")
        net = next((n for n in columns if n.startswith("net ") and "expenditure" in n and "capita" not in n), "")
        if category and net and "time period" in columns:
            reader = _Reader(sheet, columns, category, net, authority, years, Table(category == BUDGET))
            return reader.read()
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
    authority: Authority
    wanted: Collection[str]
    table: Table
    left: int = 0

    def read(self) -> Table:
        found = list(self._own())
        if not found:
            words = f"{self.authority.name} ({self.authority.gss_code}) has no row in this file."
            raise unusable("wrong-council", words, fix="Choose the table with every council, or with yours.")
        outside: set[str] = set()
        for number, row in found:
            year = self._year(number, row)
            if year and year not in self.wanted:
                outside.add(year)
            elif year and (code := _CODE.match(self._text(row, self.category))):
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
        text = self._text(row, self.net)
        if text.lower() in MARKERS or not text:
            self.left += 1
            return
        try:
            amount = amount_of(self._cell(row, self.net))
        except WrongAmount as wrong:
            self._refuse("wrong-amount", f"{code}, {year}: the cell {wrong.reason}.", number, self.net)
            return
        if amount is None:
            return
        if code == CARRIED_FORWARD:
            self._once(self.table.carried_forward, year, -amount + 0, number)
        else:
            self._once(self.table.cells, (year, code), Proposed(amount, f"Line {code} of the file"), number)

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
        place = f"{self.sheet.name}, column {letter(self.columns[name])}"
        self.table.problems.append(Problem(code, words, "", sheet=place))
