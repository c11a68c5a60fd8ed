"""Keeping the risk register."""

from collections.abc import Mapping
from copy import copy
from datetime import date, datetime
from typing import Any

from django.db import transaction

from conditions.lifecycle import NotAllowed
from conditions.models import Agreement
from safetyvalve.core import audit
from safetyvalve.core.dates import in_words
from safetyvalve.core.models import User
from workstreams.models import Risk
from workstreams.services.revisions import keep, locked, refuse_stale


@transaction.atomic
def create(*, agreement: Agreement, values: Mapping[str, Any], by: User, now: datetime) -> Risk:
    """Add a risk to the register under the next free whole number. Numbers of closed risks are not used again."""
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    taken = list(agreement.risks.values_list("number", "order"))
    number = max((int(number) for number, _ in taken if number.isdigit()), default=0) + 1
    order = max((order for _, order in taken), default=0) + 1
    risk = Risk(agreement=agreement, number=str(number), order=order, **values)
    keep(risk, by=by, now=now)
    changes = {name: [None, value] for name, value in values.items() if value not in (None, "")}
    audit.record(authority=agreement.authority, by=by, action="risk_created", subject=risk, changes=changes, now=now)
    return risk


@transaction.atomic
def change(risk: Risk, *, values: Mapping[str, Any], revision: int, by: User, now: datetime) -> Risk:
    """Change what the register says. No change, no event. Raises ``StaleSave`` over another's save."""
    before = locked(risk)
    current = copy(before)
    for name, value in values.items():
        setattr(current, name, value)
    changes = audit.differences(before, current, values)
    if not changes:
        return before
    refuse_stale(before, revision)
    keep(current, by=by, now=now)
    authority = current.agreement.authority
    audit.record(authority=authority, by=by, action="risk_changed", subject=current, changes=changes, now=now)
    return current


@transaction.atomic
def close(risk: Risk, *, on: date, reason: str, revision: int, by: User, now: datetime) -> Risk:
    """Take the risk out of the register from ``on``. What returns have said about it stays."""
    current = locked(risk)
    if (current.closed_on, current.close_reason) == (on, reason):
        return current
    refuse_stale(current, revision)
    if reasons := why_not_close(current, on=on, reason=reason):
        raise NotAllowed(reasons)
    current.closed_on, current.close_reason = on, reason
    keep(current, by=by, now=now)
    changes: dict[str, list[Any]] = {"closed_on": [None, on], "close_reason": ["", reason]}
    authority = current.agreement.authority
    audit.record(authority=authority, by=by, action="risk_closed", subject=current, changes=changes, now=now)
    return current


def why_not_close(risk: Risk, *, on: date, reason: str) -> list[str]:
    """What stops the risk from closing, in sentences; empty when nothing does."""
    if risk.closed_on:
        return [f"{risk} was already closed, on {in_words(risk.closed_on)}."]
    reasons = []
    if risk.opened_on and on < risk.opened_on:
        reasons.append(f"{risk} was opened on {in_words(risk.opened_on)}. It cannot close before that.")
    if not reason.strip():
        reasons.append("Say why the risk is closed.")
    return reasons
