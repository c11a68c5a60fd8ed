"""The process dies, the mail server is away or slow: an edition's e-mails go once all the same."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from dashboards.publishing.mailing import AT_ONCE, announce
from safetyvalve.core import outbox
from safetyvalve.core.models import Authority, User
from tests.dashboards.publishing import mailed
from tests.factories import NOW


def test_a_process_that_dies_half_way_sends_nothing_twice(
    council: Authority, manager: User, capture: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second of three is being handed over when the process is stopped."""
    for name in ("ann", "bo", "cy"):
        mailed.reader(council, manager, f"{name}@elsewhere.example")
    edition, taken = mailed.edition(council, manager), []

    def send_messages(self: Any, messages: Any) -> int:
        taken.append(messages[0].to[0])
        if len(taken) == 2:
            raise KeyboardInterrupt
        return 1

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send_messages)
    with pytest.raises(KeyboardInterrupt):
        mailed.send(edition, manager, capture)
    assert outbox.send_due(now=NOW + timedelta(hours=1)) == outbox.Sent(sent=1, unsure=1)
    assert outbox.send_due(now=NOW + timedelta(hours=2)) == outbox.Sent(unsure=1)
    assert sorted(taken) == [f"{name}@elsewhere.example" for name in ("ann", "bo", "cy")]


def test_a_process_that_dies_before_sending_leaves_it_to_the_next_round(
    council: Authority, manager: User, member: User
) -> None:
    announce(mailed.edition(council, manager), by=manager, now=NOW)
    assert mail.outbox == []
    assert outbox.send_due(now=NOW) == outbox.Sent(sent=1)


def test_a_mail_server_that_is_away_does_not_undo_publishing(
    council: Authority, manager: User, member: User, capture: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def send_messages(self: Any, messages: Any) -> int:
        raise smtplib.SMTPServerDisconnected("gone")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send_messages)
    assert mailed.send(mailed.edition(council, manager), manager, capture)


def test_a_long_list_does_not_keep_the_publisher_waiting(council: Authority, manager: User, capture: Any) -> None:
    for number in range(AT_ONCE + 2):
        mailed.reader(council, manager, f"reader-{number}@elsewhere.example")
    mailed.send(mailed.edition(council, manager), manager, capture)
    assert len(mail.outbox) == AT_ONCE
    assert outbox.send_due(now=NOW) == outbox.Sent(sent=2)
