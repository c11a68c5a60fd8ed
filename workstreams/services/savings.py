"""Keeping savings: what is planned, forecast and delivered, and a finance officer's word that it is so."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from conditions.lifecycle import NotAllowed
from safetyvalve.core import audit
from safetyvalve.core.editing import save_answer
from safetyvalve.core.models import User
from workstreams.models import Saving, SavingFigure, Workstream
from workstreams.services.revisions import keep, locked, refuse_stale

AMOUNTS = ("planned_amount", "forecast_amount", "delivered_amount")
MATTERS = tuple(name for name in Saving.FIELDS if name not in ("owner", "name"))
"""A change to one of these takes finance's validation back."""
Figures = Mapping[str, Mapping[str, Decimal | None]]
"""Financial year → the name of an amount → pounds."""


@transaction.atomic
def create(*, workstream: Workstream, values: Mapping[str, Any], by: User, now: datetime) -> Saving:
    """Add a saving to a workstream."""
    saving = Saving(workstream=workstream, **values)
    keep(saving, by=by, now=now)
    audit.record(
        authority=workstream.agreement.authority,
        by=by,
        action="saving_created",
        subject=saving,
        changes={name: [None, value] for name, value in values.items() if value not in (None, "", False)},
        now=now,
    )
    return saving


def change(saving: Saving, *, values: Mapping[str, Any], revision: int, by: User, now: datetime) -> Saving:
    """Change a saving; if its money, time or evidence changes, finance has to validate it again.

    Raises ``StaleSave`` over another's save.
    """
    values = dict(values)
    if any(getattr(saving, name) != values[name] for name in MATTERS if name in values):
        values |= {"validated_at": None, "validated_by": None}
    return save_answer(
        saving,
        values,
        identity=("pk",),
        revision=revision,
        authority=saving.workstream.agreement.authority,
        by=by,
        now=now,
        action="saving_changed",
    )


@transaction.atomic
def set_figures(saving: Saving, *, figures: Figures, revision: int, by: User, now: datetime) -> bool:
    """Put the amounts of several years on record, or none. Whether anything was different.

    A year whose amounts are all empty is taken away. Raises ``StaleSave`` over another's save.
    """
    current = locked(saving)
    standing = {row.financial_year: row for row in current.figures.all()}
    changes: dict[str, list[Any]] = {}
    for year, amounts in figures.items():
        row = standing.get(year) or SavingFigure(saving=current, financial_year=year)
        for name in AMOUNTS:
            if name in amounts and getattr(row, name) != amounts[name]:
                changes[f"{year} {name}"] = [getattr(row, name), amounts[name]]
                setattr(row, name, amounts[name])
        standing[year] = row
    if not changes:
        return False
    refuse_stale(current, revision)
    for row in standing.values():
        if any(getattr(row, name) is not None for name in AMOUNTS):
            row.save()
        elif row.pk:
            row.delete()
    current.validated_at = current.validated_by = None
    keep(current, by=by, now=now)
    authority = current.workstream.agreement.authority
    audit.record(authority=authority, by=by, action="saving_figures_changed", subject=current, changes=changes, now=now)
    return True


@transaction.atomic
def validate(saving: Saving, *, revision: int, by: User, now: datetime) -> Saving:
    """A finance officer agrees that the saving is real and counted once.

    Raises ``NotAllowed`` for what was changed after the page was opened, and for one's own last edit: another pair of
    eyes is the point.
    """
    current = locked(saving)
    if current.validated_at is not None:
        return current
    if current.revision != revision:
        raise NotAllowed(["This saving changed after you opened it. Read it again, then validate it."])
    if current.updated_by_id == by.pk:
        raise NotAllowed(["You made the last change to this saving, so somebody else in finance has to validate it."])
    current.validated_at, current.validated_by = now, by
    current.save(update_fields=["validated_at", "validated_by"])
    audit.record(
        authority=current.workstream.agreement.authority,
        by=by,
        action="saving_validated",
        subject=current,
        changes={"validated": [False, True]},
        now=now,
    )
    return current
