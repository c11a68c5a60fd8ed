"""Setting up a council and changing what it is called."""

from datetime import datetime

from django.db import transaction

from safetyvalve.core.models import Authority, User
from safetyvalve.core.services import memberships, records

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
    """Save a new council and its first administrator, who adds everybody else. Raises NotAllowed."""
    fields = ("gss_code", "la_code", *EDITABLE)
    records.save(authority, fields=fields, authority=authority, action="council_added", by=by, now=now)
    memberships.appoint_first_administrator(
        authority, email=administrator_email, display_name=administrator_name, by=by, now=now, invite=invite
    )
    return authority


def change(authority: Authority, *, by: User, now: datetime) -> Authority:
    """Save an edited name, colour or small-count threshold."""
    return records.save(authority, fields=EDITABLE, authority=authority, action="council_changed", by=by, now=now)
