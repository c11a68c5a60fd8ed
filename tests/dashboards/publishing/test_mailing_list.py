"""The council's mailing list: who is added, who is told why not, and who is never put back without asking."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client

from dashboards.models import EditionEmail, EditionReader, ShareLink
from dashboards.publishing.links import revoke_link
from dashboards.publishing.mail_choices import choose, find, token_of
from dashboards.publishing.readers import Entry, Outcome, add_readers, read_entries, remove_reader
from safetyvalve.core import audit, outbox
from safetyvalve.core.audit import broken_link
from safetyvalve.core.models import AuditEvent, Authority, OutgoingEmail, User
from safetyvalve.core.services.refusals import NotAllowed
from tests import factories
from tests.dashboards.publishing import mailed
from tests.dashboards.publishing.pages import at
from tests.factories import NOW

LATER = NOW + timedelta(days=1)
PASTED = """Ann Archer <ann@elsewhere.example>
bo@elsewhere.example,

"Cy, the clerk" <CY@elsewhere.example>; dee@elsewhere.example
Ann again <Ann@elsewhere.example>"""


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def add(council: Authority, manager: User, email: str, when: object = NOW, name: str = "") -> Outcome:
    [(_, outcome)] = add_readers(council, [Entry(1, email, name)], by=manager, now=when)  # type: ignore[arg-type]
    return outcome


def test_lines_are_read_with_and_without_names() -> None:
    entries, bad = read_entries(PASTED)
    assert bad == []
    assert [(each.line, each.name, each.email) for each in entries] == [
        (1, "Ann Archer", "ann@elsewhere.example"),
        (2, "", "bo@elsewhere.example"),
        (4, "Cy, the clerk", "cy@elsewhere.example"),
        (4, "", "dee@elsewhere.example"),
        (5, "Ann again", "ann@elsewhere.example"),
    ]


@pytest.mark.parametrize(
    "line", ["ann@", "Ann", "<ann@elsewhere.example", "a@b@c.example", "Ann <>", f"{'x' * 81} <ann@elsewhere.example>"]
)
def test_a_line_that_cannot_be_read_is_named(line: str) -> None:
    entries, bad = read_entries(f"bo@elsewhere.example\n{line}")
    assert [each.email for each in entries] == ["bo@elsewhere.example"]
    assert [each.line for each in bad] == [2]


def test_many_are_pasted_and_each_line_is_answered(council: Authority, manager: User) -> None:
    mailed.reader(council, manager, "dee@elsewhere.example")
    page = client_of(manager).post(at("readers-add"), {"people": PASTED}).content.decode()
    assert EditionReader.objects.count() == 4
    assert "Line 5: Ann again, ann@elsewhere.example" in page
    for heading in ("Added (3)", "On the list already (1)", "Named twice here; added once (1)"):
        assert heading in page


def test_one_bad_line_keeps_all_of_them_off_the_list(council: Authority, manager: User) -> None:
    client = client_of(manager)
    answer = client.post(at("readers-add"), {"people": "ann@elsewhere.example\nbo at elsewhere"})
    assert answer.status_code == 422
    assert answer.context["form"].errors["people"][0].startswith("Line 2: “bo at elsewhere” is no e-mail address")
    many = "\n".join(f"reader-{number}@elsewhere.example" for number in range(301))
    assert "At most" in client.post(at("readers-add"), {"people": many}).content.decode()
    assert not EditionReader.objects.exists()


def test_a_person_is_added_by_name_and_removed_when_asked(council: Authority, manager: User) -> None:
    client = client_of(manager)
    client.post(at("reader-add"), {"name": " Ann  Archer ", "email": "Ann@Elsewhere.example"})
    reader = EditionReader.objects.get()
    assert (reader.name, reader.email, reader.added_by) == ("Ann Archer", "ann@elsewhere.example", manager)
    assert "Ann Archer" in client.get(at("readers")).content.decode()
    assert client.post(at("reader-remove", reader.pk)).status_code == 422
    assert client.post(at("reader-remove", reader.pk), {"remove": "yes"}).status_code == 302
    assert "Nobody yet." in client.get(at("readers")).content.decode()
    assert client.get(at("reader-remove", reader.pk)).status_code == 404
    assert list(AuditEvent.objects.values_list("action", flat=True)) == ["reader_added", "reader_removed"]
    with pytest.raises(NotAllowed, match="removed from the list already"):
        remove_reader(reader, closes_links=False, by=manager, now=NOW)


def test_who_was_removed_can_be_added_again(council: Authority, manager: User) -> None:
    reader = mailed.reader(council, manager)
    remove_reader(reader, closes_links=False, by=manager, now=NOW)
    assert add(council, manager, reader.email, name="New name") == Outcome.AGAIN
    reader.refresh_from_db()
    assert (reader.removed_at, reader.name) == (None, "New name")


def test_who_stopped_the_emails_is_asked_once_and_decides(council: Authority, manager: User) -> None:
    reader = mailed.reader(council, manager)
    choice = find(token_of(reader.mail_key))
    assert choice
    choose(choice, receives=False, now=NOW)
    assert add(council, manager, reader.email, LATER) == Outcome.ASKED
    assert add(council, manager, reader.email, LATER) == Outcome.ASKED_BEFORE
    outbox.send_due(now=LATER)
    [message] = mail.outbox
    assert (message.to, message.subject) == ([reader.email], "Saltmarsh: do you want these e-mails again?")
    assert token_of(reader.mail_key) in message.body
    assert EditionReader.objects.receiving().count() == 0
    page = client_of(manager).get(at("readers")).content.decode()
    assert "Stopped the e-mails on 14 June 2024; asked on 15 June 2024" in page
    back = find(token_of(reader.mail_key))
    assert back
    choose(back, receives=True, now=LATER)
    assert EditionReader.objects.receiving().count() == 1


def test_who_stopped_and_was_removed_is_still_asked(council: Authority, manager: User) -> None:
    reader = mailed.reader(council, manager, unsubscribed_at=NOW)
    remove_reader(reader, closes_links=False, by=manager, now=NOW)
    assert add(council, manager, reader.email, LATER) == Outcome.ASKED
    assert EditionReader.objects.receiving().count() == 0
    assert OutgoingEmail.objects.count() == 1


def test_two_councils_may_have_the_same_reader(council: Authority, manager: User) -> None:
    elsewhere = factories.make_authority("Brackwater", "998")
    mailed.reader(elsewhere, manager)
    assert add(council, manager, "reader@elsewhere.example") == Outcome.ADDED


def test_the_list_names_members_who_are_emailed_besides(council: Authority, manager: User, member: User) -> None:
    assert f"Mina, {member.email}" in client_of(manager).get(at("readers")).content.decode()


def test_the_audit_keeps_neither_name_nor_address(council: Authority, manager: User, capture: Any) -> None:
    add(council, manager, "ann@elsewhere.example", name="Ann Archer")
    mailed.send(mailed.edition(council, manager), manager, capture)
    reader = EditionReader.objects.get()
    link = EditionEmail.objects.get(reader=reader).link
    assert link
    listed = client_of(manager).get(at("publication-manage", link.publication_id)).content.decode()
    assert 'Revoke<span class="govuk-visually-hidden"> Ann Archer' in listed
    revoke_link(link, by=manager, now=NOW)
    remove_reader(reader, closes_links=True, by=manager, now=NOW)
    kept = f"{list(AuditEvent.objects.values_list('subject_label', 'changes'))}"
    assert "@" not in kept
    assert "Archer" not in kept
    assert broken_link(council) is None


def test_a_name_that_an_older_event_has_sealed_is_not_shown(council: Authority, manager: User) -> None:
    reader = mailed.reader(council, manager, name="Ann Archer")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EditionReader, "__str__", lambda self: self.name)
        audit.record(authority=council, by=manager, action="reader_added", subject=reader, now=NOW)
    client = client_of(manager)
    for address in ("/c/999/audit/", f"/c/999/audit/?kind=dashboards.editionreader&record={reader.pk}"):
        page = client.get(address).content.decode()
        assert f"Number {reader.pk} of the mailing list" in page
        assert "Archer" not in page
    assert "What stays on record" in client.get(at("reader-remove", reader.pk)).content.decode()
    assert broken_link(council) is None


def test_a_link_that_was_once_made_under_a_name_is_called_in_the_audit_what_it_is_called_now(
    council: Authority, manager: User, capture: Any
) -> None:
    reader = mailed.reader(council, manager, name="Ann Archer")
    mailed.send(mailed.edition(council, manager), manager, capture)
    link = EditionEmail.objects.get(reader=reader).link
    assert link
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ShareLink, "__str__", lambda self: "Ann Archer")
        audit.record(authority=council, by=manager, action="link_made", subject=link, now=NOW)
    for address in ("/c/999/audit/", f"/c/999/audit/?kind=dashboards.sharelink&record={link.pk}"):
        page = client_of(manager).get(address).content.decode()
        assert "Link made" in page
        assert "Archer" not in page
    assert f"Number {reader.pk} of the mailing list" in page
    assert broken_link(council) is None
