"""A bridge in a workbook: Excel's own stacked columns on an invisible base, worked out by formulas beside the table.

Each step stands between the level before it and the level after it. Columns stack upwards and downwards from £0
separately, so a step is given as its part above £0 and its part below, on a base that nobody sees; a step that crosses
£0 has both parts and no base. Whoever changes an amount sees the bridge follow.
"""

from typing import Any

from openpyxl.chart import BarChart, Reference
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.line import LineProperties
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from safetyvalve.render.data import ChartData, Column
from safetyvalve.render.xlsx_parts import BORDER, HEADER_FILL, QUIET, font, number_format, put_text

FIRST = 4
"""The column of the first helper, one beside the table."""
HEADINGS = ("Starts at", "Ends at", "Base, not drawn", "Drawn above £0", "Drawn below £0")
WIDTH = 15
GAP = 40
"""Per cent of a column's width between two columns."""


def write_levels(sheet: Any, chart: ChartData, header: int) -> None:
    """The helper columns beside the table whose header stands in row ``header``."""
    for offset, words in enumerate(HEADINGS):
        cell = sheet.cell(header, FIRST + offset)
        put_text(cell, words)
        cell.font, cell.fill, cell.border = font(size=9, colour=QUIET), HEADER_FILL, BORDER
        cell.alignment = Alignment(horizontal="right", vertical="top", wrap_text=True)
        sheet.column_dimensions[get_column_letter(FIRST + offset)].width = WIDTH
    pounds = number_format(Column("", chart.unit, chart.places))
    last = len(chart.categories) - 1
    for index in range(len(chart.categories)):
        for offset, formula in enumerate(_formulas(header + 1 + index, is_balance=index in (0, last))):
            cell = sheet.cell(header + 1 + index, FIRST + offset)
            cell.value, cell.number_format = formula, pounds
            cell.font = font(size=9, colour=QUIET)


def _formulas(row: int, *, is_balance: bool) -> tuple[str, ...]:
    start, end = (f"{get_column_letter(FIRST + offset)}{row}" for offset in (0, 1))
    low, high = f"MIN({start},{end})", f"MAX({start},{end})"
    return (
        "=0" if is_balance else f"={get_column_letter(FIRST + 1)}{row - 1}",
        f"={start}+N(B{row})",
        f"=MAX(0,{low})+MIN(0,{high})",
        f"=MAX(0,{high})-MAX(0,{low})",
        f"=MIN(0,{low})-MIN(0,{high})",
    )


def levels_chart(sheet: Any, chart: ChartData, header: int, *, colour: str) -> Any:
    """Stacked columns on the helper columns: the base without fill or line, both visible parts in one colour."""
    last = header + len(chart.categories)
    bars = BarChart()
    bars.grouping, bars.overlap, bars.gapWidth = "stacked", 100, GAP
    for offset in (2, 3, 4):
        bars.add_data(Reference(sheet, min_col=FIRST + offset, min_row=header, max_row=last), titles_from_data=True)
        bars.series[-1].invertIfNegative = False
    base, *shown = bars.series
    base.spPr = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    for part in shown:
        part.spPr = GraphicalProperties(solidFill=colour, ln=LineProperties(noFill=True))
    bars.set_categories(Reference(sheet, min_col=1, min_row=header + 1, max_row=last))
    return bars
