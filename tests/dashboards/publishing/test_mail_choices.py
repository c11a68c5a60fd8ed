"""Stopping the e-mails and getting them again: by the link in each, in one click, or signed in."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.signing import Signer
from django.test import Client
from django.test.utils import override_settings
from django.urls import reverse

from dashboards.models import EditionPreference
from dashboards.publishing.mail_choices import find, preference_of, token_of
from dashboards.publishing.readers import remove_reader
from safetyvalve.core.models import AuditEvent, Authority, User
from tests.dashboards.publishing import mailed
from tests.factories import NOW


@pytest.fixture
def link(council: Authority, manager: User) -> str:
    """The address by which somebody on the mailing list stops the e-mails."""
    return address(mailed.reader(council, manager))


def address(holder: Any) -> str:
    return reverse("dashboards:mail-choice", args=[token_of(holder.mail_key)])


def receives(link: str) -> bool:
    choice = find(link.split("/")[-2])
    assert choice
    return choice.receives


def test_looking_changes_nothing_and_tells_nobody_who_it_is(link: str) -> None:
    page = Client().get(link)
    assert "Stop these e-mails?" in page.content.decode()
    assert "elsewhere.example" not in page.content.decode()
    assert page["Referrer-Policy"] == "no-referrer"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert not page.cookies
    assert receives(link)


def test_a_press_stops_them_and_another_undoes_it(link: str) -> None:
    client = Client(enforce_csrf_checks=True)
    assert "You will get no more of these e-mails" in client.post(link, {"receives": "no"}).content.decode()
    assert not receives(link)
    assert "You do not get these e-mails" in client.get(link).content.decode()
    assert "You get these e-mails again" in client.post(link, {"receives": "yes"}).content.decode()
    assert receives(link)
    actions = list(AuditEvent.objects.values_list("action", "actor_id"))
    assert actions == [("edition_emails_stopped", None), ("edition_emails_wanted_again", None)]


def test_a_mail_program_stops_them_in_one_click_without_a_redirect(link: str) -> None:
    client = Client(enforce_csrf_checks=True)
    for _ in range(2):
        answer = client.post(link, {"List-Unsubscribe": "One-Click"})
        assert answer.status_code == 200
        assert not receives(link)
    assert AuditEvent.objects.count() == 1


def test_another_form_changes_nothing(link: str) -> None:
    assert Client().post(link, {"List-Unsubscribe": "Other", "receives": "perhaps"}).status_code == 200
    assert receives(link)


@pytest.mark.parametrize("token", ["nothing", "0" * 32, "x" * 300, "%00"])
def test_a_link_that_is_not_whole_says_so(db: None, token: str) -> None:
    answer = Client().get(f"/e-mails/{token}/")
    assert answer.status_code in (400, 404)


def test_a_link_signed_by_somebody_else_is_unknown(council: Authority, manager: User) -> None:
    reader = mailed.reader(council, manager)
    forged = Signer(key="another", salt="dashboards.editions.mail", sep=".").sign(reader.mail_key.hex)
    assert Client().get(f"/e-mails/{forged}/").status_code == 404


def test_a_link_holds_years_later_and_after_the_key_was_changed(link: str, clock: Any) -> None:
    clock.move_to(NOW + timedelta(days=5 * 365))
    with override_settings(SECRET_KEY="n" * 60, SECRET_KEY_FALLBACKS=[_key()]):
        assert receives(link)


def _key() -> str:
    from django.conf import settings

    return str(settings.SECRET_KEY)


def test_who_was_removed_by_the_council_cannot_put_themselves_back(council: Authority, manager: User) -> None:
    reader = mailed.reader(council, manager)
    remove_reader(reader, closes_links=False, by=manager, now=NOW)
    page = Client().post(address(reader), {"receives": "yes"}).content.decode()
    assert "has taken you off its mailing list" in page
    assert not receives(address(reader))


def test_a_member_stops_them_by_the_link_without_signing_in(
    council: Authority, manager: User, member: User, capture: Any
) -> None:
    mailed.send(mailed.edition(council, manager), manager, capture)
    link = mail.outbox[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://localhost:8000")
    Client().post(link, {"List-Unsubscribe": "One-Click"})
    assert preference_of(member, council).wants is False
    assert mailed.send(mailed.edition(council, manager), manager, capture) is None


def test_members_say_for_themselves_whether_they_are_emailed(council: Authority, member: User, officer: User) -> None:
    url = reverse("dashboards:mail-preference", args=["999"])
    for person, first, then in ((member, "yes", "no"), (officer, "no", "yes")):
        client = Client()
        client.force_login(person)
        assert client.get(url).context["form"]["wants"].value() == first
        assert not EditionPreference.objects.filter(user=person).exists()
        assert client.post(url, {}).status_code == 422
        assert client.post(url, {"wants": then}).status_code == 302
        assert client.get(url).context["form"]["wants"].value() == then
    events = AuditEvent.objects.filter(action="edition_emails_chosen")
    assert [each.actor_id for each in events.order_by("sequence")] == [member.actor_id, officer.actor_id]
