"""What every page of a workbook that comes back is read with: its words, its formulas, and problems by their cell."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from conditions.line_list import lines
from dashboards.finance.coming_in.amounts_in_cells import amount_of
from dashboards.imports.contract import Level, Problem
from dashboards.imports.files.headers import letter
from dashboards.imports.files.tables import Sheet
from safetyvalve.core.forms.typed_money import WrongAmount

MOST_NAMED = 4
_SHEET = re.compile(r"\$?('[^']*'|[\w.]+)!")
_INSTEAD = "It was not taken: change the figures it is worked out from."


def words_in(cell: object) -> str:
    return " ".join(str(cell).split()) if isinstance(cell, str) else ""


def bare(formula: str) -> str:
    """A formula as formulas are compared, however a spreadsheet writes it and whatever its sheets are called now."""
    return _SHEET.sub("!", formula).removeprefix("=").replace(" ", "").upper()


class NoAmount(Exception):
    """A cell that cannot be used; its problem is noted already."""


@dataclass
class Page:
    """One sheet of the workbook: the cells as they show, and the formulas behind them by their place."""

    sheet: Sheet
    formulas: dict[str, str]
    problems: list[Problem] = field(default_factory=list)

    def amount(self, name: str, number: int, column: int) -> Decimal | None:
        """What a white cell says. Raises ``NoAmount``, with the problem noted, where that is no amount."""
        try:
            return amount_of(self.sheet.cell(number, column))
        except WrongAmount as wrong:
            words = f"{name}: the cell {wrong.reason}."
            self.refuse("wrong-amount", words, "Type an amount in pounds, or empty the cell.", number, column)
            raise NoAmount from None

    def computed(self, name: str, number: int, column: int, *, before: str) -> None:
        """A cell that held a formula: sums are worked out here, so what was done to it is said and not taken."""
        formula = self.formulas.get(f"{letter(column)}{number + 1}")
        if formula is None and self.sheet.cell(number, column) is None:
            return
        if formula is None:
            words = f"{name} is worked out here, and was typed over."
        elif before and formula and bare(formula) != bare(before):
            words = f"{name} is worked out here, and its formula was changed."
        else:
            return
        self.problems.append(Problem("formula-changed", words, _INSTEAD, Level.WARNING, self.place(number, column)))

    def has_figures(self, heading: int, column: int) -> bool:
        """Whether anything stands beneath a heading."""
        below = range(heading + 1, len(self.sheet.rows))
        return any(self.sheet.cell(number, column) is not None for number in below)

    def refuse(self, code: str, words: str, fix: str, number: int, column: int) -> None:
        self.problems.append(Problem(code, words, fix, sheet=self.place(number, column)))

    def place(self, number: int, column: int) -> str:
        return f"{self.sheet.name}, cell {letter(column)}{number + 1}"


def missing(codes: Sequence[str], where: str = "") -> list[Problem]:
    """Lines that the file was downloaded with, and came back without."""
    names = [lines()[code].full_name for code in codes if code in lines()]
    if not names:
        return []
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    words = f"Not in the file{where}: {'; '.join(names[:MOST_NAMED])}{more}."
    return [Problem("lines-missing", words, "Their figures stay as they are.", Level.WARNING)]
