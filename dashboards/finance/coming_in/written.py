"""What confirming a delivery puts on record, with what stood there before: enough to take all of it back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from conditions.finance_months import amounts_of
from conditions.models import ReconciliationSource
from dashboards.finance.blocks import Book
from dashboards.finance.coming_in.figures import DryRun, Incoming
from dashboards.finance.months import read_months
from dashboards.finance.plain import pounds, text
from dashboards.finance.roll_forward import Cell


@dataclass(frozen=True)
class Wrote:
    """A figure that was put into a year's cell, or into a ``month`` of it; ``source`` is that of the figure before."""

    cell: Cell
    before: Decimal | None
    after: Decimal | None
    source: str = ""
    month: int | None = None


@dataclass(frozen=True)
class Carried:
    """What the reconciliation was told of section 251 for a year, and what it said before."""

    financial_year: str
    before: Decimal | None
    after: Decimal
    reference: str = ""
    dated_on: date | None = None


@dataclass(frozen=True)
class Written:
    """``decided`` are years that followed from their months. ``same`` are figures (cell, and month or None) that the
    delivery found on record already as it has them: it vouches for those, too, and for line 1.9.3 of the years of
    ``same_carried``, of which there is one for every sheet."""

    years: tuple[Wrote, ...] = ()
    months: tuple[Wrote, ...] = ()
    decided: tuple[Wrote, ...] = ()
    carried: tuple[Carried, ...] = ()
    same: frozenset[tuple[str, str, int | None]] = frozenset()
    same_carried: frozenset[str] = frozenset()

    @property
    def places(self) -> frozenset[tuple[str, str, int | None]]:
        """Every figure that it put on record."""
        return frozenset((*each.cell, each.month) for each in (*self.years, *self.months))

    @property
    def carried_years(self) -> frozenset[str]:
        """Every year whose reconciliation it told something."""
        return frozenset(each.financial_year for each in self.carried)


def written(book: Book, found: DryRun, incoming: Incoming) -> dict[str, Any]:
    """As a delivery keeps it. Call before anything is saved. Two queries at most."""
    rows = book.rows.get(found.sheet, {})
    months = read_months(book, found.sheet)
    sources = {cell: row.source for cell, row in rows.items()}
    month_sources = {cell: row.source for cell, row in months.items()}
    amounts = book.amounts(found.sheet)
    same: list[list[Any]] = [
        [*cell, None] for cell, each in incoming.cells.items() if each.amount == amounts.get(cell) is not None
    ]
    for (year, code, month), proposed in incoming.months.items():
        row = months.get((year, code))
        if row and proposed.amount == amounts_of(row)[month] is not None:
            same.append([year, code, month])
    return {
        "years": [_kept(each, sources) for each in found.changes],
        "months": [[*_kept(each, month_sources), each.month] for each in found.months],
        "decided": [_kept(each, sources) for each in found.decided],
        "carried": _carried(book, found),
        "same": same,
        "same_carried": sorted(set(incoming.carried_forward) - {each.financial_year for each in found.carried_forward}),
    }


def _kept(each: Any, sources: Mapping[Cell, str]) -> list[Any]:
    return [*each.cell, text(each.before), text(each.after), sources.get(each.cell, "")]


def _carried(book: Book, found: DryRun) -> list[list[Any]]:
    if not found.carried_forward:
        return []
    rows = ReconciliationSource.objects.filter(
        reconciliation__agreement=book.agreement, source=ReconciliationSource.Source.S251
    ).select_related("reconciliation")
    standing = {row.reconciliation.financial_year: row for row in rows}
    kept = []
    for each in found.carried_forward:
        row = standing.get(each.financial_year)
        dated_on = row.dated_on.isoformat() if row and row.dated_on else None
        reference = row.reference if row else ""
        kept.append([each.financial_year, text(each.before), text(each.after), reference, dated_on])
    return kept


def read(kept: Mapping[str, Any]) -> Written:
    """What ``written`` kept."""
    return Written(
        years=tuple(_wrote(*row) for row in kept["years"]),
        months=tuple(_wrote(*row) for row in kept["months"]),
        decided=tuple(_wrote(*row) for row in kept["decided"]),
        carried=tuple(
            Carried(year, pounds(before), Decimal(after), reference, date.fromisoformat(day) if day else None)
            for year, before, after, reference, day in kept["carried"]
        ),
        same=frozenset((year, code, month) for year, code, month in kept["same"]),
        # Deliveries of an older release do not have it.
        same_carried=frozenset(kept.get("same_carried", ())),
    )


def _wrote(year: str, code: str, before: str | None, after: str | None, source: str, month: int | None = None) -> Wrote:
    return Wrote((year, code), pounds(before), pounds(after), source, month)
