"""What the one-page finance summary says besides its charts: savings, commitments, payments, the reconciliation."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from conditions.models import Agreement, DsgPosition
from dashboards.charts import money as money_charts
from dashboards.charts.savings import worth_in_words
from dashboards.finance.blocks import ACTUAL, Book, Column, Scenario, Sheet
from dashboards.finance.commitments.reading import in_a_sentence, read_beside
from dashboards.finance.plan_reasons import besides, both_given, in_short, reasons_of
from dashboards.finance.position import contradictions, parts
from dashboards.finance.reconciliation import reading as reconciling
from dashboards.payments import Payments
from safetyvalve.core.dates import FinancialYear, in_words

BALANCES = ("closing_before_payments", "closing_after_payments")
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
    if apart := _besides(book, found):
        lines.append(Line("Lines and savings", apart))
    if otherwise := _otherwise(book):
        lines.append(Line("Return and finance grid", otherwise))
    return lines


def _besides(book: Book, found: Payments) -> str:
    """What the newest forecast's plan does besides the savings on record, beyond the tolerance; "" for nothing. One
    query where there is a forecast with the plan's savings and one without them, else none."""
    newest = next(iter(reversed(book.forecasts())), None)
    period = book.period(newest.period_slug) if newest else None
    if period is None or not both_given(book, period):
        return ""
    return in_short(besides(book, period, found.each_saving, reasons_of([period])))


def _otherwise(book: Book) -> str:
    """Years whose balances the last return states otherwise than the finance lines; "" when there are none."""
    last = book.positions[-1].period if book.positions else None
    years = []
    for position in book.positions:
        is_outturn = position.basis == DsgPosition.Basis.ACTUAL
        sheet = ACTUAL if is_outturn else Sheet(Column.FORECAST, Scenario.MITIGATED, position.period.slug)
        if position.period == last and book.has(sheet) and position.financial_year in book.years:
            known = parts(book.rolled(sheet), position.financial_year)
            if contradictions(position, {name: known[name] for name in BALANCES}):
                years.append(position.financial_year)
    if last is None or not years:
        return ""
    return (
        f"They state different balances for {', '.join(years)}. What stands here as reported is from the return of "
        f"{last.label}; the tables are from the grid."
    )


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
