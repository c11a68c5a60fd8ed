"""A return's DSG position against the finance lines it should follow from."""

from collections.abc import Iterable
from decimal import Decimal

from django.urls import reverse

from conditions.checks.findings import Finding, Place, Severity
from conditions.joints import CheckContext
from conditions.models import DsgPosition, FinanceLine, ReportingPeriod
from conditions.sections import POSITION
from dashboards.finance.blocks import ACTUAL, Book, Column, Scenario, Sheet, read
from dashboards.finance.movement import reasons_of, step_at
from dashboards.finance.plan_reasons import besides, both_given
from dashboards.finance.plan_reasons import reasons_of as plan_reasons
from dashboards.finance.position import contradictions, parts
from safetyvalve.core import money
from workstreams.savings import savings_of_agreement


def check(context: CheckContext) -> Iterable[Finding]:
    """One finding for each year whose reported position says something else than its lines do.

    A council that keeps no lines has nothing to contradict, and costs one query.
    """
    period = context.submission.period
    agreement = period.calendar.agreement
    if not FinanceLine.objects.filter(agreement=agreement).exists():
        return
    book = read(agreement)
    yield from _unexplained(book, period)
    yield from _besides_savings(book, period)
    url = reverse("conditions:dsg-position", args=period.address)
    for position in book.positions:
        if position.period_id != period.pk:
            continue
        is_actual = position.basis == DsgPosition.Basis.ACTUAL
        sheet = ACTUAL if is_actual else Sheet(Column.FORECAST, Scenario.MITIGATED, period.slug)
        year = position.financial_year
        if not book.has(sheet) or year not in book.years:
            continue
        wrong = contradictions(position, parts(book.rolled(sheet), year))
        if wrong:
            label, stated, by_lines = wrong[0]
            others = f" {len(wrong) - 1} more of its figures differ too." if len(wrong) > 1 else ""
            yield Finding(
                "position-differs-from-lines",
                Severity.JUDGEMENT,
                Place(f"dsg-position:{year}", f"DSG position {year}", f"{url}#year-{year}", (POSITION,)),
                f"The {label} for {year} is {_stated(stated)} here and {money.in_figures(by_lines)} by the "
                f"finance lines.{others}",
                "; ".join(
                    f"{name}: {_stated(reported)}, by the lines {money.in_figures(amount)}"
                    for name, reported, amount in wrong
                ),
            )


def _unexplained(book: Book, period: ReportingPeriod) -> Iterable[Finding]:
    """Blocks whose forecast has moved since the one before, and nobody has said why. One query."""
    step = step_at(book, period, reasons_of([period]))
    for each in step.asking if step else ():
        args = [book.agreement.authority.la_code, book.agreement.slug, period.slug, each.financial_year, each.block]
        yield Finding(
            "block-movement-unexplained",
            Severity.DRAFTING,
            Place(
                f"finance:{each.financial_year}:{each.block}",
                f"Finance lines, {each.name}",
                reverse("dashboards:movement-reason", args=args),
                (POSITION,),
            ),
            f"{each.name}: the finance lines have moved since the forecast before. Say why.",
            each.movement.in_words,
        )


def _besides_savings(book: Book, period: ReportingPeriod) -> Iterable[Finding]:
    """Years in which the plan does by the lines what no saving on record does, unexplained. Three queries, and none
    without a forecast of both kinds."""
    if not both_given(book, period):
        return
    savings = savings_of_agreement(book.agreement)
    for each in besides(book, period, savings, plan_reasons([period])):
        if each.asks:
            args = [book.agreement.authority.la_code, book.agreement.slug, period.slug, each.financial_year]
            yield Finding(
                "plan-differs-from-savings",
                Severity.JUDGEMENT,
                Place(
                    f"finance:{each.financial_year}:plan",
                    f"With and without the plan’s savings, {each.financial_year}",
                    reverse("dashboards:plan-reason", args=args),
                    (POSITION,),
                ),
                f"{each.in_words} Nobody has said why.",
                each.in_words,
            )


def _stated(amount: Decimal | None) -> str:
    return "left blank" if amount is None else money.in_figures(amount)
