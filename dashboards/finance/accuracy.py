"""How near forecasts came to the outturn, by how long before the year's end they were made. Sums; no database.

Error = forecast − outturn, in pounds. Above £0 the forecast was too hopeful, below £0 too cautious: a surplus is
positive here as everywhere. An average is of the pairs in which both are known; what nobody has given is never £0.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from safetyvalve.core.dates import FinancialYear

PENNY = Decimal("0.01")
NO_REASON = "no reason given"


@dataclass(frozen=True)
class Forecast:
    """What one period forecast for one year. ``reason`` is what was written about the movement, if anything."""

    period: str
    period_end: date
    financial_year: str
    amount: Decimal | None
    reason: str = ""


@dataclass(frozen=True)
class Judged:
    """A forecast beside the outturn and beside the forecast before it; None where either side is not known."""

    forecast: Forecast
    months: int
    outturn: Decimal | None
    error: Decimal | None
    movement: Decimal | None
    is_first: bool

    @property
    def size(self) -> Decimal | None:
        """The error without its direction."""
        return None if self.error is None else abs(self.error)

    @property
    def reason(self) -> str:
        """Why the forecast moved; a movement that nobody explained says so. The first one has nothing to explain."""
        if self.forecast.reason:
            return self.forecast.reason
        return NO_REASON if self.movement else ""


@dataclass(frozen=True)
class Horizon:
    """Forecasts made equally long before the year's end. The means are of ``known`` errors of ``of`` forecasts."""

    months: int
    known: int
    of: int
    mean: Decimal | None
    mean_size: Decimal | None


def months_before(period_end: date, financial_year: str) -> int:
    """Months from the month in which the period ends to March: 9 from June. Below 0 once the year is over."""
    last = FinancialYear.parse(financial_year).last_day
    return (last.year - period_end.year) * 12 + last.month - period_end.month


def judge(forecasts: Sequence[Forecast], outturns: dict[str, Decimal | None]) -> list[Judged]:
    """Every forecast, by year and in the order in which they were made, beside the year's outturn."""
    found: list[Judged] = []
    before: Forecast | None = None
    for each in sorted(forecasts, key=lambda forecast: (forecast.financial_year, forecast.period_end)):
        previous = before if before and before.financial_year == each.financial_year else None
        outturn = outturns.get(each.financial_year)
        found.append(
            Judged(
                forecast=each,
                months=months_before(each.period_end, each.financial_year),
                outturn=outturn,
                error=_less(each.amount, outturn),
                movement=_less(each.amount, previous.amount) if previous else None,
                is_first=previous is None,
            )
        )
        before = each
    return found


def by_horizon(judged: Iterable[Judged]) -> list[Horizon]:
    """The mean error of each horizon, the longest first. A horizon without a known pair is kept, without a mean."""
    groups: dict[int, list[Judged]] = {}
    for each in judged:
        groups.setdefault(each.months, []).append(each)
    found = []
    for months in sorted(groups, reverse=True):
        errors = [each.error for each in groups[months] if each.error is not None]
        found.append(
            Horizon(months, len(errors), len(groups[months]), _mean(errors), _mean([abs(error) for error in errors]))
        )
    return found


def in_words(months: int) -> str:
    """ "9 months before", "at the year’s end", "3 months after"."""
    if months == 0:
        return "at the year’s end"
    number = abs(months)
    return f"{number} month{'' if number == 1 else 's'} {'before' if months > 0 else 'after'}"


def _less(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one - other


def _mean(amounts: Sequence[Decimal]) -> Decimal | None:
    """To the penny, halves away from £0; None of nothing."""
    if not amounts:
        return None
    return (sum(amounts, Decimal(0)) / len(amounts)).quantize(PENNY, ROUND_HALF_UP)
