"""The deficit at a year end, held against every document that states it, and attested by the Section 151 officer."""

from datetime import date

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from conditions.models import Agreement, Reconciliation
from conditions.services import reconciliation as services
from conditions.views.record import get_agreement
from conditions.years import years_of
from dashboards.finance import blocks as grid
from dashboards.finance.reconciliation import reading
from dashboards.finance.reconciliation.document import ROUNDING, SAFETY_VALVE, pdf
from dashboards.finance.reconciliation.reading import Year
from dashboards.finance.reconciliation.year_end import own_balance
from dashboards.forms.reconciliation import AttestForm
from dashboards.views.money.grid_files import TYPES
from dashboards.views.money.hub import trail
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.roles import Permission, Role
from safetyvalve.core.services.refusals import NotAllowed

TITLE = "Reconciliation"
GRANT_YEAR = "2025-26"
"""The year at whose end the High Needs Stability Grant looks."""


@requires(Permission.AGREEMENT_VIEW)
def reconciliations(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Every year that is over, with how far its reconciliation has come."""
    agreement = get_agreement(request, agreement_slug)
    today, book = timezone.localdate(), grid.read(agreement)
    begun = set(Reconciliation.objects.filter(agreement=agreement).values_list("financial_year", flat=True))
    years = [year for year in reversed(book.years) if _is_over(year, today) or year in begun]
    context = {
        "agreement": agreement,
        "years": [(year, own_balance(book, year), year in begun) for year in years],
        "attested": _attested(agreement),
        "can_edit": Permission.FINANCE_EDIT in request.permissions,
        "crumbs": trail(agreement, (TITLE, "")),
    }
    return render(request, "dashboards/money/reconciliations.html", context)


@requires(Permission.AGREEMENT_VIEW)
def reconciliation(request: CouncilRequest, agreement_slug: str, financial_year: str) -> HttpResponse:
    """One year: documents, differences, explanations, what may be eligible, and the attestation."""
    agreement, year = get_year(request, agreement_slug, financial_year)
    context = {
        "agreement": agreement,
        "year": year,
        "financial_year": financial_year,
        "is_grant_year": financial_year == GRANT_YEAR,
        "grant_year": GRANT_YEAR,
        "base_label": _base_label(year),
        "has_explanations": any(each.explanations for each in year.documents),
        "safety_valve": SAFETY_VALVE,
        "rounding": ROUNDING,
        "can_edit": Permission.FINANCE_EDIT in request.permissions,
        "can_attest": may_attest(request),
        "crumbs": crumbs_of(agreement, financial_year),
    }
    return render(request, "dashboards/money/reconciliation.html", context)


@requires(Permission.SUBMISSION_SIGN_OFF)
def attest(request: CouncilRequest, agreement_slug: str, financial_year: str) -> HttpResponse:
    """The Section 151 officer's declaration on a year whose differences are explained."""
    agreement, year = get_year(request, agreement_slug, financial_year)
    reasons = [] if may_attest(request) else ["Only the Section 151 officer attests the reconciliation."]
    reasons += year.against
    form = AttestForm(request.POST or None, user=request.user, initial={"seen": year.digest})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid() and not reasons:
            try:
                _attest(request, agreement, financial_year, str(form.cleaned_data["seen"]))
            except NotAllowed as refusal:
                reasons, status = refusal.reasons, 409
            else:
                messages.success(request, f"You have attested the reconciliation of {financial_year}.")
                return redirect(year_url(agreement, financial_year))
    context = {
        "agreement": agreement,
        "year": year,
        "financial_year": financial_year,
        "form": form,
        "reasons": reasons,
        "back_url": year_url(agreement, financial_year),
        "crumbs": crumbs_of(agreement, financial_year, "Attest"),
    }
    return render(request, "dashboards/money/attest.html", context, status=status)


@transaction.atomic
def _attest(request: CouncilRequest, agreement: Agreement, financial_year: str, seen: str) -> None:
    """Everything is read again in the transaction that keeps it."""
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    year = reading.read(agreement, financial_year)
    services.attest(
        services.of_year(agreement, financial_year),
        year.facts,
        seen=seen,
        reasons_against=year.against,
        edited_by=year.editors,
        by=request.user,
        now=timezone.now(),
    )


@requires(Permission.AGREEMENT_VIEW)
def reconciliation_file(request: CouncilRequest, agreement_slug: str, financial_year: str, format: str) -> HttpResponse:
    """The evidence as a workbook that computes itself, or as a tagged PDF."""
    types = {"xlsx": TYPES["xlsx"], "pdf": "application/pdf"}
    if format not in types:
        raise Http404
    _, year = get_year(request, agreement_slug, financial_year)
    from dashboards.finance.reconciliation.workbook import workbook

    made = workbook(year, at=timezone.now()) if format == "xlsx" else pdf(year, at=timezone.now())
    name = f"{request.authority.la_code}-reconciliation-{financial_year}.{format}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(made, content_type=types[format], headers=headers)


def may_attest(request: CouncilRequest) -> bool:
    """Whether this person may speak as the Section 151 officer."""
    return Permission.SUBMISSION_SIGN_OFF in request.permissions and Role.SECTION_151 in request.roles


def get_year(request: CouncilRequest, agreement_slug: str, financial_year: str) -> tuple[Agreement, Year]:
    """The agreement and the year, or 404 for a year outside it."""
    agreement = get_agreement(request, agreement_slug)
    if financial_year not in years_of(agreement):
        raise Http404("This is not a year of the agreement.")
    return agreement, reading.read(agreement, financial_year)


def list_url(agreement: Agreement) -> str:
    return reverse("dashboards:reconciliations", args=[agreement.authority.la_code, agreement.slug])


def year_url(agreement: Agreement, financial_year: str) -> str:
    return reverse("dashboards:reconciliation", args=[agreement.authority.la_code, agreement.slug, financial_year])


def crumbs_of(agreement: Agreement, financial_year: str, *here: str) -> list[dict[str, str]]:
    """The trail to a year, or to a page below it."""
    steps = [(TITLE, list_url(agreement)), (financial_year, year_url(agreement, financial_year))]
    return trail(agreement, *steps, *((each, "") for each in here))


def _is_over(financial_year: str, today: date) -> bool:
    return FinancialYear.parse(financial_year).last_day < today


def _attested(agreement: Agreement) -> dict[str, date]:
    """When each year was last attested; whether that still holds is said on its page. One query."""
    rows = Reconciliation.objects.filter(agreement=agreement, attestations__isnull=False)
    found = rows.order_by("attestations__attested_at").values_list("financial_year", "attestations__attested_at")
    return {year: timezone.localtime(at).date() for year, at in found}


def _base_label(year: Year) -> str:
    if year.eligible is None:
        return ""
    document = next((each for each in year.documents if each.key == year.eligible.base_key), None)
    return document.label if document else "the record’s own closing balance"
