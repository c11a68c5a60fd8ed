"""Remembering how a council's own spreadsheets are read. Every change is in the audit."""

from datetime import datetime

from django.db import transaction

from dashboards.imports.mapping_spec import MappingSpec
from dashboards.models import ColumnMapping
from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User

LONGEST_NAME = 80


class NameTaken(ValueError):
    """Another mapping of the council has that name."""


@transaction.atomic
def remember(
    authority: Authority,
    name: str,
    spec: MappingSpec,
    *,
    by: User | None,
    now: datetime,
) -> ColumnMapping:
    """Keep the mapping under that name; one of the same name is replaced. Nothing new writes no event."""
    name = _clean(name)
    Authority.objects.select_for_update().get(pk=authority.pk)
    mapping = ColumnMapping.objects.filter(authority=authority, name=name).first()
    is_new = mapping is None
    mapping = mapping or ColumnMapping(authority=authority, name=name)
    changes = {}
    for field, value in spec.as_json().items():
        old = None if is_new else getattr(mapping, field)
        if old != value:
            changes[field] = [old, value]
            setattr(mapping, field, value)
    if not changes:
        return mapping
    mapping.updated_at, mapping.updated_by = now, by
    mapping.save()
    audit.record(authority=authority, by=by, action="mapping_saved", subject=mapping, changes=changes, now=now)
    return mapping


@transaction.atomic
def rename(mapping: ColumnMapping, name: str, *, by: User | None, now: datetime) -> ColumnMapping:
    """Raises ``NameTaken``, and ValueError for an empty name."""
    name, old = _clean(name), mapping.name
    Authority.objects.select_for_update().get(pk=mapping.authority_id)
    if name == old:
        return mapping
    if ColumnMapping.objects.filter(authority=mapping.authority, name=name).exists():
        raise NameTaken(f"There is already a mapping called {name}.")
    mapping.name, mapping.updated_at, mapping.updated_by = name, now, by
    mapping.save(update_fields=["name", "updated_at", "updated_by"])
    changes = {"name": [old, name]}
    audit.record(
        authority=mapping.authority, by=by, action="mapping_renamed", subject=mapping, changes=changes, now=now
    )
    return mapping


@transaction.atomic
def delete(mapping: ColumnMapping, *, by: User | None, now: datetime) -> None:
    """Forget the mapping. Figures that were read with it stay; the audit keeps what it was."""
    authority = mapping.authority
    changes = {name: [getattr(mapping, name), None] for name in ("shape", "columns", "values", "options")}
    audit.record(authority=authority, by=by, action="mapping_deleted", subject=mapping, changes=changes, now=now)
    mapping.delete()


def _clean(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise ValueError("Enter a name for the mapping.")
    return name[:LONGEST_NAME]
