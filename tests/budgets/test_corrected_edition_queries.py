"""How many queries the pages of an edition that was corrected take for its readers, exactly, however often it was."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards.publishing.answering import publish_answer
from dashboards.publishing.building import build_edition
from dashboards.publishing.editions import Choice, correct, publish
from dashboards.publishing.links import make_link
from dashboards.publishing.public_page import change_page
from dashboards.publishing.questions import Asker
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import published
from tests.factories import NOW
from tests.question_examples import asked

pytestmark = pytest.mark.django_db
AUDIENCES = ("members", "links", "public")
# Two of a member's are the session and the person. Four of a link's count the view.
EXPECTED = {"member": 12, "member, of the first": 9, "link of the first": 13, "public": 10, "public page": 9}


@pytest.mark.parametrize("times", [pytest.param(1, marks=pytest.mark.slow), 3])
def test_pages_of_corrected_editions_take_exactly_their_queries(times: int, clock: Any) -> None:
    world = factories.make_world()
    records.six_months(world.authority)
    who, member = world.people["programme_manager"], world.people["forum_member"]
    change_page(world.authority, is_open=True, contact="", by=who, now=NOW)
    first = last = published(world.authority, who, choices={each: Choice("", ["plans"]) for each in AUDIENCES})
    made = make_link(first, label="Forum", expires_on=NOW.date(), by=who, now=NOW)
    for number in range(1, times + 1):
        question = asked(last, Asker(user=member), text=f"Asked {number}")
        words = {"wording": "Why?", "answer": "Because."}
        publish_answer(question, audiences=list(AUDIENCES), revision=0, by=who, now=NOW, **words)
        later = NOW + timedelta(minutes=number)
        correction = correct(last, note=f"Note {number}.", by=who, now=later)
        last = publish(correction, seen=build_edition(correction).sha256, by=who, now=later)
    pages = {
        "member": (member, f"/c/999/publications/{last.pk}/", 200),
        "member, of the first": (member, f"/c/999/publications/{first.pk}/", 410),
        "link of the first": (None, f"/s/{made.token}/", 200),
        "public": (None, f"/p/999/{last.pk}/", 200),
        "public page": (None, "/p/999/", 200),
    }
    Client().get(f"/s/{made.token}/")
    found = {}
    for name, (person, address, status) in pages.items():
        client = Client()
        if person:
            client.force_login(person)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address)
        assert page.status_code == status, name
        assert page.content.decode().count("Because.") == (times if status == 200 else 0), name
        found[name] = len(captured)
    assert found == EXPECTED
    assert max(found.values()) <= 15
