"""How many queries the pages of questions take, exactly, however many have been asked and answered."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dashboards.publishing.answering import publish_answer
from dashboards.publishing.links import make_link
from dashboards.publishing.questions import Asker
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import published
from tests.factories import NOW
from tests.question_examples import asked

pytestmark = pytest.mark.django_db
# Two of those of a page behind sign-in are the session and the person.
EXPECTED = {
    "list": 7,
    "list of one edition": 7,
    "a question": 7,
    "asking": 5,
    "an edition with answers": 10,
    "asking by a link": 2,
}


@pytest.mark.parametrize("count", [1, 6], ids=["few", "many"])
def test_pages_of_questions_take_exactly_their_queries(count: int, clock: Any) -> None:
    world = factories.make_world()
    records.six_months(world.authority)
    who, member = world.people["programme_manager"], world.people["forum_member"]
    edition = published(world.authority, who)
    for number in range(count):
        answered = asked(edition, Asker(user=member), text=f"Answered {number}")
        words = {"wording": "Why?", "answer": "Because more asked."}
        publish_answer(answered, audiences=["links"], revision=0, by=who, now=NOW, **words)
        waiting = asked(edition, Asker(user=member), text=f"Waiting {number}")
    made = make_link(edition, label="Forum", expires_on=NOW.date(), by=who, now=NOW)
    pages = {
        "list": (who, reverse("dashboards:questions", args=["999"])),
        "list of one edition": (who, reverse("dashboards:questions", args=["999"]) + f"?edition={edition.pk}"),
        "a question": (who, reverse("dashboards:question", args=["999", waiting.pk])),
        "asking": (member, reverse("dashboards:question-ask", args=["999", edition.pk, "plans"])),
        "an edition with answers": (member, reverse("dashboards:publication", args=["999", edition.pk])),
        "asking by a link": (None, reverse("dashboards:shared-question-ask", args=[made.token, "plans"])),
    }
    assert {name: queries_of(person, url) for name, (person, url) in pages.items()} == EXPECTED


def queries_of(person: Any, url: str) -> int:
    client = Client()
    if person:
        client.force_login(person)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200, url
    return len(captured)
