"""Figures that come into the grid other than by typing, held against the record before anything is saved.

Every way in gives an ``Incoming``: cells with amounts, and what is wrong with the file. ``dry_run`` says what
confirming would do now, whatever way they came.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256

from conditions.line_list import lines
from conditions.models import ReconciliationSource
from conditions.services.finance_lines import MOST_POUNDS, why_locked
from dashboards.finance import doubts as doubting
from dashboards.finance import months as monthly
from dashboards.finance.blocks import ACTUAL, Book, Sheet
from dashboards.finance.coming_in import months as by_month
from dashboards.finance.coming_in.months import MonthChange, MonthOf
from dashboards.finance.coming_in.proposed import Proposed
from dashboards.finance.doubts import Doubt
from dashboards.finance.roll_forward import Cell
from dashboards.imports.contract import Level, Problem
from safetyvalve.core import money

STOPS = (Level.FATAL, Level.REFUSED)
"""With one of these nothing is saved: figures come in whole or not at all."""


@dataclass(frozen=True)
class Incoming:
    """What a file or a block says. ``knows_seen``: it says what stood on record when it was made."""

    cells: Mapping[Cell, Proposed]
    problems: tuple[Problem, ...] = ()
    summary: tuple[tuple[str, str], ...] = ()
    knows_seen: bool = False
    carried_forward: Mapping[str, Decimal] = field(default_factory=dict)
    """What section 251 says was carried forward at the end of a year: for the reconciliation, not for a cell."""
    months: Mapping[MonthOf, Proposed] = field(default_factory=dict)
    """Of lines that the file gives month by month; where all twelve are known, they decide the year."""


@dataclass(frozen=True)
class CarriedForward:
    """Line 1.9.3 of a year, as the reconciliation has it now and as it would be."""

    financial_year: str
    before: Decimal | None
    after: Decimal | None
    revision: int


@dataclass(frozen=True)
class Different:
    """A cell whose figure would change from ``before`` to ``after``; or, of a conflict, stays as it is."""

    cell: Cell
    before: Decimal | None
    after: Decimal | None
    place: str = ""


@dataclass(frozen=True)
class DryRun:
    """What confirming would do to the record as it stands now. ``conflicts`` are left as somebody else saved them."""

    sheet: Sheet
    changes: tuple[Different, ...]
    conflicts: tuple[Different, ...]
    unchanged: int
    problems: tuple[Problem, ...]
    doubts: tuple[Doubt, ...]
    carried_forward: tuple[CarriedForward, ...] = ()
    months: tuple[MonthChange, ...] = ()
    months_left: tuple[MonthChange, ...] = ()
    """Months that somebody else has saved since the download, left as they are."""
    decided: tuple[Different, ...] = ()
    """Years that follow from months, which are saved with them."""
    summary: tuple[tuple[str, str], ...] = ()
    digest: str = field(default="", compare=False)

    @property
    def count(self) -> int:
        """How many figures confirming would change."""
        return len(self.changes) + len(self.carried_forward) + len(self.months)

    @property
    def is_stopped(self) -> bool:
        return any(problem.level in STOPS for problem in self.problems)

    @property
    def can_confirm(self) -> bool:
        return self.count > 0 and not self.is_stopped

    @property
    def doubts_digest(self) -> str:
        return doubting.digest(self.doubts) if self.doubts else ""


def dry_run(book: Book, sheet: Sheet, incoming: Incoming) -> DryRun:
    """Hold the cells against the sheet. At most three queries: whether the sheet's return is locked, its months, and
    the reconciliation where the file says something about it. Nothing is written."""
    standing = book.amounts(sheet)
    found = monthly.read_months(book, sheet)
    months, months_left = by_month.compare(found, incoming.months, knows_seen=incoming.knows_seen)
    totals = by_month.totals_after(found, months)
    years = by_month.decided(totals, months)
    changes, conflicts, unchanged = [], [], 0
    for cell, proposed in incoming.cells.items():
        before = standing.get(cell)
        each = Different(cell, before, proposed.amount, proposed.place)
        if cell in years and proposed.amount == years[cell]:
            continue  # Saved with its months.
        if before == proposed.amount:
            unchanged += 1
        elif incoming.knows_seen and before != proposed.seen:
            conflicts.append(each)
        else:
            changes.append(each)
    locked = why_locked(book.period(sheet.period_slug)) if sheet.is_forecast else ""
    problems = (
        *_locked(locked),
        *incoming.problems,
        *_not_possible(book, changes, totals),
        *_wrong_months(book, months),
    )
    carried = _carried_forward(book, incoming)
    followed = _in_order(Different(cell, standing.get(cell), total) for cell, total in years.items())
    asked = doubting.doubts(book, sheet, [(each.cell, each.after) for each in changes])
    return DryRun(
        sheet=sheet,
        changes=_in_order(changes),
        conflicts=_in_order(conflicts),
        unchanged=unchanged,
        problems=problems,
        doubts=(*asked, *by_month.doubts(book, sheet, found, months), *_other_way_round(book, carried)),
        months=months,
        months_left=months_left,
        decided=followed,
        carried_forward=carried,
        summary=incoming.summary,
        digest=_digest(sheet, changes, conflicts, [*carried, *months, *months_left, *followed], problems),
    )


def _locked(reason: str) -> Iterable[Problem]:
    if reason:
        yield Problem("locked", reason, "These figures can be brought in when it is a draft again.", Level.FATAL)


def _not_possible(book: Book, changes: Iterable[Different], totals: Mapping[Cell, Decimal | None]) -> Iterable[Problem]:
    """What the grid refuses when it is typed, named by its place."""
    known = lines()
    for each in changes:
        year, code = each.cell
        name = f"{year}, {known[code].full_name}"
        if year not in book.years:
            yield outside(book, year, each.place)
        elif each.after is not None and known[code].kind == "income" and each.after < 0:
            words, fix = f"{name}: income is written without a minus sign.", "Take the minus sign away."
            yield Problem("negative-income", words, fix, sheet=each.place)
        elif each.after is not None and abs(each.after) >= MOST_POUNDS:
            yield Problem("too-much", f"{name}: an amount must be less than £10 billion.", sheet=each.place)
        elif decides := by_month.against(totals, each.cell, each.after, each.place):
            yield decides


def _wrong_months(book: Book, months: Iterable[MonthChange]) -> Iterable[Problem]:
    """What the page for typing months refuses, once for each line and year."""
    for year in dict.fromkeys(each.cell[0] for each in months if each.cell[0] not in book.years):
        yield outside(book, year, "")
    income = [each for each in months if lines()[each.cell[1]].kind == "income"]
    negative = {each.cell: each.place for each in reversed(income) if each.after is not None and each.after < 0}
    for (year, code), place in negative.items():
        words = f"{year}, {lines()[code].full_name}: income of a month is written without a minus sign."
        fix = "Take the minus sign away." if place else "Look at its codes."
        yield Problem("negative-income", words, fix, sheet=place)


def outside(book: Book, year: str, place: str) -> Problem:
    """A year that the agreement does not span."""
    span = f"{book.years[0]} to {book.years[-1]}" if book.years else "none yet"
    words = f"{year} is not a year of this agreement. Its years are {span}."
    return Problem("year-outside", words, "Take its figures out, or put them under the right year.", sheet=place)


def _in_order(found: Iterable[Different]) -> tuple[Different, ...]:
    """As the grid shows them: by line, then by year."""
    order = {code: place for place, code in enumerate(lines())}
    return tuple(sorted(found, key=lambda each: (order[each.cell[1]], each.cell[0])))


def _carried_forward(book: Book, incoming: Incoming) -> tuple[CarriedForward, ...]:
    """Where the reconciliation would say something else about section 251 than now."""
    if not incoming.carried_forward:
        return ()
    rows = ReconciliationSource.objects.filter(
        reconciliation__agreement=book.agreement, source=ReconciliationSource.Source.S251
    ).select_related("reconciliation")
    standing = {row.reconciliation.financial_year: row for row in rows}
    found = []
    for year, amount in sorted(incoming.carried_forward.items()):
        row = standing.get(year)
        if row is None or row.amount != amount:
            found.append(CarriedForward(year, row.amount if row else None, amount, row.revision if row else 0))
    return tuple(found)


def _other_way_round(book: Book, carried: Iterable[CarriedForward]) -> Iterator[Doubt]:
    """Line 1.9.3 says deficit where the outturn here closes with a surplus, or the other way round."""
    rolled = book.rolled(ACTUAL)
    for each in carried:
        year = each.financial_year
        closing = rolled.year(year).closing_after.amount if year in rolled.years else None
        if closing and each.after and (closing < 0) != (each.after < 0):
            yield Doubt(
                (year, "1.9.3"),
                f"{year}: line 1.9.3, where a deficit is printed as a positive figure, comes out as a "
                f"{money.balance(each.after)}; the outturn here closes with a {money.balance(closing)}. If the file "
                "means the opposite, throw these figures away and type the balance into the reconciliation.",
            )


def _digest(
    sheet: Sheet,
    changes: Iterable[Different],
    conflicts: Iterable[Different],
    others: Iterable[CarriedForward | MonthChange | Different],
    problems: Iterable[Problem],
) -> str:
    """Over everything that the person is shown: another one means that the record has moved since."""
    told = [sheet.code]
    told += sorted(f"{each.cell} {each.before} {each.after}" for each in changes)
    told += sorted(f"left {each.cell} {each.before} {each.after}" for each in conflicts)
    told += [str(each) for each in others]
    told += [f"{problem.sheet} {problem.sentence}" for problem in problems]
    return sha256("\n".join(told).encode()).hexdigest()
