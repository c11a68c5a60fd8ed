"""An edition e-mailed, once: to members its address, to each person on the mailing list a link of their own.

What is said is written down in the transaction that publishes it, and sent when that stands. The secret part of a link,
and of the address by which somebody stops the e-mails, is in the e-mail and nowhere else, and is wiped there once it
has gone.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from dashboards.models import Audience, EditionEmail, EditionMailing, EditionReader, Publication, ShareLink
from dashboards.publishing import content as contents
from dashboards.publishing.building import build_edition
from dashboards.publishing.letters import Letters, Way
from dashboards.publishing.links import Made, digest_of, suggested_expiry
from dashboards.publishing.mail_choices import NotSent, address_of, headers_of, preference_of
from dashboards.publishing.recipients import Recipients, recipients
from safetyvalve.core import audit, outbox
from safetyvalve.core.models import OutgoingEmail, User
from safetyvalve.core.services.refusals import NotAllowed

AT_ONCE = 20
"""As many are sent while the publisher waits; the others by ``manage.py send_due``, within minutes."""


@dataclass(frozen=True)
class Emailing:
    """That an edition is e-mailed when it is published. ``pin`` guards the links of the mailing list."""

    pin: str = ""


def whom(publication: Publication, now: datetime) -> Recipients:
    """Whom this edition is e-mailed to, by the audiences it is meant for."""
    audiences = {each.audience for each in publication.audiences.all()}
    return recipients(publication.authority, audiences, timezone.localdate(now))


@transaction.atomic
def announce(publication: Publication, *, pin: str = "", by: User, now: datetime) -> EditionMailing | None:
    """E-mail a published edition to everybody who gets it; None, and nothing done, when there is nobody.

    ``pin`` guards the links of the mailing list; it is not in the e-mails. Raises NotAllowed for an edition that is not
    published, or was e-mailed already.
    """
    publication = locked(publication)
    if not publication.is_published:
        raise NotAllowed(["Only an edition that is published can be e-mailed."])
    if EditionMailing.objects.filter(publication=publication).exists():
        raise NotAllowed(["This edition has been e-mailed already."])
    people = whom(publication, now)
    if not people.everybody:
        return None
    mailing = EditionMailing.objects.create(publication=publication, made_at=now, made_by=by)
    writer = Writer(publication, now)
    emails = [
        EditionEmail(mailing=mailing, user=each.user, outgoing=writer.to_member(each.user))
        for each in people.members
        if each.user
    ]
    readers = [each.reader for each in people.readers if each.reader]
    for reader, made in zip(readers, _links(publication, readers, pin, by, now), strict=True):
        outgoing = writer.to_reader(reader, made)
        emails.append(EditionEmail(mailing=mailing, reader=reader, link=made.link, outgoing=outgoing))
    EditionEmail.objects.bulk_create(emails)
    outbox.send_after_commit(*(each.outgoing for each in emails[:AT_ONCE]), now=now)
    changes: audit.Changes = {
        "members": [0, len(people.members)],
        "mailing_list": [0, len(readers)],
        "has_pin": [None, bool(pin)],
    }
    audit.record(
        authority=publication.authority, by=by, action="edition_emailed", subject=publication, changes=changes, now=now
    )
    return mailing


def cancel_waiting(publication: Publication, now: datetime) -> int:
    """Send nothing more about this edition: it has been withdrawn. How many were still waiting."""
    of_edition = EditionEmail.objects.filter(mailing__publication=publication)
    waiting = OutgoingEmail.objects.filter(pk__in=of_edition.values("outgoing"))
    return outbox.cancel(waiting, why=NotSent.WITHDRAWN, now=now)


@transaction.atomic
def send_trial(publication: Publication, *, by: User, now: datetime) -> int:
    """Send ``by`` what each audience would be e-mailed, without any address that opens. How many e-mails that is."""
    built = build_edition(publication)
    readers_of = {Audience.MEMBERS: True, Audience.LINKS: False}
    emails = []
    for audience, is_member in readers_of.items():
        if audience not in built.contents:
            continue
        letter = Letters(publication, built.contents[audience]).to(Way(is_member=is_member, is_trial=True))
        email = outbox.queue(
            f"edition-{publication.pk}-trial-{audience}-{by.pk}-{now:%Y%m%d%H%M%S%f}",
            to=by.email,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            authority=publication.authority,
            now=now,
        )
        emails.append(email)
    outbox.send_after_commit(*emails, now=now)
    return len(emails)


class Writer:
    """Writes the e-mails of one published edition down, from what was frozen for each audience."""

    def __init__(self, publication: Publication, now: datetime) -> None:
        self._publication, self._now = publication, now
        self._letters = {
            each.audience: Letters(publication, contents.read(each)) for each in publication.contents.all()
        }

    def to_member(self, user: User, attempt: int = 1) -> OutgoingEmail:
        """To somebody with an account: the address of the edition, which asks them to sign in."""
        publication = self._publication
        key = preference_of(user, publication.authority).mail_key
        path = reverse("dashboards:publication", args=[publication.authority.la_code, publication.pk])
        way = Way(address=outbox.absolute(path), stop=address_of(key), is_member=True)
        letter = self._letters[Audience.MEMBERS].to(way)
        return outbox.queue(
            f"edition-{publication.pk}-to-user-{user.pk}-{attempt}",
            to=user.email,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            headers=headers_of(key),
            authority=publication.authority,
            forget=True,
            now=self._now,
        )

    def to_reader(self, reader: EditionReader, made: Made, attempt: int = 1) -> OutgoingEmail:
        """To somebody on the mailing list: their own link, of which nothing is kept once the e-mail has gone."""
        publication, link = self._publication, made.link
        way = Way(
            address=outbox.absolute(reverse("dashboards:shared-edition", args=[made.token])),
            stop=address_of(reader.mail_key),
            opens_until=link.expires_on,
            has_pin=bool(link.pin_hash),
        )
        letter = self._letters[Audience.LINKS].to(way)
        return outbox.queue(
            f"edition-{publication.pk}-to-reader-{reader.pk}-{attempt}",
            to=reader.email,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            headers=headers_of(reader.mail_key),
            authority=publication.authority,
            forget=True,
            now=self._now,
        )


def link_for(reader: EditionReader, publication: Publication, **fields: object) -> tuple[ShareLink, str]:
    """A link labelled with the person's number on the list, not yet saved, and its token."""
    token = secrets.token_urlsafe(32)
    return ShareLink(publication=publication, token_sha256=digest_of(token), label=str(reader), **fields), token


def _links(publication: Publication, readers: Sequence[EditionReader], pin: str, by: User, now: datetime) -> list[Made]:
    """A link for each. They open as long as links do, and share the one PIN."""
    fields = {
        "expires_on": suggested_expiry(publication.authority, timezone.localdate(now)),
        "pin_hash": make_password(pin) if pin else "",
        "made_at": now,
        "made_by": by,
    }
    made = [Made(*link_for(reader, publication, **fields)) for reader in readers]
    ShareLink.objects.bulk_create([each.link for each in made])
    return made


def locked(publication: Publication) -> Publication:
    related = ("authority", "corrects")
    found = Publication.objects.select_for_update(of=("self",)).select_related(*related)
    return found.prefetch_related("audiences", "contents").get(pk=publication.pk)
