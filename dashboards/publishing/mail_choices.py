"""Whether somebody goes on getting e-mails about editions: their own choice, on a page or by the link in each e-mail.

The link names a random key and is signed. It tells nothing, needs no account, and holds as long as the installation
keeps its secret key (or names it among the earlier ones).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.core.signing import BadSignature, Signer
from django.db import models, transaction
from django.urls import reverse

from dashboards.models import EditionEmail, EditionPreference, EditionReader
from safetyvalve.core import audit, outbox
from safetyvalve.core.models import Authority, OutgoingEmail, User

_signer = Signer(salt="dashboards.editions.mail", sep=".")
Holder = EditionReader | EditionPreference


class NotSent(StrEnum):
    """Why an e-mail that was waiting is not sent any more."""

    STOPPED = "They have stopped these e-mails."
    REMOVED = "They were removed from the mailing list."
    WITHDRAWN = "The edition was withdrawn."
    LEFT = "It was left at that."


@dataclass(frozen=True)
class MailChoice:
    """What a link in an e-mail is about. ``receives`` is how it stands; somebody removed by the council cannot change
    that, and needs to ask the council."""

    holder: Holder
    authority: Authority
    receives: bool
    is_removed: bool = False


def token_of(key: UUID) -> str:
    return _signer.sign(key.hex)


def address_of(key: UUID) -> str:
    """The whole address of the page by which these e-mails are stopped."""
    return outbox.absolute(reverse("dashboards:mail-choice", args=[token_of(key)]))


def headers_of(key: UUID) -> dict[str, str]:
    """So that a mail program can offer to stop these e-mails in one click (RFC 2369 and 8058)."""
    return {
        "List-Unsubscribe": f"<{address_of(key)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }


def find(token: str) -> MailChoice | None:
    """What the link is about; None for one that was never sent, or of which a part is missing. Two queries at most."""
    try:
        key = UUID(hex=_signer.unsign(token))
    except (BadSignature, ValueError):
        return None
    reader = EditionReader.objects.filter(mail_key=key).select_related("authority").first()
    if reader:
        is_removed = reader.removed_at is not None
        return MailChoice(reader, reader.authority, not is_removed and reader.unsubscribed_at is None, is_removed)
    preference = EditionPreference.objects.filter(mail_key=key).select_related("authority").first()
    if preference:
        return MailChoice(preference, preference.authority, preference.wants is not False)
    return None


@transaction.atomic
def choose(choice: MailChoice, *, receives: bool, now: datetime) -> MailChoice:
    """Stop or go on, as the holder of the link says. What is waiting for them is not sent after they stopped.

    Said again, it changes nothing. For somebody removed by the council nothing changes either.
    """
    if choice.receives == receives or choice.is_removed:
        return choice
    holder = choice.holder
    if isinstance(holder, EditionReader):
        _choose_as_reader(holder, receives, now)
    else:
        choose_as_member(holder.user, choice.authority, wants=receives, by=None, now=now)
    return MailChoice(holder, choice.authority, receives)


@transaction.atomic
def choose_as_member(user: User, authority: Authority, *, wants: bool, by: User | None, now: datetime) -> None:
    """What somebody with an account wants. ``by`` is None when they used the link in an e-mail, without signing in."""
    preference = preference_of(user, authority)
    before = preference.wants
    if before is wants:
        return
    preference.wants, preference.chosen_at = wants, now
    preference.save(update_fields=["wants", "chosen_at"])
    if not wants:
        _cancel(EditionEmail.objects.filter(user=user, mailing__publication__authority=authority), now)
    changes: audit.Changes = {"wants": [before, wants]}
    audit.record(
        authority=authority, by=by, action="edition_emails_chosen", subject=preference, changes=changes, now=now
    )


def preference_of(user: User, authority: Authority) -> EditionPreference:
    """Theirs, made when it is first needed: it holds the key of the link in their e-mails."""
    return EditionPreference.objects.get_or_create(user=user, authority=authority)[0]


def _choose_as_reader(reader: EditionReader, receives: bool, now: datetime) -> None:
    reader.unsubscribed_at = None if receives else now
    reader.save(update_fields=["unsubscribed_at"])
    if not receives:
        _cancel(EditionEmail.objects.filter(reader=reader), now)
    action = "edition_emails_wanted_again" if receives else "edition_emails_stopped"
    audit.record(authority=reader.authority, by=None, action=action, subject=reader, now=now)


def _cancel(emails: models.QuerySet[EditionEmail], now: datetime) -> None:
    waiting = OutgoingEmail.objects.filter(pk__in=emails.values("outgoing"))
    outbox.cancel(waiting, why=NotSent.STOPPED, now=now)
