"""What became of each e-mail of an edition, and what somebody does about those that did not go."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from dashboards.home import tasks
from dashboards.models import EditionEmail, EditionPreference, ShareLink
from dashboards.publishing.editions import withdraw
from dashboards.publishing.links import is_pin, look_up
from dashboards.publishing.mail_choices import choose, find, token_of
from dashboards.publishing.mail_progress import leave, note_arrival, progress_of, send_again, standing_of
from dashboards.publishing.mailing import announce
from dashboards.publishing.readers import remove_reader
from safetyvalve.core import outbox
from safetyvalve.core.models import Authority, OutgoingEmail, User
from safetyvalve.core.roles import Permission
from safetyvalve.core.services.refusals import NotAllowed
from tests.dashboards.publishing import mailed
from tests.factories import NOW, TODAY

LATER = NOW + timedelta(hours=1)
REFUSED = "SMTPRecipientsRefused: {'reader@elsewhere.example': (550, b'No such mailbox')}"


def give_up(email: EditionEmail) -> None:
    email.outgoing.refresh_from_db()
    changed = {"given_up_at": NOW, "sent_at": None, "text": "", "html": "", "last_error": REFUSED}
    OutgoingEmail.objects.filter(pk=email.outgoing_id).update(**changed)


def states(publication: Any, now: Any = LATER) -> list[str]:
    return [each.state for each in progress_of(publication, now)]


def test_each_persons_email_is_waiting_sent_tried_again_given_up_or_in_doubt(
    council: Authority, manager: User, member: User
) -> None:
    edition = mailed.edition(council, manager)
    announce(edition, by=manager, now=NOW)
    mine = OutgoingEmail.objects.all()
    assert states(edition) == ["Waiting"]
    mine.update(attempts=1, not_before=LATER, last_error="SMTPResponseException: 451")
    assert states(edition) == ["Tried again after"]
    mine.update(claimed_at=NOW)
    assert states(edition, NOW) == ["Waiting"]
    assert states(edition) == ["In doubt"]
    mine.update(claimed_at=None, given_up_at=NOW, last_error=REFUSED)
    [where] = progress_of(edition, LATER)
    assert (where.state, where.why, where.is_open) == (
        "Given up",
        "The mail server takes no e-mail for this address.",
        True,
    )
    mine.update(given_up_at=None, sent_at=NOW)
    assert standing_of(edition, LATER).counts == [("Sent", 1)]


def test_one_that_was_given_up_is_sent_again_with_a_new_link(council: Authority, manager: User, capture: Any) -> None:
    mailed.reader(council, manager)
    edition = mailed.edition(council, manager)
    mailed.send(edition, manager, capture, pin="marsh-24")
    email = EditionEmail.objects.get()
    old = email.link
    assert old
    with pytest.raises(NotAllowed, match="has gone, or is on its way"):
        send_again(email, by=manager, now=LATER)
    give_up(email)
    with capture(execute=True):
        send_again(email, by=manager, now=LATER)
    assert len(mail.outbox) == 2
    token = re.findall(r"/s/([\w-]+)/", mail.outbox[1].body)[0]
    found = look_up(token, TODAY)
    assert found
    assert found.frozen
    assert found.link.label == old.label
    assert is_pin(found.link, "marsh-24")
    old.refresh_from_db()
    assert (old.revoked_at, old.revoked_by) == (LATER, manager)
    assert states(edition) == ["Sent"]


def test_one_in_doubt_is_sent_again_to_a_member_or_noted_as_arrived(
    council: Authority, manager: User, member: User, capture: Any
) -> None:
    edition = mailed.edition(council, manager)
    announce(edition, by=manager, now=NOW)
    OutgoingEmail.objects.update(claimed_at=NOW)
    email = EditionEmail.objects.get()
    with capture(execute=True):
        send_again(email, by=manager, now=LATER)
    assert [message.to for message in mail.outbox] == [[member.email]]
    assert outbox.send_due(now=LATER) == outbox.Sent()
    OutgoingEmail.objects.filter(sent_at=LATER).update(sent_at=None, claimed_at=NOW)
    note_arrival(email, by=manager, now=LATER)
    assert states(edition) == ["Sent"]
    with pytest.raises(NotAllowed, match="no doubt"):
        note_arrival(email, by=manager, now=LATER)


def test_nothing_is_sent_again_of_an_edition_that_was_withdrawn(
    council: Authority, manager: User, member: User
) -> None:
    edition = mailed.edition(council, manager)
    announce(edition, by=manager, now=NOW)
    give_up(EditionEmail.objects.get())
    withdraw(edition, reason="Wrong.", by=manager, now=LATER)
    with pytest.raises(NotAllowed, match="not published any more"):
        send_again(EditionEmail.objects.get(), by=manager, now=LATER)


def test_withdrawing_cancels_what_has_not_gone(council: Authority, manager: User, member: User, capture: Any) -> None:
    mailed.reader(council, manager)
    edition = mailed.edition(council, manager)
    announce(edition, by=manager, now=NOW)
    first = EditionEmail.objects.get(user=member).outgoing
    outbox.send_due(now=NOW, only=[first.pk])
    withdraw(edition, reason="Wrong.", by=manager, now=LATER)
    assert outbox.send_due(now=LATER) == outbox.Sent()
    assert [message.to for message in mail.outbox] == [[member.email]]
    assert sorted(states(edition)) == ["Not sent", "Sent"]
    assert OutgoingEmail.objects.exclude(pk=first.pk).get().text == ""


@pytest.mark.parametrize("how", ["stopped", "removed"])
def test_who_stopped_or_was_removed_gets_nothing_that_was_waiting(how: str, council: Authority, manager: User) -> None:
    reader = mailed.reader(council, manager)
    edition = mailed.edition(council, manager)
    announce(edition, by=manager, now=NOW)
    if how == "stopped":
        choice = find(token_of(reader.mail_key))
        assert choice
        choose(choice, receives=False, now=LATER)
    else:
        assert remove_reader(reader, closes_links=True, by=manager, now=LATER) == 1
        assert ShareLink.objects.get().revoked_by == manager
    assert outbox.send_due(now=LATER) == outbox.Sent()
    [where] = progress_of(edition, LATER)
    assert (where.state, where.is_open) == ("Not sent", False)


def test_nothing_is_sent_again_to_who_has_said_no_since(council: Authority, manager: User, member: User) -> None:
    edition = mailed.edition(council, manager)
    announce(edition, by=manager, now=NOW)
    email = EditionEmail.objects.get()
    give_up(email)
    EditionPreference.objects.filter(user=member).update(wants=False)
    with pytest.raises(NotAllowed, match="not e-mailed any more"):
        send_again(email, by=manager, now=LATER)


def test_an_edition_not_emailed_says_how_many_it_could_be(council: Authority, manager: User, member: User) -> None:
    standing = standing_of(mailed.edition(council, manager), NOW)
    assert (standing.mailing, standing.could, standing.people) == (None, 1, [])


def test_a_manager_finds_what_did_not_go_on_the_home_page(council: Authority, manager: User, member: User) -> None:
    mailed.reader(council, manager)
    edition, other = mailed.edition(council, manager), mailed.edition(council, manager)
    for each in (edition, other):
        announce(each, by=manager, now=NOW)
    permissions = frozenset({Permission.PUBLICATION_MANAGE})
    assert list(tasks(council, manager, permissions, LATER)) == []
    give_up(EditionEmail.objects.get(user=member, mailing__publication=edition))
    OutgoingEmail.objects.filter(key__contains=f"edition-{edition.pk}-to-reader").update(claimed_at=NOW)
    withdraw(other, reason="Wrong.", by=manager, now=LATER)
    [group] = tasks(council, manager, permissions, LATER)
    assert [(task.label, task.status) for task in group.tasks] == [("SEND dashboard, May 2024", "2 e-mails")]
    for email in EditionEmail.objects.filter(mailing__publication=edition):
        leave(email, by=manager, now=LATER)
        with pytest.raises(NotAllowed, match="has gone"):
            leave(email, by=manager, now=LATER)
    assert list(tasks(council, manager, permissions, LATER)) == []
    assert states(edition) == ["Not sent", "Not sent"]
    for_members = list(tasks(council, member, frozenset({Permission.DASHBOARD_VIEW}), LATER))
    assert [group.heading for group in for_members] == ["Newest edition"]
