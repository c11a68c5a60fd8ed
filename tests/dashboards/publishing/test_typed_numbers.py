"""Numbers typed beside the charts are held against what the charts withhold, before anything is published."""

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.forms.questions import AnswerForm
from dashboards.models import Publication
from dashboards.publishing.building import build_edition
from dashboards.publishing.editions import Choice, correct, publish
from dashboards.publishing.questions import Asker
from dashboards.publishing.typed import look_at, withheld_from
from safetyvalve.core.models import AuditEvent
from safetyvalve.core.services.refusals import NotAllowed
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import CHARTS, prepared, published
from tests.factories import NOW, World
from tests.question_examples import asked

pytestmark = pytest.mark.usefixtures("clock")
WITHHELD = {27: ("Decisions, May 2024",), 3: ("Refusals, May 2024",), 1570: ("Plans, May 2024",)}


@pytest.mark.parametrize(
    "text",
    [
        "Of 30 decisions 27 were to assess.",
        "Three of them waited.",
        "There were 1,570 plans.",
        "It was 27 (see below).",
    ],
)
def test_a_number_that_is_withheld_is_doubted(text: str) -> None:
    assert look_at({"The introduction": text}, WITHHELD, 5)


@pytest.mark.parametrize(
    "text",
    [
        "On 27 May 2024 the forum met.",
        "£27 million, 27%, 27 per cent, 1.27, 27/05/2024 and 2027-28.",
        "In 27 weeks and three months.",
        "The number is 31.",
        "Chart 3 shows plans, as do charts 1 and 3.",
        "Risk 3 is about requests. Condition 3 is met.",
        "Three reasons, three new workstreams and 27 schemes.",
        "In April 27 decisions were made.",
        "",
    ],
)
def test_dates_money_shares_and_lengths_of_time_are_not(text: str) -> None:
    assert look_at({"The introduction": text}, WITHHELD, 5) == ()


MANY = {
    3: (
        "Mediation cases, May 2023",
        "Refusals to assess, May 2023",
        "Mediation cases, January 2024",
        "Mediation cases, May 2024",
        "Refusals to assess, May 2024",
    )
}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("In May 2024 mediation came to 3.", "Mediation cases, May 2024"),
        ("In May 2024 it was 3.", "Mediation cases, May 2024; Refusals to assess, May 2024"),
        ("May 2024 was quiet. For mediation it was three.", "Mediation cases, May 2024"),
        ("In May 2024 three went to mediation.", None),
        (
            "It was 3.",
            "Mediation cases, January 2024; Mediation cases, May 2024; Refusals to assess, May 2024 and 2 more",
        ),
    ],
)
def test_a_doubt_names_the_counts_that_the_words_can_be_about_and_no_others(text: str, named: str | None) -> None:
    [doubt] = look_at({"The introduction": text}, MANY, 5)
    assert doubt.sentence == (
        f"This is a number that the charts withhold ({named})."
        if named
        else "Numbers below 5 are hidden in editions. Say “fewer than 5”, or leave it out."
    )


@pytest.mark.parametrize("text", ["Only 3 children moved.", "We heard from two pupils."])
def test_a_small_number_of_people_is_doubted_whatever_is_withheld(text: str) -> None:
    [doubt] = look_at({"The introduction": text}, {}, 5)
    assert doubt.where == "The introduction"


@pytest.fixture
def world(db: None) -> World:
    """In June, after the edition's month, and in February: three refusals of 25."""
    world = factories.make_world()
    records.six_months(world.authority)
    return world


def doubtful(world: World) -> Publication:
    choices = {"members": Choice("Only three families were refused.", CHARTS)}
    return prepared(world.authority, world.people["programme_manager"], choices=choices)


def test_words_in_doubt_are_published_only_with_a_reason_that_is_kept(world: World) -> None:
    edition, who = doubtful(world), world.people["programme_manager"]
    built = build_edition(edition)
    assert len(built.doubts) == 1
    with pytest.raises(NotAllowed, match="say why they may stay"):
        publish(edition, seen=built.sha256, by=who, now=NOW)
    publish(edition, seen=built.sha256, by=who, now=NOW, why_words_stay="They are in the minutes.")
    event = AuditEvent.objects.get(action="edition_published")
    assert event.changes["why_words_stay"] == ["", "They are in the minutes."]
    content = edition.contents.get(audience="members")
    assert "minutes" not in content.text


def test_the_publisher_reads_the_doubt_and_says_why_on_the_page(client: Client, world: World) -> None:
    edition = doubtful(world)
    client.force_login(world.people["programme_manager"])
    manage, address = (
        reverse(f"dashboards:publication-{name}", args=["999", edition.pk]) for name in ("manage", "publish")
    )
    assert "Look at these words once more" in client.get(manage).content.decode()
    page = client.get(address)
    assert "three families" in page.content.decode()
    seen = {"seen": page.context["built"].sha256}
    refused = client.post(address, seen)
    assert refused.status_code == 409
    assert "say why they may stay" in refused.content.decode()
    assert client.post(address, {**seen, "why_words_stay": "They are in the minutes."}).status_code == 302
    edition.refresh_from_db()
    assert edition.is_published


def test_the_note_of_a_correction_is_looked_at(world: World) -> None:
    who = world.people["programme_manager"]
    first = published(world.authority, who)
    correction = correct(first, note="Two children were counted twice.", by=who, now=NOW)
    [doubt] = build_edition(correction).doubts
    assert doubt.where == "The note of the correction"


def test_answers_can_be_held_against_what_their_edition_withholds(world: World) -> None:
    records.put(world.authority, records.Row("refusals_to_assess", records.Period.month(2024, 5), records.Decimal(3)))
    edition = published(world.authority, world.people["programme_manager"])
    withheld = withheld_from(edition)
    assert withheld[3] == ("Decisions not to assess, May 2024",)
    assert look_at({"The answer": "It was three."}, withheld, 5)
    assert withheld_from(doubtful(world)) == {}


def test_what_two_editions_withhold_is_all_of_it(world: World) -> None:
    """An answer stands beneath the edition that was asked about and beneath its correction: one number may be withheld
    in the one as another count than in the other."""
    who, month = world.people["programme_manager"], records.Period.month
    records.put(world.authority, records.Row("refusals_to_assess", month(2024, 5), records.Decimal(3)))
    first = published(world.authority, who)
    records.put(world.authority, records.Row("refusals_to_assess", month(2024, 5), records.Decimal(9)))
    records.put(world.authority, records.Row("refusals_to_assess", month(2024, 4), records.Decimal(3)))
    correction = correct(first, note="Counted in the wrong month.", by=who, now=NOW)
    publish(correction, seen=build_edition(correction).sha256, by=who, now=NOW)
    withheld = withheld_from(first, correction)
    assert [each.rpartition(", ")[2] for each in withheld[3]] == ["April 2024", "May 2024"]
    assert look_at({"The answer": "It was three in May 2024."}, withheld, 5)


def test_an_answer_beneath_a_correction_is_held_against_what_that_withholds(world: World) -> None:
    who = world.people["programme_manager"]
    first = published(world.authority, who)
    question = asked(first, Asker(user=world.people["forum_member"]))
    typed = {"wording": "How many?", "answer": "It was four.", "revision": "0"}
    facts = {"question": question, "move": "publish", "others": [], "threshold": 5}
    assert AnswerForm(typed, **facts).is_valid()

    records.put(world.authority, records.Row("refusals_to_assess", records.Period.month(2024, 5), records.Decimal(4)))
    correction = correct(first, note="Refusals were counted twice.", by=who, now=NOW)
    publish(correction, seen=build_edition(correction).sha256, by=who, now=NOW)
    question.refresh_from_db()
    form = AnswerForm(typed, **facts)
    assert not form.is_valid()
    assert any("four" in str(doubt) for doubt in form.doubts)
