"""Health contributions as the register of third-party income has them, year by year."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Exists, Max, OuterRef, Subquery, Sum

from conditions.models import Contribution, ContributionInvoice
from conditions.rules import income
from safetyvalve.core.models import Authority


@dataclass(frozen=True)
class Known:
    """What the register says of health in one year. ``as_at`` is the last day that any of its entries names."""

    sought: income.Sum
    received: income.Sum
    as_at: date | None = None
    plans: frozenset[int] = frozenset()
    """How many plans each of its entries is towards, where that was said."""


def known_by_year(authority: Authority) -> dict[str, Known]:
    """Health contributions of every year that has an entry. One query.

    Nothing received is £0 once an invoice was sent; before that nobody has said.
    """
    rows: dict[str, list[tuple[Decimal | None, Decimal | None]]] = {}
    days: dict[str, list[date]] = {}
    towards: dict[str, set[int]] = {}
    found = Contribution.objects.of(authority).filter(kind=Contribution.Kind.HEALTH)
    bills = ContributionInvoice.objects.filter(contribution=OuterRef("pk")).order_by("-invoiced_on")
    for year, plans, sought, received, was_billed, *dated in found.annotate(
        arrived=Sum("receipts__amount"),
        arrived_on=Max("receipts__received_on"),
        was_billed=Exists(bills),
        billed_on=Subquery(bills.values("invoiced_on")[:1]),
    ).values_list(
        *("financial_year", "plans", "sought", "arrived", "was_billed"),
        *("sought_on", "agreed_on", "arrived_on", "billed_on"),
    ):
        days.setdefault(year, []).extend(day for day in dated if day)
        towards.setdefault(year, set()).update(() if plans is None else (plans,))
        arrived = Decimal(0) if received is None and was_billed else received
        rows.setdefault(year, []).append((sought, arrived))
    return {
        year: Known(
            income.total(sought for sought, _ in each),
            income.total(received for _, received in each),
            max(days[year], default=None),
            frozenset(towards[year]),
        )
        for year, each in rows.items()
    }
