"""Pounds or thousands? A figure a thousand times another is asked about once, and saved when somebody has looked."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from conditions.line_list import lines
from dashboards.finance.blocks import Book, Sheet, latest_known
from dashboards.finance.roll_forward import Cell
from safetyvalve.core import money
from workstreams.rules.thousands import FOLD, may_be_thousands

LEAP = Decimal(FOLD)
"""From so many times more or less on it is asked, as on every form of money."""


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
        if amount is not None and before is not None and may_be_thousands(amount, before):
            year, code = cell
            found.append(
                Doubt(
                    cell,
                    f"{year}, {lines()[code].full_name}: {money.in_figures(amount)} where {money.in_figures(before)} "
                    "stood before. Pounds or thousands?",
                )
            )
    return found


def digest(found: Iterable[Doubt]) -> str:
    """Names exactly these doubts, so that a tick is for what was read and nothing else."""
    return sha256("\n".join(doubt.sentence for doubt in found).encode()).hexdigest()[:16]
