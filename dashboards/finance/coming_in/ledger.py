"""A ledger extract, read in memory into sums by cost centre, subjective, financial year and month.

Nothing else of a row leaves this module: no narrative, no supplier, no name of a code. A file with a column about
children is refused as a whole.
"""

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from dashboards.finance.coming_in import ledger_words as words_of
from dashboards.finance.coming_in.amounts_in_cells import amount_of
from dashboards.finance.coming_in.ledger_columns import Choice, columns_of, table_of, unread
from dashboards.finance.coming_in.ledger_words import AMOUNT, CENTRE, CREDIT, DEBIT, PERIOD, SUBJECTIVE, YEAR
from dashboards.imports.collecting import text_of
from dashboards.imports.contract import Delivered, Level, Problem
from dashboards.imports.files.headers import letter
from dashboards.imports.files.limits import MEGABYTE, Limits
from dashboards.imports.files.problems import unusable
from dashboards.imports.files.tables import CellRow, read_tables
from dashboards.imports.mapping_sheets import Column, Found, cell_of
from dashboards.imports.placement_words import TOTALS
from dashboards.imports.vocabulary import folded
from safetyvalve.core import money
from safetyvalve.core.forms.typed_money import WrongAmount

LIMITS = Limits(size=20 * MEGABYTE, rows=200_000, columns=200, cells=4_000_000)
MOST_SUMS, MOST_PROBLEMS = 20_000, 200
NO_CODE = (
    "This is not a code: it has no digit, has a space in it, is too long, or is written like a date or a pupil number."
)
NO_CODE_FIX = "Put the code alone into the column, without words, and upload the file again."
Key = tuple[str, str, str, str]
"""Cost centre, subjective (may be empty), financial year, month (may be empty)."""


@dataclass
class Extract:
    """What a file comes to. ``stated`` is the total that it says itself, if it does; ``choice`` is which column was
    said to be the amount, of columns with these ``headings``, where that had to be said."""

    sums: dict[Key, Decimal] = field(default_factory=dict)
    total: Decimal = Decimal(0)
    stated: Decimal | None = None
    rows: int = 0
    problems: list[Problem] = field(default_factory=list)
    choice: Choice | None = None
    headings: str = ""

    def to_json(self) -> dict[str, Any]:
        """As a delivery keeps it."""
        return {"sums": [[*key, f"{amount:.2f}"] for key, amount in self.sums.items()], "total": f"{self.total:.2f}"}


def read(
    delivered: Delivered,
    *,
    year: str = "",
    credits_positive: bool = False,
    amount: Choice | None = None,
    remembered: Mapping[str, Choice] | None = None,
) -> Extract:
    """The sums of a CSV file or workbook; ``year`` where the file does not say. Raises ``UnusableDelivery``, and
    ``AmountAsked`` where neither ``amount`` nor what is ``remembered`` says which of several columns it is."""
    tables = read_tables(delivered, limits=LIMITS)
    found = table_of(delivered, tables.sheets)
    columns = columns_of(delivered, found, amount=amount, remembered=remembered)
    extract = Extract(problems=unread(found, columns.of), choice=columns.choice, headings=columns.headings)
    reader = _Rows(found, columns.of, year, -1 if credits_positive else 1, extract)
    reader.read()
    if not extract.rows and not extract.problems:
        raise unusable("file-empty", f"There is no amount beneath the headings of {delivered.name}.")
    return extract


@dataclass
class _Rows:
    found: Found
    columns: dict[str, Column]
    year: str
    sign: int
    extract: Extract
    credit_sign: int = -1

    def read(self) -> None:
        stated: list[Decimal] = []
        self._look_at_credits()
        for number, row in self.found.rows():
            before = len(self.extract.problems)
            amount = self._amount(number, row)
            if amount is None or len(self.extract.problems) > before:
                continue
            if self._is_total(row):
                stated.append(amount)
            elif key := self._key(number, row):
                self.extract.sums[key] = self.extract.sums.get(key, Decimal(0)) + amount
                self.extract.total += amount
                self.extract.rows += 1
            if len(self.extract.sums) > MOST_SUMS or len(self.extract.problems) > MOST_PROBLEMS:
                raise unusable("too-many-rows", "The file has too many different codes, or too much is wrong with it.")
        if stated:
            self._hold_against(stated[-1])

    def _hold_against(self, stated: Decimal) -> None:
        """The file's own grand total, the last one of it, against the sum of its rows, to the penny."""
        self.extract.stated = stated
        if stated != self.extract.total:
            words = (
                f"The file’s own total is {money.in_pence(stated)}, but its rows come to "
                f"{money.in_pence(self.extract.total)}."
            )
            self._refuse("total-differs", words, "Look for a row that is missing or counted twice.", None, "")

    def _look_at_credits(self) -> None:
        """Where every credit has a minus, the minus says no more than that it is a credit. Else it turns one round."""
        if CREDIT not in self.columns:
            return
        found = []
        for _, row in self.found.rows():
            with suppress(WrongAmount):
                amount = amount_of(cell_of(row, self.columns[CREDIT]))
                if amount and not self._is_total(row):
                    found.append(amount)
        if found and max(found) < 0:
            self.credit_sign = 1
            words = "Every credit in the file has a minus, so each was taken off by its size, and none as a reversal."
            self.extract.problems.append(Problem("credits-negative", words, "", Level.NOTE, self.found.sheet.name))

    def _amount(self, number: int, row: CellRow) -> Decimal | None:
        parts = []
        for key, sign in ((AMOUNT, 1), (DEBIT, 1), (CREDIT, self.credit_sign)):
            if key not in self.columns:
                continue
            try:
                amount = amount_of(cell_of(row, self.columns[key]))
            except WrongAmount as wrong:
                self._refuse("wrong-amount", f"The cell {wrong.reason}.", "", number, key)
                return None
            if amount is not None:
                parts.append(amount * sign)
        return sum(parts, Decimal(0)) * self.sign if parts else None

    def _is_total(self, row: CellRow) -> bool:
        words = [folded(text_of(cell)) for cell in row[:4]]
        return any(each in TOTALS or each.startswith("total ") for each in words)

    def _key(self, number: int, row: CellRow) -> Key | None:
        try:
            centre, subjective = (self._code(number, row, key) for key in (CENTRE, SUBJECTIVE))
            year, month = self._time(number, row)
        except _Refused:
            return None
        if not centre:
            self._refuse("no-code", "There is an amount, but no cost centre.", "Give it one.", number, CENTRE)
            return None
        return centre, subjective, year, month

    def _code(self, number: int, row: CellRow, key: str) -> str:
        if key not in self.columns:
            return ""
        try:
            return words_of.code_of(cell_of(row, self.columns[key]))
        except ValueError:
            self._refuse("wrong-code", NO_CODE, NO_CODE_FIX, number, key)
            raise _Refused from None

    def _time(self, number: int, row: CellRow) -> tuple[str, str]:
        year, month = self.year, ""
        for key in (YEAR, PERIOD):
            if key not in self.columns:
                continue
            cell = cell_of(row, self.columns[key])
            try:
                if key == YEAR:
                    year = words_of.year_in(cell) or year
                else:
                    year, month = words_of.month_in(cell, year)
            except ValueError:
                wanted = "a financial year, like 2024-25" if key == YEAR else "a period, like 1 (April) or Apr-24"
                self._refuse("wrong-time", f"This is not {wanted}.", "", number, key)
                raise _Refused from None
        if not year:
            words = "The file does not say which financial year this is."
            self._refuse("no-year", words, "Choose the year, and upload the file again.", None, "")
            raise _Refused
        return year, month

    def _refuse(self, code: str, words: str, fix: str, number: int | None, key: str) -> None:
        """By sheet and cell; what concerns the whole file is said once."""
        column = self.columns.get(key)
        at = f"{letter(column.index)}{number}" if column and number else ""
        place = f"{self.found.sheet.name}, cell {at}" if at else self.found.sheet.name
        problem = Problem(code, words, fix, sheet=place)
        if problem not in self.extract.problems:
            self.extract.problems.append(problem)


class _Refused(Exception):
    """A row that cannot be used; its problem is noted already."""


def sums_of(kept: dict[str, Any]) -> Iterator[tuple[Key, Decimal]]:
    """The sums of a delivery."""
    for centre, subjective, year, month, amount in kept["sums"]:
        yield (centre, subjective, year, month), Decimal(amount)
