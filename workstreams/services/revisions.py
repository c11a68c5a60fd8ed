"""Changing a record that two people may have open: the second to save is told, not obeyed."""

from datetime import datetime
from typing import TypeVar

from conditions.models.response import Answer
from safetyvalve.core.editing import StaleSave
from safetyvalve.core.models import User

Record = TypeVar("Record", bound=Answer)


def locked(record: Record) -> Record:
    """The record as it is in the database, locked until the transaction ends."""
    current: Record = type(record)._default_manager.select_for_update().get(pk=record.pk)
    return current


def refuse_stale(current: Answer, revision: int) -> None:
    """Raise ``StaleSave`` when the record has moved on since the person read it at ``revision``.

    Ask only once it is known that something would change: a form sent twice is no conflict.
    """
    if current.revision != revision:
        raise StaleSave(current)


def keep(record: Answer, *, by: User, now: datetime) -> None:
    """Save the record at its next revision, under the name of whoever changed it."""
    record.revision += 1
    record.updated_at, record.updated_by = now, by
    record.full_clean(validate_unique=False)
    record.save()
