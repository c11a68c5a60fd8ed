"""Setting up a council and changing what it is called."""

from datetime import datetime
from typing import Any

from django.db import transaction

from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User
from safetyvalve.core.services import memberships

EDITABLE = ("name", "colour", "small_count_threshold")


@transaction.atomic
def create(
    authority: Authority,
    *,
    administrator_email: str,
    administrator_name: str,
    by: User,
    now: datetime,
    invite: memberships.Invite,
) -> Authority:
    """Save a new council and its first administrator, who adds everybody else."""
    authority.full_clean()
    authority.save()
    changes = {name: [None, getattr(authority, name)] for name in ("name", "gss_code", "la_code")}
    audit.record(authority=authority, by=by, action="council_added", subject=authority, changes=changes, now=now)
    memberships.appoint_first_administrator(
        authority, email=administrator_email, display_name=administrator_name, by=by, now=now, invite=invite
    )
    return authority


@transaction.atomic
def change(authority: Authority, values: dict[str, Any], *, by: User, now: datetime) -> Authority:
    """Set name, colour or small-count threshold; records what differs, and nothing when nothing does."""
    current = Authority.objects.select_for_update().get(pk=authority.pk)
    before = Authority(**{name: getattr(current, name) for name in EDITABLE})
    for name in EDITABLE:
        setattr(current, name, values.get(name, getattr(current, name)))
    changes = audit.differences(before, current, EDITABLE)
    if changes:
        current.full_clean()
        current.save(update_fields=list(changes))
        audit.record(authority=current, by=by, action="council_changed", subject=current, changes=changes, now=now)
    return current
