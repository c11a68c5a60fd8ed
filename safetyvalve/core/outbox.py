"""E-mail that survives a mail server being away, and is never sent twice.

What is to be said is written down in the transaction of what it tells of, and sent after it: at once if asked, and
otherwise, or after a failure, by ``manage.py send_due``. Each e-mail is claimed before it is handed over. If the
process dies between handing over and hearing the answer, nobody can know whether it went; it then stays claimed, and a
person decides.

What an e-mail says is kept, unless it holds a secret such as a link: then its words and attachments are wiped as soon
as it is sent or given up. The address of somebody who gave it for this one e-mail is wiped in the same way.
"""

import smtplib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from safetyvalve.core.mime import message_of
from safetyvalve.core.models import Authority, OutgoingAttachment, OutgoingEmail
from safetyvalve.core.models.outgoing_email import OutgoingEmailQuerySet

MOST_ATTEMPTS = 10
FIRST_WAIT = timedelta(minutes=2)
LONGEST_WAIT = timedelta(hours=6)
REFUSALS = (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError)
"""Answers that say for certain that the e-mail was not taken."""


@dataclass(frozen=True)
class Sent:
    """What a round came to."""

    sent: int = 0
    put_off: int = 0
    given_up: int = 0
    unsure: int = 0

    @property
    def is_clean(self) -> bool:
        return not self.given_up and not self.unsure


@dataclass(frozen=True)
class Attachment:
    """A file that goes with an e-mail. With a ``content_id`` it is a picture inside the HTML: ``src="cid:…"``."""

    name: str
    content_type: str
    content: bytes
    content_id: str = ""


def absolute(path: str) -> str:
    """The whole address of a page, for an e-mail: ``settings.SITE_ADDRESS`` and the path."""
    return f"{settings.SITE_ADDRESS}{path}"


@transaction.atomic
def queue(
    key: str,
    *,
    to: str,
    subject: str,
    text: str,
    html: str = "",
    headers: Mapping[str, str] | None = None,
    authority: Authority | None = None,
    not_before: datetime | None = None,
    attachments: Sequence[Attachment] = (),
    forget: bool = False,
    forget_address: bool = False,
    now: datetime,
) -> OutgoingEmail:
    """Write an e-mail down to be sent. The same key again gives back the one written first, unchanged.

    ``forget`` is for one that holds a secret: its words are wiped once it is sent or given up. ``forget_address`` is
    for somebody who gave their address for this e-mail alone: it is wiped then.
    """
    values = {
        # A subject may hold what a person typed, and a line break in a header is refused.
        "subject": " ".join(subject.split())[:200],
        "to": to,
        "text": text,
        "html": html,
        "headers": dict(headers or {}),
        "authority": authority,
        "not_before": not_before,
        "holds_secret": forget,
        "forgets_address": forget_address,
        "queued_at": now,
    }
    email, is_new = OutgoingEmail.objects.get_or_create(key=key, defaults=values)
    if is_new:
        OutgoingAttachment.objects.bulk_create(
            OutgoingAttachment(
                email=email,
                name=each.name,
                content_type=each.content_type,
                content=each.content,
                content_id=each.content_id,
            )
            for each in attachments
        )
    return email


@transaction.atomic
def cancel(emails: OutgoingEmailQuerySet, *, why: str, now: datetime) -> int:
    """Give up those that are still waiting, and say how many. What is being handed over just now cannot be stopped."""
    waiting = emails.filter(sent_at=None, given_up_at=None, claimed_at=None)
    keys = list(waiting.select_for_update().values_list("pk", flat=True))
    mine = OutgoingEmail.objects.filter(pk__in=keys, claimed_at=None)
    return _finish(mine, given_up_at=now, last_error=why[:300])


@transaction.atomic
def settle(email: OutgoingEmail, *, arrived: bool, now: datetime) -> bool:
    """What a person found out about an e-mail in doubt: it has arrived, or is given up so that another can be sent.

    False for one that is not in doubt, or not any more.
    """
    mine = OutgoingEmail.objects.in_doubt(now).filter(pk=email.pk)
    if not mine.select_for_update().exists():
        return False
    these = OutgoingEmail.objects.filter(pk=email.pk)
    if arrived:
        _finish(these, sent_at=F("claimed_at"), claimed_at=None, last_error="")
    else:
        _finish(these, given_up_at=now, claimed_at=None)
    return True


def send_after_commit(*emails: OutgoingEmail, now: datetime) -> None:
    """Try these once the transaction stands; what fails is left for ``send_due``."""
    keys = [email.pk for email in emails]
    transaction.on_commit(partial(_send_quietly, keys, now))


def _send_quietly(keys: list[int], now: datetime) -> None:
    send_due(now=now, only=keys)


def send_due(*, now: datetime, only: list[int] | None = None) -> Sent:
    """Send what is waiting, one by one. Call it outside a transaction: each claim must stand before the sending."""
    due = OutgoingEmail.objects.due(now)
    if only is not None:
        due = due.filter(pk__in=only)
    waiting = list(due)
    if not waiting:
        return Sent(unsure=0 if only else OutgoingEmail.objects.unsure().count())
    connection = get_connection()
    counts = {"sent": 0, "put_off": 0, "given_up": 0}
    try:
        connection.open()
    except OSError as error:
        for email in waiting:
            if _claim(email, now):
                counts[_put_off(email, error, now)] += 1
        return Sent(**counts)
    try:
        for email in waiting:
            if _claim(email, now):
                outcome = _send(email, connection, now)
                if outcome == "unsure":
                    break
                counts[outcome] += 1
    finally:
        connection.close()
    return Sent(**counts, unsure=OutgoingEmail.objects.unsure().count())


def _claim(email: OutgoingEmail, now: datetime) -> bool:
    """Take an e-mail for this process; False when another was quicker."""
    taken = OutgoingEmail.objects.due(now).filter(pk=email.pk).update(claimed_at=now, attempts=F("attempts") + 1)
    email.attempts += 1
    return bool(taken)


def _send(email: OutgoingEmail, connection: BaseEmailBackend, now: datetime) -> str:
    mine = OutgoingEmail.objects.filter(pk=email.pk)
    try:
        connection.send_messages([message_of(email, connection)])
    except REFUSALS as error:
        return _put_off(email, error, now)
    except OSError as error:
        # The line went dead: it may or may not have been taken. The others wait for a new connection.
        mine.update(last_error=_said(error))
        return "unsure"
    _finish(mine, sent_at=now, claimed_at=None, last_error="")
    return "sent"


def _put_off(email: OutgoingEmail, error: Exception, now: datetime) -> str:
    """Free an e-mail for another try later, or give it up: after many, or when there is no such address."""
    mine = OutgoingEmail.objects.filter(pk=email.pk)
    if email.attempts >= MOST_ATTEMPTS or _is_final(error):
        _finish(mine, claimed_at=None, given_up_at=now, last_error=_said(error))
        return "given_up"
    wait = min(FIRST_WAIT * 2 ** (email.attempts - 1), LONGEST_WAIT)
    mine.update(claimed_at=None, not_before=now + wait, last_error=_said(error))
    return "put_off"


def _is_final(error: Exception) -> bool:
    """Whether the mail server says that the address will never do (RFC 5321: 5yz is permanent)."""
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return all(code >= 500 for code, _words in error.recipients.values())


def _said(error: Exception) -> str:
    return " ".join(f"{type(error).__name__}: {error}".split())[:300]


@transaction.atomic
def _finish(emails: OutgoingEmailQuerySet, **values: object) -> int:
    """Nothing more will be done with these: a secret or an address that must not stay is wiped in the same moment."""
    secret, forgotten = _these(emails.filter(holds_secret=True)), _these(emails.filter(forgets_address=True))
    count = emails.update(**values)
    OutgoingAttachment.objects.filter(email__in=secret).delete()
    secret.update(text="", html="", headers={})
    # What a mail server said may repeat the address.
    forgotten.update(to="", last_error="")
    return count


def _these(emails: OutgoingEmailQuerySet) -> OutgoingEmailQuerySet:
    """The same ones, whatever becomes of them."""
    return OutgoingEmail.objects.filter(pk__in=list(emails.values_list("pk", flat=True)))
