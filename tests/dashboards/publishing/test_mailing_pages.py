"""E-mailing an edition on pages: with publishing, later, and again for those whose e-mail did not go."""

from typing import Any

import pytest
from django.core import mail
from django.test import Client

from dashboards.models import EditionEmail, EditionMailing, ShareLink
from dashboards.publishing.editions import correct, publish
from dashboards.publishing.mailing import Emailing, announce
from safetyvalve.core import outbox
from safetyvalve.core.models import Authority, OutgoingEmail, User
from tests.dashboards import records
from tests.dashboards.publishing import mailed
from tests.dashboards.publishing.editions import prepared
from tests.dashboards.publishing.pages import at
from tests.factories import NOW


@pytest.fixture
def client(manager: User) -> Client:
    client = Client()
    client.force_login(manager)
    return client


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_a_manager_looks_at_a_trial_then_publishes_and_emails_in_one_step(
    council: Authority, manager: User, member: User, client: Client, capture: Any
) -> None:
    records.six_months(council)
    mailed.reader(council, manager)
    edition = prepared(council, manager)
    url = at("publication-publish", edition.pk)
    page = client.get(url)
    assert "E-mail this to 2 people" in text(page)
    assert "Mina" in text(page)
    assert "until 14 July 2024" in text(page)
    with capture(execute=True):
        assert client.post(url, {"do": "trial"}).status_code == 302
    assert [message.to for message in mail.outbox] == [[manager.email]] * 2
    for message in mail.outbox:
        assert message.subject.startswith("Trial: Dashboard, May 2024")
        assert "http" not in f"{message.body}{message.alternatives[0][0]}{message.extra_headers}"
    assert not EditionMailing.objects.exists()
    seen = page.context["built"].sha256
    short = client.post(url, {"seen": seen, "emails": "on", "pin": "123"})
    assert (short.status_code, list(short.context["form"].errors)) == (422, ["pin"])
    with capture(execute=True):
        done = client.post(url, {"seen": seen, "emails": "on", "pin": ""}, follow=True)
    assert "It is e-mailed to 2 people." in text(done)
    assert {message.to[0] for message in mail.outbox[2:]} == {member.email, "reader@elsewhere.example"}
    assert "EHC plans in May 2024 are 2 above" in mail.outbox[2].body
    assert "2 sent" in text(client.get(at("publication-manage", edition.pk)))


def test_publishing_that_is_refused_emails_nobody_and_a_correction_cancels_what_waits(
    council: Authority, manager: User, member: User, client: Client
) -> None:
    records.six_months(council)
    edition = prepared(council, manager)
    url = at("publication-publish", edition.pk)
    assert client.post(url, {"seen": "0" * 64, "emails": "on"}).status_code == 409
    assert not OutgoingEmail.objects.exists()
    seen = client.get(url).context["built"].sha256
    publish(edition, seen=seen, by=manager, now=NOW, emailing=Emailing())
    correction = correct(edition, note="Some plans were counted twice.", by=manager, now=NOW)
    again = client.get(at("publication-publish", correction.pk)).context["built"].sha256
    publish(correction, seen=again, by=manager, now=NOW, emailing=Emailing())
    outbox.send_due(now=NOW)
    assert [message.subject for message in mail.outbox] == ["Corrected: Dashboard, May 2024 – Saltmarsh"]


def test_what_was_published_without_is_emailed_later_once(
    council: Authority, manager: User, member: User, client: Client, capture: Any
) -> None:
    mailed.reader(council, manager)
    edition = mailed.edition(council, manager)
    url, manage = at("publication-email", edition.pk), at("publication-manage", edition.pk)
    assert url in text(client.get(manage))
    assert "Mina" in text(client.get(url))
    assert client.post(url, {"pin": "1"}).status_code == 422
    with capture(execute=True):
        assert "It is e-mailed to 2 people." in text(client.post(url, {"pin": "marsh-24"}, follow=True))
    assert len(mail.outbox) == 2
    assert client.get(url).status_code == client.post(url, {}).status_code == 409
    assert url not in text(client.get(manage))


def test_who_is_left_out_because_it_is_not_published_for_them_is_said(
    council: Authority, manager: User, member: User, client: Client
) -> None:
    mailed.reader(council, manager)
    edition = mailed.edition(council, manager, audiences=("members",))
    page = text(client.get(at("publication-email", edition.pk)))
    assert "to 1 person?" in page
    assert "Not e-mailed: 1 person on the mailing list." in page


def test_with_nobody_to_email_the_page_says_so(council: Authority, manager: User, client: Client) -> None:
    edition = mailed.edition(council, manager)
    assert "There is nobody to e-mail" in text(client.get(at("publication-manage", edition.pk)))
    assert client.get(at("publication-email", edition.pk)).status_code == 409
    prepared_one = mailed.edition(council, manager, state="prepared")
    assert "Only an edition that is published" in text(client.get(at("publication-email", prepared_one.pk)))


def test_an_email_that_was_given_up_is_seen_and_sent_again(
    council: Authority, manager: User, client: Client, capture: Any
) -> None:
    mailed.reader(council, manager)
    edition = mailed.edition(council, manager)
    announce(edition, by=manager, now=NOW)
    email = EditionEmail.objects.get()
    url = at("email-again", edition.pk, email.pk)
    assert client.get(url).status_code == 409
    OutgoingEmail.objects.update(given_up_at=NOW, last_error="SMTPRecipientsRefused: no such mailbox")
    manage = text(client.get(at("publication-manage", edition.pk)))
    assert "The mail server takes no e-mail for this address." in manage
    assert url in manage
    assert "The new e-mail has a new link" in text(client.get(url))
    assert "Leave it" in text(client.get(url))
    assert client.post(url, {"do": "something"}).status_code == 422
    with capture(execute=True):
        assert "Sent again to Reader." in text(client.post(url, {"do": "again"}, follow=True))
    assert ShareLink.objects.filter(revoked_at=None).count() == 1
    assert client.post(url, {"do": "again"}).status_code == 409


def test_what_arrived_after_all_is_noted(council: Authority, manager: User, member: User, client: Client) -> None:
    edition = mailed.edition(council, manager)
    announce(edition, by=manager, now=NOW)
    url = at("email-again", edition.pk, EditionEmail.objects.get().pk)
    OutgoingEmail.objects.update(claimed_at=NOW.replace(hour=8))
    assert "Ask Mina whether it has arrived" in text(client.get(url))
    assert "Noted: Mina has the e-mail." in text(client.post(url, {"do": "arrived"}, follow=True))
    assert "1 sent" in text(client.get(at("publication-manage", edition.pk)))


def test_people_inside_who_do_not_publish_see_no_names(
    council: Authority, manager: User, member: User, officer: User, capture: Any
) -> None:
    edition = mailed.edition(council, manager)
    mailed.send(edition, manager, capture)
    client = Client()
    client.force_login(officer)
    assert "Mina" not in text(client.get(at("publication-manage", edition.pk)))
