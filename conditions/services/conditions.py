"""Recording what DfE requires. Returns that were sent keep the words they were sent with."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from conditions.models import Agreement, Condition
from safetyvalve.core.models import User
from safetyvalve.core.services import records
from safetyvalve.core.services.refusals import NotAllowed

FIELDS = ("number", "title", "wording", "owner", "due_on", "agreement_test", "effective_from", "effective_to")


@transaction.atomic
def add(condition: Condition, *, by: User, now: datetime) -> Condition:
    """Save a new condition as the agreement's last."""
    agreement = Agreement.objects.select_for_update().get(pk=condition.agreement_id)
    condition.order = (agreement.conditions.aggregate(last=Max("order"))["last"] or 0) + 1
    return _save(condition, action="condition_added", by=by, now=now)


def why_number_stays(condition: Condition) -> list[str]:
    """Updates are matched across returns by the condition's number."""
    if condition.responses.exists():
        return [
            "An update has been written for this condition, so its number can no longer change. "
            "If DfE has renumbered it, end this condition and add one with the new number."
        ]
    return []


@transaction.atomic
def change(condition: Condition, *, by: User, now: datetime) -> Condition:
    """Save an edited condition. Raises NotAllowed."""
    before = Condition.objects.select_for_update().get(pk=condition.pk)
    reasons = why_number_stays(condition) if before.number != condition.number else []
    if reasons:
        raise NotAllowed(reasons)
    return _save(condition, action="condition_changed", by=by, now=now)


@transaction.atomic
def end(condition: Condition, *, on: date, by: User, now: datetime) -> Condition:
    """Let ``on`` be the last day the council answers to the condition. Raises NotAllowed."""
    condition = Condition.objects.select_for_update().get(pk=condition.pk)
    if condition.effective_from and on < condition.effective_from:
        raise NotAllowed(["A condition cannot end before it begins."])
    condition.effective_to = on
    return _save(condition, action="condition_ended", by=by, now=now)


def _save(condition: Condition, *, action: str, by: User, now: datetime) -> Condition:
    authority = condition.agreement.authority
    return records.save(condition, fields=FIELDS, authority=authority, action=action, by=by, now=now)
