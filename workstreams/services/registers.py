"""What the registers behind the money have in common: adding, changing, filling in a grid, and taking out again.

Each is one transaction with one event that has old and new; each refuses to save over what somebody else saved.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models, transaction

from conditions.models.response import Answer
from safetyvalve.core import audit
from safetyvalve.core.editing import save_answer
from safetyvalve.core.models import Authority, User
from safetyvalve.core.services.refusals import NotAllowed
from workstreams.services.revisions import keep, locked, refuse_stale

Cells = Mapping[str, Mapping[str, Any]]
"""A row's label, such as a financial year → the name of a column → its value or None."""


@transaction.atomic
def add(record: Answer, *, fields: Sequence[str], authority: Authority, action: str, by: User, now: datetime) -> None:
    """Put a record on its register. Raises ValidationError when it contradicts itself."""
    keep(record, by=by, now=now)
    changes = {
        name: [None, getattr(record, name)] for name in fields if getattr(record, name) not in (None, "", False, [])
    }
    audit.record(authority=authority, by=by, action=action, subject=record, changes=changes, now=now)


def change(
    record: Answer,
    values: Mapping[str, Any],
    *,
    revision: int,
    authority: Authority,
    action: str,
    by: User,
    now: datetime,
) -> Answer:
    """Change a record. Raises ``StaleSave`` over another's save."""
    return save_answer(
        record, values, identity=("pk",), revision=revision, authority=authority, by=by, now=now, action=action
    )


@transaction.atomic
def fill_in(
    record: Answer,
    rows: "models.Manager[Any]",
    cells: Cells,
    *,
    row_name: str,
    columns: Sequence[str],
    revision: int,
    authority: Authority,
    action: str,
    by: User,
    now: datetime,
) -> bool:
    """Set the cells of several rows that hang on a record, or none. Whether anything was different.

    ``rows`` is the record's related manager, ``row_name`` the field that labels a row, ``columns`` every field of a
    row that can hold a value: a row in which all of them are empty is taken away. Raises ``StaleSave``.
    """
    current = locked(record)
    standing = {getattr(row, row_name): row for row in rows.all()}
    parent = {rows.field.name: current}  # type: ignore[attr-defined]
    changes: dict[str, list[Any]] = {}
    for label, values in cells.items():
        row = standing.get(label) or rows.model(**parent, **{row_name: label})
        for name, value in values.items():
            if getattr(row, name) != value:
                changes[f"{label} {name}"] = [getattr(row, name), value]
                setattr(row, name, value)
        standing[label] = row
    if not changes:
        return False
    refuse_stale(current, revision)
    for row in standing.values():
        if any(getattr(row, name) is not None for name in columns):
            row.full_clean(validate_unique=False)
            row.save()
        elif row.pk:
            row.delete()
    keep(current, by=by, now=now)
    audit.record(authority=authority, by=by, action=action, subject=current, changes=changes, now=now)
    return True


@transaction.atomic
def remove(
    record: Answer,
    *,
    fields: Sequence[str],
    revision: int,
    authority: Authority,
    action: str,
    by: User,
    now: datetime,
    also: Mapping[str, Any] | None = None,
) -> None:
    """Take a record that was entered by mistake off its register; the audit keeps what stood there, ``also`` with it.

    One that is gone already is no conflict. Raises NotAllowed for what was changed after it was read.
    """
    current = type(record)._default_manager.select_for_update().filter(pk=record.pk).first()
    if current is None:
        return
    if current.revision != revision:
        raise NotAllowed(["Somebody changed this meanwhile. Read it again before you remove it."])
    changes = {name: [getattr(current, name), None] for name in fields if getattr(current, name) not in (None, "", [])}
    changes |= {name: [value, None] for name, value in (also or {}).items()}
    audit.record(authority=authority, by=by, action=action, subject=current, changes=changes, now=now)
    current.delete()
