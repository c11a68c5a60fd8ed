"""Saving an answer that somebody else may be editing: no lost update, no silent overwrite."""

from collections.abc import Mapping
from copy import copy
from datetime import datetime
from typing import Any, TypeVar

from django.db import models, transaction

from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User


class StaleSave(Exception):
    """Somebody else saved first. ``current`` is the record as they left it."""

    def __init__(self, current: models.Model) -> None:
        super().__init__("Somebody else saved this while you were editing it.")
        self.current = current


Record = TypeVar("Record", bound=models.Model)


@transaction.atomic
def save_answer(
    record: Record,
    values: Mapping[str, Any],
    *,
    identity: tuple[str, ...],
    revision: int,
    authority: Authority,
    by: User,
    now: datetime,
    action: str,
) -> Record:
    """Set ``values`` on the record if it is still at ``revision``; audit what changed; return it as saved.

    ``record`` has ``revision``, ``updated_at`` and ``updated_by``; it may be unsaved, and is then made from its
    ``identity`` fields. Saving what is already there changes nothing and writes no event, at whatever revision:
    a form sent twice is no conflict. Raises ``StaleSave`` with the current record when someone saved something
    else in between.
    """
    manager = type(record)._default_manager
    named = {name: getattr(record, name) for name in identity}
    manager.get_or_create(**named)
    before = manager.select_for_update().get(**named)
    current = copy(before)
    for name, value in values.items():
        setattr(current, name, value)
    changes = audit.differences(before, current, values)
    if not changes:
        return before
    if before.revision != revision:  # type: ignore[attr-defined]
        raise StaleSave(before)
    current.revision += 1  # type: ignore[attr-defined]
    current.updated_at, current.updated_by = now, by  # type: ignore[attr-defined]
    current.full_clean(validate_unique=False, validate_constraints=True)
    current.save()
    audit.record(authority=authority, by=by, action=action, subject=current, changes=changes, now=now)
    return current
