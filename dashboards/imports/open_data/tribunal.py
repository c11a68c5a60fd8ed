"""Appeals to the SEND tribunal by council: a table with years over its columns and footnote figures in its headings.

Up to 2023 the denominator counts every plan; the newer one counts annual reviews instead. The two are different
measures and are never joined. For 2024 a table may give both.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dashboards.imports.contract import Delivery, Level, Place, Problem, Reading, UnusableDelivery
from dashboards.imports.files.headers import letter
from dashboards.imports.files.tables import Sheet, read_tables
from dashboards.imports.files.values import WrongValue, number
from dashboards.imports.open_data.areas import Areas, Kept
from dashboards.imports.open_data.texts import MARKERS, words_of
from dashboards.periods import Period
from dashboards.services.measurements import Row

SOURCE: Final = "Ministry of Justice and Department for Education, SEND tribunal appeal rate"
YEAR: Final = re.compile(r"^(20\d\d)(?:\.0+)?$")
NEW_METHOD_FROM: Final = 2024
"""A table that starts here or later knows the new denominator only."""
HEAD_ROWS: Final = 15
NIL: Final = ("-", "–")
TENTH: Final = Decimal("0.1")


@dataclass(frozen=True)
class Column:
    """What a column holds for which year: appeals, decisions or the rate, and by which method."""

    place: int
    year: int
    what: str
    is_new: bool


@dataclass(frozen=True)
class Table:
    sheet: Sheet
    first: int
    columns: tuple[Column, ...]


def read(delivery: Delivery) -> Reading:
    """Appeals and appealable decisions of the council, England and its comparators, each method under its own codes.

    Raises ``UnusableDelivery`` when no table is recognised or the council is not in it.
    """
    areas = Areas(delivery.authority)
    figures: list[tuple[Row, Place]] = []
    problems: list[Problem] = []
    years: set[int] = set()
    for delivered in delivery.files:
        tables = read_tables(delivered)
        problems += tables.problems
        for table in filter(None, map(_table, tables.sheets)):
            years |= {column.year for column in table.columns}
            for row, name, la_code in _lines(table):
                area, differs = areas.named(name, la_code)
                if differs:
                    problems.append(_codes_differ(delivered.name, row + 1, name, la_code))
                if area is not None:
                    figures += _figures(table, row, area, delivered.name, problems)
    if not years:
        raise UnusableDelivery(_not_recognised())
    if not any(not row.area_code for row, _ in figures):
        raise UnusableDelivery(_absent(delivery))
    edition = str(delivery.options.get("edition") or "").strip() or str(max(years) + 1)
    return Reading(
        rows=tuple(row for row, _ in figures),
        places=tuple(place for _, place in figures),
        problems=tuple(problems),
        summary=(("Edition", edition), ("Years", f"{min(years)} to {max(years)}"), ("Figures", f"{len(figures):,}")),
        edition=edition,
    )


def _table(sheet: Sheet) -> Table | None:
    """The table of a sheet, by the row of years over its columns."""
    for number_, row in enumerate(sheet.rows[:HEAD_ROWS]):
        years = {place: int(match[1]) for place, cell in enumerate(row) if (match := YEAR.match(words_of(cell)))}
        if years and number_ + 1 < len(sheet.rows):
            columns = _columns(sheet, number_ + 1, years)
            if {"appeals", "decisions"} <= {column.what for column in columns}:
                return Table(sheet, number_ + 2, columns)
    return None


def _columns(sheet: Sheet, row: int, years: dict[int, int]) -> tuple[Column, ...]:
    is_new_table = min(years.values()) >= NEW_METHOD_FROM
    found, year = [], 0
    for place in range(max(len(sheet.rows[row]), max(years) + 1)):
        year = years.get(place, year)
        heading = words_of(sheet.cell(row, place)).lower()
        what = "rate" if "rate" in heading else "decisions" if "appealable" in heading else "appeals"
        if year and "appeal" in heading:
            found.append(Column(place, year, what, is_new_table or "in development" in heading))
    return tuple(found)


def _lines(table: Table) -> Iterator[tuple[int, str, str]]:
    """Rows with figures: their place, the name and the council's code."""
    for row in range(table.first, len(table.sheet.rows)):
        name, code = words_of(table.sheet.cell(row, 0)), words_of(table.sheet.cell(row, 1)).removesuffix(".0")
        cells = (table.sheet.cell(row, column.place) for column in table.columns)
        if name and "excluding" not in name.lower() and any(cell is not None for cell in cells):
            yield row, name, code


def _figures(table: Table, row: int, area: Kept, file: str, problems: list[Problem]) -> list[tuple[Row, Place]]:
    read_: dict[tuple[int, str, bool], tuple[Decimal | None, str, int]] = {}
    for column in table.columns:
        try:
            value, marker = _cell(table.sheet.cell(row, column.place), column.what)
        except WrongValue as wrong:
            problems.append(_wrong(file, row + 1, column, str(wrong)))
            continue
        read_[column.year, column.what, column.is_new] = value, marker, column.place
    found = []
    for (year, what, is_new), (value, marker, place) in read_.items():
        if what == "decisions":
            found += _pair(read_, year, is_new, area, Place(file, row + 1, letter(place)), value, marker)
            _check_rate(read_, year, is_new, file, row + 1, problems)
    return found


def _pair(
    read_: dict[tuple[int, str, bool], tuple[Decimal | None, str, int]],
    year: int,
    is_new: bool,
    area: Kept,
    place: Place,
    decisions: Decimal | None,
    marker: str,
) -> list[tuple[Row, Place]]:
    """The two parts of a rate. Where a table has the appeals once, they stand over both denominators."""
    period = Period.calendar_year(year)
    appeals = read_.get((year, "appeals", is_new)) or read_.get((year, "appeals", not is_new))
    codes = (
        ("appeals_published_new", "appealable_decisions_new")
        if is_new
        else ("appeals_published", "appealable_decisions_old")
    )
    parts = ((codes[0], *(appeals or (None, "", 0))[:2]), (codes[1], decisions, marker))
    return [
        (Row(code, period, value, marker_, area_code=area.code, area_name=area.name, source=SOURCE), place)
        for code, value, marker_ in parts
        if value is not None or marker_
    ]


def _check_rate(
    read_: dict[tuple[int, str, bool], tuple[Decimal | None, str, int]],
    year: int,
    is_new: bool,
    file: str,
    row: int,
    problems: list[Problem],
) -> None:
    """The printed rate against its parts."""
    printed = read_.get((year, "rate", is_new), (None, "", 0))[0]
    decisions = read_[year, "decisions", is_new][0]
    appeals = (read_.get((year, "appeals", is_new)) or read_.get((year, "appeals", not is_new)) or (None, "", 0))[0]
    if printed is None or not decisions or appeals is None or abs(100 * appeals / decisions - printed) <= TENTH:
        return
    words = f"The rate printed for {year} is not the appeals over the decisions. The counts are used."
    problems.append(Problem("rate-differs-from-counts", words, "", Level.WARNING, file, row))


def _cell(cell: object, what: str) -> tuple[Decimal | None, str]:
    """A figure or marker. A dash in a column of appeals is none at all: the table prints 0.0% beside it."""
    text = words_of(cell)
    if text in NIL:
        return (Decimal(0) if what == "appeals" else None), ""
    if text.lower() in MARKERS:
        return None, MARKERS[text.lower()]
    figure = number(text or None, unit="percent" if what == "rate" else "count")
    return figure.value, figure.marker


def _wrong(file: str, row: int, column: Column, words: str) -> Problem:
    sentence = f"The {column.what} of {column.year} {words}. This figure is left out."
    fix = "Compare it with the table as published."
    return Problem("wrong-figure", sentence, fix, Level.REFUSED, file, row, letter(column.place))


def _codes_differ(file: str, row: int, name: str, la_code: str) -> Problem:
    words = f"The code {la_code} beside {name} is another council’s. The row is read by its name."
    return Problem("code-and-name-differ", words, "", Level.WARNING, file, row)


def _not_recognised() -> Problem:
    words = "No sheet has appeals and appealable decisions under a row of years."
    return Problem("file-not-recognised", words, "Choose the table of SEND tribunal appeal rates.", Level.FATAL)


def _absent(delivery: Delivery) -> Problem:
    authority = delivery.authority
    words = f"{authority.name} ({authority.la_code}) is not in the table."
    return Problem("wrong-council", words, "Choose the table with all councils, or with yours.", Level.FATAL)
