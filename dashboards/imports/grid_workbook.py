"""Writing the grid's workbook: the one place of this application that makes Excel cells itself.

The other workbooks come from ``safetyvalve.render.xlsx``, which has no hidden rows and no lists to choose from.
"""

import io
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from dashboards.imports.grid_sheets import GridSheet
from safetyvalve.render.archive import normalised
from safetyvalve.render.xlsx_package import PackageEdit
from safetyvalve.render.xlsx_parts import BORDER, HEADER_FILL, font, put_text, safe_sheet_name, span

HEADING_ROW = 3
MARKERS = "c,x,z,u,low"
_FIGURE_WIDTH = 13


def workbook(
    sheets: Sequence[GridSheet],
    *,
    key: tuple[str, ...],
    notes: Sequence[tuple[str, Sequence[str]]],
    title: str,
    author: str,
    at: datetime,
) -> bytes:
    """The workbook's bytes, the same for the same arguments. ``key`` stands in the hidden first row of every sheet.

    ``notes`` are the lines of the last sheet: a heading and what goes beneath it.
    """
    book: Any = Workbook()
    book.remove(book.active)
    for sheet in sheets:
        _grid(book.create_sheet(safe_sheet_name(sheet.name, set())), sheet, key)
    _notes(book.create_sheet("How to fill this in"), notes, key)
    moment = (at.astimezone(UTC) if at.tzinfo else at).replace(tzinfo=None, microsecond=0)
    properties = book.properties
    properties.title, properties.creator, properties.lastModifiedBy = title, author, author
    properties.created = properties.modified = moment
    buffer = io.BytesIO()
    book.save(buffer)
    return normalised(buffer.getvalue(), PackageEdit(at, []))


def _grid(target: Any, sheet: GridSheet, key: tuple[str, ...]) -> None:
    _key_row(target, key)
    put_text(target.cell(2, 1), sheet.title, bold=True, size=13, wrap=False)
    for column, words in enumerate((*sheet.headings, *sheet.periods), start=1):
        cell = target.cell(HEADING_ROW, column)
        put_text(cell, words, bold=True)
        cell.fill, cell.border = HEADER_FILL, BORDER
        width = sheet.widths[column - 1] if column <= len(sheet.widths) else _FIGURE_WIDTH
        target.column_dimensions[get_column_letter(column)].width = width
    for number, row in enumerate(sheet.rows, start=HEADING_ROW + 1):
        for column, words in enumerate(row.words, start=1):
            if words:
                put_text(target.cell(number, column), words)
        for column, figure in enumerate(row.figures, start=len(row.words) + 1):
            _put_figure(target.cell(number, column), figure, row.decimals)
    first = get_column_letter(min(len(sheet.headings), 4) + 1)
    target.freeze_panes = f"{first}{HEADING_ROW + 1}"
    target.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    target.page_setup.orientation = "landscape"
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.sheet_properties.pageSetUpPr.fitToPage = True
    if sheet.rows and sheet.periods:
        _offer_markers(target, sheet)


def _put_figure(cell: Any, figure: Decimal | str | None, decimals: int) -> None:
    """Every cell to fill in is outlined, empty ones too."""
    cell.border = BORDER
    if isinstance(figure, str) and figure:
        put_text(cell, figure, wrap=False)
        cell.alignment = Alignment(horizontal="right")
    elif isinstance(figure, Decimal):
        cell.value = figure
        places = max(decimals, -int(figure.normalize().as_tuple().exponent))
        cell.number_format = "#,##0" + (f".{'0' * places}" if places > 0 else "")
        cell.font = font()


def _offer_markers(target: Any, sheet: GridSheet) -> None:
    """A list of markers to choose from, which does not stop anybody from typing a figure."""
    first, rows = len(sheet.headings) + 1, len(sheet.rows)
    offer = DataValidation(type="list", formula1=f'"{MARKERS}"', allow_blank=True, showErrorMessage=False)
    offer.add(span(HEADING_ROW + 1, HEADING_ROW + rows, first, first + len(sheet.periods) - 1))
    target.add_data_validation(offer)


def _notes(target: Any, notes: Sequence[tuple[str, Sequence[str]]], key: tuple[str, ...]) -> None:
    _key_row(target, key)
    row = 2
    for heading, lines in notes:
        put_text(target.cell(row, 1), heading, bold=True, size=13, wrap=False)
        for line in lines:
            row += 1
            put_text(target.cell(row, 1), line, wrap=True)
        row += 2
    target.column_dimensions["A"].width = 100


def _key_row(target: Any, key: tuple[str, ...]) -> None:
    """Whose grid it is, so that another council's is not taken by mistake."""
    for column, words in enumerate(key, start=1):
        put_text(target.cell(1, column), words, wrap=False)
    target.row_dimensions[1].hidden = True
