"""Finding the table of a spreadsheet: its sheet, its row of headings, and the columns beneath."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboards.imports.files.headers import letter
from dashboards.imports.files.tables import Cell, ErrorCell, Sheet
from dashboards.imports.files.values import WrongValue, day
from dashboards.imports.mapping_words import is_answer

LOOKED_AT = 20
SAMPLE = 300
MOSTLY = 0.6
_FIGURE = re.compile(r"[£(+-]*\d[\d,. ]*[%)]?")
_DAY = re.compile(r"\d\s?[/.:-]\s?\d")
_NOT_A_HEADING = re.compile(r"\d{3,}|@|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE)


@dataclass(frozen=True)
class Column:
    """One column: its heading with single spaces, and its place counted from 0."""

    heading: str
    index: int

    @property
    def letter(self) -> str:
        return letter(self.index)

    @property
    def name(self) -> str:
        """As a problem names it."""
        return f"{self.letter} ({self.heading[:40]})"


@dataclass(frozen=True)
class Found:
    """A sheet with its headings. ``header`` is counted from 0; ``repeated`` are headings that stand there twice."""

    sheet: Sheet
    header: int
    columns: tuple[Column, ...]
    repeated: tuple[Column, ...] = ()

    def rows(self) -> Sequence[tuple[int, tuple[Cell, ...]]]:
        """The rows beneath that have something, with their numbers as a spreadsheet shows them."""
        return [
            (number + 1, row)
            for number, row in enumerate(self.sheet.rows[self.header + 1 :], start=self.header + 1)
            if any(cell is not None for cell in row)
        ]

    def sample(self, column: Column) -> list[Cell]:
        """The first filled cells of a column."""
        found: list[Cell] = []
        for row in self.sheet.rows[self.header + 1 :]:
            cell = cell_of(row, column)
            if cell is not None:
                found.append(cell)
                if len(found) == SAMPLE:
                    break
        return found


def find_tables(sheets: Sequence[Sheet], is_known: Callable[[str], bool]) -> list[Found]:
    """The likeliest row of headings of each sheet, best sheet first; sheets without one are left out.

    A row counts only when headings in it are known and none of them stands in its column again: a row about a child
    is not taken for headings, and so never shown or remembered. Where nothing is known anywhere, a first row that can
    be nothing else is taken.
    """
    scored = []
    for order, sheet in enumerate(sheets):
        best = max(
            ((_score(sheet, index, is_known), -index) for index in range(min(LOOKED_AT, len(sheet.rows)))),
            default=(0, 0),
        )
        if best[0] > 0:
            scored.append((-best[0], order, _found(sheet, -best[1])))
    if not scored:
        return [_found(sheet, index) for sheet in sheets if (index := _first_of_several(sheet)) is not None]
    return [found for _, _, found in sorted(scored, key=lambda each: each[:2])]


def heading_of(cell: Cell) -> str:
    """A cell's words if it can be a heading at all; empty otherwise."""
    if not isinstance(cell, str) or isinstance(cell, ErrorCell) or len(cell) > 120:
        return ""
    return " ".join(cell.split())


def cell_of(row: Sequence[Cell], column: Column) -> Cell:
    return row[column.index] if column.index < len(row) else None


def is_day(cell: Cell, *, is_1904: bool = False) -> bool:
    """Whether a cell is a date; a small number is none, although Excel could take it for one."""
    if isinstance(cell, Decimal) and not 20_000 < cell < 70_000:
        return False
    try:
        return day(cell, is_1904=is_1904) is not None
    except WrongValue:
        return False


def is_figure(cell: Cell) -> bool:
    """Whether a cell is a number, or looks like one."""
    return isinstance(cell, Decimal) or (isinstance(cell, str) and bool(_FIGURE.fullmatch(cell.strip())))


def mostly(cells: Sequence[Cell], is_one: Callable[[Cell], bool]) -> bool:
    """Whether most of some cells are of a sort; of none at all they are not."""
    return bool(cells) and sum(map(is_one, cells)) >= MOSTLY * len(cells)


def _first_of_several(sheet: Sheet) -> int | None:
    """The first row of several cells, if it heads what is beneath although none of its headings is known."""
    for index, row in enumerate(sheet.rows[:LOOKED_AT]):
        if sum(cell is not None for cell in row) > 1:
            return index if _heads_what_is_beneath(sheet, index) else None
    return None


def _heads_what_is_beneath(sheet: Sheet, index: int) -> bool:
    """All words, none of them there again, and figures or days under most of them, which no cell itself could say.

    A row about a child has a figure or a day itself where the others do, or says why not. One that gives another
    reason in one column is told by its names, which stand above names.
    """
    found = _found(sheet, index)
    filled = [column for column, cell in enumerate(sheet.rows[index]) if cell is not None]
    headings = [heading_of(sheet.cell(index, column)) for column in filled]
    if not all(headings) or any(_NOT_A_HEADING.search(words) or _DAY.search(words) for words in headings):
        return False
    if any(_stands_again(sheet, index, column) for column in filled):
        return False

    def counts(cell: Cell) -> bool:
        return is_figure(cell) or is_day(cell, is_1904=sheet.is_1904)

    heads = [each for each in found.columns if mostly(found.sample(each), counts) and not is_answer(each.heading)]
    return len(heads) * 2 >= len(found.columns) > 0


def _score(sheet: Sheet, index: int, is_known: Callable[[str], bool]) -> int:
    row = sheet.rows[index]
    filled = [cell for cell in row if cell is not None]
    headings = [heading_of(cell) for cell in filled]
    if len(filled) < 2 or not all(headings):
        return 0
    if any(_NOT_A_HEADING.search(words) and not is_known(words) for words in headings):
        return 0
    known = [column for column in range(len(row)) if row[column] is not None and is_known(heading_of(row[column]))]
    if any(_stands_again(sheet, index, column) for column in known):
        return 0
    return len(known) if len(known) >= min(2, len(filled)) else 0


def _stands_again(sheet: Sheet, index: int, column: int) -> bool:
    words = heading_of(sheet.cell(index, column)).casefold()
    return any(
        heading_of(row[column]).casefold() == words
        for row in sheet.rows[index + 1 : index + 1 + SAMPLE]
        if column < len(row)
    )


def _found(sheet: Sheet, header: int) -> Found:
    columns: dict[str, Column] = {}
    repeated = []
    for index, cell in enumerate(sheet.rows[header]):
        words = heading_of(cell)
        if not words:
            continue
        if words.casefold() in columns:
            repeated.append(Column(words, index))
        else:
            columns[words.casefold()] = Column(words, index)
    return Found(sheet, header, tuple(columns.values()), tuple(repeated))
