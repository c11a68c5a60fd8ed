"""Keeping DfE's payments under a version of the agreement. Sent returns keep the payments they were frozen with."""

from datetime import datetime

from django.db import transaction

from conditions.models import Payment
from safetyvalve.core import audit
from safetyvalve.core.models import User
from safetyvalve.core.services import records
from safetyvalve.core.services.refusals import NotAllowed

FIELDS = ("financial_year", "label", "due_on", "amount", "status", "paid_on", "status_reason", "depends_on")


def save(payment: Payment, *, by: User, now: datetime) -> Payment:
    """Add a payment, or change one, with one event that says what differs."""
    action = "payment_changed" if payment.pk else "payment_added"
    authority = payment.version.agreement.authority
    return records.save(payment, fields=FIELDS, authority=authority, action=action, by=by, now=now)


@transaction.atomic
def remove(payment: Payment, *, by: User, now: datetime) -> None:
    """Take a payment that was recorded by mistake off the schedule. Raises NotAllowed once it was paid."""
    current = Payment.objects.select_for_update().filter(pk=payment.pk).first()
    if current is None:
        return
    if current.status in (Payment.Status.PAID, Payment.Status.RESTORED):
        raise NotAllowed(["This payment has been received, so it stays. Cancel it if it was paid back."])
    changes = {name: [getattr(current, name), None] for name in FIELDS if getattr(current, name) not in (None, "")}
    authority = payment.version.agreement.authority
    audit.record(authority=authority, by=by, action="payment_removed", subject=current, changes=changes, now=now)
    current.delete()
