"""Reading one cell of a placement list, and refusing a row in plain words that never quote it."""

from collections.abc import Mapping
from decimal import Decimal

from dashboards.imports.contract import Level, Problem
from dashboards.imports.files.tables import Cell, PerCent
from dashboards.imports.files.values import WrongValue, number
from dashboards.imports.mapping_sheets import Column
from dashboards.imports.placement_words import NAMES, RATE

MOST = Decimal(10_000_000)


class RowRefused(Exception):
    """A row that cannot be used; ``problem`` is without its place. ``key`` names the column."""

    def __init__(self, problem: Problem, key: str) -> None:
        super().__init__(problem.sentence)
        self.problem, self.key = problem, key

    def at(self, sheet: str, row: int, columns: Mapping[str, Column]) -> Problem:
        problem, column = self.problem, columns.get(self.key)
        name = column.name if column else ""
        return Problem(problem.code, problem.sentence, problem.fix, problem.level, sheet, row, name)


def refused(code: str, sentence: str, fix: str, key: str) -> RowRefused:
    return RowRefused(Problem(code, sentence, fix, Level.REFUSED), key)


def amount(cell: Cell, key: str) -> Decimal:
    """Pounds, or how often: £0 or more. Raises ``RowRefused``."""
    what = f"The {NAMES[key].lower()}"
    fix = "Write pounds, like 48,000 or £912.50." if key == RATE else "Write a number, like 39, or leave it empty."
    if isinstance(cell, PerCent):
        raise refused(f"{key}-not-read", f"{what} is a percentage.", fix, key)
    try:
        value = number(cell, unit="money").value
    except WrongValue:
        raise refused(f"{key}-not-read", f"{what} is not a number that can be read.", fix, key) from None
    if value is None:
        raise refused(f"{key}-missing", f"{what} is missing.", fix, key)
    if not 0 <= value < MOST:
        words = f"{what} is below zero." if value < 0 else f"{what} is £10 million or more."
        raise refused(f"{key}-impossible", words, fix, key)
    return value
