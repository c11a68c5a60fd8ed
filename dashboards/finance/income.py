"""The register of third-party income as its pages read it: years with their totals, and who owes what for how long."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from conditions.line_list import lines
from conditions.models import Agreement, Contribution
from conditions.rules.income import Aged, Bill, Sum, aged, all_of, total
from dashboards.health_register import known_by_year
from dashboards.income_points import RECEIVED, SOUGHT
from dashboards.models import Measurement
from safetyvalve.core import money
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.models import Authority

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Entry:
    """One contribution with what was invoiced and received: None where there is no invoice, or nobody has said."""

    contribution: Contribution
    invoiced: Decimal | None
    received: Decimal | None
    owed: Decimal

    @property
    def line(self) -> str:
        """The finance line it falls on, in words."""
        known = lines().get(self.contribution.line)
        return known.name if known else ""


@dataclass(frozen=True)
class Year:
    """One financial year: its entries and what they come to."""

    financial_year: str
    entries: tuple[Entry, ...]
    plans: Sum
    sought: Sum
    agreed: Sum
    invoiced: Sum
    received: Sum

    @property
    def sums(self) -> list[tuple[str, Sum]]:
        return [
            *(("Sought", self.sought), ("Agreed", self.agreed)),
            *(("Invoiced", self.invoiced), ("Received", self.received)),
        ]


@dataclass(frozen=True)
class Debt:
    """Everything owed at the end of a day, by body, and all of it."""

    at: date
    rows: tuple[Aged, ...]
    total: Aged


def contributions_of(agreement: Agreement) -> list[Contribution]:
    """Every entry with its invoices and receipts, newest year first. Three queries."""
    return list(
        Contribution.objects.filter(agreement=agreement)
        .select_related("agreement__authority")
        .prefetch_related("invoices__receipts", "receipts")
        .order_by("-financial_year", "kind", "payer")
    )


def entry_of(contribution: Contribution, at: date) -> Entry:
    """From prefetched invoices and receipts."""
    invoices, receipts = list(contribution.invoices.all()), list(contribution.receipts.all())
    invoiced = sum((invoice.amount for invoice in invoices), NOTHING) if invoices else None
    received = sum((receipt.amount for receipt in receipts), NOTHING) if receipts or invoices else None
    return Entry(contribution, invoiced, received, sum((bill.owed(at) for bill in bills([contribution])), NOTHING))


def by_year(found: Sequence[Contribution], at: date) -> list[Year]:
    """Each year that has an entry, newest first."""
    years = []
    for label in sorted({each.financial_year for each in found}, reverse=True):
        entries = tuple(entry_of(each, at) for each in found if each.financial_year == label)
        rows = [entry.contribution for entry in entries]
        years.append(
            Year(
                label,
                entries,
                total(None if row.plans is None else Decimal(row.plans) for row in rows),
                total(row.sought for row in rows),
                total(row.agreed for row in rows),
                total(entry.invoiced for entry in entries),
                total(entry.received for entry in entries),
            )
        )
    return years


def bills(found: Sequence[Contribution]) -> list[Bill]:
    """Every invoice with what arrived for it, from what was prefetched."""
    return [
        Bill(
            contribution.payer,
            invoice.invoiced_on,
            invoice.amount,
            tuple((receipt.received_on, receipt.amount) for receipt in invoice.receipts.all()),
        )
        for contribution in found
        for invoice in contribution.invoices.all()
    ]


def debt(found: Sequence[Contribution], at: date) -> Debt:
    rows = aged(bills(found), at)
    return Debt(at, tuple(rows), all_of(rows))


def standing_back(authority: Authority) -> list[str]:
    """Figures typed or imported for the measures of health contributions that the register does not agree with.

    The register's are shown everywhere. Two queries.
    """
    known = known_by_year(authority)
    rows = Measurement.objects.filter(
        authority=authority, area_code=authority.gss_code, version__indicator__code__in=(SOUGHT, RECEIVED)
    )
    found = []
    for row in rows.current().total().select_related("version__indicator").order_by("period_end"):
        year = FinancialYear.of(row.period_end)
        here = known.get(year.label) if row.period_start == year.first_day and row.period_end == year.last_day else None
        if here is None or row.value is None:
            continue
        word, amount = ("sought", here.sought) if row.version.indicator.code == SOUGHT else ("received", here.received)
        if amount.amount is not None and amount.amount != row.value:
            found.append(
                f"{year}: {money.in_figures(row.value)} was entered as {word} among the measures; the register says "
                f"{money.in_figures(amount.amount)}."
            )
    return found
