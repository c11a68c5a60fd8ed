"""One chart as a workbook: its native chart on top, its figures beneath, each printed on whole pages.

A chart that stood under a long table would be cut in two where a page ends, and a sentence that runs on over empty
cells would make the page so wide that nobody could read it. So the chart comes first and sentences are wrapped.
"""

from dataclasses import replace
from datetime import datetime
from math import ceil
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from safetyvalve.render import format as fmt
from safetyvalve.render.data import ChartData, Table
from safetyvalve.render.metrics import wrap
from safetyvalve.render.standing import figures_with_standing
from safetyvalve.render.styles import styles_for
from safetyvalve.render.xlsx import saved
from safetyvalve.render.xlsx_bridge import write_levels
from safetyvalve.render.xlsx_chart import like_the_page, native_chart
from safetyvalve.render.xlsx_parts import QUIET, READABLE, font, put_text
from safetyvalve.render.xlsx_sheet import CHARACTER, LINE_HEIGHT, NARROWEST, TALLEST, SheetWriter

PAGE_WIDTH = 120
"""Characters beside each other on a sheet of paper on its side, and as wide as the chart."""
HEIGHT_CM, HEADING_CM, ROW_CM = 9.5, 0.8, 0.53
"""How high a chart is, how high one of its headings where it has many, and how high a row of the sheet."""
MOST_ROWS = 48
"""A sheet with no more rows is printed on one page."""
FIGURES = "The figures"
WHY_EMPTY = "A missing figure has its reason under “status”. Where nothing was agreed for a time, its cell is empty."
NO_STATUS = "A status is empty where the record does not say how the figure stands."


def chart_book(chart: ChartData, whole: Table | None, *, title: str, at: datetime) -> bytes:
    """The workbook of a chart; ``whole`` is a table with more periods than it draws, on a sheet of its own."""
    book: Any = Workbook()
    book.remove(book.active)
    first = ChartSheet(book.create_sheet("Chart"))
    first.write_chart(chart)
    first.close(footer=title)
    if whole:
        second = ChartSheet(book.create_sheet("Figures"))
        second.say(whole.caption, size=16, bold=True)
        second.write_table(whole)
        second.close(footer=title)
    return saved(book, title=title, at=at, descriptions=[first.chart_descriptions])


class ChartSheet(SheetWriter):
    """A sheet whose sentences are wrapped at the width of the paper."""

    def __init__(self, sheet: Any) -> None:
        super().__init__(sheet, landscape=True)
        self.said: list[tuple[int, str, float]] = []
        self.last_column = 1

    def say(self, words: str, *, size: float = 10, bold: bool = False, colour: str = "") -> None:
        put_text(self.sheet.cell(self.row, 1), words, bold=bold, size=size)
        if colour:
            self.sheet.cell(self.row, 1).font = font(bold=bold, size=size, colour=colour)
        self.said.append((self.row, words, size))
        self.row += 1

    def write_chart(self, chart: ChartData) -> None:
        """Title and sentence, the native chart, the figures that it is drawn from, and where they come from."""
        self.say(chart.title, size=16, bold=True)
        self.say(chart.summary, size=11)
        self.row += 1
        place, table = self.row, replace(figures_with_standing(chart), caption=FIGURES)
        header = place + ceil(_height_of(chart) / ROW_CM) + 1
        self.row = header - 1
        first = self._table(table, for_chart=True)
        self.last_column = len(table.columns)
        if chart.is_bridge:
            write_levels(self.sheet, chart, first)
            self.last_column = self.sheet.max_column
        drawn = native_chart(self.sheet, chart, styles_for(chart), first)
        drawn.height = _height_of(chart)
        like_the_page(drawn, chart)
        self.sheet.add_chart(drawn, f"A{place}")
        self.chart_descriptions.append(f"{chart.title}. {chart.summary}")
        self._apart(table, first)
        why = WHY_EMPTY if any(None in series.values for series in chart.series) else ""
        says_all = all(series.statuses or series.role in ("target", "forecast") for series in chart.series)
        told = ("" if says_all else NO_STATUS, why)
        for words in (chart.subtitle, fmt.source_line(chart, with_axis=True), *table.notes, *told):
            if words:
                self.say(words, colour=QUIET)

    def _apart(self, table: Table, header: int) -> None:
        """Words beside a figure stand a little apart from it."""
        for position, column in enumerate(table.columns[1:], start=2):
            if not column.is_numeric:
                for row in range(header, header + 1 + len(table.rows)):
                    self.sheet.cell(row, position).alignment = Alignment(
                        horizontal="left", indent=1, vertical="top", wrap_text=True
                    )

    def write_table(self, table: Table) -> None:
        self._table(replace(table, caption=FIGURES))
        self.last_column = len(table.columns)
        for words in fmt.table_notes(table):
            self.say(words, colour=QUIET)

    def close(self, *, footer: str) -> None:
        """Widths, heights and the print set-up: one page wide, or as many as it takes to be read."""
        self.finish(footer=footer, draft=False)
        sheet = self.sheet
        table_width = sum(self._width(column) for column in range(1, self.last_column + 1))
        while sum(self._width(column) for column in range(1, self.last_column + 1)) < PAGE_WIDTH:
            self.last_column += 1
        last = self._where_the_paper_ends()
        room = sum(self._width(column) for column in range(1, last + 1))
        for row, words, size in self.said:
            sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
            lines = sum(len(wrap(line, size / 11, room * CHARACTER)) for line in words.split("\n"))
            sheet.row_dimensions[row].height = min(lines * LINE_HEIGHT * size / 11 + 3, TALLEST)
        sheet.freeze_panes = "B2" if table_width > READABLE else "A2"
        sheet.print_area = f"A1:{get_column_letter(self.last_column)}{max(self.row - 1, 1)}"
        sheet.page_margins.left = sheet.page_margins.right = 0.4
        sheet.page_setup.fitToWidth = max(1, ceil(table_width / READABLE))
        sheet.page_setup.fitToHeight = 1 if self.row <= MOST_ROWS else 0
        if table_width > READABLE:
            sheet.print_title_cols = "A:A"

    def _where_the_paper_ends(self) -> int:
        """The column up to which sentences run: all of them, or as many as are printed on the first page."""
        room, column = 0.0, 0
        while column < self.last_column and room < PAGE_WIDTH:
            column += 1
            room += self._width(column)
        return column

    def _width(self, column: int) -> float:
        letter = get_column_letter(column)
        if column not in self.widths and letter not in self.sheet.column_dimensions:
            self.sheet.column_dimensions[letter].width = NARROWEST
        return float(self.sheet.column_dimensions[letter].width)


def _height_of(chart: ChartData) -> float:
    """In centimetres: bars that lie down need room for each heading."""
    return max(HEIGHT_CM, HEADING_CM * len(chart.categories)) if chart.kind == "across" else HEIGHT_CM
