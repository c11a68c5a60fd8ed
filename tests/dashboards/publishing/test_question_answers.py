"""Officers answer what readers asked: who then sees it, who is told, and what is kept and what forgotten."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from dashboards.models import Publication, Question
from dashboards.publishing import answering
from dashboards.publishing.answers import answers_for
from dashboards.publishing.building import build_edition
from dashboards.publishing.editions import Choice, correct, publish, withdraw
from dashboards.publishing.links import make_link
from dashboards.publishing.questions import Asker
from safetyvalve.core.editing import StaleSave
from safetyvalve.core.models import AuditEvent, OutgoingEmail
from safetyvalve.core.outbox import absolute
from safetyvalve.core.services.refusals import NotAllowed
from tests.dashboards.publishing.editions import published
from tests.factories import NOW, World
from tests.question_examples import ASKED, asked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
WORDS = {"wording": "Why more plans than agreed?", "answer": "More families asked than anybody expected."}


@pytest.fixture
def edition(world: World) -> Publication:
    return published(world.authority, world.people["programme_manager"])


@pytest.fixture
def sending(monkeypatch: pytest.MonkeyPatch) -> None:
    """E-mails go at once: a test's transaction is never committed."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda send, **options: send())


@pytest.fixture
def question(world: World, edition: Publication) -> Question:
    return asked(edition, Asker(user=world.people["forum_member"]))


@pytest.fixture
def by_link(world: World, edition: Publication) -> Question:
    manager = world.people["programme_manager"]
    made = make_link(edition, label="Forum", expires_on=date(2024, 7, 1), by=manager, now=NOW)
    return asked(edition, Asker(link=made.link, name="A head teacher", email="head@school.example"))


def release(question: Question, world: World, move: str = "publish", **fields: Any) -> Question:
    services = {
        "publish": answering.publish_answer,
        "reply": answering.reply,
        "decline": answering.decline,
        "withdraw": answering.withdraw_answer,
        "draft": answering.save_draft,
    }
    values = {"by": world.people["programme_manager"], "now": NOW, "revision": question.revision, **fields}
    return services[move](question, **values)  # type: ignore[operator]


def shown(publication: Publication, audience: str) -> list[str]:
    return [str(each.question) for each in answers_for(publication, audience).get("plans", ())]


@pytest.mark.usefixtures("sending")
def test_a_published_answer_is_shown_to_the_audience_it_came_from_and_the_asker_is_told(
    world: World, edition: Publication, question: Question
) -> None:
    release(question, world, audiences=[], **WORDS)
    client = Client()
    client.force_login(world.people["forum_member"])
    page = client.get(reverse("dashboards:publication", args=["999", edition.pk])).content.decode()
    assert WORDS["wording"] in page
    assert WORDS["answer"] in page
    assert "Answer, 14 June 2024" in page
    assert ASKED not in page
    assert not shown(edition, "links")
    [email] = mail.outbox
    assert email.to == [world.people["forum_member"].email]
    assert WORDS["answer"] in email.body
    assert absolute(f"/c/999/publications/{edition.pk}/#about-plans") in email.body
    assert ASKED not in email.body


def test_the_officer_chooses_the_others_who_see_it(world: World, edition: Publication, question: Question) -> None:
    release(question, world, audiences=["links", "public"], **WORDS)
    assert shown(edition, "links") == shown(edition, "members") == [f'<p class="govuk-body">{WORDS["wording"]}</p>']
    assert Question.objects.get().audiences == ["members", "links"]


@pytest.mark.usefixtures("sending")
def test_an_answer_to_one_person_is_shown_to_nobody(world: World, edition: Publication, question: Question) -> None:
    release(question, world, "reply", **WORDS)
    assert not shown(edition, "members")
    assert "It is not shown with the chart" in mail.outbox[0].body


@pytest.mark.usefixtures("sending")
def test_the_address_of_somebody_with_a_link_is_used_once_and_forgotten(world: World, by_link: Question) -> None:
    release(by_link, world, audiences=[], **WORDS)
    assert [email.to for email in mail.outbox] == [["head@school.example"]]
    kept = [*Question.objects.values(), *OutgoingEmail.objects.values(), *AuditEvent.objects.values()]
    assert not [row for row in kept if "head@school.example" in str(row) or "A head teacher" in str(row)]
    current = Question.objects.get()
    release(current, world, audiences=[], wording=WORDS["wording"], answer="More asked, and more were agreed.")
    assert len(mail.outbox) == 1


def test_without_an_address_nobody_can_be_answered_alone(world: World, by_link: Question) -> None:
    Question.objects.update(asker_email="")
    with pytest.raises(NotAllowed):
        release(by_link, world, "reply", **WORDS)


def test_a_changed_answer_says_when_it_was_changed(world: World, edition: Publication, question: Question) -> None:
    first = release(question, world, audiences=[], **WORDS)
    later = NOW + timedelta(days=3)
    release(first, world, audiences=[], wording=WORDS["wording"], answer="Fewer ceased.", now=later)
    [answer] = answers_for(edition, "members")["plans"]
    assert (answer.answered_at, answer.changed_at) == (NOW, later)
    change = AuditEvent.objects.get(action="answer_changed").changes
    assert change == {"answer": [WORDS["answer"], "Fewer ceased."]}


@pytest.mark.usefixtures("sending")
def test_showing_an_answer_to_others_is_no_change_of_it(world: World, edition: Publication, question: Question) -> None:
    first = release(question, world, audiences=[], **WORDS)
    release(first, world, audiences=["links"], now=NOW + timedelta(days=3), **WORDS)
    [answer] = answers_for(edition, "links")["plans"]
    assert answer.changed_at is None
    assert len(mail.outbox) == 1


@pytest.mark.usefixtures("sending")
def test_a_declined_question_gives_its_reason_to_the_asker_alone(
    world: World, edition: Publication, question: Question
) -> None:
    release(question, world, "decline", reason="It is about one family.", deletes_words=True)
    current = Question.objects.get()
    assert (current.state, current.asked) == ("declined", "")
    assert not shown(edition, "members")
    assert "It is about one family." in mail.outbox[0].body
    kept = [*OutgoingEmail.objects.values(), *AuditEvent.objects.values(), *Question.objects.values()]
    assert ASKED not in str(kept)


def test_a_withdrawn_answer_is_gone_from_the_page_and_stays_on_record(
    world: World, edition: Publication, question: Question
) -> None:
    published_one = release(question, world, audiences=[], **WORDS)
    release(published_one, world, "withdraw", reason="A number was too small.")
    assert not shown(edition, "members")
    current = Question.objects.get()
    assert (current.state, current.answer) == ("withdrawn", WORDS["answer"])


def test_two_officers_at_once_do_not_overwrite_each_other(world: World, question: Question) -> None:
    release(question, world, "draft", **WORDS)
    with pytest.raises(StaleSave):
        release(question, world, "draft", wording=ASKED, answer="Something else.")
    assert Question.objects.get().answer == WORDS["answer"]


def test_a_form_sent_twice_is_no_conflict_and_one_email(world: World, question: Question) -> None:
    for _ in range(2):
        release(question, world, audiences=[], **WORDS)
    assert AuditEvent.objects.filter(action="answer_published").count() == 1
    assert OutgoingEmail.objects.count() == 1


def test_a_draft_is_not_saved_over_what_was_published(world: World, question: Question) -> None:
    current = release(question, world, audiences=[], **WORDS)
    with pytest.raises(NotAllowed):
        release(current, world, "draft", wording=ASKED, answer="Something else.")


def test_answers_stay_with_a_correction_of_the_edition(world: World, edition: Publication, question: Question) -> None:
    manager = world.people["programme_manager"]
    waiting = asked(edition, Asker(user=manager), text="And why so few ceased?")
    release(question, world, audiences=[], **WORDS)
    correction = correct(edition, note="May was too low.", by=manager, now=NOW)
    assert len(shown(correction, "members")) == 1
    publish(correction, seen=build_edition(correction).sha256, by=manager, now=NOW + timedelta(hours=1))
    correction.refresh_from_db()
    release(waiting, world, audiences=[], wording="And why so few ceased?", answer="Few turned 25.")
    assert len(shown(correction, "members")) == 2


def test_there_is_nowhere_to_show_an_answer_about_a_withdrawn_edition(world: World, question: Question) -> None:
    withdraw(question.publication, reason="Wrong.", by=world.people["programme_manager"], now=NOW)
    with pytest.raises(NotAllowed):
        release(question, world, audiences=[], **WORDS)
    assert release(question, world, "reply", **WORDS).state == "private"


def test_an_answer_reaches_only_audiences_that_have_the_chart(world: World) -> None:
    manager = world.people["programme_manager"]
    choices = {"members": Choice("", ("plans",)), "links": Choice("", ("timeliness",))}
    edition = published(world.authority, manager, choices=choices)
    question = asked(edition, Asker(user=world.people["forum_member"]))
    assert release(question, world, audiences=["links"], **WORDS).audiences == ["members"]


def test_what_was_published_does_not_change(world: World, edition: Publication, question: Question) -> None:
    before = list(edition.contents.values_list("sha256", "text"))
    release(question, world, audiences=["links"], **WORDS)
    assert list(edition.contents.values_list("sha256", "text")) == before
