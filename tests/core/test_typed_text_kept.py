"""Text typed before a session expired is given back on the sign-in page, and nowhere else."""

from collections.abc import Callable

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse

from safetyvalve.core.middleware import MOST_CHARACTERS, typed_fields
from safetyvalve.core.models import Authority, User
from tests.factories import PASSWORD

SignIn = Callable[[User], Client]
PAGE = "/c/999/people/add/"
TYPED = {
    "csrfmiddlewaretoken": "secret-token",
    "display_name": "Nell “Smith” <b>",
    "email": "nell@council.example",
    "new_password": "hunter2",
    "revision": "3",
    "empty": "  ",
}


def test_typed_words_come_back_on_the_sign_in_page(council: Authority) -> None:
    response = Client().post(PAGE, TYPED)
    text = response.content.decode()
    assert response.status_code == 200
    assert response.context["kept_fields"] == [
        ("Short answers and choices", "Display name: Nell “Smith” <b>\nEmail: nell@council.example")
    ]
    assert "Display name: Nell “Smith” &lt;b&gt;" in text
    assert f'name="next" value="{PAGE}"' in text
    for secret in ("secret-token", "hunter2"):
        assert secret not in text
    assert response["Cache-Control"] == "private, no-store"


def test_nothing_of_it_is_stored(council: Authority) -> None:
    client = Client()
    client.post(PAGE, TYPED)
    assert not client.session.items()
    assert "sessionid" not in client.cookies
    assert not User.objects.filter(email="nell@council.example").exists()


def test_a_mistyped_password_does_not_lose_the_words(council: Authority, ada: User) -> None:
    kept = {"kept_label": ["Narrative"], "kept_value": ["Forty schools took part."]}
    wrong = {"login": ada.email, "password": "not it", "next": PAGE, **kept}
    response = Client().post(reverse("account_login"), wrong)
    text = response.content.decode()
    assert "Forty schools took part.</textarea>" in text
    assert 'name="kept_value" value="Forty schools took part."' in text


def test_after_signing_in_the_person_is_back_on_their_page(council: Authority, ada: User) -> None:
    ada.set_password(PASSWORD)
    ada.save()
    client = Client()
    page = client.post(PAGE, TYPED)
    posted = {"login": ada.email, "password": PASSWORD, "next": page.context["redirect_field_value"]}
    assert client.post(reverse("account_login"), posted).url == PAGE


def test_a_form_that_posts_elsewhere_leads_back_to_the_page_it_stood_on(council: Authority) -> None:
    response = Client().post("/c/999/people/", TYPED, headers={"referer": "http://testserver/c/999/audit/?page=2"})
    assert response.context["redirect_field_value"] == "/c/999/audit/?page=2"


def test_a_page_of_another_site_is_no_way_back(council: Authority) -> None:
    response = Client().post(PAGE, TYPED, headers={"referer": "https://evil.example/c/999/"})
    assert response.context["redirect_field_value"] == PAGE


def test_a_form_in_which_nothing_was_typed_leads_to_sign_in_as_usual(council: Authority) -> None:
    response = Client().post(PAGE, {"csrfmiddlewaretoken": "x", "empty": ""})
    assert response.url == f"{reverse('account_login')}?next={PAGE}"


def test_looking_at_a_page_leads_to_sign_in_as_usual(council: Authority) -> None:
    assert Client().get(PAGE).url == f"{reverse('account_login')}?next={PAGE}"


def test_a_script_that_saves_in_the_background_is_told(council: Authority) -> None:
    response = Client().post(PAGE, TYPED, headers={"accept": "application/json"})
    assert response.status_code == 401


def test_a_hundred_thousand_characters_come_back_whole() -> None:
    posted = QueryDict(mutable=True)
    posted["narrative"] = "a" * 100_000
    assert typed_fields(posted) == [("Narrative", "a" * 100_000)]


def test_more_than_a_page_can_carry_is_cut() -> None:
    posted = QueryDict(mutable=True)
    posted["one"], posted["two"] = "a" * (MOST_CHARACTERS - 200), "b" * 300
    assert [len(text) for _label, text in typed_fields(posted)] == [MOST_CHARACTERS - 200, 200]


def test_several_values_of_one_field_come_back_as_lines() -> None:
    assert typed_fields(QueryDict("roles=officer&roles=director")) == [("Roles", "officer\ndirector")]


def test_what_was_written_comes_first_and_the_rest_together_with_dates_whole() -> None:
    posted = QueryDict(
        "number=3.1&due_on_day=5&due_on_month=July&due_on_year=2024&opens_on_day=&wording=One%0ATwo&day=9"
    )
    assert typed_fields(posted) == [
        ("Wording", "One\nTwo"),
        ("Short answers and choices", "Number: 3.1\nDue on: 5 July 2024\nDay: 9"),
    ]


@pytest.fixture
def strict(council: Authority, ada: User) -> Client:
    client = Client(enforce_csrf_checks=True)
    client.force_login(ada)
    return client


def test_a_form_from_before_signing_in_again_gives_its_words_back(strict: Client) -> None:
    response = strict.post(PAGE, TYPED)
    text = response.content.decode()
    assert response.status_code == 403
    assert "This was not saved" in text
    assert "Display name: Nell “Smith” &lt;b&gt;" in text
    assert "hunter2" not in text


def test_pages_of_somebody_signed_in_are_not_stored(council: Authority, ada: User, as_user: SignIn) -> None:
    assert as_user(ada).get(PAGE)["Cache-Control"] == "private, no-store"
    assert "Cache-Control" not in Client().get(reverse("core:help"))


def test_a_page_that_says_how_it_may_be_kept_keeps_its_word(council: Authority, ada: User, as_user: SignIn) -> None:
    stylesheet = as_user(ada).get(reverse("core:council-stylesheet", args=["999"]))
    assert "max-age=300" in stylesheet["Cache-Control"]


def test_the_watcher_is_answered_without_the_database() -> None:
    assert Client().get("/healthz").content == b"ok"
