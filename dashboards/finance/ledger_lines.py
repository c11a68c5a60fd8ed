"""The sums of a ledger extract put into the lines of the grid by the council's own codes, checked to the penny."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from conditions.line_list import lines
from dashboards.finance.coming_in import Incoming, Proposed
from dashboards.finance.ledger import sums_of
from dashboards.finance.ledger_words import turned
from dashboards.finance.roll_forward import Cell
from dashboards.imports.contract import Problem
from safetyvalve.core import money

IGNORED = "-"
"""Where codes go that are knowingly left out."""
Code = tuple[str, str]
"""Cost centre and subjective; the subjective is empty for a whole cost centre."""
NOTHING = Decimal(0)


@dataclass
class Shared:
    """Where everything in the file goes. ``unmapped`` are the sums of codes that go nowhere yet."""

    cells: dict[Cell, Decimal] = field(default_factory=dict)
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
    """Put every sum somewhere. Months are added up: a line of the grid is a year."""
    known, shared = lines(), Shared(total=Decimal(kept["total"]))
    for (centre, subjective, year, _), amount in sums_of(kept):
        code = (centre, subjective)
        line = goes_to(code, mapping)
        if line == IGNORED:
            shared.ignored += amount
        elif line not in known:
            shared.unmapped[code] = shared.unmapped.get(code, NOTHING) + amount
        else:
            cell = (year, line)
            shared.cells[cell] = shared.cells.get(cell, NOTHING) + turned(amount, known[line].kind)
            shared.codes.setdefault(cell, set()).add(code)
    return shared


def incoming(kept: dict[str, Any], mapping: Mapping[Code, str], problems: Iterable[Problem]) -> Incoming:
    """The file as cells. Codes without a line stand against saving, and so does a penny that is lost."""
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
    cells = {cell: Proposed(amount, _codes(shared.codes[cell])) for cell, amount in shared.cells.items()}
    summary = (
        ("The file’s rows come to", money.in_pence(shared.total)),
        ("Of that, to lines", money.in_pence(shared.to_lines)),
        ("Left out knowingly", money.in_pence(shared.ignored)),
        ("Without a line yet", money.in_pence(sum(shared.unmapped.values(), NOTHING))),
        ("Unaccounted for", money.in_pence(shared.left)),
    )
    return Incoming(cells, tuple(found), summary)


def _codes(codes: set[Code]) -> str:
    named = sorted(" ".join(filter(None, code)) for code in codes)
    return f"Ledger {named[0]}" if len(named) == 1 else f"{len(named)} ledger codes"
