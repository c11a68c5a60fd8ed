from collections.abc import Callable

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from safetyvalve.core.models import AuditEvent, Authority, Membership, User
from safetyvalve.core.roles import Role
from tests.factories import PASSWORD, give_role, make_user

SignIn = Callable[[User], Client]
TODAY_BOXES = {"starts_on_day": "14", "starts_on_month": "6", "starts_on_year": "2024"}
NEW = {"email": "nell@council.example", "display_name": "Nell", "roles": ["officer"], **TODAY_BOXES}


def page(name: str, *parts: object) -> str:
    return reverse(f"core:{name}", args=["999", *parts])


def test_the_list_names_everybody_with_their_roles(council: Authority, ada: User, priya: User, as_user: SignIn) -> None:
    give_role(priya, Role.FORUM_MEMBER, council)
    text = as_user(ada).get(page("people")).content.decode()
    assert "Priya" in text
    assert "Schools Forum member" in text


def test_the_list_asks_the_database_as_often_for_many_people_as_for_few(
    council: Authority, ada: User, as_user: SignIn
) -> None:
    client = as_user(ada)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(page("people"))
        return len(captured)

    few = queries()
    for number in range(15):
        make_user("officer", council, email=f"officer{number}@999.example")
    assert queries() == few


def test_a_new_person_is_added_and_sent_a_link(
    council: Authority, ada: User, as_user: SignIn, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        response = as_user(ada).post(page("person-add"), NEW, follow=True)
    assert "Nell has been added. We are sending a link to nell@council.example" in response.content.decode()
    (message,) = mail.outbox
    assert message.to == ["nell@council.example"]
    assert "/accounts/password/reset/key/" in message.body


def test_the_link_lets_the_new_person_choose_a_password_and_sign_in(
    council: Authority, ada: User, as_user: SignIn, django_capture_on_commit_callbacks: Callable
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        as_user(ada).post(page("person-add"), NEW)
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    nell = Client()
    form = nell.get(link, follow=True)
    nell.post(form.request["PATH_INFO"], {"password1": PASSWORD, "password2": PASSWORD})
    response = nell.post(reverse("account_login"), {"login": NEW["email"], "password": PASSWORD}, follow=True)
    assert response.request["PATH_INFO"] == page("council-home")


def test_a_wrong_form_says_what_to_do_and_keeps_what_was_typed(council: Authority, ada: User, as_user: SignIn) -> None:
    typed = {**NEW, "email": "nell", "roles": [], "starts_on_month": "13"}
    text = as_user(ada).post(page("person-add"), typed).content.decode()
    assert "Enter an e-mail address in the correct form" in text
    assert "Select at least one role" in text
    assert "First day must have a month from 1 to 12" in text
    assert 'value="Nell"' in text
    assert not User.objects.filter(display_name="Nell").exists()


def test_one_person_as_both_signatories_is_refused_in_words(council: Authority, ada: User, as_user: SignIn) -> None:
    response = as_user(ada).post(page("person-add"), {**NEW, "roles": ["director", "section_151"]})
    assert "so they must be two people" in response.content.decode()
    assert not User.objects.filter(email=NEW["email"]).exists()


def test_a_role_is_given_on_the_persons_page(council: Authority, ada: User, priya: User, as_user: SignIn) -> None:
    given = {"role": "finance_officer", **TODAY_BOXES}
    response = as_user(ada).post(page("person", priya.actor_id), given, follow=True)
    assert "Priya has been given the role Finance officer." in response.content.decode()
    assert AuditEvent.objects.get().action == "role_given"


def test_your_own_page_offers_nothing_to_change(council: Authority, ada: User, as_user: SignIn) -> None:
    text = as_user(ada).get(page("person", ada.actor_id)).content.decode()
    assert "Nobody gives or ends their own roles" in text
    assert "Give this role" not in text


def test_giving_yourself_a_role_is_refused_even_when_posted(council: Authority, ada: User, as_user: SignIn) -> None:
    as_user(ada).post(page("person", ada.actor_id), {"role": "section_151", **TODAY_BOXES})
    assert [m.role for m in ada.memberships.all()] == ["administrator"]


def test_a_role_is_ended_after_asking(council: Authority, ada: User, priya: User, as_user: SignIn) -> None:
    address = page("role-end", priya.actor_id, priya.memberships.get().pk)
    client = as_user(ada)
    assert "End the role Officer of Priya?" in client.get(address).content.decode()
    assert priya.memberships.get().ends_on is None
    response = client.post(address, {"when": "at_once"}, follow=True)
    assert "Priya is no longer Officer." in response.content.decode()
    assert as_user(priya).get(page("council-home")).status_code == 404


@pytest.mark.parametrize(
    ("boxes", "message"),
    [
        (("", "", ""), "Enter the last day with the role"),
        (("13", "6", "2024"), "must be today or later"),
    ],
)
def test_a_later_end_needs_a_day_that_is_to_come(
    council: Authority, ada: User, priya: User, as_user: SignIn, boxes: tuple[str, str, str], message: str
) -> None:
    posted = dict(zip(("ends_on_day", "ends_on_month", "ends_on_year"), boxes, strict=True), when="later")
    address = page("role-end", priya.actor_id, priya.memberships.get().pk)
    assert message in as_user(ada).post(address, posted).content.decode()


def test_the_last_administrator_is_kept_in_words(council: Authority, ada: User, as_user: SignIn) -> None:
    leaving = make_user("administrator", council, email="second@999.example")
    Membership.objects.filter(user=leaving).update(ends_on="2024-06-30")
    response = as_user(leaving).post(page("role-end", ada.actor_id, ada.memberships.get().pk), {"when": "at_once"})
    assert "Ada is the only administrator of Saltmarsh" in response.content.decode()


def test_an_administrator_of_another_council_learns_nothing(
    council: Authority, ada: User, priya: User, olu: User, as_user: SignIn
) -> None:
    assert as_user(olu).get(page("person", priya.actor_id)).status_code == 404
    theirs = reverse("core:person", args=["998", priya.actor_id])
    assert as_user(olu).get(theirs).status_code == 404
