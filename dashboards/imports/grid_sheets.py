"""What stands on the sheets of the grid's workbook, before anybody makes cells of it."""

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class GridRow:
    """One row: its words, then a figure, words or nothing for each period. ``decimals`` are how many are shown."""

    words: tuple[str, ...]
    figures: tuple[Decimal | str | None, ...]
    decimals: int = 0


@dataclass(frozen=True)
class GridSheet:
    """One sheet to fill in. ``widths`` are those of the columns of words."""

    name: str
    title: str
    headings: tuple[str, ...]
    widths: tuple[int, ...]
    periods: tuple[str, ...]
    rows: tuple[GridRow, ...]
