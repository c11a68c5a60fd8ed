"""High needs block allocations: DfE's tables of the dedicated schools grant, a year to each.

The year is read from the title in the first rows, never from the file's name: files have carried the date of a later
year than their figures. Source of the formula: the table's own heading, I = A + (B x C) + D + E + F + H.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dashboards.imports.contract import Delivery, Level, Place, Problem, Reading, UnusableDelivery
from dashboards.imports.files.headers import letter, normal
from dashboards.imports.files.tables import Sheet, read_tables
from dashboards.imports.files.values import WrongValue, number
from dashboards.imports.open_data.areas import Areas, Kept
from dashboards.imports.open_data.texts import words_of
from dashboards.periods import Period
from dashboards.services.measurements import Row

SOURCE: Final = "Department for Education, dedicated schools grant allocations"
TITLE: Final = re.compile(r"(20\d\d) to (20\d\d)")
LETTER: Final = re.compile(r"^\[([A-J])\]$")
HEAD_ROWS: Final = 8
ROUNDING: Final = Decimal(2)
"""Pounds that the published total may differ from its lines: each line is rounded."""
ALLOCATION: Final = "high_needs_block_allocation"
DEDUCTIONS: Final = "high_needs_deductions"
Amounts = dict[str, Decimal | None]


@dataclass(frozen=True)
class Table:
    """One of the three tables: the block by its lines, the deductions, or the summary."""

    kind: str
    year: str
    sheet: Sheet
    columns: dict[str, int]


@dataclass(frozen=True)
class Line:
    """What a table says of an area."""

    table: Table
    row: int
    area: Kept
    amounts: Amounts


def read(delivery: Delivery) -> Reading:
    """The allocation with its lines and the deductions, of the council, England and its comparators.

    Raises ``UnusableDelivery`` when no table is recognised or the council is in none.
    """
    areas = Areas(delivery.authority)
    problems: list[Problem] = []
    lines: list[tuple[str, Line]] = []
    for delivered in delivery.files:
        tables = read_tables(delivered)
        problems += tables.problems
        for table in filter(None, map(_table, tables.sheets)):
            lines += [(delivered.name, line) for line in _lines(table, areas, delivered.name, problems)]
    if not lines:
        raise UnusableDelivery(_not_recognised())
    if not any(line.area.is_own for _, line in lines):
        raise UnusableDelivery(_absent(delivery))
    for name, line in lines:
        problems += _checked(name, line)
    problems += _net(lines)
    figures = _once([figure for name, line in lines for figure in _figures(name, line)])
    years = sorted({line.table.year for _, line in lines})
    edition = str(delivery.options.get("edition") or "").strip() or years[-1]
    return Reading(
        rows=tuple(row for row, _ in figures),
        places=tuple(place for _, place in figures),
        problems=tuple(problems),
        summary=(("Financial year", ", ".join(years)), ("Figures", f"{len(figures):,}"), *_totals(lines)),
        edition=edition,
    )


def _table(sheet: Sheet) -> Table | None:
    """The table of a sheet, by its title and the letters over its columns."""
    head = sheet.rows[:HEAD_ROWS]
    title = next((str(cell) for row in head for cell in row[:1] if isinstance(cell, str) and TITLE.search(cell)), "")
    match = TITLE.search(title)
    if not match or int(match[2]) != int(match[1]) + 1:
        return None
    year = f"{match[1]}-{match[2][2:]}"
    words = normal(title)
    letters = {found[1]: place for row in head for place, cell in enumerate(row) if (found := _letter(cell))}
    if "deduction" in words and "allocations" not in words:
        total = _column(sheet, "total deduction")
        return None if total is None else Table("deductions", year, sheet, {"total": total})
    if "high needs block" in words and set("ABCDEFHI") <= set(letters):
        return Table("block", year, sheet, letters)
    if "summary" in words and set("CH") <= set(letters):
        return Table("summary", year, sheet, {"C": letters["C"], "H": letters["H"]})
    return None


def _letter(cell: object) -> re.Match[str] | None:
    return LETTER.match(str(cell).strip()) if cell is not None else None


def _column(sheet: Sheet, words: str) -> int | None:
    """The column whose heading, on any of the first rows, starts with these words."""
    for row in sheet.rows[:HEAD_ROWS]:
        for place, cell in enumerate(row):
            if normal(cell).startswith(words):
                return place
    return None


def _lines(table: Table, areas: Areas, file: str, problems: list[Problem]) -> Iterator[Line]:
    for row in range(len(table.sheet.rows)):
        first, second = (words_of(table.sheet.cell(row, place)).removesuffix(".0") for place in (0, 1))
        code, name = (first, second) if first.isdigit() else ("", first or second)
        area = areas.named(name, code)[0] if name else None
        if area is None:
            continue
        amounts: Amounts = {}
        for column, place in table.columns.items():
            try:
                amounts[column] = number(table.sheet.cell(row, place), unit="money").value
            except WrongValue as wrong:
                words = f"The amount {wrong}. It is left out."
                fix = "Compare it with the table as published."
                problems.append(Problem("wrong-figure", words, fix, Level.REFUSED, file, row + 1, letter(place)))
        if any(amount is not None for amount in amounts.values()):
            yield Line(table, row, area, amounts)


def worked_out(amounts: Amounts) -> Decimal | None:
    """The block from its lines: A + (B x C) + D + E + F + H; None when one of them is not known."""
    needed = [amounts.get(line) for line in "ABCDEFH"]
    if any(amount is None for amount in needed):
        return None
    a, b, c, *others = (amount for amount in needed if amount is not None)
    return a + b * c + sum(others, Decimal(0))


def _checked(file: str, line: Line) -> list[Problem]:
    """The published total against its lines. England's B is an average, so that its lines do not multiply out."""
    if line.table.kind != "block" or not line.area.is_own:
        return []
    total, sum_ = line.amounts.get("I"), worked_out(line.amounts)
    if total is None or sum_ is None or abs(total - sum_) <= ROUNDING:
        return []
    words = f"The allocation of {line.table.year} is £{total:,.0f}, but its lines come to £{sum_:,.0f}."
    fix = "Compare them with the table as published."
    return [Problem("total-differs-from-lines", words, fix, Level.WARNING, file, line.row + 1)]


def _net(lines: list[tuple[str, Line]]) -> list[Problem]:
    """The summary's block after deductions against the block less the deductions, for each year that has all three."""
    own = {(line.table.kind, line.table.year): (name, line) for name, line in lines if line.area.is_own}
    found = []
    for (kind, year), (name, line) in own.items():
        if kind != "summary" or ("deductions", year) not in own:
            continue
        before, after = line.amounts.get("C"), line.amounts.get("H")
        taken = own["deductions", year][1].amounts.get("total")
        if before is not None and after is not None and taken is not None and abs(before - taken - after) > ROUNDING:
            words = f"The high needs block of {year} after deductions is not the block less the deductions."
            found.append(Problem("net-differs", words, "", Level.WARNING, name, line.row + 1))
    return found


def _figures(file: str, line: Line) -> Iterator[tuple[Row, Place]]:
    """The lines are kept so that they add up to the total: B times C is one of them."""
    amounts, table = line.amounts, line.table
    named: list[tuple[str, str, Decimal | None, int]] = []
    if table.kind == "deductions":
        named.append((DEDUCTIONS, "", amounts.get("total"), table.columns["total"]))
    elif table.kind == "summary":
        named.append((ALLOCATION, "", amounts.get("C"), table.columns["C"]))
    else:
        named.append((ALLOCATION, "", amounts.get("I"), table.columns["I"]))
        named += [(ALLOCATION, each, amounts.get(each), table.columns[each]) for each in "ADEFH"]
        b, c = amounts.get("B"), amounts.get("C")
        product = b * c if b is not None and c is not None and line.area.code != "E92000001" else None
        named.append((ALLOCATION, "BC", product, table.columns["B"]))
    for code, breakdown, amount, place in named:
        if amount is not None:
            row = Row(
                code=code,
                period=Period.financial_year(table.year),
                value=amount,
                area_code=line.area.code,
                area_name=line.area.name,
                breakdown_topic="allocation_line" if breakdown else "",
                breakdown=breakdown,
                source=SOURCE,
            )
            yield row, Place(file, line.row + 1, letter(place))


def _once(figures: list[tuple[Row, Place]]) -> list[tuple[Row, Place]]:
    """The block's total stands in two tables."""
    kept: dict[tuple[str, str, Period, str], tuple[Row, Place]] = {}
    for row, place in figures:
        kept.setdefault((row.code, row.area_code, row.period, row.breakdown), (row, place))
    return list(kept.values())


def _totals(lines: list[tuple[str, Line]]) -> list[tuple[str, str]]:
    own = [line for _, line in lines if line.area.is_own]
    blocks = [line.amounts["I"] for line in own if line.table.kind == "block" and line.amounts.get("I") is not None]
    taken = [line.amounts["total"] for line in own if line.table.kind == "deductions"]
    told = [("High needs block", f"£{amount:,.0f}") for amount in blocks]
    return told + [("Deductions", f"£{amount:,.0f}") for amount in taken if amount is not None]


def _not_recognised() -> Problem:
    words = "No sheet is a table of the dedicated schools grant with a year in its title and letters over its columns."
    fix = "Choose the tables of the high needs block, its deductions, or the summary."
    return Problem("file-not-recognised", words, fix, Level.FATAL)


def _absent(delivery: Delivery) -> Problem:
    authority = delivery.authority
    words = f"{authority.name} ({authority.la_code}) is not in these tables."
    return Problem("wrong-council", words, "Choose the tables with all councils, or with yours.", Level.FATAL)
