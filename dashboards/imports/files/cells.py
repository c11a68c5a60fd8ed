"""What a cell of a table may be."""

from datetime import date, datetime
from decimal import Decimal
from enum import Enum


class NoValue(Enum):
    """A formula whose result was not saved with the workbook: nobody knows what it would say."""

    NO_VALUE = "no value"

    def __repr__(self) -> str:
        return "NO_VALUE"


NO_VALUE = NoValue.NO_VALUE


class ErrorCell(str):
    """An Excel error, such as #N/A or #DIV/0!."""

    __slots__ = ()


class PerCent(Decimal):
    """A number in a cell that is formatted as a percentage, in percentage points: what people see there."""

    __slots__ = ()


Cell = str | Decimal | date | datetime | bool | NoValue | None
"""``ErrorCell`` is a str and ``PerCent`` a Decimal, so ask for them first. An empty cell is None, never ""."""
CellRow = tuple[Cell, ...]
