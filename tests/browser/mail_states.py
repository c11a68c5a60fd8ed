"""E-mails about editions in the states of their lives, and a mailing list, for looking at their pages."""

from datetime import datetime, timedelta
from typing import Any

from django.urls import reverse

from dashboards.models import EditionEmail, EditionReader
from dashboards.publishing.building import build_edition
from dashboards.publishing.editions import Choice, prepare, publish
from dashboards.publishing.mail_choices import choose, find, token_of
from dashboards.publishing.mailing import Emailing
from dashboards.publishing.readers import Entry, add_readers
from safetyvalve.core.models import Authority, OutgoingEmail, User

PEOPLE = (
    ("clerk@elsewhere.example", "Clerk to the forum"),
    ("head.teacher.of.a.very.long.named.primary.school@academy-trust.example", ""),
    ("chair@governors.example", "Chair of governors"),
)


def make(council: Authority, by: User, now: datetime) -> dict[str, Any]:
    """An edition e-mailed to three people without an account: one given up, one in doubt, one who stopped since."""
    entries = [Entry(line, email, name) for line, (email, name) in enumerate(PEOPLE, start=1)]
    add_readers(council, entries, by=by, now=now)
    choices = {"members": Choice("Requests rose.", ["plans"]), "links": Choice("Requests rose.", ["plans"])}
    month = (now - timedelta(days=150)).date()
    edition = prepare(council, month=month, title="SEND dashboard", choices=choices, by=by, now=now)
    publish(edition, seen=build_edition(edition).sha256, by=by, now=now, emailing=Emailing())
    given_up, doubtful, stopped = (EditionEmail.objects.get(reader__email=email) for email, _ in PEOPLE)
    refused = {"sent_at": None, "given_up_at": now, "last_error": "SMTPRecipientsRefused: no such mailbox"}
    OutgoingEmail.objects.filter(pk=given_up.outgoing_id).update(**refused)
    broke_off = {"sent_at": None, "claimed_at": now - timedelta(hours=1)}
    OutgoingEmail.objects.filter(pk=doubtful.outgoing_id).update(**broke_off)
    choice = find(token_of(stopped.reader.mail_key))
    assert choice
    choose(choice, receives=False, now=now)
    add_readers(council, [Entry(1, "new@elsewhere.example", "Somebody new")], by=by, now=now)
    new = EditionReader.objects.get(authority=council, email="new@elsewhere.example")
    return {
        "mailed": edition.pk,
        "email_id": given_up.pk,
        "in_doubt": reverse("dashboards:email-again", args=[council.la_code, edition.pk, doubtful.pk]),
        # Nothing was sent to them yet: taking them off the list asks no more than whether.
        "reader_id": new.pk,
        "mail_token": token_of(new.mail_key),
        "stopped": reverse("dashboards:mail-choice", args=[token_of(stopped.reader.mail_key)]),
    }
