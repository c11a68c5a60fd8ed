"""A table as CSV: exact figures, nothing a spreadsheet would run as a formula."""

import csv
import io
from datetime import date
from decimal import Decimal

from safetyvalve.render.data import Cell, Column, Marker, Range, Table
from safetyvalve.render.prose import clean_text

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def to_csv(table: Table) -> bytes:
    """UTF-8 with a byte order mark, so that Excel reads the pound sign. Percentages in percentage points.

    Figures are plain numbers, a range is "96 to 100", dates are ISO 8601, missing is empty, a marker is its letter.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow([safe_text(column.name) for column in table.columns])
    for row in table.rows:
        writer.writerow([_value(column, cell) for column, cell in zip(table.columns, row, strict=True)])
    return buffer.getvalue().encode("utf-8-sig")


def safe_text(text: str) -> str:
    """`text` with an apostrophe in front when a spreadsheet could take it for a formula."""
    text = clean_text(text)
    return f"'{text}" if text.lstrip(" \n\xa0").startswith(_DANGEROUS) else text


def _value(column: Column, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, Marker):
        return cell.code
    if isinstance(cell, Range):
        return f"{Decimal(cell.low):f} to {Decimal(cell.high):f}"
    if isinstance(cell, str):
        return safe_text(cell)
    return cell.isoformat() if isinstance(cell, date) else f"{Decimal(cell):f}"
