"""One sheet of a workbook, filled from the top down."""

from functools import singledispatchmethod
from typing import Any

from openpyxl.styles import Alignment, PatternFill
from openpyxl.utils import get_column_letter

from safetyvalve.render import format as fmt
from safetyvalve.render import prose
from safetyvalve.render.data import ChartData, Table
from safetyvalve.render.document import (
    DRAFT_WORDS,
    GridBlock,
    GridCell,
    Heading,
    Inset,
    KeyValues,
    Note,
    Prose,
    RagCell,
    as_prose,
)
from safetyvalve.render.metrics import text_width, wrap
from safetyvalve.render.styles import styles_for
from safetyvalve.render.xlsx_bridge import write_levels
from safetyvalve.render.xlsx_chart import CHART_ROWS, absences, native_chart
from safetyvalve.render.xlsx_parts import (
    BORDER,
    HEADER_FILL,
    QUIET,
    TOTAL_BORDER,
    chunks,
    font,
    on_paper,
    put_text,
    put_value,
)
from safetyvalve.render.xlsx_tables import declare_table, sums_as_formulas

NARROWEST, WIDEST = 11, 60
# Width of a column's unit in the size of an 11 point letter, and heights in points.
CHARACTER, LINE_HEIGHT, TALLEST = 0.5, 14.5, 409


class SheetWriter:
    """Writes items one under another and remembers how wide each column has to be."""

    def __init__(self, sheet: Any, *, landscape: bool) -> None:
        self.sheet = sheet
        self.landscape = landscape
        self.row = 1
        self.widths: dict[int, float] = {}
        self.header_rows: list[int] = []
        self.wrapped: list[tuple[int, int, str]] = []
        self.chart_descriptions: list[str] = []

    def add_title(self, words: str) -> None:
        self._line(words, bold=True, size=16)
        self.row += 1

    @singledispatchmethod
    def add(self, item: object) -> None:
        raise TypeError(f"No form in a workbook for {type(item).__name__}")

    @add.register
    def _(self, item: Heading) -> None:
        self._line(item.text, bold=True, size=13)

    @add.register
    def _(self, item: Note) -> None:
        self._note(item.text)

    @add.register
    def _(self, item: Prose) -> None:
        self._words(prose.plain_text(item.blocks))
        self.row += 1

    @add.register
    def _(self, item: Inset) -> None:
        self._words(prose.plain_text(as_prose(item.text).blocks))
        self.row += 1

    @add.register
    def _(self, item: KeyValues) -> None:
        if item.caption:
            self._line(item.caption, bold=True, size=12)
        for name, value in item.items:
            self._grid_row((name, value), row_headers=True)
        self.row += 1

    @add.register
    def _(self, item: GridBlock) -> None:
        self._line(item.caption, bold=True, size=12)
        for words in item.header:
            self._header(words)
        for cells in item.rows:
            self._grid_row(cells, row_headers=item.row_headers)
        self.row += 1

    @add.register
    def _(self, item: Table) -> None:
        self._table(item)
        self._notes_and_gap(item)

    @add.register
    def _(self, item: ChartData) -> None:
        table = item.as_table()
        first = self._table(table, for_chart=True)
        if item.is_bridge:
            write_levels(self.sheet, item, first)
        for words in (
            item.subtitle,
            item.summary,
            fmt.source_line(item, with_axis=True),
            *table.notes,
            *absences(item),
        ):
            self._note(words)
        self.row += 1
        self.sheet.add_chart(native_chart(self.sheet, item, styles_for(item), first), f"A{self.row}")
        self.chart_descriptions.append(f"{item.title}. {item.summary}")
        self.row += CHART_ROWS + 1

    def finish(self, *, footer: str, draft: bool) -> None:
        """Column widths, frozen panes and the print set-up: one page wide, or as many as it takes to be read."""
        sheet = self.sheet
        for column, width in self.widths.items():
            sheet.column_dimensions[get_column_letter(column)].width = min(max(width, NARROWEST), WIDEST)
        for row, height in self._heights().items():
            sheet.row_dimensions[row].height = height
        if len(self.header_rows) == 1:
            sheet.freeze_panes = f"B{self.header_rows[0] + 1}"
            sheet.print_title_rows = f"{self.header_rows[0]}:{self.header_rows[0]}"
        else:
            sheet.freeze_panes = "A2"
        sheet.sheet_view.showGridLines = False
        on_paper(
            sheet,
            landscape=self.landscape,
            width=sum(min(max(width, NARROWEST), WIDEST) for width in self.widths.values()),
        )
        sheet.oddFooter.left.text = footer.replace("&", "&&")[:200]
        sheet.oddFooter.right.text = "Page &P of &N"
        if draft:
            sheet.oddHeader.center.text = DRAFT_WORDS
            self.sheet["A1"].value = f"{DRAFT_WORDS}. {self.sheet['A1'].value}"

    def _heights(self) -> dict[int, float]:
        """The height that wrapped text needs, in points: not every program works it out on opening."""
        heights: dict[int, float] = {}
        for row, column, words in self.wrapped:
            room = min(max(self.widths[column], NARROWEST), WIDEST) * CHARACTER - 1
            lines = sum(len(wrap(line, 1, room)) for line in words.split("\n"))
            heights[row] = max(heights.get(row, 0), min(lines * LINE_HEIGHT + 2, TALLEST))
        return heights

    def _line(self, words: str, *, bold: bool = False, size: float = 11) -> None:
        put_text(self.sheet.cell(self.row, 1), words, bold=bold, size=size, wrap=False)
        self.row += 1

    def add_note(self, words: str) -> None:
        self._note(words)

    def _note(self, words: str) -> None:
        cell = self.sheet.cell(self.row, 1)
        put_text(cell, words, wrap=False)
        cell.font = font(size=9, colour=QUIET)
        self.row += 1

    def _words(self, words: str) -> None:
        """Prose, one line of text to a row so that it runs on over the empty cells beside it."""
        for line in words.split("\n"):
            for piece in chunks(line):
                self._line(piece)

    def _notes_and_gap(self, table: Table) -> None:
        for words in fmt.table_notes(table):
            self._note(words)
        self.row += 1

    def _header(self, words: tuple[str, ...], *, right: tuple[bool, ...] = ()) -> None:
        for column, name in enumerate(words, start=1):
            cell = self.sheet.cell(self.row, column)
            put_text(cell, name, bold=True)
            cell.fill, cell.border = HEADER_FILL, BORDER
            if right and right[column - 1]:
                cell.alignment = Alignment(horizontal="right", vertical="top", wrap_text=True)
            self._want(column, name, most=24)
        self.header_rows.append(self.row)
        self.row += 1

    def _want(self, column: int, words: str, *, most: float = WIDEST) -> None:
        self.wrapped.append((self.row, column, words))
        width = max((text_width(line, 1) for line in words.split("\n")), default=0) * 1.9 + 3
        self.widths[column] = max(self.widths.get(column, 0), min(width, most))

    def _table(self, table: Table, *, for_chart: bool = False) -> int:
        """Writes caption, header and rows; returns the row of the header."""
        self._line(table.caption, bold=True, size=12)
        header = self.row
        self._header(
            tuple(column.name for column in table.columns),
            right=tuple(column.is_numeric for column in table.columns),
        )
        formulas = sums_as_formulas(table, header)
        for index, cells in enumerate(table.rows):
            is_total = index in table.total_rows
            for position, (column, value) in enumerate(zip(table.columns, cells, strict=True)):
                cell = self.sheet.cell(self.row, position + 1)
                bold = is_total or (position == 0 and table.row_headers)
                put_value(cell, column, value, bold=bold, blank=for_chart)
                if (index, position) in formulas:
                    cell.value = formulas[index, position]
                if is_total:
                    cell.border = TOTAL_BORDER
                self._want(position + 1, fmt.cell(column, value), most=48)
            self.row += 1
        declare_table(self.sheet, table, header)
        return header

    def _grid_row(self, cells: tuple[GridCell, ...], *, row_headers: bool) -> None:
        """One row of words; prose too long for a cell goes on in the row beneath."""
        columns = [chunks(_cell_words(cell)) for cell in cells]
        for part in range(max(len(pieces) for pieces in columns)):
            for position, (value, pieces) in enumerate(zip(cells, columns, strict=True)):
                cell = self.sheet.cell(self.row, position + 1)
                words = pieces[part] if part < len(pieces) else ""
                put_text(cell, words, bold=row_headers and position == 0)
                cell.border = BORDER
                if isinstance(value, RagCell) and part == 0:
                    _paint(cell, value)
                self._want(position + 1, words, most=WIDEST)
            self.row += 1


def _cell_words(cell: GridCell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, Prose):
        return prose.plain_text(cell.blocks)
    words = prose.plain_text(as_prose(cell.text).blocks)
    return f"{cell.word}\n{words}" if words else cell.word


def _paint(cell: Any, value: RagCell) -> None:
    cell.fill = PatternFill("solid", fgColor=value.background.removeprefix("#").upper())
    cell.font = font(bold=not as_prose(value.text).blocks, colour=value.ink.removeprefix("#").upper())
