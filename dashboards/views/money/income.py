"""Third-party income: what health and social care are to pay, what has come of it, and what is overdue."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from conditions.models import Agreement, Contribution
from conditions.rules.income import BANDS
from conditions.services import income as services
from conditions.views.record import get_agreement, refusal_page, saved
from conditions.years import years_of
from dashboards.finance import income as reading
from dashboards.forms.income import ContributionForm, DayForm
from dashboards.views.money.hub import money_form, trail
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission

TITLE = "Third-party income"


@requires(Permission.AGREEMENT_VIEW)
def income(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Every year with its totals, and what is owed on a day. As many queries for many entries as for few."""
    agreement = get_agreement(request, agreement_slug)
    today = timezone.localdate()
    form = DayForm(request.GET) if "at_day" in request.GET else DayForm(initial={"at": today})
    at = (form.cleaned_data.get("at") if form.is_bound and form.is_valid() else None) or today
    found = reading.contributions_of(agreement)
    context = {
        "agreement": agreement,
        "years": reading.by_year(found, today),
        "debt": reading.debt(found, at),
        "bands": BANDS,
        "form": form,
        "standing_back": reading.standing_back(request.authority) if found else [],
        "can_edit": Permission.FINANCE_EDIT in request.permissions,
        "crumbs": trail(agreement, (TITLE, "")),
    }
    return render(request, "dashboards/money/income.html", context)


@requires(Permission.AGREEMENT_VIEW)
def contribution(request: CouncilRequest, agreement_slug: str, contribution_id: int) -> HttpResponse:
    """One body in one year, with every invoice and receipt."""
    found = get_contribution(request, agreement_slug, contribution_id)
    today = timezone.localdate()
    invoices = zip(found.invoices.all(), reading.bills([found]), strict=True)
    context = {
        "agreement": found.agreement,
        "contribution": found,
        "entry": reading.entry_of(found, today),
        "invoices": [(invoice, bill.owed(today)) for invoice, bill in invoices],
        "receipts": found.receipts.all(),
        "can_edit": Permission.FINANCE_EDIT in request.permissions,
        "crumbs": crumbs_of(found),
    }
    return render(request, "dashboards/money/contribution.html", context)


@requires(Permission.FINANCE_EDIT)
def contribution_create(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Put a body's contribution of a year on the register."""
    agreement = get_agreement(request, agreement_slug)
    years, title = years_of(agreement), "Add a contribution"
    crumbs = trail(agreement, (TITLE, list_url(agreement)), (title, ""))
    if not years:
        reasons = ["The agreement has no terms yet, so it has no financial years. Record them first."]
        return refusal_page(request, reasons, title=title, back_url=list_url(agreement), crumbs=crumbs)
    return _form(
        request, Contribution(agreement=agreement), years, title=title, button="Add this contribution", crumbs=crumbs
    )


@requires(Permission.FINANCE_EDIT)
def contribution_edit(request: CouncilRequest, agreement_slug: str, contribution_id: int) -> HttpResponse:
    """Say what came of it."""
    found = get_contribution(request, agreement_slug, contribution_id)
    years = sorted({*years_of(found.agreement), found.financial_year})
    title = f"Change {found}"
    return _form(request, found, years, title=title, button="Save", crumbs=crumbs_of(found, "Change"))


def _form(
    request: CouncilRequest, entry: Contribution, years: list[str], *, title: str, button: str, crumbs: Any
) -> HttpResponse:
    back = entry.get_absolute_url() if entry.pk else list_url(entry.agreement)
    form = ContributionForm(request.POST or None, instance=entry, years=years)
    if saved(form, lambda: services.save(form.instance, by=request.user, now=timezone.now())):
        messages.success(request, f"Contribution saved: {form.instance}.")
        return redirect(form.instance)
    intro = "Leave a box blank where nobody has said: it is never taken for £0. Invoices and receipts are added next."
    return money_form(request, form, title=title, intro=intro, button=button, cancel_url=back, crumbs=crumbs)


def list_url(agreement: Agreement) -> str:
    return reverse("dashboards:income", args=[agreement.authority.la_code, agreement.slug])


def crumbs_of(found: Contribution, *here: str) -> list[dict[str, str]]:
    """The trail to a contribution, or to a page below it."""
    steps = [(TITLE, list_url(found.agreement)), (str(found), found.get_absolute_url()), *((each, "") for each in here)]
    return trail(found.agreement, *steps)


def get_contribution(request: CouncilRequest, agreement_slug: str, contribution_id: int) -> Contribution:
    """The contribution with its invoices and receipts, or 404."""
    found = (
        Contribution.objects.of(request.authority)
        .select_related("agreement__authority", "agreement__programme")
        .prefetch_related("invoices__receipts", "receipts__invoice")
    )
    return get_object_or_404(found, pk=contribution_id, agreement__slug=agreement_slug)
