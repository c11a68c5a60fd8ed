"""The sums of a ledger extract put into the lines of the grid by the council's own codes, checked to the penny."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from conditions.line_list import lines
from dashboards.finance.coming_in.figures import Incoming
from dashboards.finance.coming_in.ledger import sums_of
from dashboards.finance.coming_in.ledger_words import in_words, turned
from dashboards.finance.coming_in.months import MonthOf
from dashboards.finance.coming_in.proposed import Proposed
from dashboards.finance.roll_forward import Cell
from dashboards.imports.contract import Level, Problem
from safetyvalve.core import money

IGNORED = "-"
"""Where codes go that are knowingly left out."""
Code = tuple[str, str]
"""Cost centre and subjective; the subjective is empty for a whole cost centre."""
NOTHING = Decimal(0)


@dataclass
class Shared:
    """Where everything in the file goes. ``unmapped`` are the sums of codes that go nowhere yet.

    ``months`` are the cells once more, by month ("2024-04"), "" for what has none; ``covered`` the months of a year
    that the file has any row of.
    """

    cells: dict[Cell, Decimal] = field(default_factory=dict)
    months: dict[Cell, dict[str, Decimal]] = field(default_factory=dict)
    covered: dict[str, set[str]] = field(default_factory=dict)
    codes: dict[Cell, set[Code]] = field(default_factory=dict)
    ignored: Decimal = NOTHING
    unmapped: dict[Code, Decimal] = field(default_factory=dict)
    total: Decimal = NOTHING

    @property
    def to_lines(self) -> Decimal:
        """What goes to lines, signed as the ledger signs it."""
        known = lines()
        return sum((turned(amount, known[code].kind) for (_, code), amount in self.cells.items()), NOTHING)

    @property
    def left(self) -> Decimal:
        """What the parts miss of the file's total: nothing, or the product has lost a penny."""
        return self.total - self.to_lines - self.ignored - sum(self.unmapped.values(), NOTHING)


def goes_to(code: Code, mapping: Mapping[Code, str]) -> str:
    """The line of a code, ``IGNORED``, or "" for nowhere yet. The code itself goes before its whole cost centre."""
    return mapping.get(code) or mapping.get((code[0], ""), "")


def share(kept: dict[str, Any], mapping: Mapping[Code, str]) -> Shared:
    """Put every sum somewhere."""
    known, shared = lines(), Shared(total=Decimal(kept["total"]))
    for (centre, subjective, year, month), amount in sums_of(kept):
        if month:
            shared.covered.setdefault(year, set()).add(month)
        code = (centre, subjective)
        line = goes_to(code, mapping)
        if line == IGNORED:
            shared.ignored += amount
        elif line not in known:
            shared.unmapped[code] = shared.unmapped.get(code, NOTHING) + amount
        else:
            cell = (year, line)
            mine = turned(amount, known[line].kind)
            shared.cells[cell] = shared.cells.get(cell, NOTHING) + mine
            by_month = shared.months.setdefault(cell, {})
            by_month[month] = by_month.get(month, NOTHING) + mine
            shared.codes.setdefault(cell, set()).add(code)
    return shared


def incoming(
    kept: dict[str, Any], mapping: Mapping[Code, str], problems: Iterable[Problem], *, has_months: bool = True
) -> Incoming:
    """The file as cells, of lines that are given by month as months where the sheet has them.

    Codes without a line stand against saving, and so does a penny that is lost.
    """
    shared = share(kept, mapping)
    found = list(problems)
    if shared.unmapped:
        count = len(shared.unmapped)
        words = (
            f"{count} code{' has' if count == 1 else 's have'} no line yet, with "
            f"{money.in_pence(sum(shared.unmapped.values(), NOTHING))} between them."
        )
        found.append(Problem("unmapped", words, "Say where they go, or that they are left out."))
    if shared.left:
        found.append(
            Problem(
                "penny-lost",
                f"{money.in_pence(shared.left)} of the file went nowhere.",
                "Tell whoever runs this service.",
            )
        )
    monthly = {cell for cell in shared.cells if has_months and _is_monthly(shared, cell)}
    cells = {
        cell: Proposed(amount, _codes(shared.codes[cell]))
        for cell, amount in shared.cells.items()
        if cell not in monthly
    }
    found += _about_months(shared, {year for year, _ in monthly})
    summary = (
        ("The file’s rows come to", money.in_pence(shared.total)),
        ("Of that, to lines", money.in_pence(shared.to_lines)),
        ("Left out knowingly", money.in_pence(shared.ignored)),
        ("Without a line yet", money.in_pence(sum(shared.unmapped.values(), NOTHING))),
        ("Unaccounted for", money.in_pence(shared.left)),
    )
    return Incoming(cells, tuple(found), summary, months=dict(_months(shared, monthly)))


def _is_monthly(shared: Shared, cell: Cell) -> bool:
    """Whether every row of a line's year names its month. A balance is of one day and has none."""
    return "" not in shared.months[cell] and not lines()[cell[1]].kind.startswith("opening")


def _months(shared: Shared, cells: Iterable[Cell]) -> Iterator[tuple[MonthOf, Proposed]]:
    """A line without a row in a month that the file has other rows of has £0 there."""
    for year, code in cells:
        for month in sorted(shared.covered[year]):
            place = (int(month[5:]) - 4) % 12
            yield (year, code, place), Proposed(shared.months[year, code].get(month, NOTHING))


def _about_months(shared: Shared, years: set[str]) -> Iterator[Problem]:
    for year in sorted(years):
        covered = [in_words(month) for month in sorted(shared.covered[year])]
        which = f"{covered[0]} to {covered[-1]}" if len(covered) > 1 else covered[0]
        words = (
            f"{year} comes in month by month: {len(covered)} of 12 months, {which}. A line without a row in one of "
            "them has £0 there, and a year follows its months when all twelve are known."
        )
        yield Problem("by-month", words, "", Level.NOTE)


def _codes(codes: set[Code]) -> str:
    named = sorted(" ".join(filter(None, code)) for code in codes)
    return f"Ledger {named[0]}" if len(named) == 1 else f"{len(named)} ledger codes"
