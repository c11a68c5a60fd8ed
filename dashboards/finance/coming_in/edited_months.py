"""The months of the grid's workbook, edited and brought back. Which year a page is, its title says, or its name."""

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from conditions.line_list import Line, lines
from conditions.rules.finance_months import NAMES, year_of
from dashboards.finance.blocks import Book
from dashboards.finance.coming_in.edited_cells import NoAmount, Page, missing, words_in
from dashboards.finance.coming_in.figures import outside
from dashboards.finance.coming_in.months import MonthOf
from dashboards.finance.coming_in.proposed import Proposed
from dashboards.finance.coming_in.stamp import Stamp
from dashboards.finance.workbook_words import COMPUTED, HEADING, formulas_of, title_of
from dashboards.imports.contract import Level, Problem
from dashboards.imports.files.headers import letter
from dashboards.imports.files.tables import Sheet

Months = dict[MonthOf, Proposed]
_TITLE = re.compile(title_of(".*", r"(\d{4}-\d{2})"))
_NAME = re.compile(r"\bMonths (\d{4}-\d{2})\b")
STAY = "They stay as they are on record."


def heading_of(sheet: Sheet) -> int | None:
    """The row of the months' names; None for a sheet that is no page of months."""
    for number, row in enumerate(sheet.rows[:50]):
        if row and words_in(row[0]) == HEADING and any(words_in(cell) in NAMES for cell in row[1:]):
            return number
    return None


def read_months(book: Book, stamp: Stamp, pages: Sequence["MonthsPage"]) -> tuple[Months, list[Problem]]:
    """The months that somebody has changed since the download, and what is wrong with their pages."""
    months: Months = {}
    problems: list[Problem] = []
    read: set[str] = set()
    for page in pages:
        year = page.year(book, stamp)
        if year in read:
            page.refuse_page("year-twice", f"The months of {year} stand on two sheets.", "Keep one of them.")
        elif year:
            read.add(year)
            page.read(year, stamp)
            months |= page.months
        problems += page.problems
    with_some = {year for (year, _), amounts in stamp.months.items() if any(each is not None for each in amounts)}
    for year in sorted(with_some - read):
        if not problems:
            problems.append(Problem("lines-missing", f"Not in the file: the months of {year}.", STAY, Level.WARNING))
    return months, problems


@dataclass
class MonthsPage(Page):
    """One year of them."""

    months: Months = field(default_factory=dict)
    found: set[str] = field(default_factory=set)

    def year(self, book: Book, stamp: Stamp) -> str:
        """Which year this page is; empty, with the problem noted, where nobody can say or it cannot be taken."""
        above = [words_in(cell) for row in self.sheet.rows[: heading_of(self.sheet) or 0] for cell in row]
        titles = {match[1] for words in above if (match := _TITLE.fullmatch(words))}
        names = {match[1] for match in [_NAME.search(self.sheet.name)] if match}
        years = titles | names
        if len(years) != 1:
            words = "Its title and its name say different years." if years else "Neither title nor name says its year."
            self.refuse_page("which-year", words, "Name the sheet as it was downloaded, like Months 2024-25.")
            return ""
        (year,) = years
        if year not in book.years:
            self.problems.append(outside(book, year, self.sheet.name))
            return ""
        if year not in {each for each, _ in stamp.months}:
            words = f"The workbook was downloaded without the months of {year}, so nobody can say what was changed."
            fix = "Type one month of that year on the page Month by month, and download the workbook again."
            # A workbook of an earlier release knows of no months at all: the rest of it can still come in.
            level = Level.REFUSED if stamp.months else Level.WARNING
            self.problems.append(Problem("no-months", words, fix, level, self.sheet.name))
            return ""
        return year

    def refuse_page(self, code: str, words: str, fix: str) -> None:
        self.problems.append(Problem(code, words, fix, sheet=self.sheet.name))

    def read(self, year: str, stamp: Stamp) -> None:
        """Go down the page."""
        heading = heading_of(self.sheet) or 0
        places = dict(self._months(heading))
        by_name = {lines()[code].full_name: lines()[code] for each, code in stamp.months if each == year}
        sums = {words_in(cell): at for at, cell in enumerate(self.sheet.rows[heading]) if words_in(cell) in COMPUTED}
        for number in range(heading + 1, len(self.sheet.rows)):
            row = self.sheet.rows[number]
            name = words_in(row[0]) if row else ""
            given = [column for column in places if self.sheet.cell(number, column) is not None]
            if (line := by_name.get(name)) is None:
                if given:
                    words = "The name of this row is not a line that has months." if name else "This row has no name."
                    fix = "Write the line’s name as it was downloaded, or take the figures out."
                    self.refuse("unknown-line", words, fix, number, given[0])
            elif line.code in self.found:
                self.refuse("line-twice", f"{name} stands there twice.", "Keep one of the rows.", number, 0)
            else:
                self.found.add(line.code)
                self._line(year, line, number, places, stamp)
                self._sums(year, line, number, sums, stamp)
        self._say_missing(year, places, stamp)

    def _months(self, heading: int) -> Iterator[tuple[int, int]]:
        """The columns of months by their place."""
        seen: set[int] = set()
        for column, cell in enumerate(self.sheet.rows[heading][1:], start=1):
            name = words_in(cell)
            if name in COMPUTED:
                continue
            month = NAMES.index(name) if name in NAMES else None
            if month in seen:
                self.refuse("month-twice", f"{name} heads two columns.", "Keep one of them.", heading, column)
            elif month is not None:
                seen.add(month)
                yield column, month
            elif self.has_figures(heading, column):
                words = f"Column {letter(column)} has figures and is headed by no month."
                self.refuse("unknown-month", words, "Head it as it was downloaded, or take it out.", heading, column)

    def _line(self, year: str, line: Line, number: int, places: dict[int, int], stamp: Stamp) -> None:
        shown = stamp.months[year, line.code]
        for column, month in places.items():
            with suppress(NoAmount):
                amount = self.amount(f"{line.full_name}, {NAMES[month]} of {year}", number, column)
                if amount != shown[month]:
                    self.months[year, line.code, month] = Proposed(amount, self.place(number, column), shown[month])

    def _sums(self, year: str, line: Line, number: int, sums: dict[str, int], stamp: Stamp) -> None:
        stood = stamp.cells.get((year, line.code))
        # A year that its months decided had no figure of its own on the roll-forward: it is their sum.
        made = formulas_of(number + 1, stood.on_record if stood else year_of(stamp.months[year, line.code]))
        for heading, column in sums.items():
            self.computed(f"{heading} of {line.full_name}, {year},", number, column, before=made[heading])

    def _say_missing(self, year: str, places: dict[int, int], stamp: Stamp) -> None:
        known = {code: amounts for (each, code), amounts in stamp.months.items() if each == year}
        with_some = [code for code, amounts in known.items() if any(amount is not None for amount in amounts)]
        self.problems += missing([code for code in with_some if code not in self.found], f", {year}")
        left = [name for month, name in enumerate(NAMES) if month not in places.values()]
        if any(known[code][NAMES.index(name)] is not None for code in with_some for name in left):
            words = f"Not in the file: {', '.join(left)} of {year}."
            self.problems.append(Problem("lines-missing", words, STAY, Level.WARNING))
