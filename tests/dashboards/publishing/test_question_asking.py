"""Readers ask about a chart: members who have signed in, and people with a link. Nobody else sees what they asked."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.models import Publication, Question
from dashboards.publishing.building import build_edition
from dashboards.publishing.editions import correct, publish, withdraw
from dashboards.publishing.links import Made, make_link, revoke_link
from safetyvalve.core.models import AuditEvent
from tests.bad_input.junk import fields_of
from tests.dashboards.publishing.editions import published
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WORDS = "Why are there more plans than the agreement says?"


@pytest.fixture
def edition(world: World) -> Publication:
    return published(world.authority, world.people["programme_manager"])


def as_(world: World, role: str = "forum_member") -> Client:
    client = Client()
    client.force_login(world.people[role])
    return client


def ask_at(edition: Publication, chart: str = "plans") -> str:
    return reverse("dashboards:question-ask", args=["999", edition.pk, chart])


def link_to(edition: Publication, world: World, **fields: Any) -> Made:
    values = {"label": "Forum", "expires_on": date(2024, 7, 1), "by": world.people["programme_manager"], **fields}
    return make_link(edition, now=NOW, **values)


def shared_ask(made: Made, chart: str = "plans") -> str:
    return reverse("dashboards:shared-question-ask", args=[made.token, chart])


def filled(client: Client, url: str, **typed: str) -> dict[str, Any]:
    """The form of the page as a browser sends it, with these words typed."""
    return {**fields_of(client.get(url).content.decode()), "text": WORDS, **typed}


def test_a_member_asks_from_the_chart_and_is_told_what_happens(world: World, edition: Publication) -> None:
    client, url = as_(world), ask_at(edition)
    page = client.get(reverse("dashboards:publication", args=["999", edition.pk])).content.decode()
    assert f'href="{url}"' in page
    form = client.get(url).content.decode()
    assert "Do not name a child, a family or a school" in form
    assert "EHC plans in May 2024 are 2 above" in form
    sent = client.post(url, filled(client, url), follow=True)
    assert "Your question has been sent to the council" in sent.content.decode()
    assert world.people["forum_member"].email in sent.content.decode()
    question = Question.objects.get()
    assert (question.asked, question.state, question.chart) == (WORDS, "waiting", "plans")
    assert question.asked_by == world.people["forum_member"]
    [event] = AuditEvent.objects.filter(action="question_asked")
    assert WORDS not in str(event.changes)


def test_nobody_sees_a_question_before_it_is_answered(world: World, edition: Publication) -> None:
    client, made = as_(world), link_to(edition, world)
    client.post(ask_at(edition), filled(client, ask_at(edition)))
    pages = [
        client.get(reverse("dashboards:publication", args=["999", edition.pk])),
        client.get(ask_at(edition)),
        Client().get(reverse("dashboards:shared-edition", args=[made.token])),
    ]
    assert not [page for page in pages if WORDS in page.content.decode()]


def test_an_empty_or_a_long_question_is_given_back(world: World, edition: Publication) -> None:
    client, url = as_(world), ask_at(edition)
    empty = client.post(url, filled(client, url, text=" "))
    assert (empty.status_code, empty.context["form"].errors["text"]) == (422, ["Enter your question"])
    long = client.post(url, filled(client, url, text="x" * 1001))
    assert long.context["form"].errors["text"][0].startswith("Your question is 1 character too long")
    assert "x" * 1001 in long.content.decode()
    assert not Question.objects.exists()


def test_a_form_sent_twice_is_one_question_and_other_words_are_another(world: World, edition: Publication) -> None:
    client, url = as_(world), ask_at(edition)
    form = filled(client, url)
    assert [client.post(url, form).status_code for _ in range(2)] == [302, 302]
    client.post(url, {**form, "text": "And what did it cost?"})
    assert Question.objects.count() == 2


def test_a_chart_that_members_do_not_have_cannot_be_asked_about(world: World, edition: Publication) -> None:
    assert as_(world).get(ask_at(edition, "deficit")).status_code == 404


def test_a_question_about_an_edition_withdrawn_meanwhile_is_refused_and_given_back(
    world: World, edition: Publication
) -> None:
    client, url, manager = as_(world), ask_at(edition), world.people["programme_manager"]
    form = filled(client, url)
    withdraw(edition, reason="A figure was wrong.", by=manager, now=NOW)
    refused = client.post(url, form)
    assert refused.status_code == 410
    assert "Your question has not been sent" in refused.content.decode()
    assert WORDS in refused.content.decode()
    assert not Question.objects.exists()


def test_whoever_asks_about_a_corrected_edition_is_led_to_the_correction(world: World, edition: Publication) -> None:
    client, url, manager = as_(world), ask_at(edition), world.people["programme_manager"]
    correction = correct(edition, note="May was too low.", by=manager, now=NOW)
    publish(correction, seen=build_edition(correction).sha256, by=manager, now=NOW + timedelta(hours=1))
    page = client.get(url)
    assert page.status_code == 410
    assert reverse("dashboards:publication", args=["999", correction.pk]) in page.content.decode()


def test_somebody_with_a_link_asks_without_an_account(world: World, edition: Publication) -> None:
    made = link_to(edition, world)
    client = Client(enforce_csrf_checks=True)
    home = reverse("dashboards:shared-edition", args=[made.token])
    assert f'href="{shared_ask(made)}"' in client.get(home).content.decode()
    page = client.get(shared_ask(made))
    assert page["Referrer-Policy"] == "same-origin"
    assert (page["X-Robots-Tag"], page["Cache-Control"]) == ("noindex, nofollow", "private, no-store")
    assert "script-src 'none'" in page["Content-Security-Policy"]
    assert "<script" not in page.content.decode()
    form = filled(client, shared_ask(made), name="A head teacher", email="head@school.example")
    assert client.post(shared_ask(made), {**form, "csrfmiddlewaretoken": "forged"}).status_code == 403
    form["csrfmiddlewaretoken"] = client.cookies["csrftoken"].value
    sent = client.post(shared_ask(made), form, follow=True)
    assert "It is read before anybody sees it" in sent.content.decode()
    assert sent["Referrer-Policy"] == "no-referrer"
    question = Question.objects.get()
    assert (question.link, question.asked_by, question.audience) == (made.link, None, "links")
    assert (question.asker_name, question.asker_email) == ("A head teacher", "head@school.example")


def test_neither_name_nor_address_is_needed_and_a_wrong_address_is_said(world: World, edition: Publication) -> None:
    made, client = link_to(edition, world), Client()
    wrong = client.post(shared_ask(made), filled(client, shared_ask(made), email="head at school"))
    assert wrong.status_code == 422
    assert "in the form name@example.com" in wrong.content.decode()
    assert client.post(shared_ask(made), filled(client, shared_ask(made))).status_code == 302


def test_a_pin_protects_asking_too(world: World, edition: Publication) -> None:
    made, client = link_to(edition, world, pin="marsh-24"), Client()
    home = reverse("dashboards:shared-edition", args=[made.token])
    for path in (shared_ask(made), f"{shared_ask(made)}sent/"):
        assert client.get(path).url == home
        assert client.post(path, {"text": WORDS}).url == home
    client.post(home, {"pin": "marsh-24"})
    assert client.post(shared_ask(made), filled(client, shared_ask(made))).status_code == 302
    assert Question.objects.count() == 1


def test_a_link_asks_about_its_own_edition_only_while_it_opens(world: World, edition: Publication) -> None:
    made, client = link_to(edition, world), Client()
    form = filled(client, shared_ask(made))
    assert client.get(shared_ask(made, "requests-and-decisions")).status_code == 302
    revoke_link(made.link, by=world.people["programme_manager"], now=NOW)
    assert client.post(shared_ask(made), form).status_code == 410
    assert client.post("/s/unknown/ask/plans/", form).status_code == 404
    assert not Question.objects.exists()


def test_many_questions_from_one_place_are_slowed_down_and_the_words_kept(world: World, edition: Publication) -> None:
    made, client = link_to(edition, world), Client()
    form = filled(client, shared_ask(made))
    statuses = [client.post(shared_ask(made), {**form, "text": f"{WORDS} {n}"}).status_code for n in range(10)]
    assert set(statuses) == {302}
    late = client.post(shared_ask(made), form)
    assert late.status_code == 429
    assert WORDS in late.content.decode()
    assert Question.objects.count() == 10


def test_a_member_who_sends_one_question_after_another_is_asked_to_wait(world: World, edition: Publication) -> None:
    client = as_(world)
    statuses = [
        client.post(ask_at(edition), {"text": WORDS, "nonce": f"n{number}"}).status_code for number in range(21)
    ]
    assert statuses == [302] * 20 + [429]
    assert Question.objects.count() == 20
    assert WORDS in client.post(ask_at(edition), {"text": WORDS, "nonce": "again"}).content.decode()
