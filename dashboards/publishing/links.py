"""Links that open one edition without an account: made, revoked, looked up and counted.

The secret part of an address is kept as a digest only. A PIN is hashed as passwords are.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F

from conditions.models import ReportingCalendar, ReportingPeriod
from dashboards.models import Audience, LinkViews, Publication, ShareLink
from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User
from safetyvalve.core.services.refusals import NotAllowed

WITHOUT_A_MEETING = timedelta(days=30)


@dataclass(frozen=True)
class Made:
    """A new link. ``token`` is known now and never again."""

    link: ShareLink
    token: str


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def suggested_expiry(authority: Authority, today: date) -> date:
    """The next meeting on a forum calendar of the council; 30 days from today where none is known. One query."""
    meeting = (
        ReportingPeriod.objects.filter(
            calendar__agreement__authority=authority,
            calendar__purpose=ReportingCalendar.Purpose.FORUM,
            due_on__gte=today,
        )
        .order_by("due_on")
        .values_list("due_on", flat=True)
        .first()
    )
    return meeting or today + WITHOUT_A_MEETING


@transaction.atomic
def make_link(
    publication: Publication, *, label: str, expires_on: date, pin: str = "", by: User, now: datetime
) -> Made:
    """An address for whoever is given it. Raises NotAllowed unless the edition is published for holders of links."""
    publication = Publication.objects.select_for_update(of=("self",)).select_related("authority").get(pk=publication.pk)
    if not publication.is_published or not publication.contents.filter(audience=Audience.LINKS).exists():
        raise NotAllowed(["Links can be made for an edition that is published for people with a link."])
    token = secrets.token_urlsafe(32)
    link = ShareLink.objects.create(
        publication=publication,
        token_sha256=digest_of(token),
        label=label,
        expires_on=expires_on,
        pin_hash=make_password(pin) if pin else "",
        made_at=now,
        made_by=by,
    )
    changes: audit.Changes = {
        "edition": [None, str(publication)],
        "expires_on": [None, expires_on],
        "has_pin": [None, bool(pin)],
    }
    audit.record(authority=publication.authority, by=by, action="link_made", subject=link, changes=changes, now=now)
    return Made(link, token)


@transaction.atomic
def revoke_link(link: ShareLink, *, by: User, now: datetime) -> None:
    """Close an address at once and for good. Raises NotAllowed for one that is revoked already."""
    link = ShareLink.objects.select_for_update(of=("self",)).select_related("publication__authority").get(pk=link.pk)
    if link.revoked_at is not None:
        raise NotAllowed(["This link has been revoked already."])
    link.revoked_at, link.revoked_by = now, by
    link.save(update_fields=["revoked_at", "revoked_by"])
    authority = link.publication.authority
    audit.record(authority=authority, by=by, action="link_revoked", subject=link, now=now)


def find_link(token: str, today: date) -> ShareLink | None:
    """The link of this address if it opens today: neither revoked nor expired, and its edition published. One query."""
    link = (
        ShareLink.objects.filter(token_sha256=digest_of(token), publication__state=Publication.State.PUBLISHED)
        .select_related("publication__authority")
        .first()
    )
    return link if link and link.opens_on(today) else None


def is_pin(link: ShareLink, typed: str) -> bool:
    return check_password(typed, link.pin_hash)


@transaction.atomic
def count_view(link: ShareLink, now: datetime) -> None:
    """One more view in this hour. Who it was is not kept."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    LinkViews.objects.get_or_create(link=link, hour=hour)
    LinkViews.objects.filter(link=link, hour=hour).update(count=F("count") + 1)
