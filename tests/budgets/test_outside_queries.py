"""How many queries the public page and the feed take, exactly, however many editions and keys there are."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dashboards.models import Audience
from dashboards.publishing.editions import Choice
from dashboards.publishing.feed_keys import make_key
from dashboards.publishing.public_page import change_page
from tests.budgets.sized import SMALL, make_world
from tests.dashboards.publishing.editions import published
from tests.factories import NOW

pytestmark = pytest.mark.django_db
# Four of a feed's count the use. An answer that nothing has changed reads no edition.
EXPECTED = {"public page": 7, "public edition": 8, "feed": 7, "feed, unchanged": 6, "feeds": 5, "public settings": 5}


@pytest.mark.parametrize("editions", [1, 4])
def test_what_is_open_to_those_outside_takes_exactly_its_queries(editions: int, clock: Any) -> None:
    world = make_world(SMALL)
    who = world.people["programme_manager"]
    change_page(world.authority, is_open=True, contact="", by=who, now=NOW)
    choices = {"public": Choice("For everybody.", ["plans", "timeliness", "requests-by-source"])}
    for number in range(editions):
        edition = published(world.authority, who, choices=choices, published_at=NOW + timedelta(minutes=number))
        made = make_key(world.authority, audience=Audience.PUBLIC, label="Report", by=who, now=NOW)
    manager = Client()
    manager.force_login(who)
    reader = Client(headers={"Authorization": f"Bearer {made.secret}"})
    feed = reverse("dashboards:feed", args=["999", "figures", "csv"])
    tag = reader.get(feed)["ETag"]
    found = {
        "public page": queries_of(Client(), reverse("dashboards:public-page", args=["999"])),
        "public edition": queries_of(Client(), reverse("dashboards:public-edition", args=["999", edition.pk])),
        "feed": queries_of(reader, feed),
        "feed, unchanged": queries_of(reader, feed, **{"If-None-Match": tag}),
        "feeds": queries_of(manager, reverse("dashboards:feeds", args=["999"])),
        "public settings": queries_of(manager, reverse("dashboards:public-settings", args=["999"])),
    }
    assert found == EXPECTED


def queries_of(client: Client, url: str, **headers: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        response = client.get(url, headers=headers)
        assert response.status_code in (200, 304), url
        list(response)
    return len(captured)
