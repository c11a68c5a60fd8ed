"""What DfE's payments do to the closing balance: those received, and those still to come.

The balance before payments leaves all of them out. With what has been received it is where the council would end if
nothing more came; with what is still promised it is where it ends if everything comes. Withheld and cancelled payments
are in neither.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from conditions.models import Payment

Status = Payment.Status
RECEIVED = frozenset({Status.PAID, Status.RESTORED})
EXPECTED = frozenset({Status.DUE, Status.CONDITIONAL})
NEEDS_REASON = frozenset({Status.WITHHELD, Status.RESTORED, Status.CANCELLED})
NEEDS_DAY = RECEIVED


@dataclass(frozen=True)
class Effect:
    """The end of one financial year, in pounds; a deficit negative; None where a figure is not known."""

    financial_year: str
    before_payments: Decimal | None
    received: Decimal | None
    expected: Decimal | None
    reported_after: Decimal | None

    @property
    def with_received(self) -> Decimal | None:
        """The closing balance if nothing more is paid."""
        return _plus(self.before_payments, self.received)

    @property
    def with_all(self) -> Decimal | None:
        """The closing balance if everything still promised is paid too."""
        return _plus(self.with_received, self.expected)

    @property
    def differs(self) -> Decimal | None:
        """By how much the reported balance after payments differs from the sum; None if they agree or are not known."""
        if self.reported_after is None or self.with_all is None or self.reported_after == self.with_all:
            return None
        return self.reported_after - self.with_all


def effects(
    years: Sequence[str],
    payments: Iterable[Payment],
    balances: Mapping[str, tuple[Decimal | None, Decimal | None]],
) -> list[Effect]:
    """Each year's end with and without the payments up to it. ``balances`` are (before, after) as last reported."""
    payments = list(payments)
    found = []
    for year in years:
        so_far = [payment for payment in payments if payment.financial_year <= year]
        before, after = balances.get(year, (None, None))
        found.append(Effect(year, before, _sum(so_far, RECEIVED), _sum(so_far, EXPECTED), after))
    return found


def _sum(payments: Iterable[Payment], statuses: frozenset[Status]) -> Decimal | None:
    """Pounds in these states; None as soon as one of them has no amount."""
    total = Decimal(0)
    for payment in payments:
        if payment.status in statuses:
            if payment.amount is None:
                return None
            total += payment.amount
    return total


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else one + other


def why_wrong(payment: Payment) -> dict[str, str]:
    """What a payment's state still needs, in a sentence by field; empty when nothing does."""
    wrong = {}
    status = Status(payment.status)
    if status in NEEDS_REASON and not payment.status_reason.strip():
        wrong["status_reason"] = f"Say why the payment was {status.label.lower()}"
    if status in NEEDS_DAY and payment.paid_on is None:
        wrong["paid_on"] = "Enter the day on which the payment arrived"
    if status not in NEEDS_DAY and payment.paid_on is not None:
        wrong["paid_on"] = f"A payment that is {status.label.lower()} has not arrived: leave the day empty"
    return wrong
