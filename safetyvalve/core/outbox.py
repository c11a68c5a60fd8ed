"""E-mail that survives a mail server being away, and is never sent twice.

What is to be said is written down in the transaction of what it tells of, and sent after it: at once if asked, and
otherwise, or after a failure, by ``manage.py send_due``. Each e-mail is claimed before it is handed over. If the
process dies between handing over and hearing the answer, nobody can know whether it went; it then stays claimed, and a
person decides.
"""

import smtplib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F

from safetyvalve.core.models import Authority, OutgoingEmail

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
    now: datetime,
) -> OutgoingEmail:
    """Write an e-mail down to be sent. The same key again gives back the one written first, unchanged."""
    values = {
        # A subject may hold what a person typed, and a line break in a header is refused.
        "subject": " ".join(subject.split())[:200],
        "to": to,
        "text": text,
        "html": html,
        "headers": dict(headers or {}),
        "authority": authority,
        "not_before": not_before,
        "queued_at": now,
    }
    return OutgoingEmail.objects.get_or_create(key=key, defaults=values)[0]


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
                counts[_send(email, connection, now)] += 1
    finally:
        connection.close()
    return Sent(**counts, unsure=OutgoingEmail.objects.unsure().count())


def _claim(email: OutgoingEmail, now: datetime) -> bool:
    """Take an e-mail for this process; False when another was quicker."""
    taken = OutgoingEmail.objects.due(now).filter(pk=email.pk).update(claimed_at=now, attempts=F("attempts") + 1)
    email.attempts += 1
    return bool(taken)


def _send(email: OutgoingEmail, connection: BaseEmailBackend, now: datetime) -> str:
    message = EmailMultiAlternatives(
        email.subject, email.text, None, [email.to], headers=email.headers, connection=connection
    )
    if email.html:
        message.attach_alternative(email.html, "text/html")
    try:
        connection.send_messages([message])
    except REFUSALS as error:
        return _put_off(email, error, now)
    OutgoingEmail.objects.filter(pk=email.pk).update(sent_at=now, claimed_at=None, last_error="")
    return "sent"


def _put_off(email: OutgoingEmail, error: Exception, now: datetime) -> str:
    """Free an e-mail for another try later, or give it up after many."""
    said = " ".join(f"{type(error).__name__}: {error}".split())[:300]
    mine = OutgoingEmail.objects.filter(pk=email.pk)
    if email.attempts >= MOST_ATTEMPTS:
        mine.update(claimed_at=None, given_up_at=now, last_error=said)
        return "given_up"
    wait = min(FIRST_WAIT * 2 ** (email.attempts - 1), LONGEST_WAIT)
    mine.update(claimed_at=None, not_before=now + wait, last_error=said)
    return "put_off"
