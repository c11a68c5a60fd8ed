"""Totals that were typed, on their way into months."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dashboards.finance.commitments.days import PAYERS, divided, months_of, spread
from dashboards.models import Commitment
from safetyvalve.core.dates import FinancialYear


@dataclass(frozen=True)
class Typed:
    """What somebody typed for one provider type. None is not known, never £0."""

    placements: int | None
    dsg: Decimal | None
    health: Decimal | None = None
    social_care: Decimal | None = None


def typed_cells(code: str, row: Typed, months: tuple[date, ...]) -> list[Commitment]:
    """A cell for each month: its part of what was typed for all of them. Not saved; none of an empty row."""
    if row == Typed(None, None):
        return []
    costs = {payer: _over(getattr(row, payer), months) for payer in PAYERS}
    return [
        Commitment(
            provider_type=code,
            month=month,
            placements=row.placements,
            **{payer: found[index] if found else None for payer, found in costs.items()},
        )
        for index, month in enumerate(months)
    ]


def _over(amount: Decimal | None, months: tuple[date, ...]) -> tuple[Decimal, ...] | None:
    """A total over the months that it was typed for."""
    if amount is None:
        return None
    year = FinancialYear.of(months[0])
    return spread(amount, year) if months == months_of(year) else divided(amount, [1] * len(months))
