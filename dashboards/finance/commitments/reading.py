"""Commitments as they are on record: by provider type and month, by year, and beside the forecast.

Costs are pounds without a sign, as spending is on the finance grid. Sums are of what is known; of nothing known they
are not known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Subquery

from conditions.line_list import lines
from conditions.models import Agreement
from dashboards.finance.blocks import ACTUAL, BUDGET, Book
from dashboards.finance.commitments.beside import Beside
from dashboards.finance.commitments.days import PAYERS, months_of
from dashboards.finance.commitments.pipeline_cost import Pipeline, pipeline_of
from dashboards.finance.roll_forward import Sum, total
from dashboards.imports.placement_words import provider_types
from dashboards.models import Commitment, CommitmentList
from safetyvalve.core import money
from safetyvalve.core.dates import FinancialYear


@dataclass(frozen=True)
class Amounts:
    """Some cells together. ``placements`` is the most in one month of them."""

    placements: int | None
    dsg: Decimal | None
    health: Decimal | None
    social_care: Decimal | None

    @property
    def others(self) -> Decimal | None:
        return known((self.health, self.social_care))

    @property
    def total(self) -> Decimal | None:
        return known((self.dsg, self.health, self.social_care))


NOTHING = Amounts(None, None, None, None)


@dataclass(frozen=True)
class Held:
    """One list with its cells and what its provider types are called."""

    record: CommitmentList
    cells: tuple[Commitment, ...]
    names: dict[str, str]

    @cached_property
    def years(self) -> tuple[str, ...]:
        return tuple(sorted({FinancialYear.of(cell.month).label for cell in self.cells}))

    @cached_property
    def types(self) -> list[tuple[str, str]]:
        """Codes and labels of the types that it has, in the council's order; one that is no longer kept by its code."""
        used = {cell.provider_type for cell in self.cells}
        known_ones = [(code, label) for code, label in self.names.items() if code in used]
        return [*known_ones, *((code, code) for code in sorted(used - self.names.keys()))]

    def months(self, financial_year: str, kind: str = "") -> list[tuple[date, Amounts]]:
        """The twelve months of a year, of one provider type or of all together."""
        first = months_of(FinancialYear.parse(financial_year))
        return [(month, together(self._some(kind, (month,)), is_one_month=True)) for month in first]

    def year(self, financial_year: str, kind: str = "") -> Amounts:
        months = self.months(financial_year, kind)
        counts = [each.placements for _, each in months if each.placements is not None]
        whole = together(self._some(kind, [month for month, _ in months]))
        return Amounts(max(counts, default=None), whole.dsg, whole.health, whole.social_care)

    def months_known(self, financial_year: str) -> int:
        """How many months have every provider type that the year has any month of; a placement list knows them all."""
        if self.record.way == CommitmentList.Way.LIST:
            return 12
        months = months_of(FinancialYear.parse(financial_year))
        there = {(cell.provider_type, cell.month) for cell in self._some("", months)}
        types = {code for code, _ in there}
        return sum(bool(types) and all((code, month) in there for code in types) for month in months)

    def without_cost(self, financial_year: str) -> tuple[str, ...]:
        """Labels of the types that the year has figures of, but in some month not what they cost the DSG."""
        cells = self._some("", months_of(FinancialYear.parse(financial_year)))
        codes = {cell.provider_type for cell in cells if cell.dsg is None}
        return tuple(label for code, label in self.types if code in codes)

    def of(self, kind: str, months: Iterable[date]) -> Amounts:
        """What one provider type costs in some months together."""
        return together(self._some(kind, months))

    def _some(self, kind: str, months: Iterable[date]) -> list[Commitment]:
        wanted = set(months)
        return [cell for cell in self.cells if cell.month in wanted and kind in ("", cell.provider_type)]


def known(parts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum of the parts that are known; None when none is."""
    found = [part for part in parts if part is not None]
    return sum(found, Decimal(0)) if found else None


def together(cells: Sequence[Commitment], *, is_one_month: bool = False) -> Amounts:
    """Cells added up. Placements add up within one month only: over months they are the same ones."""
    if not cells:
        return NOTHING
    counts = [cell.placements for cell in cells if cell.placements is not None]
    placements = sum(counts) if counts and is_one_month else None
    return Amounts(placements, *(known(getattr(cell, payer) for cell in cells) for payer in PAYERS))


def standing(agreement: Agreement, names: dict[str, str] | None = None) -> Held | None:
    """The list that counts now: of the newest day, the one saved last; with the basis of its agreement. One query."""
    counts = CommitmentList.objects.filter(agreement=agreement).standing().values("pk")[:1]
    cells = Commitment.objects.filter(commitment_list=Subquery(counts)).order_by("month", "provider_type")
    basis = "commitment_list__agreement__commitment_basis__assumption"
    found = tuple(cells.select_related("commitment_list__confirmed_by", basis))
    return Held(found[0].commitment_list, found, names or {}) if found else None


def held(record: CommitmentList, names: dict[str, str]) -> Held:
    """From prefetched cells."""
    return Held(record, tuple(record.cells.all()), names)


def beside(book: Book, found: Held | None, pipeline: Pipeline) -> list[Beside]:
    """Every year that the list and the agreement share. Without a list, the years that the pipeline has a cost in."""
    years = [year for year in book.years if found and year in found.years]
    if found is None:
        years = [year for year in book.years if pipeline.cost(year) is not None]
    return [
        Beside(
            year,
            found.year(year).dsg if found else None,
            pipeline.cost(year),
            pipeline.why_not(year),
            *_forecast(book, year, pipeline.lines),
            found.months_known(year) if found else 12,
            found.without_cost(year) if found else (),
            pipeline.without_weeks,
        )
        for year in years
    ]


def read_beside(book: Book, *, today: date) -> list[Beside]:
    """As ``beside``, with the list that counts now; empty without one. Two queries, more only to name types."""
    found = standing(book.agreement)
    if found is None:
        return []
    if any(cell.dsg is None for cell in found.cells):
        found = replace(found, names=provider_types(book.agreement.authority))
    basis = getattr(found.record.agreement, "commitment_basis", None)
    return beside(book, found, pipeline_of(book.agreement, basis, today=today))


def in_a_sentence(rows: Sequence[Beside], *, today: date) -> str:
    """The running year, else the first: "2026-27: £30 million committed …"."""
    if not rows:
        return "None are on record."
    now = FinancialYear.of(today).label
    row = next((each for each in rows if each.financial_year == now), rows[0])
    parts = (("committed", row.committed), ("committed but not yet issued", row.not_yet))
    said = " and ".join(f"{money.size(amount)} {words}" for words, amount in parts if amount is not None)
    return f"{row.financial_year}: {said}. {row.words}"


def compared_lines(codes: Sequence[str]) -> list[str]:
    """The names of the lines that commitments are held against."""
    every = lines()
    return [every[code].name for code in codes if code in every]


def _forecast(book: Book, year: str, codes: Sequence[str]) -> tuple[Sum, str]:
    """The lines in the latest forecast that has one of them, else in the budget, else in the outturn."""
    for sheet in (*reversed(book.forecasts()), BUDGET, ACTUAL):
        rows = book.rows.get(sheet, {})
        if any((year, code) in rows for code in codes):
            amounts = book.amounts(sheet)
            parts = [
                Sum(amounts.get((year, code)), () if (year, code) in amounts else ((year, code),)) for code in codes
            ]
            return total(parts), book.name(sheet)
    return Sum(None), ""
