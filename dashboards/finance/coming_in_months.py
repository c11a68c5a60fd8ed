"""Months that come in with a file, held against the record: which differ, and which years they then decide."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from conditions.finance_months import amounts_of
from conditions.line_list import lines
from conditions.models import FinanceMonths
from conditions.rules.finance_months import year_of
from dashboards.finance import months as monthly
from dashboards.finance.blocks import Book, Sheet
from dashboards.finance.doubts import Doubt
from dashboards.finance.roll_forward import Cell
from dashboards.imports.contract import Problem
from safetyvalve.core import money

MonthOf = tuple[str, str, int]
"""A financial year, the code of a line, and a month: 0 for April."""
Found = Mapping[Cell, FinanceMonths]


@dataclass(frozen=True)
class MonthChange:
    """A month of a line that would change."""

    cell: Cell
    month: int
    before: Decimal | None
    after: Decimal


def compare(found: Found, wanted: Mapping[MonthOf, Decimal]) -> tuple[MonthChange, ...]:
    """The months that differ from the record, by line and month."""
    changes = []
    for (year, code, month), amount in wanted.items():
        row = found.get((year, code))
        before = amounts_of(row)[month] if row else None
        if before != amount:
            changes.append(MonthChange((year, code), month, before, amount))
    order = {code: place for place, code in enumerate(lines())}
    return tuple(sorted(changes, key=lambda each: (order[each.cell[1]], each.cell[0], each.month)))


def decided(found: Found, changes: Iterable[MonthChange]) -> dict[Cell, Decimal]:
    """The years that have all twelve months then, with what they come to."""
    after: dict[Cell, list[Decimal | None]] = {}
    for each in changes:
        row = found.get(each.cell)
        months = after.setdefault(each.cell, list(amounts_of(row)) if row else [None] * 12)
        months[each.month] = each.after
    return {cell: total for cell, months in after.items() if (total := year_of(months)) is not None}


def doubts(book: Book, sheet: Sheet, found: Found, changes: Iterable[MonthChange]) -> Iterator[Doubt]:
    """What the page for typing months asks, too: another unit, and months that come to something else than the year."""
    by_year: dict[str, dict[tuple[str, int], Decimal | None]] = {}
    for each in changes:
        by_year.setdefault(each.cell[0], {})[each.cell[1], each.month] = each.after
    for year, changed in by_year.items():
        for (code, _), sentence in monthly.doubts(book, sheet, found, year, changed):
            yield Doubt((year, code), f"{year}, {sentence}" if year not in sentence else sentence)


def against(found: Found, cell: Cell, amount: Decimal | None, place: str) -> Problem | None:
    """Why a year cannot have this figure: its twelve months decide it."""
    total = year_of(amounts_of(found[cell])) if cell in found else None
    if total is None or amount == total:
        return None
    words = f"{cell[0]}, {lines()[cell[1]].full_name}: its twelve months come to {money.in_figures(total)}, and decide."
    return Problem("months-decide", words, "Leave the figure as it is, or change its months.", sheet=place)
