"""E-mail that waits for the mail server, and is never sent twice."""

import smtplib
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command

from safetyvalve.core import outbox
from safetyvalve.core.models import OutgoingEmail

pytestmark = pytest.mark.django_db

LATER = timedelta(hours=1)


CHART = outbox.Attachment("plans.png", "image/png", b"\x89PNG", content_id="plans")
TABLE = outbox.Attachment("plans.csv", "text/csv", "Plans,£\n".encode())


def queue(now: datetime, key: str = "edition-1-to-7", **fields: Any) -> OutgoingEmail:
    values = {"subject": "May's\ndashboard", "text": "Two above.", "html": "<p>Two above.</p>", **fields}
    return outbox.queue(key, to="member@example.org", now=now, **values)


def refuse(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    def send_messages(self: Any, messages: Any) -> int:
        raise error

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send_messages)


def test_an_email_goes_once_as_text_and_html(now: datetime) -> None:
    queue(now)
    assert outbox.send_due(now=now) == outbox.Sent(sent=1)
    assert outbox.send_due(now=now + LATER) == outbox.Sent()
    [message] = mail.outbox
    assert (message.subject, message.body, message.to) == ("May's dashboard", "Two above.", ["member@example.org"])
    assert message.alternatives[0][0] == "<p>Two above.</p>"


def test_the_same_key_is_the_same_email(now: datetime) -> None:
    assert queue(now).pk == queue(now + LATER).pk
    outbox.send_due(now=now)
    queue(now + LATER)
    assert outbox.send_due(now=now + LATER) == outbox.Sent()


def test_an_email_put_off_waits_longer_each_time_and_is_given_up_in_the_end(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    email = queue(now)
    refuse(monkeypatch, smtplib.SMTPResponseException(451, b"Try again later"))
    assert outbox.send_due(now=now) == outbox.Sent(put_off=1)
    email.refresh_from_db()
    assert (email.not_before, email.claimed_at) == (now + timedelta(minutes=2), None)
    assert "451" in email.last_error
    assert outbox.send_due(now=now + timedelta(minutes=1)) == outbox.Sent()
    for attempt in range(2, outbox.MOST_ATTEMPTS):
        assert outbox.send_due(now=now + timedelta(days=attempt)) == outbox.Sent(put_off=1)
    assert outbox.send_due(now=now + timedelta(days=30)).given_up == 1
    assert outbox.send_due(now=now + timedelta(days=60)) == outbox.Sent()


def test_an_address_that_does_not_exist_is_not_tried_again(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    queue(now)
    refuse(monkeypatch, smtplib.SMTPRecipientsRefused({"member@example.org": (550, b"No such mailbox")}))
    assert outbox.send_due(now=now) == outbox.Sent(given_up=1)
    assert "No such mailbox" in OutgoingEmail.objects.get().last_error


def test_a_mail_server_that_cannot_be_reached_puts_everything_off(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def open_(self: Any) -> bool:
        raise ConnectionRefusedError("refused")

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.open", open_, raising=False)
    queue(now, "a")
    queue(now, "b")
    assert outbox.send_due(now=now) == outbox.Sent(put_off=2)
    monkeypatch.undo()
    assert outbox.send_due(now=now + LATER) == outbox.Sent(sent=2)


def test_an_email_that_may_have_gone_is_never_sent_again_by_itself(
    now: datetime, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The process is stopped while the mail server has the e-mail and has not answered."""
    queue(now)
    refuse(monkeypatch, KeyboardInterrupt())
    with pytest.raises(KeyboardInterrupt):
        outbox.send_due(now=now)
    monkeypatch.undo()
    assert outbox.send_due(now=now + LATER) == outbox.Sent(unsure=1)
    assert mail.outbox == []
    with pytest.raises(SystemExit):
        call_command("send_due")
    assert "May or may not have gone" in capsys.readouterr().out


def test_a_line_that_goes_dead_leaves_one_in_doubt_and_the_others_waiting(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = queue(now, "a"), queue(now, "b")
    refuse(monkeypatch, smtplib.SMTPServerDisconnected("gone"))
    assert outbox.send_due(now=now) == outbox.Sent(unsure=1)
    monkeypatch.undo()
    assert outbox.send_due(now=now) == outbox.Sent(sent=1, unsure=1)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.last_error, first.sent_at, second.sent_at) == ("SMTPServerDisconnected: gone", None, now)


def test_an_email_another_process_has_taken_is_left_to_it(now: datetime) -> None:
    email = queue(now)
    OutgoingEmail.objects.filter(pk=email.pk).update(claimed_at=now)
    assert outbox.send_due(now=now, only=[email.pk]) == outbox.Sent()
    assert mail.outbox == []


def test_what_is_queued_in_a_transaction_goes_after_it(now: datetime, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        outbox.send_after_commit(queue(now), now=now)
        assert mail.outbox == []
    assert len(mail.outbox) == 1


def test_the_command_says_what_it_did(now: datetime, capsys: pytest.CaptureFixture[str]) -> None:
    queue(now)
    call_command("send_due")
    assert capsys.readouterr().out == "1 sent, 0 put off, 0 given up\n"


def written_and_tried(*, now: datetime) -> None:
    """What an alert does: its e-mail goes as soon as it is written down."""
    outbox.send_due(now=now, only=[queue(now).pk])


def test_the_command_counts_what_was_tried_as_soon_as_it_was_written_down(
    settings: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.BEFORE_SENDING = [f"{__name__}.written_and_tried"]
    call_command("send_due")
    assert capsys.readouterr().out == "1 sent, 0 put off, 0 given up\n"

    OutgoingEmail.objects.all().delete()
    refuse(monkeypatch, smtplib.SMTPRecipientsRefused({"member@example.org": (550, b"No such mailbox")}))
    with pytest.raises(SystemExit):
        call_command("send_due")
    assert capsys.readouterr().out == "0 sent, 0 put off, 1 given up\n"


def test_attachments_survive_retries(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    queue(now, attachments=[TABLE])
    refuse(monkeypatch, smtplib.SMTPResponseException(451, b"Try again later"))
    outbox.send_due(now=now)
    monkeypatch.undo()
    queue(now, attachments=[TABLE])
    outbox.send_due(now=now + LATER)
    [part] = [part for part in mail.outbox[0].message().walk() if part.get_filename()]
    assert (part.get_filename(), part.get_content_type()) == ("plans.csv", "text/csv")
    assert part.get_payload(decode=True) == TABLE.content


def test_a_picture_is_shown_inside_the_words(now: datetime) -> None:
    queue(now, html='<img src="cid:plans" alt="Plans">', attachments=[CHART])
    outbox.send_due(now=now)
    message = mail.outbox[0].message()
    assert message.get_content_type() == "multipart/related"
    [picture] = [part for part in message.walk() if part.get_content_type() == "image/png"]
    assert (picture["Content-ID"], picture.get_content_disposition()) == ("<plans>", "inline")


def wiped(email: OutgoingEmail) -> bool:
    email.refresh_from_db()
    return (email.text, email.html, email.headers, email.attachments.count()) == ("", "", {}, 0)


def test_words_that_hold_a_secret_are_wiped_when_sent(now: datetime) -> None:
    secret = queue(now, "a", forget=True, attachments=[TABLE], headers={"List-Unsubscribe": "<https://x.example>"})
    plain = queue(now, "b", attachments=[TABLE])
    outbox.send_due(now=now)
    assert wiped(secret)
    assert not wiped(plain)
    assert mail.outbox[0].body == "Two above."


def test_an_address_given_for_one_email_is_wiped_when_it_is_sent(now: datetime) -> None:
    email = queue(now, forget_address=True)
    outbox.send_due(now=now)
    email.refresh_from_db()
    assert mail.outbox[0].to == ["member@example.org"]
    assert (email.to, email.text) == ("", "Two above.")


def test_an_address_given_for_one_email_is_wiped_when_it_is_given_up(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    email = queue(now, forget_address=True)
    refuse(monkeypatch, smtplib.SMTPRecipientsRefused({"member@example.org": (550, b"No such person")}))
    outbox.send_due(now=now)
    email.refresh_from_db()
    assert email.given_up_at == now
    assert "member@example.org" not in str(OutgoingEmail.objects.values().get())


def test_words_that_hold_a_secret_are_kept_while_they_are_tried_and_wiped_when_given_up(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = queue(now, forget=True)
    refuse(monkeypatch, smtplib.SMTPResponseException(451, b"Try again later"))
    for attempt in range(1, outbox.MOST_ATTEMPTS):
        outbox.send_due(now=now + timedelta(days=attempt))
        assert not wiped(secret)
    outbox.send_due(now=now + timedelta(days=30))
    assert wiped(secret)


def test_what_is_cancelled_is_not_sent_and_what_went_stays(now: datetime) -> None:
    gone = queue(now, "a")
    outbox.send_due(now=now)
    secret, claimed = queue(now, "b", forget=True), queue(now, "c")
    OutgoingEmail.objects.filter(pk=claimed.pk).update(claimed_at=now)
    assert outbox.cancel(OutgoingEmail.objects.all(), why="Withdrawn", now=now + LATER) == 1
    assert outbox.send_due(now=now + LATER) == outbox.Sent(unsure=1)
    assert wiped(secret)
    assert (secret.last_error, secret.given_up_at) == ("Withdrawn", now + LATER)
    gone.refresh_from_db()
    assert (gone.sent_at, gone.given_up_at) == (now, None)


@pytest.mark.parametrize("arrived", [True, False])
def test_a_person_settles_what_is_in_doubt_but_not_what_is_just_going(now: datetime, arrived: bool) -> None:
    email = queue(now, forget=True)
    OutgoingEmail.objects.filter(pk=email.pk).update(claimed_at=now)
    assert not outbox.settle(email, arrived=arrived, now=now + timedelta(minutes=1))
    assert outbox.settle(email, arrived=arrived, now=now + LATER)
    assert wiped(email)
    assert (email.sent_at, email.given_up_at) == ((now, None) if arrived else (None, now + LATER))
    assert outbox.send_due(now=now + LATER) == outbox.Sent()
    assert not outbox.settle(email, arrived=arrived, now=now + LATER)
