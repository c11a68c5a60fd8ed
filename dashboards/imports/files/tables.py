"""One way to read a table out of a file: CSV in any of its dialects, or an Excel workbook."""

from dataclasses import dataclass

from dashboards.imports.contract import Delivered, Problem
from dashboards.imports.files import csv_text, kinds_of_file, workbook
from dashboards.imports.files.archive import ZIP_STARTS, too_large
from dashboards.imports.files.cells import NO_VALUE, Cell, CellRow, ErrorCell, NoValue, PerCent
from dashboards.imports.files.limits import USUAL, Limits
from dashboards.imports.files.problems import unusable

__all__ = ["NO_VALUE", "Cell", "CellRow", "ErrorCell", "Limits", "NoValue", "PerCent", "Sheet", "Tables", "read_tables"]


@dataclass(frozen=True)
class Sheet:
    """A table as it stands in the file: row 1 is ``rows[0]``. Rows end with their last filled cell, so they differ in
    length; an empty row is (). ``is_1904``: numbers that stand for days count from 1904 (``values.day`` asks)."""

    name: str
    rows: tuple[CellRow, ...]
    is_csv: bool = False
    is_1904: bool = False

    def cell(self, row: int, column: int) -> Cell:
        """The cell at places counted from 0; None also beyond the end of its row."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else None


@dataclass(frozen=True)
class Tables:
    """What a file holds, and the notes about reading it."""

    sheets: tuple[Sheet, ...]
    problems: tuple[Problem, ...] = ()


def read_tables(delivered: Delivered, *, limits: Limits = USUAL) -> Tables:
    """The tables of a CSV file or workbook; hidden sheets are left out, and said so.

    Raises ``UnusableDelivery`` with one of the codes of ``problems.py`` when it cannot or must not be read.
    """
    if not delivered.content.strip(b"\0 \t\r\n"):
        raise unusable("file-empty", f"{delivered.name} is empty.")
    if len(delivered.content) > limits.size:
        raise unusable("file-too-large", too_large(delivered, limits.size))
    kinds_of_file.refuse_other(delivered)
    if delivered.content.startswith(ZIP_STARTS):
        found, notes = workbook.read(delivered, limits=limits)
        sheets = tuple(Sheet(sheet.name, sheet.rows, is_1904=sheet.is_1904) for sheet in found)
    else:
        rows, notes = csv_text.read(delivered, limits=limits)
        sheets = (Sheet(delivered.name, rows, is_csv=True),)
    if not any(any(row) for sheet in sheets for row in sheet.rows):
        raise unusable("file-empty", f"There is nothing in {delivered.name} that can be read.")
    return Tables(sheets, tuple(notes))
