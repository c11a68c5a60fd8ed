"""Invoices and receipts of a contribution, and taking out what was entered by mistake."""

from hashlib import sha256

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from conditions.models import Contribution, ContributionInvoice, ContributionReceipt
from conditions.services import income as services
from conditions.views.record import refusal_page, saved
from dashboards.forms.income import InvoiceForm, ReceiptForm
from dashboards.views.money.hub import money_form
from dashboards.views.money.income import crumbs_of, get_contribution, list_url
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.audit import canonical
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed


@requires(Permission.FINANCE_EDIT)
def invoice_create(request: CouncilRequest, agreement_slug: str, contribution_id: int) -> HttpResponse:
    """Record a bill that was sent."""
    found = get_contribution(request, agreement_slug, contribution_id)
    entry = ContributionInvoice(contribution=found)
    form = InvoiceForm(request.POST or None, instance=entry, today=timezone.localdate())
    return _form(request, found, form, title="Add an invoice", button="Add this invoice")


@requires(Permission.FINANCE_EDIT)
def invoice_edit(request: CouncilRequest, agreement_slug: str, contribution_id: int, invoice_id: int) -> HttpResponse:
    """Put an invoice right."""
    found = get_contribution(request, agreement_slug, contribution_id)
    entry = get_object_or_404(ContributionInvoice, contribution=found, pk=invoice_id)
    form = InvoiceForm(request.POST or None, instance=entry, today=timezone.localdate())
    return _form(request, found, form, title="Change an invoice", button="Save this invoice")


@requires(Permission.FINANCE_EDIT)
def receipt_create(request: CouncilRequest, agreement_slug: str, contribution_id: int) -> HttpResponse:
    """Record money that arrived."""
    found = get_contribution(request, agreement_slug, contribution_id)
    entry = ContributionReceipt(contribution=found)
    form = ReceiptForm(request.POST or None, instance=entry, today=timezone.localdate())
    return _form(request, found, form, title="Add money received", button="Add this receipt")


@requires(Permission.FINANCE_EDIT)
def receipt_edit(request: CouncilRequest, agreement_slug: str, contribution_id: int, receipt_id: int) -> HttpResponse:
    """Put a receipt right."""
    found = get_contribution(request, agreement_slug, contribution_id)
    entry = get_object_or_404(ContributionReceipt, contribution=found, pk=receipt_id)
    form = ReceiptForm(request.POST or None, instance=entry, today=timezone.localdate())
    return _form(request, found, form, title="Change money received", button="Save this receipt")


@requires(Permission.FINANCE_EDIT)
def contribution_remove(request: CouncilRequest, agreement_slug: str, contribution_id: int) -> HttpResponse:
    """Take a contribution entered by mistake off the register."""
    found = get_contribution(request, agreement_slug, contribution_id)
    return _remove(request, found, found)


@requires(Permission.FINANCE_EDIT)
def invoice_remove(request: CouncilRequest, agreement_slug: str, contribution_id: int, invoice_id: int) -> HttpResponse:
    """Take out an invoice entered by mistake."""
    found = get_contribution(request, agreement_slug, contribution_id)
    return _remove(request, found, get_object_or_404(ContributionInvoice, contribution=found, pk=invoice_id))


@requires(Permission.FINANCE_EDIT)
def receipt_remove(request: CouncilRequest, agreement_slug: str, contribution_id: int, receipt_id: int) -> HttpResponse:
    """Take out a receipt entered by mistake."""
    found = get_contribution(request, agreement_slug, contribution_id)
    return _remove(request, found, get_object_or_404(ContributionReceipt, contribution=found, pk=receipt_id))


def _form(
    request: CouncilRequest, found: Contribution, form: InvoiceForm | ReceiptForm, *, title: str, button: str
) -> HttpResponse:
    if saved(form, lambda: services.save(form.instance, by=request.user, now=timezone.now())):
        messages.success(request, f"Saved: {form.instance}.")
        return redirect(found)
    plain: BaseForm = form
    return money_form(
        request,
        plain,
        title=title,
        caption=str(found),
        button=button,
        cancel_url=found.get_absolute_url(),
        crumbs=crumbs_of(found, title),
    )


def _remove(request: CouncilRequest, found: Contribution, entry: services.Entry) -> HttpResponse:
    """Ask first. What was changed after somebody read it is not removed."""
    title = f"Remove {entry}"
    crumbs = crumbs_of(found, "Remove")
    if request.method == "POST":
        if request.POST.get("seen") != _seen(entry):
            messages.error(request, "Somebody changed this meanwhile. Read it again before you remove it.")
            return redirect(found)
        try:
            services.remove(entry, by=request.user, now=timezone.now())
        except NotAllowed as refusal:
            return refusal_page(request, refusal.reasons, title=title, back_url=found.get_absolute_url(), crumbs=crumbs)
        messages.success(request, f"Removed: {entry}.")
        return redirect(list_url(found.agreement) if entry is found else found.get_absolute_url())
    context = {
        "title": title,
        "entry": entry,
        "seen": _seen(entry),
        "cancel_url": found.get_absolute_url(),
        "crumbs": crumbs,
    }
    return render(request, "dashboards/money/income_remove.html", context)


def _seen(entry: services.Entry) -> str:
    """Names exactly what the entry says."""
    values = {name: str(getattr(entry, name)) for name in type(entry).FIELDS}
    return sha256(canonical(values).encode()).hexdigest()[:16]
