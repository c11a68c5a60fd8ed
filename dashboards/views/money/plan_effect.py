"""What the plan's savings do to the balance of a year: a sheet beside the same sheet without them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from conditions.models import ReportingPeriod
from conditions.services.finance_lines import why_locked
from conditions.views.record import get_agreement
from dashboards.finance import blocks as reading
from dashboards.finance.blocks import Book, Sheet
from dashboards.finance.plan_effect import (
    Effect,
    besides_savings,
    effect,
    effect_chart,
    effect_table,
    pairs,
    without_plan,
)
from dashboards.finance.plan_reasons import Besides, reasons_of
from dashboards.views.money.figure import figure_of
from dashboards.views.money.grid import grid_url, missing
from dashboards.views.money.hub import trail
from safetyvalve.core import money
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.render.html import to_html
from workstreams.dsg_effect import DsgYear, dsg_years
from workstreams.savings import savings_of_agreement


@requires(Permission.AGREEMENT_VIEW)
def plan_effect(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """The bridge of the sheet and year of the address; without a sheet to compare with, what has to be entered."""
    agreement = get_agreement(request, agreement_slug)
    book = reading.read(agreement)
    choices = pairs(book)
    sheet = _chosen(choices, book, request.GET.get("sheet", ""))
    context: dict[str, Any] = {
        "agreement": agreement,
        "sheet": sheet,
        "choices": [(each.code, book.name(each), each == sheet) for each in choices],
        "crumbs": trail(agreement, ("Finance", grid_url(agreement)), ("With and without the plan’s savings", "")),
    }
    lacking = [each for each in (sheet, without_plan(sheet)) if not book.has(each)] if sheet else []
    if sheet and not lacking:
        context |= _compared(request, book, sheet)
    elif sheet:
        context["lacking"] = [(book.name(each), _entry_url(request, book, each)) for each in lacking]
    return render(request, "dashboards/finance/plan_effect.html", context)


def _chosen(choices: list[Sheet], book: Book, code: str) -> Sheet | None:
    """The sheet asked for, else the newest that can be compared, else the newest."""
    asked = next((each for each in choices if each.code == code), None)
    whole = (each for each in choices if book.has(each) and book.has(without_plan(each)))
    return asked or next(whole, choices[0] if choices else None)


def _compared(request: CouncilRequest, book: Book, sheet: Sheet) -> dict[str, Any]:
    other = without_plan(sheet)
    begun = {year for each in (sheet, other) for year, _ in book.amounts(each)}
    years = [year for year in book.years if year in begun]
    found = {year: effect(book, sheet, year) for year in years}
    period = book.period(sheet.period_slug)
    usual = period.financial_year if period and period.financial_year in found else years[0]
    asked = request.GET.get("year", "")
    year = asked if asked in found else usual
    chart = effect_chart(found[year], name=book.name(sheet), is_illustrative=book.agreement.authority.is_illustrative)
    sides = ((sheet, found[year].with_plan), (other, found[year].without))
    [savings] = dsg_years(savings_of_agreement(book.agreement), [year])
    by_year = [(each, found[each].without.amount, found[each].with_plan.amount, found[each].amount) for each in years]
    beside = (found[year].within_year, savings.others.amount, *(each.amount for each in savings.parts))
    return {
        **_explained(request, book, period, year, found[year], savings),
        "places": money.places_of(amount for _, *amounts in by_year for amount in amounts),
        "places_within": money.places_of(beside),
        "rounding": money.RULE,
        "chosen_year": year,
        "within_year": found[year].within_year,
        "savings": savings,
        "besides": besides_savings(found[year], savings),
        "years": [(each, each == year) for each in years],
        "figure": figure_of(chart),
        "table": to_html(effect_table(found[year])) if chart else None,
        "unknown": [f"{book.name(each)}, {year}: {missing(side)}" for each, side in sides if side.amount is None],
        "by_year": by_year,
    }


def _explained(
    request: CouncilRequest, book: Book, period: ReportingPeriod | None, year: str, found: Effect, savings: DsgYear
) -> dict[str, Any]:
    """The explanation of a forecast's year, whether one is asked for, and where it is given. One that was given stays
    to be read while no saving has a figure."""
    amount = besides_savings(found, savings)
    if period is None or not (amount or savings.is_unknown):
        return {}
    given = reasons_of([period]).get((period.pk, year))
    if not amount:
        return {"explained": given if given and given.reason.strip() else None}
    each = Besides(period, year, amount, savings, book.agreement.movement_tolerance, given.reason if given else "")
    can_edit = Permission.FINANCE_EDIT in request.permissions and not why_locked(period)
    args = [book.agreement.authority.la_code, book.agreement.slug, period.slug, year]
    return {
        "explained": given if each.reason else None,
        "asks": each.asks,
        "tolerance": each.tolerance,
        "explain_url": reverse("dashboards:plan-reason", args=args) if can_edit else "",
    }


def _entry_url(request: CouncilRequest, book: Book, sheet: Sheet) -> str:
    """Where the sheet is entered; nothing for who may not, or once the period is locked."""
    period = book.period(sheet.period_slug)
    if Permission.FINANCE_EDIT not in request.permissions or why_locked(period):
        return ""
    address = reverse("dashboards:finance-edit", args=[request.authority.la_code, book.agreement.slug])
    return f"{address}?sheet={sheet.code}"
