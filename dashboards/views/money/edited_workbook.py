"""Figures coming into the finance grid: the ways in, the grid's own workbook, the dry run, and what becomes of it."""

from collections.abc import Iterable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from conditions.models import Agreement
from conditions.views.record import get_agreement
from dashboards.finance import blocks as reading
from dashboards.finance.coming_in import edited_workbook as coming_back
from dashboards.finance.coming_in.figures import STOPS
from dashboards.finance.coming_in.kept import to_json
from dashboards.forms.finance_in import WORKBOOK, BringInForm
from dashboards.imports.contract import Delivered, Problem, UnusableDelivery
from dashboards.models import FinanceDelivery
from dashboards.services import finance_deliveries as services
from dashboards.views.money.delivery import page_of
from dashboards.views.money.grid import chosen_sheet, grid_url
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed
from safetyvalve.core.uploads import delivered_files, upload_refusal

MOVED = "The record has changed since you opened this page. Look at what would change now, then confirm again."
UNANSWERED = "Answer what is asked about these figures first. Nothing has been saved."
Way = FinanceDelivery.Way
MOST_NAMED = 12
ON_A_PAGE = 20


@requires(Permission.FINANCE_EDIT)
def finance_in(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """The ways in, and what waits to be confirmed."""
    agreement = get_agreement(request, agreement_slug)
    book = reading.read(agreement)
    sheet = chosen_sheet(request, book)
    found = FinanceDelivery.objects.filter(agreement=agreement).select_related("made_by", "ended_by", "undone_by")
    found = found.annotate(is_kept=ExpressionWrapper(Q(written__isnull=False), BooleanField()))
    page = Paginator(found.defer("figures", "problems", "written"), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "agreement": agreement,
        "sheet": sheet,
        "sheet_name": book.name(sheet),
        "has_terms": bool(book.years),
        "ways": _ways(agreement, sheet),
        "page": page,
        "deliveries": [(each, _sheet_name(book, each.sheet)) for each in page.object_list],
        "back_url": grid_url(agreement, sheet),
    }
    return render(request, "dashboards/finance/bring_in.html", context)


def _ways(agreement: Agreement, sheet: reading.Sheet) -> list[tuple[str, str, str]]:
    """What each way is called, what it is for, and its address for the chosen sheet."""

    def url(name: str) -> str:
        return f"{reverse(f'dashboards:{name}', args=[agreement.authority.la_code, agreement.slug])}?sheet={sheet.code}"

    return [
        ("The grid’s own workbook", "Downloaded here, edited in Excel, brought back.", url("finance-workbook-in")),
        ("Paste a block", "Cells copied from any spreadsheet, placed at a line and a year.", url("finance-paste")),
        ("Ledger extract", "Sums by ledger code; where each code goes is remembered.", url("finance-ledger")),
        ("Section 251 file", "DfE’s budget or outturn table, high needs lines and 1.9.3.", url("finance-section-251")),
    ]


def _sheet_name(book: reading.Book, code: str) -> str:
    sheet = book.sheet(code)
    return book.name(sheet) if sheet else code


@requires(Permission.FINANCE_EDIT)
def finance_workbook_in(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Take the edited workbook back. Which sheet of the grid it is, it says itself."""
    agreement = get_agreement(request, agreement_slug)
    form = bring_in_form(
        request, WORKBOOK, hint="The workbook you downloaded here, saved by Excel (.xlsx), up to 5 MB."
    )
    if form.is_valid():
        file = delivered_files(request, "files")[0]
        book = reading.read(agreement)
        try:
            returned = coming_back.read(Delivered(file.name, file.content), book)
        except UnusableDelivery as why:
            form.add_error("files", refusals(why))
        else:
            sheet = book.sheet(returned.sheet_code) or reading.ACTUAL
            delivery = services.start(
                agreement,
                Way.WORKBOOK,
                sheet,
                to_json(returned.incoming),
                problems=returned.incoming.problems,
                summary=returned.incoming.summary,
                file_name=file.name,
                content=file.content,
                source=form.cleaned_data["source"],
                by=request.user,
                now=timezone.now(),
            )
            return redirect(delivery_url(delivery))
    intro = (
        "Download the sheet, change its white cells and its months in Excel, save it, and upload it here. You see "
        "every changed figure before anything is saved. What somebody else has saved since the download is left as it "
        "is."
    )
    return form_of(request, agreement, form, title="Bring the workbook back", intro=intro)


def bring_in_form(request: CouncilRequest, kind: Any, *, hint: str) -> BringInForm:
    """The form with what was sent, and with why the file was not taken in."""
    if request.method != "POST":
        return BringInForm(kind=kind, hint=hint)
    refusal = upload_refusal(request)
    return BringInForm(request.POST, request.FILES, kind=kind, hint=hint, refusal=refusal)


def refusals(why: UnusableDelivery) -> list[str]:
    """Why nothing of a file can be used, as errors of the form."""
    return [f"{problem.sentence} {problem.fix}".strip() for problem in why.problems]


def stops(problems: Iterable[Problem]) -> list[str]:
    """What stands against saving, as errors of the form, each with its place; of very many the first, and how many."""
    found = [problem for problem in problems if problem.level in STOPS]
    told = [" ".join(filter(None, (f"{each.sheet}:" if each.sheet else "", each.sentence, each.fix))) for each in found]
    return told[:MOST_NAMED] + ([f"And {len(told) - MOST_NAMED} more."] if len(told) > MOST_NAMED else [])


def form_of(
    request: CouncilRequest, agreement: Agreement, form: BaseForm, *, title: str, intro: str, **more: Any
) -> HttpResponse:
    """The page of a way in. Its sheet is that of the address."""
    context = {
        "agreement": agreement,
        "form": form,
        "title": title,
        "intro": intro,
        "grid_url": grid_url(agreement),
        "ways_url": reverse("dashboards:finance-in", args=[request.authority.la_code, agreement.slug]),
        **more,
    }
    return render(request, "dashboards/finance/bring_in_form.html", context, status=422 if form.is_bound else 200)


def delivery_url(delivery: FinanceDelivery, name: str = "finance-delivery") -> str:
    agreement = delivery.agreement
    return reverse(f"dashboards:{name}", args=[agreement.authority.la_code, agreement.slug, delivery.pk])


@requires(Permission.FINANCE_EDIT)
def finance_delivery(request: CouncilRequest, agreement_slug: str, delivery_id: int) -> HttpResponse:
    """What confirming would do to the record as it stands now; afterwards, what became of it."""
    return _show(request, get_delivery(request, agreement_slug, delivery_id))


@requires(Permission.FINANCE_EDIT)
@require_POST
def finance_delivery_confirm(request: CouncilRequest, agreement_slug: str, delivery_id: int) -> HttpResponse:
    """Save everything that was shown, or nothing."""
    delivery = get_delivery(request, agreement_slug, delivery_id)
    try:
        count = services.confirm(
            delivery,
            expected=request.POST.get("expected", ""),
            answered=request.POST.get("checked", ""),
            by=request.user,
            now=timezone.now(),
        )
    except services.RecordMoved:
        messages.error(request, MOVED)
        return _show(request, delivery, status=409)
    except services.Unanswered:
        return _show(request, delivery, status=422, unanswered=UNANSWERED)
    except NotAllowed as refusal:
        messages.error(request, " ".join(refusal.reasons))
        return redirect(delivery_url(delivery))
    messages.success(request, f"{count} figure{'' if count == 1 else 's'} saved.")
    book = reading.read(delivery.agreement)
    return redirect(grid_url(delivery.agreement, book.sheet(delivery.sheet)))


@requires(Permission.FINANCE_EDIT)
@require_POST
def finance_delivery_throw_away(request: CouncilRequest, agreement_slug: str, delivery_id: int) -> HttpResponse:
    """Drop the figures."""
    delivery = get_delivery(request, agreement_slug, delivery_id)
    try:
        services.throw_away(delivery, by=request.user, now=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, " ".join(refusal.reasons))
        return redirect(delivery_url(delivery))
    messages.info(request, f"{delivery}: thrown away. Nothing of it was saved.")
    return redirect(reverse("dashboards:finance-in", args=[request.authority.la_code, agreement_slug]))


def get_delivery(request: CouncilRequest, agreement_slug: str, delivery_id: int) -> FinanceDelivery:
    """A delivery of this council's agreement, or 404."""
    agreement = get_agreement(request, agreement_slug)
    found = FinanceDelivery.objects.select_related("made_by", "ended_by", "undone_by")
    delivery = get_object_or_404(found, agreement=agreement, pk=delivery_id)
    delivery.agreement = agreement
    return delivery


def _show(
    request: CouncilRequest, delivery: FinanceDelivery, *, status: int = 200, unanswered: str = ""
) -> HttpResponse:
    context = {
        **page_of(delivery, reading.read(delivery.agreement)),
        "unanswered": unanswered,
        "codes_url": delivery_url(delivery, "finance-ledger-codes"),
        "confirm_url": delivery_url(delivery, "finance-delivery-confirm"),
        "throw_url": delivery_url(delivery, "finance-delivery-throw-away"),
        "undo_url": delivery_url(delivery, "finance-delivery-undo"),
        "ways_url": reverse("dashboards:finance-in", args=[request.authority.la_code, delivery.agreement.slug]),
    }
    return render(request, "dashboards/finance/delivery.html", context, status=status)
