"""Changing a record that two people may have open: the second to save is told, not obeyed."""

from datetime import datetime
from typing import TypeVar

from conditions.models.response import Answer
from safetyvalve.core.editing import StaleSave
from safetyvalve.core.models import User

Record = TypeVar("Record", bound=Answer)


def locked(record: Record, revision: int) -> Record:
    """The record as it is in the database, locked until the transaction ends. Raises ``StaleSave`` if it moved on."""
    current: Record = type(record)._default_manager.select_for_update().get(pk=record.pk)
    if current.revision != revision:
        raise StaleSave(current)
    return current


def keep(record: Answer, *, by: User, now: datetime) -> None:
    """Save the record at its next revision, under the name of whoever changed it."""
    record.revision += 1
    record.updated_at, record.updated_by = now, by
    record.full_clean(validate_unique=False)
    record.save()
