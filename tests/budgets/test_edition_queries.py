"""How many queries the pages of editions take, exactly, however many editions, links, months and risks there are."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dashboards.publishing.editions import Choice
from dashboards.publishing.links import make_link
from dashboards.publishing.offers import OFFERS
from tests.budgets.sized import LARGE, SMALL, Size, make_world
from tests.dashboards.publishing.editions import prepared, published
from tests.factories import NOW

pytestmark = pytest.mark.django_db
KEYS = [offer.key for offer in OFFERS]
CHOICES = {"members": Choice("For the forum.", KEYS), "links": Choice("For everybody.", KEYS)}
# Two of those of a page behind sign-in are the session and the person. Four of a link's count the view. Two are spent
# on the edition's files, one once they are made. Four find whom a published edition could still be e-mailed to. Two
# look for figures and other editions of the month of one that is being prepared. One reads what is kept of what that
# one withholds; the first look at it keeps it, in two more. One looks for figures that somebody vouches for.
EXPECTED = {
    "list": 5,
    "list for members": 4,
    "prepare": 12,
    "an edition as members read it": 10,
    "an edition being prepared": 29,
    "preview": 24,
    "publish": 28,
    "an edition that is published": 14,
    "a shared edition": 10,
}


@pytest.mark.parametrize(
    ("size", "editions"), [(SMALL, 1), pytest.param(LARGE, 4, marks=pytest.mark.slow)], ids=["small", "large"]
)
def test_pages_of_editions_take_exactly_their_queries(size: Size, editions: int, clock: Any) -> None:
    world = make_world(size)
    who = world.people["programme_manager"]
    for number in range(editions):
        edition = published(world.authority, who, choices=CHOICES, published_at=NOW + timedelta(minutes=number))
        made = [make_link(edition, label="Forum", expires_on=NOW.date(), by=who, now=NOW) for _ in range(editions)]
    late = prepared(world.authority, who, choices=CHOICES)
    pages = {
        "list": ("programme_manager", "publications", []),
        "list for members": ("forum_member", "publications", []),
        "prepare": ("programme_manager", "publication-create", []),
        "an edition as members read it": ("forum_member", "publication", [edition.pk]),
        "an edition being prepared": ("programme_manager", "publication-manage", [late.pk]),
        "preview": ("programme_manager", "publication-preview", [late.pk, "links"]),
        "publish": ("programme_manager", "publication-publish", [late.pk]),
        "an edition that is published": ("programme_manager", "publication-manage", [edition.pk]),
    }
    found = {}
    for name, (role, view, args) in pages.items():
        client = Client()
        client.force_login(world.people[role])
        found[name] = queries_of(client, reverse(f"dashboards:{view}", args=["999", *args]))
    Client().get(reverse("dashboards:shared-edition", args=[made[-1].token]))
    found["a shared edition"] = queries_of(Client(), reverse("dashboards:shared-edition", args=[made[-1].token]))
    assert found == EXPECTED


def queries_of(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200, url
    return len(captured)
