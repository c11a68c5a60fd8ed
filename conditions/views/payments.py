"""DfE's payments: the schedule, what became of each, and what they do to the closing balance."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from conditions import overview
from conditions.forms.payments import PaymentForm
from conditions.models import Agreement, AgreementVersion, Payment
from conditions.rules.payment_schedules import schedules
from conditions.rules.payments import EXPECTED, RECEIVED
from conditions.services import payments as services
from conditions.views.record import form_page, get_agreement, refusal_page, saved, trail
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed


@requires(Permission.AGREEMENT_VIEW)
def payments(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """The schedule under the version in force, and each year's end with and without what is still to come."""
    agreement = get_agreement(request, agreement_slug)
    versions = overview.versions_of(agreement)
    version = next(iter(versions), None)
    listed = list(version.payments.all()) if version else []
    context = {
        "agreement": agreement,
        "version": version,
        "payments": listed,
        "received": [payment for payment in listed if payment.status in RECEIVED],
        "expected": [payment for payment in listed if payment.status in EXPECTED],
        "effects": overview.payment_effects(agreement, version) if version and listed else [],
        "schedules": schedules(versions),
        "can_edit": Permission.FINANCE_EDIT in request.permissions,
        "crumbs": trail(request, agreement, here="DfE payments"),
    }
    return render(request, "conditions/record/payments.html", context)


@requires(Permission.FINANCE_EDIT)
def payment_create(request: CouncilRequest, agreement_slug: str) -> HttpResponse:
    """Put an instalment on the schedule of the version in force."""
    agreement = get_agreement(request, agreement_slug)
    version = agreement.versions.order_by("-number").first()
    crumbs = trail(request, agreement, here="Add a payment")
    if version is None:
        reasons = ["The agreement has no terms yet. Record them first."]
        return refusal_page(
            request, reasons, title="Add a payment", back_url=agreement.get_absolute_url(), crumbs=crumbs
        )
    return _form(
        request, agreement, version, Payment(version=version), title="Add a payment", button="Add this payment"
    )


@requires(Permission.FINANCE_EDIT)
def payment_edit(request: CouncilRequest, agreement_slug: str, payment_id: int) -> HttpResponse:
    """Say what became of an instalment."""
    agreement = get_agreement(request, agreement_slug)
    payment = _get(agreement, payment_id)
    return _form(request, agreement, payment.version, payment, title=f"Change {payment}", button="Save this payment")


@requires(Permission.FINANCE_EDIT)
def payment_remove(request: CouncilRequest, agreement_slug: str, payment_id: int) -> HttpResponse:
    """Take an instalment recorded by mistake off the schedule."""
    agreement = get_agreement(request, agreement_slug)
    payment = _get(agreement, payment_id)
    if request.method == "POST":
        try:
            services.remove(payment, by=request.user, now=timezone.now())
        except NotAllowed as refusal:
            return refusal_page(
                request,
                refusal.reasons,
                title=f"Remove {payment}",
                back_url=_list_url(agreement),
                crumbs=trail(request, agreement, here="Remove a payment"),
            )
        messages.success(request, f"Removed from the schedule: {payment}.")
        return redirect(_list_url(agreement))
    context = {
        "agreement": agreement,
        "payment": payment,
        "cancel_url": _list_url(agreement),
        "crumbs": trail(request, agreement, here="Remove a payment"),
    }
    return render(request, "conditions/record/payment_remove.html", context)


def _form(
    request: CouncilRequest,
    agreement: Agreement,
    version: AgreementVersion,
    payment: Payment,
    *,
    title: str,
    button: str,
) -> HttpResponse:
    form = PaymentForm(request.POST or None, instance=payment, version=version, today=timezone.localdate())
    if saved(form, lambda: services.save(form.instance, by=request.user, now=timezone.now())):
        messages.success(request, f"Payment saved: {form.instance}.")
        return redirect(_list_url(agreement))
    return form_page(
        request,
        form,
        title=title,
        intro="Returns that have been sent keep the payments as they stood then.",
        button=button,
        cancel_url=_list_url(agreement),
        crumbs=trail(request, agreement, here=title),
    )


def _get(agreement: Agreement, payment_id: int) -> Payment:
    """A payment of the agreement's newest version, or 404: those of earlier versions are history."""
    newest = agreement.versions.order_by("-number").values("pk")[:1]
    payments = Payment.objects.filter(version__in=newest).select_related("version__agreement__authority", "depends_on")
    return get_object_or_404(payments, pk=payment_id)


def _list_url(agreement: Agreement) -> str:
    return f"{agreement.get_absolute_url()}payments/"
