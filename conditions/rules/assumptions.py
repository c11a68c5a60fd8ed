"""Assumptions and what became of them: which version counts on a day, and how far what happened lies from it.

Drift = actual − assumption, in the unit of the assumption (for per cent: percentage points). It is flagged when it is
larger, in either direction, than the tolerance that the owner has set; exactly the tolerance is not. Nothing is
rounded before it is compared. A year that has no value, or no actual, has no drift: it is never taken for £0 or 0%.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol, TypeVar

from safetyvalve.core import money

PERCENT, POUNDS, NUMBER = "percent", "pounds", "number"
WHOLE = Decimal(100)


class Dated(Protocol):
    """A version of an assumption, as far as its dates go."""

    number: int
    effective_from: date
    effective_to: date | None


Version = TypeVar("Version", bound=Dated)


def in_force(versions: Iterable[Version], on: date) -> Version | None:
    """The version that counts on that day: the last to have begun. None before the first, and once that has ended."""
    begun = [version for version in versions if version.effective_from <= on]
    latest = max(begun, key=lambda version: (version.effective_from, version.number), default=None)
    if latest is None or (latest.effective_to is not None and latest.effective_to < on):
        return None
    return latest


def counting_for(versions: Sequence[Version], year_end: date, today: date) -> Version | None:
    """The version a year is held against: in force at its end (today while it runs), else the first there is.

    So a value that was reset after the year was over does not hide that the year went another way than assumed.
    """
    found = in_force(versions, min(year_end, today))
    return found or min(versions, key=lambda version: version.number, default=None)


@dataclass(frozen=True)
class Drift:
    """One year of one assumption: what was assumed and what happened. None where it is not known."""

    assumed: Decimal | None
    actual: Decimal | None
    tolerance: Decimal | None

    @property
    def amount(self) -> Decimal | None:
        """Actual − assumption."""
        return None if self.assumed is None or self.actual is None else self.actual - self.assumed

    @property
    def is_flagged(self) -> bool | None:
        """Whether it is outside the tolerance; None while that cannot be said."""
        if self.amount is None or self.tolerance is None:
            return None
        return abs(self.amount) > self.tolerance


def shares_off(years: Iterable[str], shares: Sequence[Mapping[str, Decimal]]) -> list[tuple[str, Decimal]]:
    """Years in which every share of a placement mix is known and together they do not come to 100%."""
    found = []
    for year in years:
        known = [share[year] for share in shares if year in share]
        if len(known) == len(shares) > 1 and sum(known) != WHOLE:
            found.append((year, sum(known, Decimal(0))))
    return found


def in_words(value: Decimal | None, unit: str) -> str:
    """ "4.5%", "£48,000", "£1,250.50", "1,568"; an en dash when there is none."""
    if value is None:
        return "–"
    if unit == POUNDS:
        pence = value.quantize(Decimal("0.01"), ROUND_HALF_UP)
        if pence == pence.to_integral_value():
            return money.in_figures(pence)
        return f"{'−' if pence < 0 else ''}£{abs(pence):,}"
    text = f"{'−' if value < 0 else ''}{_plain(abs(value), *((1, 2) if unit == PERCENT else (0, 4)))}"
    return f"{text}%" if unit == PERCENT else text


def distance(amount: Decimal, unit: str) -> str:
    """The size of a difference: "5.1 percentage points", "£3,000", "12"."""
    if unit == PERCENT:
        plain = _plain(abs(amount), 1, 2)
        return f"{plain} percentage point{'' if plain == '1.0' else 's'}"
    return in_words(abs(amount), unit)


def drift_in_words(drift: Drift, unit: str) -> str:
    """ "5.1 percentage points above", "as assumed", or "" where it is not known."""
    if drift.amount is None:
        return ""
    if drift.amount == 0:
        return "as assumed"
    return f"{distance(drift.amount, unit)} {'above' if drift.amount > 0 else 'below'}"


def _plain(value: Decimal, least: int, most: int) -> str:
    """At least and at most that many decimals, halves away from 0, without needless zeros at the end."""
    short = value.quantize(Decimal(1).scaleb(-most), ROUND_HALF_UP).normalize()
    exponent = short.as_tuple().exponent
    decimals = max(least, -exponent if isinstance(exponent, int) else 0)
    return f"{short:,.{decimals}f}"
