"""One year of a sheet, month by month: its lines with what they come to so far, and what is doubtful about new figures.

The rule for the year's figure is in ``conditions.rules.finance_months``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from conditions.finance_months import amounts_of, rows_of
from conditions.line_list import Block, Line, blocks, lines
from conditions.models import FinanceMonths
from conditions.rules.finance_months import NAMES, Months, ToDate, to_date, year_of
from conditions.services.finance_months import MonthCell
from dashboards.finance.blocks import Book, Column, Sheet
from dashboards.finance.plain import text
from dashboards.finance.roll_forward import Cell
from safetyvalve.core import money
from safetyvalve.core.thousands import Held, far_from, question

NOTHING: Months = (None,) * len(NAMES)


@dataclass(frozen=True)
class LineMonths:
    """One line in one year. ``year`` is the figure on record for the year."""

    line: Line
    amounts: Months
    year: Decimal | None

    @property
    def so_far(self) -> ToDate:
        return to_date(self.amounts)

    @property
    def standing(self) -> str:
        """How the year's figure came about, where there are months."""
        if self.so_far.is_whole:
            return "Sum of its months"
        if not self.so_far.given:
            return ""
        return "Not known" if self.year is None else "Typed"


def can_have_months(sheet: Sheet) -> bool:
    """A budget is kept by year."""
    return sheet.column != Column.BUDGET


def monthly(block: Block) -> tuple[Line, ...]:
    """Its lines but the opening balances, which are of one day."""
    return tuple(line for line in block.lines if not line.kind.startswith("opening"))


def read_months(book: Book, sheet: Sheet) -> dict[Cell, FinanceMonths]:
    """What is on record for the sheet, by year and line; a budget has nothing. One query at most."""
    if not can_have_months(sheet):
        return {}
    period = book.period(sheet.period_slug)
    return rows_of(book.agreement, column=sheet.column, scenario=sheet.scenario, period=period)


def of_year(
    book: Book, sheet: Sheet, found: Mapping[Cell, FinanceMonths], year: str
) -> list[tuple[Block, list[LineMonths]]]:
    """Every line that can have months, block by block."""
    figures = book.amounts(sheet)
    return [
        (
            block,
            [
                LineMonths(line, _amounts(found, year, line.code), figures.get((year, line.code)))
                for line in monthly(block)
            ],
        )
        for block in blocks()
    ]


def _amounts(found: Mapping[Cell, FinanceMonths], year: str, code: str) -> Months:
    row = found.get((year, code))
    return amounts_of(row) if row else NOTHING


def facts(found: Mapping[Cell, FinanceMonths]) -> dict[str, dict[str, Any]]:
    """The months as JSON can hold them, by year and line: twelve from April on, None where nobody has given one."""
    told: dict[str, dict[str, Any]] = {}
    for (year, code), row in sorted(found.items(), key=lambda item: (item[0][0], list(lines()).index(item[0][1]))):
        so_far = to_date(amounts_of(row))
        told.setdefault(year, {})[code] = {
            "amounts": [text(amount) for amount in amounts_of(row)],
            "given": so_far.given,
            "to_date": text(so_far.amount),
            "months": so_far.months,
            "decides_the_year": so_far.is_whole,
        }
    return told


def doubts(
    book: Book,
    sheet: Sheet,
    found: Mapping[Cell, FinanceMonths],
    year: str,
    changed: Mapping[MonthCell, Decimal | None],
) -> list[tuple[MonthCell, str]]:
    """What is asked about before it is saved.

    Another unit; months that come to something else than the year; a year that its months would no longer decide.
    """
    asked = [
        (cell, sentence)
        for cell, amount in changed.items()
        if (sentence := _unit(book, sheet, found, year, cell, amount))
    ]
    figures = book.amounts(sheet)
    for code in dict.fromkeys(code for code, _ in changed):
        before = _amounts(found, year, code)
        after = list(before)
        for (each, month), amount in changed.items():
            if each == code:
                after[month] = amount
        stands, came, decided = figures.get((year, code)), year_of(before), year_of(after)
        # A year that followed its months goes on following them.
        if decided is not None and stands not in (None, decided, came):
            asked.append(
                (
                    (code, 0),
                    f"{year}, {lines()[code].full_name}: the twelve months come to {money.in_figures(decided)}, and "
                    f"the year stands at {money.in_figures(stands)}. The months decide, so the year becomes "
                    f"{money.in_figures(decided)}.",
                )
            )
        elif decided is None and came is not None:
            asked.append(_no_longer(year, code, came, [month for month, amount in enumerate(after) if amount is None]))
    return asked


def _no_longer(year: str, code: str, came: Decimal, emptied: list[int]) -> tuple[MonthCell, str]:
    """A month is taken out of a year that its months decided."""
    names = " and ".join(filter(None, (", ".join(NAMES[m] for m in emptied[:-1]), NAMES[emptied[-1]])))
    are = "is" if len(emptied) == 1 else "are"
    return (code, emptied[0]), (
        f"{year}, {lines()[code].full_name}: {names} {are} emptied, so its months no longer decide the year. "
        f"{money.in_figures(came)}, what the twelve came to, then counts as a typed figure until all twelve are known "
        "again."
    )


def _unit(
    book: Book,
    sheet: Sheet,
    found: Mapping[Cell, FinanceMonths],
    year: str,
    cell: MonthCell,
    amount: Decimal | None,
) -> str:
    """A month about a thousand times, or a thousandth of, the month to hold it against."""
    code, month = cell
    usual = _usual(_without(_amounts(found, year, code), month), book.amounts(sheet).get((year, code)))
    held = far_from(amount, [Held(usual, "is about what a month has")]) if amount else None
    return question(f"{NAMES[month]}, {lines()[code].full_name}", amount, held) if amount and held else ""


def _without(amounts: Months, month: int) -> Iterable[Decimal]:
    return (amount for index, amount in enumerate(amounts) if amount and index != month)


def _usual(others: Iterable[Decimal], year: Decimal | None) -> Decimal | None:
    """The largest of the other months, else a twelfth of the year's figure."""
    return max(others, key=abs, default=None) or (Decimal(round(year / len(NAMES))) if year else None)
