"""Commitments beside the forecast as plain facts: sums of a year, never a placement or a count."""

from collections.abc import Sequence
from typing import Any

from dashboards.finance.commitments.beside import Beside
from dashboards.finance.plain import text


def facts(rows: Sequence[Beside]) -> list[dict[str, Any]]:
    """A year each. Amounts are decimal text in pounds and pence, None where nobody can tell."""
    return [
        {
            "financial_year": row.financial_year,
            "committed": text(row.committed),
            "not_yet_issued": text(row.not_yet),
            "together": text(row.together),
            "forecast": text(row.forecast.amount),
            "forecast_is": row.forecast_name,
            "difference": text(row.difference),
            "words": row.words,
        }
        for row in rows
    ]
