"""Keeping the register of third-party income: contributions, their invoices and what arrived."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import models, transaction

from conditions.models import Contribution, ContributionInvoice, ContributionReceipt
from conditions.rules.income import why_too_much
from safetyvalve.core import audit
from safetyvalve.core.models import User
from safetyvalve.core.services import records
from safetyvalve.core.services.refusals import NotAllowed

Entry = Contribution | ContributionInvoice | ContributionReceipt


@transaction.atomic
def save(entry: Entry, *, by: User, now: datetime) -> Entry:
    """Add an entry or change one, with one event that says what differs.

    Raises NotAllowed for a body that has an entry of that year already, a reference used twice, and for receipts that
    come to more than their invoice.
    """
    contribution = _contribution(entry)
    if contribution.pk:
        Contribution.objects.select_for_update().get(pk=contribution.pk)
    if reasons := _why_not(entry):
        raise NotAllowed(reasons)
    what = _name(entry)
    action = f"{what}_changed" if entry.pk else f"{what}_added"
    authority = contribution.agreement.authority
    return records.save(entry, fields=type(entry).FIELDS, authority=authority, action=action, by=by, now=now)


@transaction.atomic
def remove(entry: Entry, *, by: User, now: datetime) -> None:
    """Take an entry made by mistake out of the register. Raises NotAllowed while others hang on it."""
    contribution = _contribution(entry)
    Contribution.objects.select_for_update().get(pk=contribution.pk)
    current = type(entry)._default_manager.filter(pk=entry.pk).first()
    if current is None:
        return
    if isinstance(current, Contribution) and (current.invoices.exists() or current.receipts.exists()):
        raise NotAllowed(["It has invoices or receipts. Remove those first."])
    if isinstance(current, ContributionInvoice) and current.receipts.exists():
        raise NotAllowed(["Money has arrived for this invoice. Remove the receipt first, or change its invoice."])
    changes = {
        name: [getattr(current, name), None] for name in current.FIELDS if getattr(current, name) not in (None, "")
    }
    audit.record(
        authority=contribution.agreement.authority,
        by=by,
        action=f"{_name(entry)}_removed",
        subject=current,
        changes=changes,
        now=now,
    )
    current.delete()


def _why_not(entry: Entry) -> list[str]:
    if isinstance(entry, Contribution):
        same = Contribution.objects.filter(
            agreement=entry.agreement, financial_year=entry.financial_year, kind=entry.kind, payer=entry.payer
        )
        if _others(same, entry):
            return [f"{entry.payer} has an entry for {entry.financial_year} already. Change that one."]
    elif isinstance(entry, ContributionInvoice):
        same_reference = ContributionInvoice.objects.filter(contribution=entry.contribution, reference=entry.reference)
        if _others(same_reference, entry):
            return ["There is an invoice with this reference already."]
        if entry.pk:
            return _too_much(entry, [receipt.amount for receipt in entry.receipts.all()])
    elif entry.invoice is not None:
        others = entry.invoice.receipts.exclude(pk=entry.pk)
        return _too_much(entry.invoice, [*others.values_list("amount", flat=True), entry.amount])
    return []


def _too_much(invoice: ContributionInvoice, received: list[Decimal]) -> list[str]:
    reason = why_too_much(invoice.amount, received)
    return [reason] if reason else []


def _others(found: "models.QuerySet[Any]", entry: Entry) -> bool:
    return found.exclude(pk=entry.pk).exists()


def _contribution(entry: Entry) -> Contribution:
    return entry if isinstance(entry, Contribution) else entry.contribution


def _name(entry: Entry) -> str:
    return {Contribution: "contribution", ContributionInvoice: "invoice", ContributionReceipt: "receipt"}[type(entry)]
