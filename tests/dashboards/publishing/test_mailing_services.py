"""An edition is e-mailed once: members get its address, the mailing list a link each, and nobody gets two."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from dashboards.models import EditionEmail, EditionPreference, PublishedContent, ShareLink
from dashboards.publishing.links import is_pin, look_up
from dashboards.publishing.mail_choices import find
from dashboards.publishing.mailing import announce
from dashboards.publishing.recipients import recipients
from safetyvalve.core.models import AuditEvent, Authority, OutgoingEmail, User
from safetyvalve.core.services.refusals import NotAllowed
from tests import factories
from tests.dashboards.publishing import mailed
from tests.factories import NOW, TODAY

LINK = re.compile(r"http://localhost:8000/s/([\w-]+)/")
STOP = re.compile(r"http://localhost:8000/e-mails/([\w.-]+)/")


def test_members_get_the_address_and_their_own_findings(
    council: Authority, manager: User, member: User, officer: User, capture: Any
) -> None:
    edition = mailed.edition(council, manager)
    mailed.send(edition, manager, capture)
    [message] = mail.outbox
    assert (message.to, message.subject) == ([member.email], "SEND dashboard, May 2024 – Saltmarsh")
    for words in (message.body, message.alternatives[0][0]):
        assert f"http://localhost:8000{reverse('dashboards:publication', args=['999', edition.pk])}" in words
        assert "Finding 1 for members" in words
        assert "Finding 5 for members" in words
        assert "Finding 6" not in words
        assert "2 more charts are in it" in words
        assert "for links" not in words
        assert "Partly made up." in words
        assert "/s/" not in words
    assert "Sentence 1 & more." in message.body
    assert "Sentence 1 &amp; more." in message.alternatives[0][0]


def test_each_person_on_the_list_gets_a_link_of_their_own(council: Authority, manager: User, capture: Any) -> None:
    ann, bo = (mailed.reader(council, manager, f"{name}@elsewhere.example") for name in ("ann", "bo"))
    edition = mailed.edition(council, manager)
    mailed.send(edition, manager, capture)
    tokens = {message.to[0]: LINK.search(message.body)[1] for message in mail.outbox}  # type: ignore[index]
    assert set(tokens) == {ann.email, bo.email}
    for reader in (ann, bo):
        found = look_up(tokens[reader.email], TODAY)
        assert found
        assert (found.link.label, found.link.expires_on, found.edition) == (str(reader), date(2024, 7, 14), edition)
        assert found.link == EditionEmail.objects.get(reader=reader).link
    message = mail.outbox[0]
    assert "Finding 1 for links" in message.body
    assert "until 14 July 2024" in message.body
    assert "<img" not in message.alternatives[0][0]


def test_nothing_that_is_kept_opens_the_edition(council: Authority, manager: User, capture: Any) -> None:
    mailed.reader(council, manager)
    mailed.send(mailed.edition(council, manager), manager, capture)
    [token] = LINK.findall(mail.outbox[0].body)
    everything = f"{list(OutgoingEmail.objects.values())}{list(ShareLink.objects.values())}"
    everything += f"{list(AuditEvent.objects.values())}"
    assert token not in everything
    assert OutgoingEmail.objects.get().text == ""


def test_nothing_that_is_kept_stops_the_emails_of_a_member(
    council: Authority, manager: User, member: User, capture: Any
) -> None:
    mailed.send(mailed.edition(council, manager), manager, capture)
    [message] = mail.outbox
    token = message.extra_headers["List-Unsubscribe"].strip("<>/").rpartition("/")[2]
    assert find(token)
    assert token not in f"{list(OutgoingEmail.objects.values())}{list(AuditEvent.objects.values())}"


def test_the_pin_guards_every_link_and_is_in_no_email(council: Authority, manager: User, capture: Any) -> None:
    for name in ("ann", "bo"):
        mailed.reader(council, manager, f"{name}@elsewhere.example")
    mailed.send(mailed.edition(council, manager), manager, capture, pin="marsh-24")
    assert all(is_pin(link, "marsh-24") for link in ShareLink.objects.all())
    assert len(mail.outbox) == 2
    for message in mail.outbox:
        assert "marsh-24" not in f"{message.subject}{message.body}{message.alternatives}{message.extra_headers}"
        assert "asks for a PIN" in message.body


def test_a_mail_program_can_stop_the_emails_in_one_click(council: Authority, manager: User, capture: Any) -> None:
    reader = mailed.reader(council, manager)
    mailed.send(mailed.edition(council, manager), manager, capture)
    headers, [token] = mail.outbox[0].extra_headers, STOP.findall(mail.outbox[0].body)
    assert headers["List-Unsubscribe"] == f"<http://localhost:8000/e-mails/{token}/>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    found = find(token)
    assert found
    assert found.holder == reader
    assert reader.email not in token


def test_a_member_who_is_on_the_list_too_gets_one_email(
    council: Authority, manager: User, member: User, capture: Any
) -> None:
    mailed.reader(council, manager, member.email)
    mailed.send(mailed.edition(council, manager), manager, capture)
    assert [message.to for message in mail.outbox] == [[member.email]]
    assert not ShareLink.objects.exists()


@pytest.mark.parametrize(
    ("audiences", "members", "readers"), [(("members",), 1, 0), (("links",), 0, 1), (("public",), 0, 0)], ids=str
)
def test_only_those_whom_an_edition_is_for_are_emailed(
    audiences: tuple[str, ...], members: int, readers: int, council: Authority, manager: User, member: User
) -> None:
    mailed.reader(council, manager)
    found = recipients(council, audiences, TODAY)
    assert (len(found.members), len(found.readers)) == (members, readers)
    assert (found.members_left_out, found.readers_left_out) == (1 - members, 1 - readers)


def test_people_with_an_account_are_emailed_as_they_chose(
    council: Authority, manager: User, member: User, officer: User
) -> None:
    EditionPreference.objects.create(authority=council, user=member, wants=False)
    EditionPreference.objects.create(authority=council, user=officer, wants=True)
    mailed.reader(council, manager, member.email)
    elsewhere = factories.make_authority("Brackwater", "998")
    EditionPreference.objects.create(authority=elsewhere, user=manager, wants=True)
    leaver = factories.make_user("forum_member", council, email="left@999.example", ends_on=date(2024, 6, 13))
    found = recipients(council, mailed.BOTH, TODAY)
    assert [each.user for each in found.everybody] == [officer]
    assert leaver not in {each.user for each in found.members}


def test_an_edition_is_emailed_once_and_only_while_it_is_published(
    council: Authority, manager: User, member: User, capture: Any
) -> None:
    edition = mailed.edition(council, manager)
    mailed.send(edition, manager, capture)
    with pytest.raises(NotAllowed, match="e-mailed already"):
        announce(edition, by=manager, now=NOW)
    with pytest.raises(NotAllowed, match="Only an edition that is published"):
        announce(mailed.edition(council, manager, state="prepared"), by=manager, now=NOW)
    assert len(mail.outbox) == 1


def test_with_nobody_to_email_it_can_be_emailed_later(council: Authority, manager: User, capture: Any) -> None:
    edition = mailed.edition(council, manager)
    assert mailed.send(edition, manager, capture) is None
    mailed.reader(council, manager)
    assert mailed.send(edition, manager, capture)
    assert len(mail.outbox) == 1


def test_a_correction_says_that_it_is_one_and_why(
    council: Authority, manager: User, member: User, capture: Any
) -> None:
    wrong = mailed.edition(council, manager, published_at=NOW - timedelta(days=3))
    right = mailed.edition(council, manager, corrects=wrong, correction_note="Two plans were counted twice.")
    mailed.send(right, manager, capture)
    [message] = mail.outbox
    assert message.subject == "Corrected: SEND dashboard, May 2024 – Saltmarsh"
    for words in (message.body, message.alternatives[0][0]):
        assert "Two plans were counted twice." in words
        assert "11 June 2024" in words


def test_what_is_said_is_what_was_frozen(council: Authority, manager: User, member: User) -> None:
    edition = mailed.edition(council, manager, audiences=())
    PublishedContent.objects.create(
        publication=edition,
        audience="members",
        schema_version=1,
        text="{}",
        sha256="0" * 64,
        frozen_at=NOW,
        frozen_by=manager,
    )
    edition.audiences.create(audience="members", charts=[])
    with pytest.raises(ValueError, match="changed after it was frozen"):
        announce(edition, by=manager, now=NOW)
    assert not OutgoingEmail.objects.exists()


def test_the_audit_says_how_many_and_no_address(council: Authority, manager: User, member: User) -> None:
    mailed.reader(council, manager)
    announce(mailed.edition(council, manager), by=manager, now=NOW)
    event = AuditEvent.objects.latest("sequence")
    assert (event.action, event.changes["members"], event.changes["mailing_list"]) == (
        "edition_emailed",
        [0, 1],
        [0, 1],
    )
    assert "@" not in str(event.changes)
