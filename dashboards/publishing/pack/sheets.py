"""The sheets of a pack: contents with links, a table with its native chart beside it, figures charts are drawn from.

A chart draws text as zero. So where a table says c, or a range, its chart is drawn from the same figures on a sheet of
their own, on which those cells are empty.
"""

from collections.abc import Sequence
from typing import Any

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from safetyvalve.render import format as fmt
from safetyvalve.render.data import ChartData, Marker, Range, Table
from safetyvalve.render.metrics import wrap
from safetyvalve.render.styles import styles_for
from safetyvalve.render.xlsx_chart import like_the_page, native_chart
from safetyvalve.render.xlsx_parts import QUIET, TOTAL_BORDER, chunks, font, put_text, put_value
from safetyvalve.render.xlsx_sheet import CHARACTER, LINE_HEIGHT, TALLEST, WIDEST, SheetWriter
from safetyvalve.render.xlsx_tables import declare_table

CHART_COLUMNS, COLUMN_WIDTH = 10, 9
"""Columns beside the table that a chart covers, and how wide each is."""
CHART_CM, CHART_HEIGHT_CM, HEADING_CM, ROW_CM = 17, 9.5, 0.8, 0.5
"""The size of a chart, how high one of its headings is where it has many, and how high a row of the sheet is."""
LEAST_WIDTH = 100
"""Characters that fit beside each other on every sheet, so that sentences are not cut into short lines."""
MOST_ROWS = 58
"""A sheet with no more rows is printed on one page."""
LINK = "1D4F91"


class Sheet(SheetWriter):
    """A sheet whose sentences run over the whole width that is printed."""

    def __init__(self, sheet: Any) -> None:
        super().__init__(sheet, landscape=True)
        self.last_column = 1
        self.sentences: list[tuple[int, str, float]] = []

    def say(self, words: str, *, size: float = 10, bold: bool = False, colour: str = "") -> None:
        """One paragraph over the width of the sheet, in as many lines as it needs."""
        for piece in chunks(words):
            cell = self.sheet.cell(self.row, 1)
            put_text(cell, piece, bold=bold, size=size)
            if colour:
                cell.font = font(bold=bold, size=size, colour=colour)
            self.sentences.append((self.row, piece, size))
            self.row += 1

    def link(self, row: int, column: int, words: str, tab: str) -> None:
        """Words that lead to the first cell of another sheet of this book."""
        cell = self.sheet.cell(row, column)
        put_text(cell, words, wrap=False)
        quoted = tab.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1")
        cell.font = font(colour=LINK)

    def close(self, *, footer: str, standing: str) -> None:
        """Widths, heights, frozen panes and the print set-up, once everything is there."""
        self.finish(footer=footer, draft=False)
        sheet = self.sheet
        self._widen()
        room = sum(self._width(column) for column in range(1, self.last_column + 1))
        for row, words, size in self.sentences:
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=self.last_column)
            lines = sum(len(wrap(line, size / 11, room * CHARACTER)) for line in words.split("\n"))
            sheet.row_dimensions[row].height = min(lines * LINE_HEIGHT * size / 11 + 3, TALLEST)
        sheet.print_area = f"A1:{get_column_letter(self.last_column)}{max(self.row - 1, 1)}"
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_margins.top, sheet.page_margins.bottom = 0.6, 0.8
        sheet.page_setup.fitToHeight = 1 if self.row <= MOST_ROWS else 0
        if standing:
            sheet.page_margins.top = 0.9
            sheet.oddHeader.center.text = standing.replace("&", "&&")

    def _width(self, column: int) -> float:
        return float(self.sheet.column_dimensions[get_column_letter(column)].width)

    def _widen(self) -> None:
        """Take in empty columns until a sentence has room."""
        for column in range(1, self.last_column + 1):
            if column not in self.widths:
                self.sheet.column_dimensions[get_column_letter(column)].width = COLUMN_WIDTH
        while sum(self._width(column) for column in range(1, self.last_column + 1)) < LEAST_WIDTH:
            self.last_column += 1
            self.sheet.column_dimensions[get_column_letter(self.last_column)].width = COLUMN_WIDTH


class ContentsSheet(Sheet):
    """The first sheet: what this is, what hides, and a link to every other sheet."""

    def write(self, *, title: str, standing: str, words: Sequence[str], entries: Sequence[tuple[str, str]]) -> None:
        self.say(title, size=16, bold=True)
        if standing:
            self.say(standing, size=11, bold=True, colour="B1000E")
        for paragraph in words:
            self.say(paragraph, size=11)
        self.row += 1
        self._header(("Sheet", "What it says"))
        for tab, finding in entries:
            self.link(self.row, 1, tab, tab)
            self._want(1, tab, most=34)
            put_text(self.sheet.cell(self.row, 2), finding)
            self.wrapped.append((self.row, 2, finding))
            self.row += 1
        self.widths[2] = WIDEST
        self.last_column = 2


class PackSheet(Sheet):
    """One table under its finding, its chart beside it, its notes, source and meanings beneath."""

    def __init__(self, sheet: Any, *, contents: str, beside: "ChartFigures") -> None:
        super().__init__(sheet)
        self.contents, self.beside = contents, beside

    def write(
        self, *, title: str, table: Table, chart: ChartData | None, lead: Sequence[str], notes: Sequence[str]
    ) -> None:
        self.say(title, size=14, bold=True)
        for words in lead:
            self.say(words)
        header = self.row
        self._figures(table)
        self.last_column = len(table.columns)
        if chart:
            self._chart(chart, header)
        self.row += 1
        for words in notes:
            self.say(words, colour=QUIET)
        self.link(self.row, 1, "Back to the contents", self.contents)
        self.row += 1

    def _figures(self, table: Table) -> None:
        """Header and rows. A missing figure is an empty cell, a hidden one its letter, every other one a number."""
        header = self.row
        self._header(
            tuple(column.name for column in table.columns), right=tuple(column.is_numeric for column in table.columns)
        )
        for index, cells in enumerate(table.rows):
            is_total = index in table.total_rows
            for position, (column, value) in enumerate(zip(table.columns, cells, strict=True)):
                cell = self.sheet.cell(self.row, position + 1)
                bold = is_total or (position == 0 and table.row_headers)
                put_value(cell, column, value, bold=bold, blank=value is None)
                if is_total:
                    cell.border = TOTAL_BORDER
                if position and isinstance(value, Marker | Range):
                    cell.alignment = Alignment(horizontal="right", vertical="top")
                self._want(position + 1, fmt.cell(column, value), most=48)
            self.row += 1
        declare_table(self.sheet, table, header)

    def _chart(self, chart: ChartData, header: int) -> None:
        signs = (series.cell_at(index) for series in chart.series for index in range(len(series.values)))
        has_words = any(isinstance(cell, Marker | Range) for cell in signs)
        place = self.beside.add(chart) if has_words else (self.sheet, header)
        drawn = native_chart(place[0], chart, styles_for(chart), place[1])
        drawn.width, drawn.height = CHART_CM, CHART_HEIGHT_CM
        if chart.kind == "across":
            drawn.height = max(CHART_HEIGHT_CM, HEADING_CM * len(chart.categories))
        first = len(chart.series) + 3
        like_the_page(drawn, chart)
        # Below the header, which is repeated on every page that is printed.
        self.sheet.add_chart(drawn, f"{get_column_letter(first)}{header + 1}")
        self.chart_descriptions.append(f"{chart.title}. {chart.summary}")
        self.last_column = first + CHART_COLUMNS - 1
        self.row = max(self.row, header + 2 + int(drawn.height / ROW_CM))


class ChartFigures:
    """The figures of charts that hide some: a sheet at the end, made when the first of them asks for it."""

    def __init__(self, book: Any, tab: str) -> None:
        self.book, self.tab = book, tab
        self.writer: Sheet | None = None

    def add(self, chart: ChartData) -> tuple[Any, int]:
        """The sheet and the row of the header under which the figures of this chart stand."""
        if self.writer is None:
            self.writer = Sheet(self.book.create_sheet(self.tab))
            self.writer.say("Figures that charts are drawn from", size=14, bold=True)
            self.writer.say("The same figures as on the sheets before. A cell is empty where there is nothing to draw.")
        writer, table = self.writer, chart.as_table()
        writer.row += 1
        writer.say(chart.title, bold=True)
        header = writer.row
        writer._header(tuple(column.name for column in table.columns))
        for cells in table.rows:
            for position, (column, value) in enumerate(zip(table.columns, cells, strict=True)):
                put_value(writer.sheet.cell(writer.row, position + 1), column, value, blank=True)
                writer._want(position + 1, fmt.cell(column, value), most=40)
            writer.row += 1
        writer.last_column = max(writer.last_column, len(table.columns))
        return writer.sheet, header

    def close(self, *, contents: str, footer: str, standing: str) -> None:
        """Finish the sheet, if there is one."""
        if self.writer is None:
            return
        self.writer.row += 1
        self.writer.link(self.writer.row, 1, "Back to the contents", contents)
        self.writer.row += 1
        self.writer.close(footer=footer, standing=standing)
