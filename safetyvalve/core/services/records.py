"""A plain edit of one record: saved and audited together, or not at all."""

from collections.abc import Sequence
from datetime import datetime
from typing import TypeVar

from django.db import models, transaction

from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User

Record = TypeVar("Record", bound=models.Model)


@transaction.atomic
def save(
    record: Record, *, fields: Sequence[str], authority: Authority, action: str, by: User, now: datetime
) -> Record:
    """Save a new or edited record with one event that names what differs in ``fields``; the record as saved.

    An edit that changes nothing writes nothing. Raises ValidationError when the record contradicts itself.
    """
    before = type(record)._default_manager.select_for_update().filter(pk=record.pk).first() if record.pk else None
    if before:
        changes = audit.differences(before, record, fields)
        if not changes:
            return record
    else:
        changes = {name: [None, getattr(record, name)] for name in fields if getattr(record, name) not in (None, "")}
    record.full_clean()
    record.save()
    audit.record(authority=authority, by=by, action=action, subject=record, changes=changes, now=now)
    return record
