"""A block pasted into the finance grid: what is wrong with it is said beside it, the rest goes through the dry run."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from conditions.views.record import get_agreement
from dashboards.finance import blocks as reading
from dashboards.finance.blocks import Book
from dashboards.finance.coming_in import pasting
from dashboards.finance.coming_in.figures import dry_run
from dashboards.finance.coming_in.kept import to_json
from dashboards.forms.finance_paste import PasteForm
from dashboards.models import FinanceDelivery
from dashboards.services import finance_deliveries as services
from dashboards.views.money.edited_workbook import delivery_url, form_of, stops
from dashboards.views.money.grid import chosen_sheet
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission

INTRO = (
    "Whatever is in the block, you see every figure before and after, and nothing is saved until you confirm. A block "
    "with the sums of a page can be pasted as it is: sums are worked out here."
)


@requires(Permission.FINANCE_EDIT)
def finance_paste(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Place a block at a line, a year and a sheet."""
    agreement = get_agreement(request, agreement_slug)
    book = reading.read(agreement)
    form = PasteForm(
        request.POST or None,
        sheets=sheet_choices(book),
        years=book.years,
        initial={"sheet": chosen_sheet(request, book).code},
    )
    if form.is_valid():
        sheet = book.sheet(form.cleaned_data["sheet"]) or reading.ACTUAL
        incoming = pasting.read(form.cleaned_data["block"], book, form.placed)
        found = dry_run(book, sheet, incoming)
        if found.is_stopped:
            form.add_error("block", stops(found.problems))
        elif not incoming.cells:
            form.add_error("block", "There is no figure in the block that belongs to a line and a year")
        else:
            delivery = services.start(
                agreement,
                FinanceDelivery.Way.PASTE,
                sheet,
                to_json(incoming),
                problems=incoming.problems,
                summary=incoming.summary,
                source=form.cleaned_data["source"] or "Pasted block",
                by=request.user,
                now=timezone.now(),
            )
            return redirect(delivery_url(delivery))
    return form_of(request, agreement, form, title="Paste a block", intro=INTRO)


def sheet_choices(book: Book) -> list[tuple[str, str]]:
    """Every sheet that can be kept, by its name."""
    return [(sheet.code, book.name(sheet)) for sheet in book.sheets()]
