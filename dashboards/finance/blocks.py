"""The sheets of an agreement's finances as they are on record, each rolled forward.

A sheet is what one column says under one scenario: the budget, the outturn, or a forecast as reported at a period.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from conditions.line_list import blocks
from conditions.models import Agreement, AgreementVersion, DsgPosition, FinanceLine, ReportingPeriod, TransferConsent
from conditions.models.reporting import ReportingCalendar
from dashboards.finance.roll_forward import Cell, Opening, RollForward, roll_forward, year_before
from safetyvalve.core.dates import financial_years

Column, Scenario = FinanceLine.Column, FinanceLine.Scenario


@dataclass(frozen=True)
class Sheet:
    """Names a sheet. In an address: "actual", "budget", "budget.unmitigated", "forecast.q1-2025-26"."""

    column: str
    scenario: str = Scenario.MITIGATED
    period_slug: str = ""

    @property
    def code(self) -> str:
        parts = [self.column, self.period_slug, self.scenario if self.scenario == Scenario.UNMITIGATED else ""]
        return ".".join(part for part in parts if part)

    @property
    def is_forecast(self) -> bool:
        return self.column == Column.FORECAST


ACTUAL, BUDGET = Sheet(Column.ACTUAL), Sheet(Column.BUDGET)


@dataclass(frozen=True)
class Book:
    """Everything on record about the finances of one agreement."""

    agreement: Agreement
    versions: tuple[AgreementVersion, ...]
    periods: tuple[ReportingPeriod, ...]
    rows: dict[Sheet, dict[Cell, FinanceLine]]
    positions: tuple[DsgPosition, ...]
    consents: dict[str, TransferConsent]
    _rolled: dict[Sheet, RollForward] = field(default_factory=dict)

    @cached_property
    def years(self) -> list[str]:
        """Every financial year that any version of the agreement spans."""
        if not self.versions:
            return []
        first = min(version.first_year for version in self.versions)
        return financial_years(first, max(version.last_year for version in self.versions))

    @property
    def version(self) -> AgreementVersion | None:
        return self.versions[-1] if self.versions else None

    def period(self, slug: str) -> ReportingPeriod | None:
        return next((period for period in self.periods if period.slug == slug), None)

    def has(self, sheet: Sheet) -> bool:
        return bool(self.rows.get(sheet))

    def amounts(self, sheet: Sheet) -> dict[Cell, Decimal | None]:
        return {cell: row.amount for cell, row in self.rows.get(sheet, {}).items()}

    def rolled(self, sheet: Sheet) -> RollForward:
        """The sheet rolled forward; a year it cannot carry into opens with the outturn of the year before."""
        if sheet not in self._rolled:
            brought = {} if sheet == ACTUAL else self._outturn_openings()
            self._rolled[sheet] = roll_forward(
                self.amounts(sheet), years=self.years, blocks=blocks(), brought_forward=brought
            )
        return self._rolled[sheet]

    def _outturn_openings(self) -> dict[tuple[str, str], Opening]:
        actual = self.rolled(ACTUAL)
        return {
            (year, key): Opening(before.closing_before.amount, before.closing_after.amount)
            for year in self.years
            if year_before(year) in actual.years
            for key in actual.blocks
            for before in [actual.block(key, year_before(year))]
        }

    def sheets(self) -> list[Sheet]:
        """Every sheet that can be kept, newest forecasts first."""
        forecasts = [Sheet(Column.FORECAST, scenario, p.slug) for p in reversed(self.periods) for scenario in Scenario]
        return [ACTUAL, BUDGET, Sheet(Column.BUDGET, Scenario.UNMITIGATED), *forecasts]

    def forecasts(self) -> list[Sheet]:
        """Forecasts with the plan's savings that have figures, oldest first."""
        found = [Sheet(Column.FORECAST, Scenario.MITIGATED, period.slug) for period in self.periods]
        return [sheet for sheet in found if self.has(sheet)]

    def sheet(self, code: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets() if sheet.code == code), None)

    def usual(self) -> Sheet:
        """What the page opens with: the latest forecast, else the outturn, else the budget."""
        return next((s for s in [*reversed(self.forecasts()), ACTUAL, BUDGET] if self.has(s)), ACTUAL)

    def name(self, sheet: Sheet) -> str:
        """ "Forecast at Quarter 3 of 2025-26, without the plan's savings"."""
        period = self.period(sheet.period_slug)
        words = f"Forecast at {period.label} of {period.financial_year}" if period else str(Column(sheet.column).label)
        without = sheet.scenario == Scenario.UNMITIGATED
        return f"{words}, without the plan’s savings" if without else words


def read(agreement: Agreement) -> Book:
    """Six queries, however many years, lines and periods."""
    rows: dict[Sheet, dict[Cell, FinanceLine]] = {}
    for row in FinanceLine.objects.filter(agreement=agreement, amount__isnull=False).select_related("period"):
        sheet = Sheet(row.column, row.scenario, row.period.slug if row.period else "")
        rows.setdefault(sheet, {})[row.financial_year, row.line] = row
    positions = DsgPosition.objects.filter(
        agreement=agreement, block=DsgPosition.Block.ALL, scenario=DsgPosition.Scenario.MITIGATED
    )
    return Book(
        agreement=agreement,
        versions=tuple(agreement.versions.order_by("number").prefetch_related("planned_positions")),
        periods=tuple(_periods(agreement)),
        rows=rows,
        positions=tuple(positions.select_related("period").order_by("period__covers_to", "financial_year")),
        consents={consent.financial_year: consent for consent in agreement.transfer_consents.all()},
    )


def _periods(agreement: Agreement) -> Sequence[ReportingPeriod]:
    return list(
        ReportingPeriod.objects.filter(
            calendar__agreement=agreement, calendar__purpose=ReportingCalendar.Purpose.DFE_RETURN
        )
        .select_related("calendar__agreement__authority")
        .order_by("covers_to", "order")
    )


def latest_known(book: Book, cell: Cell, *, apart_from: Sheet) -> Decimal | None:
    """A figure to hold a new one against: the same line and year elsewhere, else the year before in the same sheet."""
    same = book.rows.get(apart_from, {}).get(cell)
    others = [s for s in reversed(book.forecasts()) if s != apart_from]
    near = [book.rows.get(sheet, {}).get(cell) for sheet in (*others, BUDGET, ACTUAL) if sheet != apart_from]
    earlier = book.rows.get(apart_from, {}).get((year_before(cell[0]), cell[1]))
    return next((row.amount for row in (same, *near, earlier) if row is not None and row.amount), None)
