"""The savings of a council, and one of them with its years, its sum and finance's word on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from conditions.lifecycle import NotAllowed
from conditions.models import Agreement
from safetyvalve.core import money
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.roles import Permission
from safetyvalve.render.csv import to_csv
from safetyvalve.render.xlsx import Sheet, to_xlsx
from workstreams import savings as reading
from workstreams.capital import doubts_of
from workstreams.dsg_effect import Shift, shifts
from workstreams.models import Saving
from workstreams.rules import double_count
from workstreams.savings import SavingYear, YearTotal
from workstreams.savings_table import savings_table
from workstreams.services import savings as services
from workstreams.views.capital import may_edit
from workstreams.views.finding import get_saving


@dataclass(frozen=True)
class Row:
    """A saving as the list shows it, with its figures of the year chosen."""

    saving: Saving
    year: SavingYear
    awaits: list[str]


@dataclass(frozen=True)
class AgreementPart:
    """One agreement's savings: year totals, then workstream by workstream."""

    agreement: Agreement
    totals: list[YearTotal]
    groups: list[tuple[str, list[Row]]]
    doubts: list[double_count.Doubt]
    shifts: list[Shift]

    @property
    def places(self) -> int:
        """Decimals of its tables: the sums of one stand above the savings of the other."""
        rows = [row for _, rows in self.groups for row in rows]
        sums = [each.amount for total in self.totals for each in total.sums]
        moved = [shift.moved.amount for shift in self.shifts]
        of_rows = (
            amount
            for row in rows
            for amount in (row.saving.full_year_amount, row.year.planned, row.year.forecast, row.year.delivered)
        )
        return money.places_of([*sums, *moved, *of_rows])


@requires(Permission.AGREEMENT_VIEW)
def savings(request: CouncilRequest) -> HttpResponse:
    """Every saving, for one financial year in full. The number of queries does not grow with the rows."""
    agreements = list(Agreement.objects.of(request.authority).select_related("authority").prefetch_related("versions"))
    found = reading.savings_of(request.authority)
    years = sorted({year for each in agreements for year in reading.years_of(each, found)})
    chosen = request.GET.get("year", "")
    if chosen not in years:
        current = FinancialYear.of(timezone.localdate()).label
        chosen = current if current in years else next(iter(years[-1:]), current)
    context = {
        "parts": [
            _part(each, [s for s in found if s.workstream.agreement_id == each.pk], chosen) for each in agreements
        ],
        "years": years,
        "chosen": chosen,
        "has_savings": bool(found),
        "rounding": money.RULE,
        "can_edit": may_edit(request),
    }
    return render(request, "workstreams/savings.html", context)


def _part(agreement: Agreement, found: Sequence[Saving], year: str) -> AgreementPart:
    today = timezone.localdate()
    grouped = groupby(found, key=lambda saving: saving.workstream.name)
    return AgreementPart(
        agreement,
        reading.totals(found, [year]),
        [
            (name, [Row(saving, reading.by_year(saving, [year])[0], doubts_of(saving, today)) for saving in rows])
            for name, rows in grouped
        ],
        reading.open_doubts(found),
        shifts(found, year),
    )


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(Permission.AGREEMENT_VIEW)
def savings_download(request: CouncilRequest, format: str) -> HttpResponse:
    """Every saving with the figures of every year, as CSV or XLSX. As many queries for many rows as for few."""
    if format not in ("csv", "xlsx"):
        raise Http404
    agreements = Agreement.objects.of(request.authority).prefetch_related("versions")
    found = reading.savings_of(request.authority)
    years = sorted({year for each in agreements for year in reading.years_of(each, found)})
    table = savings_table(found, years, council=request.authority.name)
    if format == "csv":
        content, content_type = to_csv(table), "text/csv; charset=utf-8"
    else:
        sheet = Sheet("Savings", (table,), title=table.caption)
        content, content_type = to_xlsx([sheet], title=table.caption, at=timezone.now()), XLSX
    name = f"{request.authority.la_code}-savings.{format}"
    return HttpResponse(content, content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@requires(Permission.AGREEMENT_VIEW)
def saving(request: CouncilRequest, saving_id: int) -> HttpResponse:
    """One saving: whose money, the arithmetic of each year, and whether finance has agreed."""
    found = get_saving(request, saving_id)
    agreement = found.workstream.agreement
    others = [each for each in reading.savings_of(request.authority) if each.workstream.agreement_id == agreement.pk]
    years = reading.by_year(found, reading.years_of(agreement, [found]))
    context = {
        "saving": found,
        "agreement": agreement,
        "years": years,
        "places": money.places_of(each for year in years for each in (year.planned, year.forecast, year.delivered)),
        "rounding": money.RULE,
        "has_years": any(year.is_told for year in years),
        "doubts": double_count.of(reading.claim(found), [reading.claim(each) for each in others]),
        "awaits": doubts_of(found, timezone.localdate()),
        "can_edit": may_edit(request),
        "can_link": may_edit(request),
        "can_validate": Permission.FINANCE_CONFIRM in request.permissions,
    }
    return render(request, "workstreams/saving.html", context)


@requires(Permission.FINANCE_CONFIRM)
def saving_validate(request: CouncilRequest, saving_id: int) -> HttpResponse:
    """A finance officer agrees that a saving is real, evidenced and counted once."""
    found = get_saving(request, saving_id)
    reasons: list[str] = []
    if request.method == "POST":
        revision = request.POST.get("revision", "")
        try:
            services.validate(
                found, revision=int(revision) if revision.isdecimal() else -1, by=request.user, now=timezone.now()
            )
        except NotAllowed as refusal:
            reasons = list(refusal.reasons)
        else:
            messages.success(request, f"Validated by finance: {found.name}.")
            return redirect(found)
    context = {"saving": found, "agreement": found.workstream.agreement, "reasons": reasons}
    return render(request, "workstreams/saving_validate.html", context, status=422 if reasons else 200)
