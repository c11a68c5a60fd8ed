"""Reading the months of a sheet of finance lines."""

from decimal import Decimal

from conditions.models import Agreement, FinanceMonths, ReportingPeriod

Cell = tuple[str, str]
"""A financial year and the code of a line."""


def rows_of(
    agreement: Agreement, *, column: str, scenario: str, period: ReportingPeriod | None
) -> dict[Cell, FinanceMonths]:
    """Every line and year of the sheet that has a month. One query."""
    found = FinanceMonths.objects.filter(agreement=agreement, column=column, scenario=scenario, period=period)
    return {(row.financial_year, row.line): row for row in found if any(a is not None for a in amounts_of(row))}


def amounts_of(row: FinanceMonths) -> tuple[Decimal | None, ...]:
    return tuple(getattr(row, name) for name in FinanceMonths.MONTHS)
