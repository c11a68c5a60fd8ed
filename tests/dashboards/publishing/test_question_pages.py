"""Where officers read questions and answer them: who may do what, warnings before words go out, two people at once."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.models import Publication, Question
from dashboards.publishing.editions import withdraw
from dashboards.publishing.questions import Asker
from tests.bad_input.junk import fields_of
from tests.dashboards.publishing.editions import published
from tests.dashboards.publishing.pages import at
from tests.factories import NOW, World
from tests.question_examples import ASKED, asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
ANSWER = "More families asked than anybody expected."


@pytest.fixture
def edition(world: World) -> Publication:
    return published(world.authority, world.people["programme_manager"])


@pytest.fixture
def question(world: World, edition: Publication) -> Question:
    return asked(edition, Asker(user=world.people["forum_member"]), now=NOW - timedelta(days=9))


def as_(world: World, role: str = "programme_manager") -> Client:
    client = Client()
    client.force_login(world.people[role])
    return client


def filled(client: Client, url: str, move: str, **typed: Any) -> dict[str, Any]:
    """The form of the page as a browser sends it, one button pressed."""
    page = fields_of(client.get(url).content.decode())
    return {**{name: values for name, values in page.items() if values}, "do": move, **typed}


def test_the_manager_sees_at_home_what_waits_and_since_when(world: World, question: Question) -> None:
    page = as_(world).get(reverse("core:council-home", args=["999"])).content.decode()
    assert "1 question waits for an answer" in page
    assert "Asked 9 days ago" in page
    assert at("question", question.pk) in page
    assert "waits for an answer" not in as_(world, "officer").get(reverse("core:home"), follow=True).content.decode()


def test_of_many_questions_the_home_page_shows_the_oldest(world: World, edition: Publication) -> None:
    for number in range(7):
        asked(edition, Asker(user=world.people["forum_member"]), text=f"Question {number}?")
    page = as_(world).get(reverse("core:council-home", args=["999"])).content.decode()
    assert "See all 7 questions" in page
    assert "Question 4?" in page
    assert "Question 5?" not in page


def test_the_list_has_what_waits_first_and_can_be_cut_to_one_edition(
    world: World, edition: Publication, question: Question
) -> None:
    client, manager = as_(world), world.people["programme_manager"]
    url = at("question", question.pk)
    client.post(url, filled(client, url, "publish", answer=ANSWER))
    other = published(world.authority, manager, title="Other")
    asked(other, Asker(user=manager), text="Why so few?")
    page = client.get(at("questions"))
    assert [each["label"] for each in page.context["tasks"]] == ["Why so few?", ASKED]
    only = client.get(at("questions") + f"?edition={edition.pk}")
    assert [each["label"] for each in only.context["tasks"]] == [ASKED]
    assert client.get(at("questions") + "?edition=x&page=zz").status_code == 200


def test_an_officer_drafts_and_the_manager_publishes(world: World, question: Question) -> None:
    officer, manager, url = as_(world, "officer"), as_(world), at("question", question.pk)
    page = officer.get(url).content.decode()
    assert "Publish the answer" not in page
    assert officer.post(url, filled(officer, url, "draft", answer=ANSWER)).status_code == 302
    assert officer.post(url, filled(officer, url, "publish", answer=ANSWER)).status_code == 403
    assert ANSWER in manager.get(url).content.decode()
    assert manager.post(url, filled(manager, url, "publish", audiences=["links"])).status_code == 302
    current = Question.objects.get()
    assert (current.state, current.answer, current.audiences) == ("published", ANSWER, ["members", "links"])


def test_an_answer_has_to_be_written_before_it_goes_out(world: World, question: Question) -> None:
    client, url = as_(world), at("question", question.pk)
    refused = client.post(url, filled(client, url, "publish", answer=""))
    assert refused.status_code == 422
    assert refused.context["form"].errors == {"answer": ["Write the answer"]}


def test_warnings_have_to_be_looked_at_before_words_go_out(world: World, question: Question) -> None:
    client, url = as_(world), at("question", question.pk)
    risky = "There were 3 children."
    refused = client.post(url, filled(client, url, "publish", answer=risky, accepted="on"))
    assert refused.status_code == 422
    assert "“3 children”" in refused.content.decode()
    assert Question.objects.get().is_waiting
    shown = {name: values for name, values in fields_of(refused.content.decode()).items() if values}
    other = client.post(url, {**shown, "do": "publish", "answer": "There were 2 children.", "accepted": "on"})
    assert other.status_code == 422
    assert client.post(url, {**shown, "do": "publish", "answer": risky, "accepted": "on"}).status_code == 302
    assert Question.objects.get().is_published


def test_a_draft_may_hold_what_is_doubtful(world: World, question: Question) -> None:
    client, url = as_(world), at("question", question.pk)
    assert client.post(url, filled(client, url, "draft", answer="There were 3 children.")).status_code == 302
    assert "Look at this before it goes out" in client.get(url).content.decode()


def test_whoever_saves_second_sees_what_was_saved_first(world: World, question: Question) -> None:
    client, url = as_(world), at("question", question.pk)
    first, second = filled(client, url, "draft", answer="The first."), filled(client, url, "publish", answer="Mine.")
    assert client.post(url, first).status_code == 302
    refused = client.post(url, second)
    assert refused.status_code == 409
    words = refused.content.decode()
    assert "Somebody else saved this while you were writing" in words
    assert "The first." in words
    assert "Mine." in words
    again = {**second, **{name: value for name, value in fields_of(words).items() if name == "revision"}}
    assert client.post(url, again).status_code == 302
    assert Question.objects.get().answer == "Mine."


def test_what_was_typed_is_given_back_when_the_question_was_dealt_with(world: World, question: Question) -> None:
    client, url, decline = as_(world), at("question", question.pk), at("question-decline", question.pk)
    client.post(url, filled(client, url, "publish", answer=ANSWER))
    late = client.post(url, {"do": "draft", "answer": "My own words.", "wording": ASKED, "revision": 0})
    assert late.status_code == 409
    assert "My own words." in late.content.decode()
    assert client.get(decline).status_code == 409


def test_a_question_is_declined_with_a_reason(world: World, question: Question) -> None:
    client, url = as_(world), at("question-decline", question.pk)
    assert client.post(url, filled(client, url, "", reason="")).status_code == 422
    assert client.post(url, filled(client, url, "", reason="It was answered in May.")).status_code == 302
    page = client.get(at("question", question.pk)).content.decode()
    assert "It was answered in May." in page
    assert "Declined" in page


def test_an_answer_is_withdrawn_and_can_be_published_again(world: World, question: Question) -> None:
    client, url, withdraw_url = as_(world), at("question", question.pk), at("question-withdraw", question.pk)
    assert client.get(withdraw_url).status_code == 409
    client.post(url, filled(client, url, "publish", answer=ANSWER))
    assert client.post(withdraw_url, filled(client, withdraw_url, "", reason="A small number.")).status_code == 302
    assert Question.objects.get().state == "withdrawn"
    assert client.post(url, filled(client, url, "publish", answer="Many more asked.")).status_code == 302
    assert Question.objects.get().is_published


def test_of_a_withdrawn_edition_only_the_asker_can_be_answered(world: World, question: Question) -> None:
    withdraw(question.publication, reason="Wrong.", by=world.people["programme_manager"], now=NOW)
    client, url = as_(world), at("question", question.pk)
    page = client.get(url).content.decode()
    assert "nowhere to show an answer" in page
    assert "Publish the answer" not in page
    assert client.post(url, filled(client, url, "publish", answer=ANSWER)).status_code == 409
    assert client.post(url, filled(client, url, "reply", answer=ANSWER)).status_code == 302


def test_what_outsiders_type_is_shown_as_text(world: World, edition: Publication) -> None:
    hostile = '<script>alert(1)</script> <a href="https://bad.example">here</a> [there](https://bad.example)'
    question = asked(edition, Asker(user=world.people["forum_member"]), text=hostile)
    client, url = as_(world), at("question", question.pk)
    form = filled(client, url, "publish", answer=ANSWER)
    shown = fields_of(client.post(url, form).content.decode())
    client.post(url, {**form, **{name: values for name, values in shown.items() if values}, "accepted": "on"})
    assert Question.objects.get().is_published
    for page in (at("questions"), url, at("publication", edition.pk)):
        words = client.get(page).content.decode()
        assert "<script>alert" not in words
        assert 'href="https://bad.example' not in words
        assert "&lt;script&gt;alert(1)" in words
