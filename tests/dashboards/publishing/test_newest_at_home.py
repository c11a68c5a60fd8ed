"""The home page of a member of the forum names the newest edition, in one query."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dashboards.publishing.editions import Choice, withdraw
from tests.dashboards.publishing.editions import published
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def home(world: World, role: str = "forum_member") -> tuple[str, int]:
    client = Client()
    client.force_login(world.people[role])
    with CaptureQueriesContext(connection) as captured:
        text = client.get(reverse("core:council-home", args=["999"])).content.decode()
    return text, len(captured)


def test_a_member_finds_the_newest_edition_at_home(world: World) -> None:
    who = world.people["programme_manager"]
    empty, before = home(world)
    assert "Newest edition" not in empty
    newest = published(world.authority, who)
    published(world.authority, who, month=date(2024, 4, 1), published_at=NOW + timedelta(hours=1))
    only_links = {"links": Choice("", ("plans",))}
    june = date(2024, 6, 1)
    published(world.authority, who, month=june, choices=only_links, published_at=NOW + timedelta(hours=2))
    text, queries = home(world)
    assert f'href="{reverse("dashboards:publication", args=["999", newest.pk])}"' in text
    assert "Published on 14 June 2024" in text
    assert "April 2024" not in text
    assert "June 2024</a>" not in text
    assert "What you owe" not in text
    assert queries == before
    assert "Newest edition" not in home(world, "programme_manager")[0]


def test_an_edition_that_was_withdrawn_is_not_named(world: World) -> None:
    who = world.people["programme_manager"]
    found = published(world.authority, who)
    withdraw(found, reason="Wrong.", by=who, now=NOW)
    assert "Newest edition" not in home(world)[0]
