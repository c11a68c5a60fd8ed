"""Links that open one edition without an account: made, extended, revoked, looked up and counted.

The secret part of an address is kept as a digest only. A PIN is hashed as passwords are.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from django.contrib.auth.hashers import check_password, make_password
from django.db import models, transaction
from django.db.models import F
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from conditions.models import ReportingCalendar, ReportingPeriod
from dashboards.models import Audience, EditionEmail, LinkViews, Publication, PublishedContent, ShareLink
from dashboards.publishing.succession import edition_now, editions_replaced
from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User
from safetyvalve.core.services.refusals import NotAllowed

WITHOUT_A_MEETING = timedelta(days=30)


@dataclass(frozen=True)
class Made:
    """A new link. ``token`` is known now and never again."""

    link: ShareLink
    token: str


class Why(StrEnum):
    """Why a link that was made does not open its edition."""

    ENDED = "ended"
    REVOKED = "revoked"
    WITHDRAWN = "withdrawn"
    NOT_SHARED = "not shared"


@dataclass(frozen=True)
class Closed:
    """Why a link does not open, and since which day; for one that ended, the last day on which it did."""

    why: Why
    on: date


@dataclass(frozen=True)
class Found:
    """A link that was made, and the edition it leads to: its own, or the correction that took its place.

    ``frozen`` is what the link opens, and None exactly when ``closed`` says why it does not.
    """

    link: ShareLink
    edition: Publication
    frozen: PublishedContent | None = None
    closed: Closed | None = None


def digest_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def suggested_expiry(authority: Authority, today: date) -> date:
    """The next meeting of the forum, or else of the board; 30 days from today where none is known. One query."""
    coming = ReportingPeriod.objects.filter(
        calendar__agreement__authority=authority,
        calendar__purpose__in=(ReportingCalendar.Purpose.FORUM, ReportingCalendar.Purpose.BOARD),
        due_on__gte=today,
    )
    meetings = coming.order_by("due_on").values_list("calendar__purpose", "due_on")
    next_of: dict[str, date] = {}
    for purpose, day in meetings:
        next_of.setdefault(purpose, day)
    for purpose in (ReportingCalendar.Purpose.FORUM, ReportingCalendar.Purpose.BOARD):
        if purpose in next_of:
            return next_of[purpose]
    return today + WITHOUT_A_MEETING


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


@transaction.atomic
def extend_link(link: ShareLink, *, expires_on: date, by: User, now: datetime) -> ShareLink:
    """Give a link another last day, also one that has ended: its address opens again. Raises NotAllowed for one that
    is revoked, and for a day that is past.
    """
    link = ShareLink.objects.select_for_update(of=("self",)).select_related("publication__authority").get(pk=link.pk)
    if link.revoked_at is not None:
        raise NotAllowed(["This link has been revoked, and cannot be opened again. Make a new one."])
    if expires_on < timezone.localdate(now):
        raise NotAllowed(["The last day must be today or later. To close the link now, revoke it."])
    before, link.expires_on = link.expires_on, expires_on
    if before != expires_on:
        link.save(update_fields=["expires_on"])
        changes: audit.Changes = {"expires_on": [before, expires_on]}
        authority = link.publication.authority
        audit.record(authority=authority, by=by, action="link_extended", subject=link, changes=changes, now=now)
    return link


def look_up(token: str, today: date) -> Found | None:
    """What this address leads to today; None for an address that was never made. Two queries for one that opens, three
    where its edition was corrected.
    """
    made = ShareLink.objects.filter(token_sha256=digest_of(token)).select_related("publication__authority")
    link = made.first()
    if link is None:
        return None
    edition = edition_now(link.publication)
    closed = _closed(link, edition, today)
    if closed:
        return Found(link, edition, closed=closed)
    frozen = edition.contents.filter(audience=Audience.LINKS).first()
    if frozen is None:
        return Found(link, edition, closed=Closed(Why.NOT_SHARED, _day(edition.published_at)))
    return Found(link, edition, frozen)


def _closed(link: ShareLink, edition: Publication, today: date) -> Closed | None:
    if not edition.is_published:
        return Closed(Why.WITHDRAWN, _day(edition.withdrawn_at))
    if link.revoked_at is not None:
        return Closed(Why.REVOKED, _day(link.revoked_at))
    return None if link.opens_on(today) else Closed(Why.ENDED, link.expires_on)


def _day(moment: datetime | None) -> date:
    if moment is None:
        raise ValueError("An edition that has been published has the time of it")
    return timezone.localdate(moment)


def links_that_open(publication: Publication) -> models.QuerySet[ShareLink]:
    """The links made for this edition and for those in whose place it stands, with how often and when last each was
    opened: ``opened`` and ``last_hour``. Two queries at most.
    """
    made_for = [publication, *editions_replaced(publication)]
    counted = named(ShareLink.objects.all()).annotate(
        opened=models.Sum("views__count"), last_hour=models.Max("views__hour")
    )
    return counted.filter(publication__in=made_for).select_related("made_by")


def named(links: models.QuerySet[ShareLink]) -> models.QuerySet[ShareLink]:
    """With the person on the mailing list each was sent to, for its ``called``: the label has the number alone, because
    the audit keeps it for ever."""
    sent = EditionEmail.objects.filter(link=models.OuterRef("pk"), reader__isnull=False)
    called = Coalesce(NullIf("reader__name", models.Value("")), "reader__email", output_field=models.CharField())
    return links.annotate(reader_called=models.Subquery(sent.annotate(called=called).values("called")[:1]))


def is_pin(link: ShareLink, typed: str) -> bool:
    return check_password(typed, link.pin_hash)


@transaction.atomic
def count_view(link: ShareLink, now: datetime) -> None:
    """One more view in this hour. Who it was is not kept."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    LinkViews.objects.get_or_create(link=link, hour=hour)
    LinkViews.objects.filter(link=link, hour=hour).update(count=F("count") + 1)
