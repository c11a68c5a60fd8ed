"""What others owe: invoices less what arrived for them, by how long they have waited; and sums that say what is known.

Age is counted in days from the date of the invoice, as councils report debt: 0 to 30, 31 to 60, 61 to 90, over 90. An
invoice of a later day than the one asked about is not owed yet, nor is a receipt of a later day counted. Money that
arrived without an invoice is received and settles none. Nothing is rounded: amounts are pounds and pence.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

BANDS = ("0 to 30 days", "31 to 60 days", "61 to 90 days", "Over 90 days")
_LAST_DAYS = (30, 60, 90)
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Bill:
    """An invoice as the sums see it. ``paid`` are (day, pounds)."""

    payer: str
    on: date
    amount: Decimal
    paid: tuple[tuple[date, Decimal], ...] = ()

    def owed(self, at: date) -> Decimal:
        """What of it had not arrived by the end of that day."""
        if self.on > at:
            return NOTHING
        return self.amount - sum((amount for day, amount in self.paid if day <= at), NOTHING)


@dataclass(frozen=True)
class Aged:
    """What one body owes, or all of them, by band."""

    payer: str
    bands: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        return sum(self.bands, NOTHING)


@dataclass(frozen=True)
class Sum:
    """``known`` of ``of`` have a figure; the sum is of those only, None where none has."""

    amount: Decimal | None
    known: int
    of: int

    @property
    def is_whole(self) -> bool:
        return self.known == self.of


def total(amounts: Iterable[Decimal | None]) -> Sum:
    """The sum of what is known, and how much of it is."""
    amounts = list(amounts)
    known = [amount for amount in amounts if amount is not None]
    return Sum(sum(known, NOTHING) if known else None, len(known), len(amounts))


def band_of(invoiced_on: date, at: date) -> int:
    """Which band an invoice of that day is in on day ``at``."""
    days = (at - invoiced_on).days
    return next((n for n, last in enumerate(_LAST_DAYS) if days <= last), len(_LAST_DAYS))


def aged(bills: Sequence[Bill], at: date) -> list[Aged]:
    """Everybody who owes something on that day, by name, with how long it has been owed."""
    owed: dict[str, list[Decimal]] = {}
    for bill in bills:
        amount = bill.owed(at)
        if amount:
            owed.setdefault(bill.payer, [NOTHING] * len(BANDS))[band_of(bill.on, at)] += amount
    return [Aged(payer, tuple(bands)) for payer, bands in sorted(owed.items())]


def all_of(found: Sequence[Aged]) -> Aged:
    """The total row."""
    return Aged("Total", tuple(sum((each.bands[n] for each in found), NOTHING) for n in range(len(BANDS))))


def why_too_much(invoiced: Decimal, received: Iterable[Decimal]) -> str:
    """Why receipts cannot stand against an invoice; empty when they can."""
    over = sum(received, NOTHING) - invoiced
    if over <= 0:
        return ""
    return f"This is £{over:,.2f} more than the invoice. Record the rest as received without an invoice."
