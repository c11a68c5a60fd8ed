"""A placement list, read in memory into sums by provider type and month. Nothing of a row leaves this module.

A file with a column that may say which child a row is about is refused as a whole, by column. Problems name row and
column and never quote a cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from dashboards.finance.commitments.days import PAYERS, TIMES_A_YEAR, MonthCost, Placement, by_month
from dashboards.imports.collecting import text_of
from dashboards.imports.contract import Delivered, Level, Problem, UnusableDelivery
from dashboards.imports.files.limits import MEGABYTE, Limits
from dashboards.imports.files.tables import Cell, read_tables
from dashboards.imports.files.values import WrongValue, day
from dashboards.imports.mapping_sheets import Column, Found, cell_of, find_tables
from dashboards.imports.placement_shares import shares
from dashboards.imports.placement_values import MOST, RowRefused, amount, refused
from dashboards.imports.placement_words import (
    END,
    NAMES,
    NEEDED,
    OPEN,
    RATE,
    SHARES,
    START,
    TIMES,
    TOTALS,
    TYPE,
    UNIT,
    UNITS,
    column_of,
    is_about_a_child,
    is_upn,
)
from dashboards.imports.vocabulary import folded
from safetyvalve.core.dates import FinancialYear

LIMITS = Limits(size=5 * MEGABYTE, rows=20_000, columns=200)
YEARS_AHEAD = 3
"""A list is projected over the financial year of its day and the two after it."""
MOST_TIMES = {"year": 1, "term": 3, "month": 12, "week": 53, "day": 366}
DEAR, CHEAP = Decimal(500_000), Decimal(500)


@dataclass
class Sums:
    """One provider type in one month."""

    placements: int = 0
    costs: list[Decimal] = field(default_factory=lambda: [Decimal(0)] * len(PAYERS))


@dataclass
class ListRead:
    """What a list comes to. ``counted`` rows are in the sums, ``refused`` could not be used."""

    sums: dict[tuple[str, date], Sums] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    counted: int = 0
    refused: int = 0


def years_from(as_at: date) -> tuple[FinancialYear, ...]:
    """The financial years that a list of that day is projected over."""
    first = FinancialYear.of(as_at)
    return tuple(FinancialYear(first.starting + n) for n in range(YEARS_AHEAD))


def read(delivered: Delivered, *, as_at: date, types: Mapping[str, str]) -> ListRead:
    """The sums of a CSV file or workbook. ``types`` are words and the provider type each means.

    Raises ``UnusableDelivery``: for a file that cannot be read, one without the columns that are needed, one that holds
    columns about children.
    """
    tables = read_tables(delivered, limits=LIMITS)
    found = _table(tables.sheets)
    columns = _columns(found)
    reading = ListRead(problems=list(tables.problems))
    reading.problems += _unused(found)
    years, outside = years_from(as_at), 0
    costed: dict[Placement, list[MonthCost]] = {}
    for number, row in found.rows():
        cells = {key: cell_of(row, column) for key, column in columns.items()}
        if folded(text_of(cells[TYPE])) in TOTALS or not any(cells[key] is not None for key in columns):
            words = "This row is a total or has nothing in the columns that are read, so it is not counted."
            reading.problems.append(Problem("row-not-counted", words, "", Level.NOTE, found.sheet.name, number))
            continue
        try:
            kind, placement = _placement(cells, columns, types, is_1904=found.sheet.is_1904)
        except RowRefused as wrong:
            reading.refused += 1
            reading.problems.append(wrong.at(found.sheet.name, number, columns))
            continue
        reading.problems += _doubts(placement, found, number, columns)
        if placement not in costed:
            costed[placement] = [month for year in years for month in by_month(placement, year)]
        months = costed[placement]
        outside += not months
        reading.counted += 1
        for each in months:
            sums = reading.sums.setdefault((kind, each.month), Sums())
            sums.placements += 1
            sums.costs = [old + new for old, new in zip(sums.costs, each.costs, strict=True)]
    if outside:
        span = f"{years[0]} to {years[-1]}"
        words = f"Placements that do not run in {span} cost nothing in these years."
        reading.problems.append(Problem("outside-the-years", words, "", Level.NOTE, found.sheet.name, count=outside))
    return reading


def _table(sheets: object) -> Found:
    found = find_tables(sheets, lambda words: bool(column_of(words)) or is_about_a_child(words))  # type: ignore[arg-type]
    if not found:
        needed = ", ".join(NAMES[key] for key in NEEDED)
        raise UnusableDelivery(
            Problem(
                "no-headings", "No row of headings was found.", f"Give the columns headings: {needed}.", Level.FATAL
            )
        )
    return found[0]


def _columns(found: Found) -> dict[str, Column]:
    """The column of each thing that is read. ``UnusableDelivery`` for what is missing, twice, or about children."""
    wrong = [_about_children(found, column) for column in _personal(found)]
    chosen: dict[str, Column] = {}
    for column in (*found.columns, *found.repeated):
        key = column_of(column.heading)
        if key in chosen:
            words = f"Columns {chosen[key].name} and {column.name} both say “{NAMES[key]}”."
            wrong.append(_fatal("column-twice", words, "Leave one of them out.", found, column))
        elif key:
            chosen[key] = column
    missing = [NAMES[key] for key in NEEDED if key not in chosen]
    if missing and not wrong:
        words = f"The list has no column headed {' or '.join(missing)}."
        wrong.append(_fatal("column-missing", words, "Give the column that heading, as in the template.", found))
    if wrong:
        raise UnusableDelivery(*wrong)
    return chosen


def _personal(found: Found) -> list[Column]:
    """Columns whose heading is about children, or one of whose cells is written like a unique pupil number."""
    every = (*found.columns, *found.repeated)
    named = [column for column in every if is_about_a_child(column.heading)]
    looks = {
        index for _, row in found.rows() for index, cell in enumerate(row) if isinstance(cell, str) and is_upn(cell)
    }
    known = {column.index for column in every}
    nameless = [Column("no heading", index) for index in sorted(looks - known)]
    return [*named, *(column for column in every if column.index in looks and column not in named), *nameless]


def _about_children(found: Found, column: Column) -> Problem:
    words = f"Column {column.name} may say which child a row is about. Nothing of this file was read."
    fix = "Delete the column, save the file and upload it again: names, references, dates of birth and needs stay out."
    return _fatal("column-about-children", words, fix, found, column)


def _fatal(code: str, words: str, fix: str, found: Found, column: Column | None = None) -> Problem:
    return Problem(code, words, fix, Level.FATAL, found.sheet.name, column=column.letter if column else "")


def _unused(found: Found) -> list[Problem]:
    """By letter only: this is kept, and a heading may name somebody."""
    unused = [column.letter for column in found.columns if not column_of(column.heading)]
    if not unused:
        return []
    words = f"Not read and not kept: column{'s' if len(unused) > 1 else ''} {', '.join(unused)}."
    return [Problem("columns-not-read", words, "", Level.NOTE, found.sheet.name)]


def _placement(
    cells: Mapping[str, Cell], columns: Mapping[str, Column], types: Mapping[str, str], *, is_1904: bool
) -> tuple[str, Placement]:
    kind = types.get(folded(text_of(cells[TYPE])), "")
    if not kind:
        words = "The provider type is empty." if cells[TYPE] is None else "The provider type is not one that is known."
        raise refused("type-not-known", words, "Use the words of the list in the template.", TYPE)
    unit = UNITS.get(folded(text_of(cells[UNIT])), "")
    if not unit:
        raise refused("unit-not-known", "The unit is not known.", f"Write {', '.join(TIMES_A_YEAR)}.", UNIT)
    rate = amount(cells[RATE], RATE)
    times = _times(cells.get(TIMES), unit)
    if rate * times >= MOST:
        raise refused("rate-impossible", "The rate comes to £10 million a year or more.", "Check rate and unit.", RATE)
    starts_on, ends_on = _days(cells, is_1904=is_1904)
    headings = {key: columns[key].heading for key in SHARES if key in columns}
    split = shares({key: cells[key] for key in headings}, headings, rate)
    return kind, Placement(rate * times, starts_on, ends_on, split)


def _times(cell: Cell, unit: str) -> Decimal:
    if cell is None:
        return TIMES_A_YEAR[unit]
    found = amount(cell, TIMES)
    if not 0 < found <= MOST_TIMES[unit]:
        words = f"A rate by the {unit} cannot be paid that often in a year."
        raise refused("times-impossible", words, f"Write at most {MOST_TIMES[unit]}, or leave it empty.", TIMES)
    return found


def _days(cells: Mapping[str, Cell], *, is_1904: bool) -> tuple[date, date | None]:
    try:
        starts_on = day(cells[START], is_1904=is_1904)
    except WrongValue as wrong:
        raise refused("start-not-read", f"The start {wrong.reason}.", "Write it as 01/09/2025.", START) from None
    if starts_on is None:
        raise refused("start-missing", "The start is missing.", "Write it as 01/09/2025.", START)
    cell = cells.get(END)
    if cell is None or folded(text_of(cell)) in OPEN:
        return starts_on, None
    try:
        ends_on = day(cell, is_1904=is_1904)
    except WrongValue as wrong:
        fix = "Write it as 31/08/2026; write “open”, or nothing, where it has no end yet."
        raise refused("end-not-read", f"The end {wrong.reason}.", fix, END) from None
    if ends_on is not None and ends_on < starts_on:
        raise refused("end-before-start", "The placement ends before it starts.", "Correct one of the dates.", END)
    return starts_on, ends_on


def _doubts(placement: Placement, found: Found, row: int, columns: Mapping[str, Column]) -> list[Problem]:
    if CHEAP <= placement.yearly <= DEAR or not placement.yearly:
        return []
    than = f"more than £{DEAR:,}" if placement.yearly > DEAR else f"less than £{CHEAP:,}"
    words = f"This placement comes to {than} a year. It is counted as it stands."
    fix = "Check the rate, and whether the unit is right: a yearly rate by the week counts 38 times."
    return [Problem("rate-unlikely", words, fix, Level.WARNING, found.sheet.name, row, columns[RATE].name)]
