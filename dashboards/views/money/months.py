"""One year of the outturn or a forecast month by month: the page, and its form."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from conditions.lifecycle import NotAllowed
from conditions.rules.finance_months import NAMES, RULE
from conditions.services import finance_months as services
from conditions.services.finance_lines import why_locked
from conditions.views.record import get_agreement
from dashboards.finance import blocks as reading
from dashboards.finance import months as monthly
from dashboards.finance.blocks import ACTUAL, Book, Sheet
from dashboards.finance.doubts import Doubt, digest
from dashboards.forms.finance_months import FinanceMonthsForm, box_name
from dashboards.views.money.grid import grid_url
from dashboards.views.money.hub import trail
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.roles import Permission


@requires(Permission.AGREEMENT_VIEW)
def finance_months(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Every line with its twelve months, what they come to so far, and the year's figure."""
    book = reading.read(get_agreement(request, agreement_slug))
    sheet = _sheet(request, book)
    found = monthly.read_months(book, sheet)
    year = _year(request, book, sheet)
    groups = [
        (block, [row for row in rows if row.so_far.given])
        for block, rows in (monthly.of_year(book, sheet, found, year) if year else [])
    ]
    locked = why_locked(book.period(sheet.period_slug))
    context = {
        **_frame(request, book, sheet, year, "finance-months"),
        "groups": [(block, rows) for block, rows in groups if rows],
        "locked": locked,
        "can_edit": Permission.FINANCE_EDIT in request.permissions and not locked and bool(year),
        "crumbs": trail(book.agreement, ("Finance", grid_url(book.agreement, sheet)), ("Month by month", "")),
    }
    return render(request, "dashboards/finance/months.html", context)


@requires(Permission.FINANCE_EDIT)
def finance_months_edit(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """A box for every line and month of one year. What is doubtful is asked about once."""
    book = reading.read(get_agreement(request, agreement_slug))
    sheet = _sheet(request, book)
    year = _year(request, book, sheet)
    if not year:
        return redirect(grid_url(book.agreement, sheet))
    found = monthly.read_months(book, sheet)
    rows = monthly.of_year(book, sheet, found, year)
    amounts = {each.line.code: each.amounts for _, lines in rows for each in lines}
    posted = request.POST if request.method == "POST" else None
    form = FinanceMonthsForm(posted, amounts=amounts)
    page: dict[str, Any] = {"doubts": []}
    if form.is_valid():
        changed = {cell: change.amount for cell, change in form.changes().items()}
        asked = monthly.doubts(book, sheet, found, year, changed)
        named = digest([Doubt((year, cell[0]), sentence) for cell, sentence in asked])
        if asked and request.POST.get("checked") != named:
            page |= {"doubts": [(box_name(cell), sentence) for cell, sentence in asked], "doubts_digest": named}
        elif _saved(request, book, sheet, year, form):
            return redirect(f"{_address(book, 'finance-months')}?sheet={sheet.code}&year={year}")
    context = {
        **_frame(request, book, sheet, year, "finance-months-edit"),
        "form": form,
        "groups": [
            (block, [(each, [form[box_name((each.line.code, m))] for m in range(len(NAMES))]) for each in lines])
            for block, lines in rows
        ],
        "locked": why_locked(book.period(sheet.period_slug)),
        "back_url": f"{_address(book, 'finance-months')}?sheet={sheet.code}&year={year}",
        **page,
    }
    return render(request, "dashboards/finance/months_edit.html", context, status=422 if posted is not None else 200)


def _sheet(request: CouncilRequest, book: Book) -> Sheet:
    """The sheet of the address; for one that has no months, and for none, the latest forecast or the outturn."""
    asked = book.sheet(request.GET.get("sheet", "")) or book.usual()
    return asked if monthly.can_have_months(asked) else ACTUAL


def _year(request: CouncilRequest, book: Book, sheet: Sheet) -> str:
    """The year of the address; else that of the forecast's period, of today, or the last one."""
    period = book.period(sheet.period_slug)
    usual = period.financial_year if period else FinancialYear.of(timezone.localdate()).label
    wanted = (request.GET.get("year", ""), usual)
    return next((year for year in wanted if year in book.years), book.years[-1] if book.years else "")


def _frame(request: CouncilRequest, book: Book, sheet: Sheet, year: str, name: str) -> dict[str, Any]:
    address = _address(book, name)
    sheets = [each for each in book.sheets() if monthly.can_have_months(each)]
    return {
        "agreement": book.agreement,
        "sheet": sheet,
        "sheet_name": book.name(sheet),
        "choices": [(each.code, book.name(each), book.has(each)) for each in sheets],
        "year": year,
        "year_links": [(each, f"{address}?sheet={sheet.code}&year={each}", each == year) for each in book.years],
        "month_names": NAMES,
        "rule": RULE,
    }


def _address(book: Book, name: str) -> str:
    return reverse(f"dashboards:{name}", args=[book.agreement.authority.la_code, book.agreement.slug])


def _saved(request: CouncilRequest, book: Book, sheet: Sheet, year: str, form: FinanceMonthsForm) -> bool:
    try:
        count = services.set_months(
            book.agreement,
            form.changes(),
            financial_year=year,
            column=sheet.column,
            scenario=sheet.scenario,
            period=book.period(sheet.period_slug),
            source=form.cleaned_data["source"],
            by=request.user,
            now=timezone.now(),
        )
    except NotAllowed as refusal:
        form.add_error(None, [f"{reason} Your figures are below." for reason in refusal.reasons])
        return False
    except services.StaleMonths as stale:
        form.somebody_else_saved(stale.current)
        return False
    if count:
        messages.success(request, f"{book.name(sheet)}, {year}: {count} month{'' if count == 1 else 's'} saved.")
    else:
        messages.info(request, "Nothing was different, so nothing was saved.")
    return True
