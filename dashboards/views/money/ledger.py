"""A ledger extract for the finance grid, and where its codes go, remembered for the next one."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from conditions.line_list import lines
from conditions.views.record import get_agreement
from dashboards.finance import blocks as reading
from dashboards.finance.blocks import Book
from dashboards.finance.coming_in import ledger
from dashboards.finance.coming_in.ledger_columns import AmountAsked, Choice
from dashboards.finance.coming_in.ledger_lines import IGNORED, share
from dashboards.forms.finance_ledger import LedgerCodeForm, LedgerCodesForm, LedgerForm
from dashboards.imports.contract import Delivered, UnusableDelivery
from dashboards.models import FinanceDelivery, LedgerCode
from dashboards.services import finance_deliveries as services
from dashboards.services.ledger_amounts import choices_of, remember
from dashboards.services.ledger_codes import CodesMoved, digest, mapping_of, set_codes
from dashboards.views.money.edited_workbook import delivery_url, form_of, get_delivery, refusals, stops
from dashboards.views.money.grid import chosen_sheet, grid_url
from dashboards.views.money.paste import sheet_choices
from safetyvalve.core import money
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed
from safetyvalve.core.uploads import delivered_files, upload_refusal

PAGE_SIZE = 100
HINT = "CSV or XLSX, up to 20 MB: a row for each code, or each code and period."
INTRO = (
    "Sums by cost centre and subjective code, put into the lines of the grid. The first time you say which code goes "
    "where; it is remembered. You see every figure before anything is saved."
)
KEPT = (
    "Only sums by code, year and month are kept: no narrative, no supplier, no description of a code. A file with a "
    "column about children is refused."
)
MOVED = "Somebody else changed where codes go while you had the page open. Look at it again, then save."


@requires(Permission.FINANCE_EDIT)
def finance_ledger(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Read an extract. Where its codes are known, the dry run follows at once."""
    agreement = get_agreement(request, agreement_slug)
    book = reading.read(agreement)
    form = _form(request, book)
    if form.is_valid():
        file = delivered_files(request, "files")[0]
        delivered, data = Delivered(file.name, file.content), form.cleaned_data
        try:
            extract = _read(request, delivered, data)
        except UnusableDelivery as why:
            form.add_error("files", refusals(why))
        except AmountAsked as asked:
            # Nothing that can be chosen has been: the form says so itself.
            form = _form(request, book, amounts=_totals(request, delivered, data, asked))
        else:
            # Nothing of a file that cannot be saved is kept: what it is refused for may be about somebody.
            if refused := stops(extract.problems):
                form.add_error("files", refused)
            else:
                return redirect(_kept(request, book, delivered, data, extract))
    codes = reverse("dashboards:finance-codes", args=[request.authority.la_code, agreement.slug])
    return form_of(request, agreement, form, title="Bring a ledger extract in", intro=INTRO, kept=KEPT, codes_url=codes)


def _read(
    request: CouncilRequest, delivered: Delivered, data: Mapping[str, Any], amount: Choice | None = None
) -> ledger.Extract:
    """The file, with the amount that the form names, else the one that was named before."""
    heading, _, of = data["amount"].partition("|")
    return ledger.read(
        delivered,
        year=data["year"],
        credits_positive=data["signs"] == "turned",
        amount=amount or (Choice(heading, of == "period") if heading else None),
        remembered={} if data["ask"] else choices_of(request.authority),
    )


def _totals(
    request: CouncilRequest, delivered: Delivered, data: Mapping[str, Any], asked: AmountAsked
) -> list[tuple[str, str]]:
    """Each column that can be the amount, with what the file comes to by it."""
    found = []
    for choice, words in asked.options.items():
        try:
            extract = _read(request, delivered, data, choice)
            comes_to = "" if stops(extract.problems) else f", {money.in_pence(extract.total)} in all"
        except UnusableDelivery:
            comes_to = ""
        found.append((choice.key, f"{words}{comes_to or ', which cannot be read as it stands'}"))
    return found


def _kept(
    request: CouncilRequest, book: Book, file: Delivered, data: Mapping[str, Any], extract: ledger.Extract
) -> str:
    """Keep the sums until somebody confirms them, and say where that is done."""
    figures = extract.to_json()
    summary = [("Rows with an amount", f"{extract.rows:,}")]
    if extract.choice:
        summary.append(("Amounts are in the column", extract.choice.words(extract.headings)))
        remember(request.authority, extract.headings, extract.choice, by=request.user, now=timezone.now())
    delivery = services.start(
        book.agreement,
        FinanceDelivery.Way.LEDGER,
        book.sheet(data["sheet"]) or reading.ACTUAL,
        figures,
        problems=tuple(extract.problems),
        summary=tuple(summary),
        file_name=file.name,
        content=file.content,
        source=data["source"],
        by=request.user,
        now=timezone.now(),
    )
    unmapped = share(figures, mapping_of(request.authority)).unmapped
    return delivery_url(delivery, "finance-ledger-codes" if unmapped else "finance-delivery")


def _form(request: CouncilRequest, book: Book, *, amounts: Sequence[tuple[str, str]] = ()) -> LedgerForm:
    more: dict[str, Any] = {"sheets": sheet_choices(book), "years": book.years, "hint": HINT}
    more["has_said"] = bool(choices_of(request.authority))
    if request.method == "POST":
        return LedgerForm(request.POST, request.FILES, refusal=upload_refusal(request), amounts=amounts, **more)
    form = LedgerForm(**more)
    form.fields["sheet"].initial = chosen_sheet(request, book).code
    return form


@requires(Permission.FINANCE_EDIT)
def finance_ledger_codes(request: CouncilRequest, agreement_slug: str, extract_id: int) -> HttpResponse:
    """Say where the codes of an extract go that go nowhere yet."""
    delivery = get_delivery(request, agreement_slug, extract_id)
    if delivery.way != FinanceDelivery.Way.LEDGER or delivery.figures is None:
        return redirect(delivery_url(delivery))
    mapping = mapping_of(request.authority)
    unmapped = share(delivery.figures, mapping).unmapped
    if not unmapped and request.method != "POST":
        return redirect(delivery_url(delivery))
    form = LedgerCodesForm(request.POST or None, unmapped=unmapped, seen=digest(mapping))
    if form.is_valid():
        try:
            count = set_codes(
                request.authority, form.wanted(), seen=form.cleaned_data["seen"], by=request.user, now=timezone.now()
            )
        except CodesMoved:
            messages.error(request, MOVED)
            return redirect(delivery_url(delivery, "finance-ledger-codes"))
        except NotAllowed as refusal:
            messages.error(request, " ".join(refusal.reasons))
            return redirect(delivery_url(delivery))
        left = len(share(delivery.figures, mapping_of(request.authority)).unmapped)
        words = f"{count} code{'' if count == 1 else 's'} remembered."
        messages.success(request, f"{words} {left} left." if left else words)
        return redirect(delivery_url(delivery, "finance-ledger-codes" if left and count else "finance-delivery"))
    context = {
        "agreement": delivery.agreement,
        "delivery": delivery,
        "form": form,
        "count": len(unmapped),
        "asked": sum(bool(code[1]) for code in form.codes.values()) or len(form.codes),
        "delivery_url": delivery_url(delivery),
        "grid_url": grid_url(delivery.agreement),
    }
    return render(request, "dashboards/finance/ledger_codes.html", context, status=422 if form.is_bound else 200)


@requires(Permission.FINANCE_EDIT)
def finance_codes(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Every code that is remembered, with where it goes."""
    agreement = get_agreement(request, agreement_slug)
    rows = LedgerCode.objects.filter(authority=request.authority).select_related("updated_by")
    page = Paginator(rows, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "agreement": agreement,
        "page": page,
        "rows": [(row, _goes_to(row)) for row in page.object_list],
        "amounts": [
            {"key": ", ".join(headings.split("|")).capitalize(), "value": choice.words(headings)}
            for headings, choice in choices_of(request.authority).items()
        ],
        "ways_url": reverse("dashboards:finance-in", args=[request.authority.la_code, agreement.slug]),
        "grid_url": grid_url(agreement),
    }
    return render(request, "dashboards/finance/codes.html", context)


def _goes_to(row: LedgerCode) -> str:
    if row.is_ignored:
        return "Left out"
    return lines()[row.line].full_name if row.line in lines() else f"{row.line}, which is no line any more"


@requires(Permission.FINANCE_EDIT)
def finance_code(request: CouncilRequest, agreement_slug: str, code_id: int) -> HttpResponse:
    """Change where a code goes, or forget it. Figures that it brought in stay as they are."""
    agreement = get_agreement(request, agreement_slug)
    row = get_object_or_404(LedgerCode, authority=request.authority, pk=code_id)
    mapping = mapping_of(request.authority)
    code = (row.cost_centre, row.subjective)
    initial = {"line": IGNORED if row.is_ignored else row.line, "seen": digest(mapping)}
    form = LedgerCodeForm(request.POST or None, initial=initial)
    back = reverse("dashboards:finance-codes", args=[request.authority.la_code, agreement.slug])
    if form.is_valid():
        data = form.cleaned_data
        try:
            set_codes(request.authority, {code: data["line"]}, seen=data["seen"], by=request.user, now=timezone.now())
        except CodesMoved:
            messages.error(request, MOVED)
            return redirect(request.path)
        messages.success(request, f"{row}: {'forgotten' if not data['line'] else 'saved'}.")
        return redirect(back)
    context = {"agreement": agreement, "row": row, "form": form, "codes_url": back, "grid_url": grid_url(agreement)}
    return render(request, "dashboards/finance/code.html", context, status=422 if form.is_bound else 200)
