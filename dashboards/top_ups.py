"""What was paid in top-ups, year by year and line by line, as the outturn states it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from conditions.models import Agreement, FinanceLine
from safetyvalve.core.dates import FinancialYear

LINES = {
    "1.2.1": "Maintained schools",
    "1.2.2": "Academies, free schools and colleges",
    "1.2.3": "Non-maintained and independent",
}
"""Section 251 lines for top-up funding, and their short names."""

Spent = Mapping[str, Mapping[str, Decimal]]


@dataclass(frozen=True)
class TopUps:
    """Pounds by financial year and line, from the outturn alone. Only years for which every line is known."""

    spent: Spent
    as_at: date


def read_top_ups(agreement: Agreement, *, until: date) -> TopUps:
    """The outturn of years that had ended by then. One query."""
    found: dict[str, dict[str, Decimal]] = {}
    rows = FinanceLine.objects.filter(
        agreement=agreement, column=FinanceLine.Column.ACTUAL, line__in=LINES, amount__isnull=False
    )
    for row in rows:
        if FinancialYear.parse(row.financial_year).last_day <= until and row.amount is not None:
            found.setdefault(row.financial_year, {})[row.line] = row.amount
    whole = {year: by_line for year, by_line in sorted(found.items()) if len(by_line) == len(LINES)}
    last = max(whole, default="")
    return TopUps(whole, FinancialYear.parse(last).last_day if last else until)
