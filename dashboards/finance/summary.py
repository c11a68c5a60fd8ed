"""What the one-page finance summary says besides its charts: savings, commitments, payments, the reconciliation."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from conditions.models import Agreement
from dashboards.charts import money as money_charts
from dashboards.charts.savings import worth_in_words
from dashboards.finance.blocks import Book
from dashboards.finance.commitments.reading import in_a_sentence, read_beside
from dashboards.finance.reconciliation import reading as reconciling
from dashboards.payments import Payments
from safetyvalve.core.dates import FinancialYear, in_words

KINDS = {"Cashable saving": "Cashable savings", "Cost avoidance": "Cost avoidance"}


@dataclass(frozen=True)
class Line:
    """A short fact: what it is about, and the sentence."""

    name: str
    sentence: str


def facts(book: Book, found: Payments, *, today: date) -> list[Line]:
    """Savings of the DSG, commitments, DfE's payments, and the reconciliation of the last year that is over."""
    lines = [Line(name, _savings(found, kind)) for kind, name in KINDS.items()]
    paid = money_charts.payments(found)
    lines.append(Line("Commitments", in_a_sentence(read_beside(book, today=today), today=today)))
    none = "No payment with an amount is recorded." if found.without_amount else "No payment is recorded."
    lines.append(Line("DfE payments", paid.summary if paid else none))
    lines.append(Line("Reconciliation", _reconciliation(book.agreement, book, today)))
    return lines


def _savings(found: Payments, kind: str) -> str:
    """Savings of years, then those of no year by their worth in a full year: what is on record is not "none"."""
    chart = money_charts.savings(found, kind)
    ours = [each for each in found.by_workstream if each.kind == kind and each.budget == money_charts.DSG]
    undated = [each.latest.amount for each in ours if not each.financial_year and each.latest.amount is not None]
    told = [f"{chart.title}."] if chart else []
    if undated:
        told.append(f"Without a year: {worth_in_words(sum(undated, Decimal(0)))} in a full year.")
    none = "No amount is on record yet." if ours else "None of the Dedicated Schools Grant is recorded."
    return " ".join(told) or none


def _reconciliation(agreement: Agreement, book: Book, today: date) -> str:
    over = [year for year in book.years if FinancialYear.parse(year).last_day < today]
    if not over:
        return "No year of the agreement is over yet."
    year = reconciling.read(agreement, over[-1], book)
    if year.attestation and year.is_attested:
        on = in_words(timezone.localtime(year.attestation.attested_at).date())
        return f"{over[-1]} was attested by the Section 151 officer on {on}."
    if year.is_void:
        return f"{over[-1]} has changed since the Section 151 officer attested it, and waits to be attested again."
    if not year.is_begun:
        return f"{over[-1]} has not been begun."
    open_points = len(year.against)
    if not open_points:
        return f"{over[-1]} is explained and waits for the Section 151 officer."
    return f"{over[-1]} is not attested: {open_points} {'point is' if open_points == 1 else 'points are'} open."
