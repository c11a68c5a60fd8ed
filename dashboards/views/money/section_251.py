"""DfE's section 251 tables for the finance grid: a budget into the budget, an outturn into the outturn."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from conditions.views.record import get_agreement
from dashboards.finance import blocks as reading
from dashboards.finance.blocks import ACTUAL, BUDGET, Book
from dashboards.finance.coming_in import section_251
from dashboards.finance.coming_in.figures import Incoming
from dashboards.finance.coming_in.kept import to_json
from dashboards.forms.finance_section_251 import Section251Form
from dashboards.imports.contract import Delivered, UnusableDelivery
from dashboards.models import FinanceDelivery
from dashboards.services import finance_deliveries as services
from dashboards.views.money.edited_workbook import delivery_url, form_of, refusals
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.core.uploads import delivered_files, upload_refusal

HINT = "CSV or XLSX as DfE publishes it, up to 100 MB. Of a table of every council only your rows are read."
INTRO = (
    "Net spending on each high needs line of section 251 (England’s return of education spending). A budget table goes "
    "into the budget, an outturn table into the outturn, and its line 1.9.3 into the reconciliation of that year. You "
    "see every figure before anything is saved."
)


@requires(Permission.FINANCE_EDIT)
def finance_section_251(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Read the council's rows of a table."""
    agreement = get_agreement(request, agreement_slug)
    book = reading.read(agreement)
    form = _form(request, book)
    if form.is_valid():
        file, data = delivered_files(request, "files")[0], form.cleaned_data
        wanted = [data["year"]] if data["year"] else book.years
        try:
            delivered = Delivered(file.name, file.content)
            table = section_251.read(delivered, request.authority, years=wanted, unit=data["unit"])
        except UnusableDelivery as why:
            form.add_error("files", refusals(why))
        else:
            incoming = Incoming(table.cells, carried_forward=table.carried_forward)
            dated_on = data["dated_on"].isoformat() if data["dated_on"] else ""
            what = "Budget" if table.is_budget else "Outturn"
            delivery = services.start(
                agreement,
                FinanceDelivery.Way.SECTION_251,
                BUDGET if table.is_budget else ACTUAL,
                {**to_json(incoming), "dated_on": dated_on},
                problems=tuple(table.problems),
                summary=(("Table", f"Section 251 {what.lower()}"), ("Years", ", ".join(table.years) or "none")),
                file_name=file.name,
                content=file.content,
                source=data["source"] or f"Section 251 {what.lower()}: {file.name}",
                by=request.user,
                now=timezone.now(),
            )
            return redirect(delivery_url(delivery))
    return form_of(request, agreement, form, title="Bring a section 251 file in", intro=INTRO)


def _form(request: CouncilRequest, book: Book) -> Section251Form:
    years, today = book.years, timezone.localdate()
    if request.method != "POST":
        return Section251Form(years=years, today=today, hint=HINT)
    refusal = upload_refusal(request)
    return Section251Form(request.POST, request.FILES, years=years, today=today, hint=HINT, refusal=refusal)
