"""Pounds or thousands? A figure a thousand times another is asked about once, and saved when somebody has looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from conditions.line_list import lines
from dashboards.finance.blocks import Book, Sheet, latest_known
from dashboards.finance.roll_forward import Cell
from safetyvalve.core import thousands
from safetyvalve.core.thousands import Held


@dataclass(frozen=True)
class Doubt:
    """A cell whose figure looks as if it were in another unit than the one before it."""

    cell: Cell
    sentence: str


def doubts(book: Book, sheet: Sheet, changed: Iterable[tuple[Cell, Decimal | None]]) -> list[Doubt]:
    """Every changed figure that is about a thousand times, or a thousandth of, the figure to hold it against."""
    found = []
    for cell, amount in changed:
        before = latest_known(book, cell, apart_from=sheet)
        held = thousands.far_from(amount, [Held(before, "stood before")]) if amount is not None else None
        if amount is not None and held:
            year, code = cell
            found.append(Doubt(cell, thousands.question(f"{year}, {lines()[code].full_name}", amount, held)))
    return found


def digest(found: Iterable[Doubt]) -> str:
    """Names exactly these doubts, so that a tick is for what was read and nothing else."""
    return thousands.digest(doubt.sentence for doubt in found)
