"""Reading published files: large CSV files row by row, and the figures and words in cells."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from dashboards.imports.contract import Delivered, Problem, Progress
from dashboards.imports.files.csv_text import csv_rows, decode
from dashboards.imports.files.limits import Limits
from dashboards.imports.files.values import WrongValue, number

LARGE: Final = Limits(rows=1_000_000, cells=40_000_000)
"""Published files of every council and year: far more cells than a spreadsheet of one council."""
EVERY = 2_000
"""Rows between two words about progress."""
MARKERS: Final = {"x": "x", "z": "z", "c": "c", "u": "u", "low": "low", "k": "low", "~": "c", "no data": "x", ":": "x"}
"""How published files say that there is no figure, and which of our markers that is."""
Line = tuple[str, ...]


def words_of(cell: object) -> str:
    """What stands in a cell of a published table, without space around it; empty for nothing."""
    return "" if cell is None else str(cell).strip()


def figure(cell: str) -> tuple[Decimal | None, str]:
    """The figure or the marker in a cell of counts; both empty for an empty cell. Raises ``WrongValue``."""
    if cell.isascii() and cell.isdigit():
        return Decimal(cell), ""
    if not cell:
        return None, ""
    if (marker := MARKERS.get(cell.lower())) is not None:
        return None, marker
    read = number(cell, unit="count")
    if read.upper is not None:
        raise WrongValue("must be one figure, not a range")
    return read.value, read.marker


def lines_of(delivered: Delivered, progress: Progress, words: str) -> tuple[Iterator[tuple[int, Line]], list[Problem]]:
    """Each row with its number as a spreadsheet shows it, headings included, and notes about reading the text.

    Never holds more than one row. Raises ``UnusableDelivery``.
    """
    text, notes = decode(delivered)
    sample = text[:100_000]
    expected = len(text) * max(1, sample.count("\n")) // max(1, len(sample))

    def lines() -> Iterator[tuple[int, Line]]:
        for row, cells in enumerate(csv_rows(text, delivered.name, limits=LARGE), start=1):
            if row % EVERY == 0:
                progress(min(row, expected), expected, words)
            yield row, tuple("" if cell is None else str(cell) for cell in cells)

    return lines(), notes


def at(line: Line, place: int | None) -> str:
    """The cell at a place counted from 0; empty beyond the end of the row and where there is no such column."""
    return line[place] if place is not None and 0 <= place < len(line) else ""
