"""How the finance lines of each block have moved from one forecast to the next, and why.

A forecast is held against the newest one before it, by its in-year position and closing balance after DfE payments,
with the plan's savings. The rule for asking is that of the DSG position (``conditions.rules.movement``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from conditions.line_list import blocks
from conditions.models import MovementReason, ReportingPeriod
from conditions.movement import name_of
from conditions.rules.movement import Movement, movement
from dashboards.finance.blocks import Book, Sheet
from dashboards.finance.roll_forward import BlockYear

FOLLOWED = {"in_year": "in-year position", "closing_after": "closing balance after DfE payments"}
Reasons = Mapping[tuple[int, str, str], MovementReason]
"""By period, financial year and block."""


@dataclass(frozen=True)
class BlockMovement:
    """One block in one year that has moved between two forecasts."""

    period: ReportingPeriod
    financial_year: str
    block: str
    label: str
    movement: Movement
    movement_reason: MovementReason | None

    @property
    def name(self) -> str:
        """ "High needs block, 2024-25"."""
        return f"{self.label}, {self.financial_year}"


@dataclass(frozen=True)
class Step:
    """From one forecast to the next: what moved, largest view first by block and year."""

    period: ReportingPeriod
    since: str
    moved: tuple[BlockMovement, ...]

    @property
    def name(self) -> str:
        return name_of(self.period)

    @property
    def asking(self) -> list[BlockMovement]:
        return [each for each in self.moved if each.movement.asks]


def reasons_of(periods: Iterable[ReportingPeriod]) -> Reasons:
    """Every reason given at these periods. One query."""
    found = MovementReason.objects.filter(period__in=[period.pk for period in periods]).select_related("updated_by")
    return {(each.period_id, each.financial_year, each.block): each for each in found}


def steps(book: Book, reasons: Reasons) -> list[Step]:
    """Every forecast but the first, the newest first. No query."""
    sheets = book.forecasts()
    found = [_step(book, before, now, reasons) for before, now in pairwise(sheets)]
    return list(reversed(found))


def step_at(book: Book, period: ReportingPeriod, reasons: Reasons) -> Step | None:
    """The step that ends with this period's forecast; None when it has none, or none came before it."""
    return next((step for step in steps(book, reasons) if step.period.pk == period.pk), None)


def _step(book: Book, before: Sheet, now: Sheet, reasons: Reasons) -> Step:
    earlier, period = book.period(before.period_slug), book.period(now.period_slug)
    assert earlier is not None  # noqa: S101  # book.forecasts() names periods of the book
    assert period is not None  # noqa: S101
    since, moved = name_of(earlier), []
    begun = {year for year, _ in book.amounts(now)}
    for block in blocks():
        for year in (each for each in book.years if each in begun):
            given = reasons.get((period.pk, year, block.key))
            found = movement(
                _figures(book.rolled(before).block(block.key, year)),
                _figures(book.rolled(now).block(block.key, year)),
                since=since,
                reason=given.reason if given else "",
                names=FOLLOWED,
                tolerance=book.agreement.movement_tolerance,
            )
            if found.parts:
                moved.append(BlockMovement(period, year, block.key, block.label, found, given))
    return Step(period, since, tuple(moved))


def _figures(row: BlockYear) -> dict[str, Decimal | None]:
    return {name: getattr(row, name).amount for name in FOLLOWED}
