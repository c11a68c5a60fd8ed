"""Months that come in with a file, held against the record: which differ, and which years they then decide."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from conditions.finance_months import amounts_of
from conditions.line_list import lines
from conditions.models import FinanceMonths
from conditions.rules.finance_months import NAMES, year_of
from dashboards.finance import months as monthly
from dashboards.finance.blocks import Book, Sheet
from dashboards.finance.coming_in.proposed import Proposed
from dashboards.finance.doubts import Doubt
from dashboards.finance.roll_forward import Cell
from dashboards.imports.contract import Problem
from safetyvalve.core import money

MonthOf = tuple[str, str, int]
"""A financial year, the code of a line, and a month: 0 for April."""
Found = Mapping[Cell, FinanceMonths]


@dataclass(frozen=True)
class MonthChange:
    """A month of a line that would change; or, of a conflict, stays as it is. ``after`` is None for one emptied."""

    cell: Cell
    month: int
    before: Decimal | None
    after: Decimal | None
    place: str = ""


def compare(
    found: Found, wanted: Mapping[MonthOf, Proposed], *, knows_seen: bool
) -> tuple[tuple[MonthChange, ...], tuple[MonthChange, ...]]:
    """The months that differ from the record, by line and month, and those that somebody else has changed since."""
    changes: list[MonthChange] = []
    conflicts: list[MonthChange] = []
    for (year, code, month), proposed in wanted.items():
        row = found.get((year, code))
        before = amounts_of(row)[month] if row else None
        if before == proposed.amount:
            continue
        is_conflict = knows_seen and before != proposed.seen
        each = MonthChange((year, code), month, before, proposed.amount, proposed.place)
        (conflicts if is_conflict else changes).append(each)
    return _in_order(changes), _in_order(conflicts)


def _in_order(found: Iterable[MonthChange]) -> tuple[MonthChange, ...]:
    order = {code: place for place, code in enumerate(lines())}
    return tuple(sorted(found, key=lambda each: (order[each.cell[1]], each.cell[0], each.month)))


def totals_after(found: Found, changes: Iterable[MonthChange]) -> dict[Cell, Decimal | None]:
    """What each year with months comes to once these are saved; None for one that its months do not decide then."""
    after: dict[Cell, list[Decimal | None]] = {cell: list(amounts_of(row)) for cell, row in found.items()}
    for each in changes:
        after.setdefault(each.cell, [None] * len(NAMES))[each.month] = each.after
    return {cell: year_of(months) for cell, months in after.items()}


def decided(totals: Mapping[Cell, Decimal | None], changes: Iterable[MonthChange]) -> dict[Cell, Decimal]:
    """The years that have all twelve months then, of those that change, with what they come to."""
    touched = {each.cell for each in changes}
    return {cell: total for cell, total in totals.items() if total is not None and cell in touched}


def doubts(book: Book, sheet: Sheet, found: Found, changes: Iterable[MonthChange]) -> Iterator[Doubt]:
    """What the page for typing months asks, too: another unit, and months that come to something else than the year."""
    by_year: dict[str, dict[tuple[str, int], Decimal | None]] = {}
    for each in changes:
        by_year.setdefault(each.cell[0], {})[each.cell[1], each.month] = each.after
    for year, changed in by_year.items():
        for (code, _), sentence in monthly.doubts(book, sheet, found, year, changed):
            yield Doubt((year, code), f"{year}, {sentence}" if year not in sentence else sentence)


def against(totals: Mapping[Cell, Decimal | None], cell: Cell, amount: Decimal | None, place: str) -> Problem | None:
    """Why a year cannot have this figure: its twelve months, as they are then, decide it."""
    total = totals.get(cell)
    if total is None or amount == total:
        return None
    words = f"{cell[0]}, {lines()[cell[1]].full_name}: its twelve months come to {money.in_figures(total)}, and decide."
    return Problem("months-decide", words, "Leave the figure as it is, or change its months.", sheet=place)
