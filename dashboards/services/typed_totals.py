"""Totals that were typed, on their way into months; and what months already come to, for the boxes to show."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dashboards.finance.commitments.days import PAYERS, divided, months_of, spread
from dashboards.models import Commitment, CommitmentList
from safetyvalve.core.dates import FinancialYear


@dataclass(frozen=True)
class Typed:
    """What somebody typed for one provider type. None is not known, never £0."""

    placements: int | None
    dsg: Decimal | None
    health: Decimal | None = None
    social_care: Decimal | None = None


EMPTY = Typed(None, None)
BOXES = ("placements", *PAYERS)


def cells_of(record: CommitmentList | None) -> list[Commitment]:
    """The cells of a list, as new ones that are not saved.

    A placement list knows every month: where a type of a year has no placement in one, that is 0 and £0. Typed totals
    know what was typed.
    """
    if record is None:
        return []
    cells = [_copy(cell) for cell in record.cells.all()]
    if record.way == CommitmentList.Way.LIST:
        there = {(cell.provider_type, cell.month) for cell in cells}
        years = sorted({(code, FinancialYear.of(month).starting) for code, month in there})
        nothing = dict.fromkeys(PAYERS, Decimal(0))
        cells += [
            Commitment(provider_type=code, month=month, placements=0, **nothing)
            for code, starting in years
            for month in months_of(FinancialYear(starting))
            if (code, month) not in there
        ]
    return cells


def totals_of(cells: Iterable[Commitment], months: Collection[date]) -> dict[str, Typed]:
    """What the boxes show: only figures that every one of the months has, as a part is no total of them all.

    Costs are added; the number of placements is shown where it is the same in each month.
    """
    found = _by_type(cells, months)
    return {code: _total(each) for code, each in found.items() if len(each) == len(months)}


def known_in_part(cells: Iterable[Commitment], months: Collection[date]) -> list[str]:
    """Provider types with a figure for some of the months that no box can show."""
    cells = list(cells)
    shown = totals_of(cells, months)
    return [
        code
        for code, each in _by_type(cells, months).items()
        if any(getattr(shown.get(code, EMPTY), box) is None and _known(each, box) for box in BOXES)
    ]


def with_typed(old: Collection[Commitment], rows: Mapping[str, Typed], months: tuple[date, ...]) -> list[Commitment]:
    """The cells of a list after typing. Not saved.

    Only boxes that differ from what ``totals_of`` shows change anything: all other figures stay as they are, month by
    month, as do provider types that had no box. A row that was emptied is not kept.
    """
    shown = totals_of(old, months)
    changed = {code: row for code, row in rows.items() if row != shown.get(code, EMPTY)}
    new = [cell for cell in old if cell.provider_type not in changed or cell.month not in months]
    before = _by_type(old, months)
    for code, row in changed.items():
        new += _typed_cells(code, row, months, shown.get(code, EMPTY), before.get(code, []))
    return new


def _typed_cells(
    code: str, row: Typed, months: tuple[date, ...], shown: Typed, before: list[Commitment]
) -> list[Commitment]:
    """A cell for each month: its part of what was typed for all of them, else what it had; none of an empty row."""
    if row == EMPTY:
        return []
    had = {cell.month: cell for cell in before}
    figures: dict[str, list[Any]] = {}
    for box in BOXES:
        typed = getattr(row, box)
        if typed == getattr(shown, box):
            figures[box] = [getattr(had[month], box) if month in had else None for month in months]
        else:
            figures[box] = [typed] * len(months) if box == "placements" or typed is None else _over(typed, months)
    return [
        Commitment(provider_type=code, month=month, **{box: values[index] for box, values in figures.items()})
        for index, month in enumerate(months)
    ]


def _over(amount: Decimal, months: tuple[date, ...]) -> list[Decimal]:
    """A total over the months that it was typed for."""
    year = FinancialYear.of(months[0])
    return list(spread(amount, year) if months == months_of(year) else divided(amount, [1] * len(months)))


def _by_type(cells: Iterable[Commitment], months: Collection[date]) -> dict[str, list[Commitment]]:
    found: dict[str, list[Commitment]] = {}
    for cell in cells:
        if cell.month in months:
            found.setdefault(cell.provider_type, []).append(cell)
    return found


def _known(cells: list[Commitment], box: str) -> list[Any]:
    return [value for cell in cells if (value := getattr(cell, box)) is not None]


def _total(cells: list[Commitment]) -> Typed:
    counts = {cell.placements for cell in cells}
    costs = [_known(cells, payer) for payer in PAYERS]
    return Typed(
        counts.pop() if len(counts) == 1 else None,
        *(sum(parts, Decimal(0)) if len(parts) == len(cells) else None for parts in costs),
    )


def _copy(cell: Commitment) -> Commitment:
    figures = {box: getattr(cell, box) for box in BOXES}
    return Commitment(provider_type=cell.provider_type, month=cell.month, **figures)
