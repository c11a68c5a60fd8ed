"""Typing a sheet, recording who agreed to a transfer, and putting the figures of a year into the form of a return."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from conditions.lifecycle import NotAllowed
from conditions.line_list import Block, blocks
from conditions.models import DsgPosition, TransferConsent
from conditions.services import answers
from conditions.services import finance_lines as services
from conditions.views.finding import get_submission
from conditions.views.positions import years_to_enter
from conditions.views.record import form_page, get_agreement
from dashboards.finance import blocks as reading
from dashboards.finance import doubts as doubting
from dashboards.finance.blocks import Book, Column, Scenario, Sheet
from dashboards.finance.position import parts
from dashboards.finance.roll_forward import total
from dashboards.forms.finance import FinanceGridForm, TransferConsentForm, box_name, with_zeros
from dashboards.views.money.grid import chosen_sheet, grid_url, missing, sheet_for
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.editing import StaleSave
from safetyvalve.core.forms.typed_money import written
from safetyvalve.core.roles import Permission


@requires(Permission.FINANCE_EDIT)
def finance_edit(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """The grid of a sheet, of all years or of one. What looks like another unit is asked about once."""
    agreement = get_agreement(request, agreement_slug)
    book = reading.read(agreement)
    sheet = chosen_sheet(request, book)
    years = _years(request, book, sheet)
    page: dict[str, Any] = {"doubts": [], "zeros": None}
    if request.method != "POST":
        return _show(request, book, sheet, years, _form(book, sheet, years), page)
    if "zeros" in request.POST:
        data, count = with_zeros(request.POST, request.POST["zeros"])
        page["zeros"] = (request.POST["zeros"], count)
        return _show(request, book, sheet, years, _form(book, sheet, years, data), page)
    form = _form(book, sheet, years, request.POST)
    if form.is_valid():
        changes = form.changes()
        found = doubting.doubts(book, sheet, [(cell, change.amount) for cell, change in changes.items()])
        if found and request.POST.get("checked") != doubting.digest(found):
            page["doubts"] = [(box_name(doubt.cell), doubt.sentence) for doubt in found]
            page["doubts_digest"] = doubting.digest(found)
        elif _saved(request, book, sheet, form):
            return redirect(grid_url(agreement, sheet))
    return _show(request, book, sheet, years, form, page, status=422)


def _years(request: CouncilRequest, book: Book, sheet: Sheet) -> list[str]:
    """The years of the address; of a forecast, unless all are asked for, those that are not over."""
    asked = request.GET.get("year", "")
    if asked in book.years:
        return [asked]
    period = book.period(sheet.period_slug)
    later = [year for year in book.years if period and year >= period.financial_year]
    return later if later and asked != "all" else book.years


def _form(book: Book, sheet: Sheet, years: list[str], data: Any = None) -> FinanceGridForm:
    return FinanceGridForm(data, years=years, amounts=book.amounts(sheet), all_years=book.years)


def _saved(request: CouncilRequest, book: Book, sheet: Sheet, form: FinanceGridForm) -> bool:
    """Save, and say how much was different; what refuses becomes errors of the form."""
    try:
        count = services.set_figures(
            book.agreement,
            form.changes(),
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
    except services.StaleFigures as stale:
        form.somebody_else_saved(stale.current)
        return False
    if count:
        messages.success(request, f"{book.name(sheet)}: {count} figure{'' if count == 1 else 's'} saved.")
    else:
        messages.info(request, "Nothing was different, so nothing was saved.")
    return True


def _show(
    request: CouncilRequest,
    book: Book,
    sheet: Sheet,
    years: list[str],
    form: FinanceGridForm,
    page: dict[str, Any],
    *,
    status: int = 200,
) -> HttpResponse:
    address = f"{reverse('dashboards:finance-edit', args=[request.authority.la_code, book.agreement.slug])}"
    context = {
        "agreement": book.agreement,
        "sheet": sheet,
        "sheet_name": book.name(sheet),
        "choices": [(each.code, book.name(each), book.has(each)) for each in book.sheets()],
        "years": years,
        "year_links": [
            *[(year, f"{address}?sheet={sheet.code}&year={year}", years == [year]) for year in book.years],
            ("All years", f"{address}?sheet={sheet.code}&year=all", len(years) == len(book.years) > 1),
        ],
        "groups": [(block, _boxes(form, block)) for block in blocks()],
        "form": form,
        "locked": services.why_locked(book.period(sheet.period_slug)),
        "back_url": grid_url(book.agreement, sheet),
        **page,
    }
    return render(request, "dashboards/finance/edit.html", context, status=status)


def _boxes(form: FinanceGridForm, block: Block) -> list[tuple[Any, list[Any]]]:
    return [(line, [form[box_name((year, line.code))] for year in form.years]) for line in block.lines]


@requires(Permission.FINANCE_EDIT)
def transfer_consent(request: CouncilRequest, agreement_slug: str, financial_year: str) -> HttpResponse:
    """Who agreed to the block transfer of a year."""
    agreement = get_agreement(request, agreement_slug)
    if financial_year not in reading.read(agreement).years:
        raise Http404("This is not a year of the agreement.")
    consent = TransferConsent.objects.filter(agreement=agreement, financial_year=financial_year).first()
    consent = consent or TransferConsent(agreement=agreement, financial_year=financial_year)
    form = TransferConsentForm(request.POST or None, answer=consent)
    if form.is_valid() and _consented(request, consent, form):
        messages.success(request, f"{consent}: saved.")
        return redirect(grid_url(agreement))
    return form_page(
        request,
        form,
        title=f"Block transfer {financial_year}: who agreed",
        intro=(
            "Up to 0.5% of the schools block can be moved with the agreement of the Schools Forum. "
            "More needs the Secretary of State as well."
        ),
        button="Save who agreed",
        cancel_url=grid_url(agreement),
        crumbs=_crumbs(request, agreement.title, grid_url(agreement), f"Block transfer {financial_year}"),
    )


def _consented(request: CouncilRequest, consent: TransferConsent, form: TransferConsentForm) -> bool:
    revision = form.cleaned_data["revision"]
    try:
        services.set_consent(consent, form.values(), revision=revision, by=request.user, now=timezone.now())
    except StaleSave as stale:
        form.data = form.data.copy()
        form.data["revision"] = str(stale.current.revision)  # type: ignore[attr-defined]
        form.add_error(None, "Somebody else changed this while you had the page open. To keep yours, save again.")
        return False
    return True


def _crumbs(request: CouncilRequest, title: str, url: str, here: str) -> list[dict[str, str]]:
    finance = reverse("dashboards:finance", args=[request.authority.la_code])
    return [{"label": "Finance", "url": finance}, {"label": title, "url": url}, {"label": here, "url": ""}]


@requires(Permission.FINANCE_EDIT)
@require_POST
def finance_use(request: CouncilRequest, agreement_slug: str, period_slug: str, financial_year: str) -> HttpResponse:
    """Put a year's figures into the position form of a return as unsaved words; the officer saves them there."""
    submission = get_submission(request, agreement_slug, period_slug)
    period = submission.period
    if financial_year not in years_to_enter(submission):
        raise Http404("This year is not entered at this period.")
    book = reading.read(period.calendar.agreement)
    forecast = Sheet(Column.FORECAST, Scenario.MITIGATED, period.slug)
    source = sheet_for(forecast, financial_year, period.financial_year)
    found = parts(book.rolled(source), financial_year)
    whole = total(found.values())
    if whole.amount is None:
        messages.error(request, f"{financial_year} cannot be used yet: {missing(whole)}")
        return redirect(grid_url(book.agreement, forecast))
    item = f"dsg-position:{financial_year}"
    position = DsgPosition.objects.filter(
        period=period,
        financial_year=financial_year,
        block=DsgPosition.Block.ALL,
        scenario=DsgPosition.Scenario.MITIGATED,
    ).first()
    draft = answers.unsaved_words(submission, item=item, by=request.user)
    amounts = {name: written(part.amount) for name, part in found.items() if part.amount is not None}
    basis = DsgPosition.Basis.FORECAST if source == forecast else DsgPosition.Basis.ACTUAL
    try:
        answers.keep_words(
            submission,
            {**(draft.fields if draft else {}), **amounts, "basis": basis.value},
            item=item,
            base_revision=position.revision if position else 0,
            by=request.user,
            now=timezone.now(),
        )
    except NotAllowed as refusal:
        messages.error(request, " ".join(refusal.reasons))
        return redirect(grid_url(book.agreement, forecast))
    messages.info(
        request, f"The figures of {book.name(source)} are in the form below. They are saved when you press Save."
    )
    return redirect("conditions:dsg-year", *period.address, financial_year)
