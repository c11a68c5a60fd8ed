"""Cells of a workbook: safe text, number formats, fills, and names that Excel accepts."""

import re
from decimal import Decimal
from math import ceil
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter

from safetyvalve.render import format as fmt
from safetyvalve.render.data import Cell, Column, Marker, Number, Range
from safetyvalve.render.format import DASH
from safetyvalve.render.prose import clean_text

FONT_NAME = "Arial"
INK, QUIET = "0B0C0C", "505A5F"
HEADER_FILL = PatternFill("solid", fgColor="E8EDF2")
HIDDEN_FILL = PatternFill("solid", fgColor="EEEEEE")
_EDGE = Side(style="thin", color="8C9398")
BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
TOTAL_BORDER = Border(left=_EDGE, right=_EDGE, bottom=_EDGE, top=Side(style="medium", color=INK))
# Excel holds 32,767 characters in a cell and cuts the rest off without a word.
MOST_CHARACTERS = 32_000
A4 = 9
READABLE = 210
"""A sheet with more characters in a row goes on, with its first column repeated, on a page beside the first."""
_FORBIDDEN_IN_NAMES = re.compile(r"[\\/*?:\[\]]")


def safe_sheet_name(wanted: str, taken: set[str]) -> str:
    """A tab's name of at most 31 characters, without what Excel forbids, different from all `taken`."""
    name = _FORBIDDEN_IN_NAMES.sub(" ", clean_text(wanted)).strip().strip("'")[:31].strip() or "Sheet"
    candidate, number = name, 2
    while candidate.casefold() in taken:
        ending = f" {number}"
        candidate = name[: 31 - len(ending)] + ending
        number += 1
    return candidate


def font(*, bold: bool = False, size: float = 11, colour: str = INK) -> Font:
    return Font(name=FONT_NAME, bold=bold, size=size, color=colour)


def number_format(column: Column) -> str:
    """The Excel format that prints what every other face prints."""
    digits = "#,##0" + (f".{'0' * column.places}" if column.places else "")
    if column.kind == "money":
        return f'"£"{digits};"−£"{digits};"£"{digits}'
    if column.kind == "percent":
        return f"{digits}%;−{digits}%"
    return f"{digits};−{digits}"


def stored(column: Column, value: Number) -> Number:
    """A number as the cell holds it: Excel's percentages are shares of one."""
    return value if column.kind != "percent" else Decimal(value) / 100


def on_paper(sheet: Any, *, landscape: bool, width: float) -> None:
    """Printed one page wide, or as many as it takes to be read. ``width``: of all columns, in characters."""
    pages = max(1, ceil(width / READABLE))
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape" if landscape else "portrait", A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    if pages > 1:
        sheet.print_title_cols = "A:A"


def put_text(cell: Any, words: str, *, bold: bool = False, size: float = 11, wrap: bool = True) -> None:
    """`words` as text for good: nothing that a person typed can become a formula."""
    cell.value = clean_text(words)[:32_767]
    cell.data_type = "s"
    cell.font = font(bold=bold, size=size)
    cell.alignment = Alignment(vertical="top", wrap_text=wrap)
    if cell.value.startswith(("=", "+", "-", "@")):
        cell.quotePrefix = True


def put_value(cell: Any, column: Column, value: Cell, *, bold: bool = False, blank: bool = False) -> None:
    """A figure, a date, a word, or the sign of why there is none.

    With `blank` an absent figure leaves the cell empty: a chart on these cells would draw text as zero.
    """
    if isinstance(value, str):
        put_text(cell, value, bold=bold)
    elif value is None or isinstance(value, Marker):
        if not blank:
            put_text(cell, DASH if value is None else value.code, bold=bold)
            cell.alignment = Alignment(horizontal="right", vertical="top")
        elif value is not None:
            cell.fill = HIDDEN_FILL
    elif isinstance(value, Range):
        if not blank:
            put_text(cell, fmt.cell(column, value), bold=bold)
            cell.alignment = Alignment(horizontal="right", vertical="top")
    elif column.kind == "date":
        cell.value, cell.number_format = value, "d mmmm yyyy"
        cell.alignment = Alignment(horizontal="left", vertical="top")
    else:
        cell.value, cell.number_format = stored(column, value), number_format(column)  # type: ignore[arg-type]
        cell.alignment = Alignment(vertical="top")
    cell.font = font(bold=bold)
    cell.border = BORDER


def chunks(words: str) -> list[str]:
    """`words` in pieces that fit into a cell, cut at a line end or a space where there is one."""
    words = clean_text(words)
    pieces = []
    while len(words) > MOST_CHARACTERS:
        cut = max(words.rfind("\n", 0, MOST_CHARACTERS), words.rfind(" ", 0, MOST_CHARACTERS))
        cut = cut if cut > MOST_CHARACTERS // 2 else MOST_CHARACTERS
        pieces.append(words[:cut])
        words = words[cut:].lstrip("\n ")
    return [*pieces, words]


def span(first_row: int, last_row: int, first_column: int, last_column: int) -> str:
    """A range such as "B2:D9"."""
    return f"{get_column_letter(first_column)}{first_row}:{get_column_letter(last_column)}{last_row}"
