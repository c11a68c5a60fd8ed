"""Figures that come into the grid other than by typing, held against the record before anything is saved.

Every way in gives an ``Incoming``: cells with amounts, and what is wrong with the file. ``dry_run`` says what
confirming would do now, whatever way they came.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

from conditions.line_list import lines
from conditions.services.finance_lines import MOST_POUNDS, why_locked
from dashboards.finance import doubts as doubting
from dashboards.finance.blocks import Book, Sheet
from dashboards.finance.doubts import Doubt
from dashboards.finance.roll_forward import Cell
from dashboards.imports.contract import Level, Problem

STOPS = (Level.FATAL, Level.REFUSED)
"""With one of these nothing is saved: figures come in whole or not at all."""


@dataclass(frozen=True)
class Proposed:
    """An amount for a cell, where it stands in the file, and what the record said when the file was downloaded."""

    amount: Decimal | None
    place: str = ""
    seen: Decimal | None = None


@dataclass(frozen=True)
class Incoming:
    """What a file or a block says. ``knows_seen``: it says what stood on record when it was made."""

    cells: Mapping[Cell, Proposed]
    problems: tuple[Problem, ...] = ()
    summary: tuple[tuple[str, str], ...] = ()
    knows_seen: bool = False


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
    summary: tuple[tuple[str, str], ...] = ()
    digest: str = field(default="", compare=False)

    @property
    def is_stopped(self) -> bool:
        return any(problem.level in STOPS for problem in self.problems)

    @property
    def can_confirm(self) -> bool:
        return bool(self.changes) and not self.is_stopped

    @property
    def doubts_digest(self) -> str:
        return doubting.digest(self.doubts) if self.doubts else ""


def dry_run(book: Book, sheet: Sheet, incoming: Incoming) -> DryRun:
    """Hold the cells against the sheet. One query, for whether the sheet's return is locked; nothing is written."""
    standing = book.amounts(sheet)
    changes, conflicts, unchanged = [], [], 0
    for cell, proposed in incoming.cells.items():
        before = standing.get(cell)
        found = Different(cell, before, proposed.amount, proposed.place)
        if before == proposed.amount:
            unchanged += 1
        elif incoming.knows_seen and before != proposed.seen:
            conflicts.append(found)
        else:
            changes.append(found)
    locked = why_locked(book.period(sheet.period_slug)) if sheet.is_forecast else ""
    problems = (*_locked(locked), *incoming.problems, *_not_possible(book, changes))
    asked = doubting.doubts(book, sheet, [(each.cell, each.after) for each in changes])
    return DryRun(
        sheet=sheet,
        changes=_in_order(book, changes),
        conflicts=_in_order(book, conflicts),
        unchanged=unchanged,
        problems=problems,
        doubts=tuple(asked),
        summary=incoming.summary,
        digest=_digest(sheet, changes, conflicts, problems),
    )


def _locked(reason: str) -> Iterable[Problem]:
    if reason:
        yield Problem("locked", reason, "These figures can be brought in when it is a draft again.", Level.FATAL)


def _not_possible(book: Book, changes: Iterable[Different]) -> Iterable[Problem]:
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


def outside(book: Book, year: str, place: str) -> Problem:
    """A year that the agreement does not span."""
    span = f"{book.years[0]} to {book.years[-1]}" if book.years else "none yet"
    words = f"{year} is not a year of this agreement. Its years are {span}."
    return Problem("year-outside", words, "Take its figures out, or put them under the right year.", sheet=place)


def _in_order(book: Book, found: Iterable[Different]) -> tuple[Different, ...]:
    """As the grid shows them: by line, then by year."""
    order = {code: place for place, code in enumerate(lines())}
    return tuple(sorted(found, key=lambda each: (order[each.cell[1]], each.cell[0])))


def _digest(
    sheet: Sheet, changes: Iterable[Different], conflicts: Iterable[Different], problems: Iterable[Problem]
) -> str:
    """Over everything that the person is shown: another one means that the record has moved since."""
    told = [sheet.code]
    told += sorted(f"{each.cell} {each.before} {each.after}" for each in changes)
    told += sorted(f"left {each.cell} {each.before} {each.after}" for each in conflicts)
    told += [f"{problem.sheet} {problem.sentence}" for problem in problems]
    return sha256("\n".join(told).encode()).hexdigest()


def to_json(incoming: Incoming) -> dict[str, Any]:
    """The cells as a delivery keeps them."""
    return {
        "knows_seen": incoming.knows_seen,
        "cells": [
            [year, code, _text(each.amount), each.place, _text(each.seen)]
            for (year, code), each in incoming.cells.items()
        ],
    }


def from_json(kept: Mapping[str, Any], problems: Iterable[Problem], summary: Iterable[Iterable[str]]) -> Incoming:
    """What ``to_json`` gave, with what was kept beside it. Lines that the product has given up since are left out."""
    known = lines()
    cells = {
        (year, code): Proposed(_amount(amount), place, _amount(seen))
        for year, code, amount, place, seen in kept["cells"]
        if code in known
    }
    told = tuple((name, value) for name, value in summary)
    return Incoming(cells, tuple(problems), told, knows_seen=kept["knows_seen"])


def _text(amount: Decimal | None) -> str | None:
    return None if amount is None else f"{amount:.2f}"


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
