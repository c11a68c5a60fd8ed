"""The council's mailing list: people added one by one or many at once, and removed."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models, transaction
from django.template.loader import render_to_string

from dashboards.models import EditionEmail, EditionReader, ShareLink
from dashboards.publishing.mail_choices import NotSent, address_of, headers_of
from safetyvalve.core import audit, outbox
from safetyvalve.core.models import Authority, OutgoingEmail, User
from safetyvalve.core.services.refusals import NotAllowed

MOST_AT_ONCE = 300
LONGEST_NAME = 80
_WITH_NAME = re.compile(r'"?(?P<name>[^"<>]*?)"?\s*<(?P<email>[^<>]*)>')


class Outcome(StrEnum):
    """What became of a line."""

    ADDED = "Added"
    AGAIN = "Added again"
    LISTED = "On the list already"
    TWICE = "Named twice here; added once"
    ASKED = "Has stopped these e-mails; asked by e-mail whether they want them again"
    ASKED_BEFORE = "Has stopped these e-mails, and has been asked already whether they want them again"


@dataclass(frozen=True)
class Entry:
    """One person as typed. ``line`` counts from 1."""

    line: int
    email: str
    name: str = ""


@dataclass(frozen=True)
class BadLine:
    line: int
    typed: str
    why: str


def read_entries(typed: str) -> tuple[list[Entry], list[BadLine]]:
    """People from lines such as "Name <address>" or "address"; several on a line have a semicolon between them."""
    entries: list[Entry] = []
    bad: list[BadLine] = []
    for number, line in enumerate(typed.splitlines(), start=1):
        for part in line.split(";"):
            words = " ".join(part.split()).rstrip(",")
            if words:
                entry = _entry(number, words)
                (entries if isinstance(entry, Entry) else bad).append(entry)  # type: ignore[arg-type]
    return entries, bad


def _entry(number: int, words: str) -> Entry | BadLine:
    found = _WITH_NAME.fullmatch(words)
    name, email = (found["name"].strip(), found["email"].strip()) if found else ("", words)
    try:
        validate_email(email)
    except ValidationError:
        return BadLine(number, words, "is no e-mail address")
    if len(name) > LONGEST_NAME:
        return BadLine(number, words, f"has a name of more than {LONGEST_NAME} characters")
    return Entry(number, email.lower(), name)


@transaction.atomic
def add_readers(
    authority: Authority, entries: Sequence[Entry], *, by: User, now: datetime
) -> list[tuple[Entry, Outcome]]:
    """Put people on the list, and say for each what came of it.

    Nobody who has stopped the e-mails is put back: they are asked once, by e-mail, and decide themselves.
    """
    emails = {entry.email for entry in entries}
    # The council first, so that two who add the same person at once queue.
    Authority.objects.select_for_update().get(pk=authority.pk)
    known = {each.email: each for each in EditionReader.objects.filter(authority=authority, email__in=emails)}
    seen: set[str] = set()
    outcomes = []
    for entry in entries:
        outcome = Outcome.TWICE if entry.email in seen else _add(authority, entry, known.get(entry.email), by, now)
        seen.add(entry.email)
        outcomes.append((entry, outcome))
    return outcomes


def _add(authority: Authority, entry: Entry, reader: EditionReader | None, by: User, now: datetime) -> Outcome:
    if reader is None:
        reader = EditionReader.objects.create(
            authority=authority, email=entry.email, name=entry.name, added_at=now, added_by=by
        )
        audit.record(authority=authority, by=by, action="reader_added", subject=reader, now=now)
        return Outcome.ADDED
    was_removed = reader.removed_at is not None
    if was_removed:
        reader.removed_at = reader.removed_by = None
        reader.added_at, reader.added_by = now, by
        reader.name = entry.name or reader.name
        reader.save(update_fields=["removed_at", "removed_by", "added_at", "added_by", "name"])
        audit.record(authority=authority, by=by, action="reader_added_again", subject=reader, now=now)
    if reader.unsubscribed_at:
        return _ask(reader, by, now)
    return Outcome.AGAIN if was_removed else Outcome.LISTED


def _ask(reader: EditionReader, by: User, now: datetime) -> Outcome:
    """Ask somebody who has stopped whether they want the e-mails again: once for each time they stopped."""
    if reader.unsubscribed_at is None or (reader.asked_at and reader.asked_at > reader.unsubscribed_at):
        return Outcome.ASKED_BEFORE
    reader.asked_at = now
    reader.save(update_fields=["asked_at"])
    context = {"authority": reader.authority, "address": address_of(reader.mail_key)}
    email = outbox.queue(
        f"reader-{reader.pk}-asked-{reader.unsubscribed_at:%Y%m%d%H%M%S}",
        to=reader.email,
        subject=f"{reader.authority}: do you want these e-mails again?",
        text=render_to_string("emails/edition_again.txt", context),
        headers=headers_of(reader.mail_key),
        authority=reader.authority,
        forget=True,
        now=now,
    )
    outbox.send_after_commit(email, now=now)
    audit.record(authority=reader.authority, by=by, action="reader_asked", subject=reader, now=now)
    return Outcome.ASKED


@transaction.atomic
def remove_reader(reader: EditionReader, *, closes_links: bool, by: User, now: datetime) -> int:
    """Take somebody off the list, and close the links they were sent if asked: says how many. What waits for them is
    not sent. Raises NotAllowed for somebody who is off it already.
    """
    reader = EditionReader.objects.select_for_update(of=("self",)).select_related("authority").get(pk=reader.pk)
    if reader.removed_at is not None:
        raise NotAllowed(["They have been removed from the list already."])
    reader.removed_at, reader.removed_by = now, by
    reader.save(update_fields=["removed_at", "removed_by"])
    sent = EditionEmail.objects.filter(reader=reader)
    waiting = OutgoingEmail.objects.filter(pk__in=sent.values("outgoing"))
    outbox.cancel(waiting, why=NotSent.REMOVED, now=now)
    closed = open_links(reader).update(revoked_at=now, revoked_by=by) if closes_links else 0
    changes: audit.Changes = {"links_revoked": [0, closed]}
    audit.record(authority=reader.authority, by=by, action="reader_removed", subject=reader, changes=changes, now=now)
    return closed


def open_links(reader: EditionReader) -> models.QuerySet[ShareLink]:
    """Links that they were sent and that nobody has revoked."""
    return ShareLink.objects.filter(pk__in=EditionEmail.objects.filter(reader=reader).values("link"), revoked_at=None)
