"""A council with figures, editions of it for every audience, and its feed read as a program reads it."""

import json
from decimal import Decimal
from typing import Any

from django.test import Client
from django.urls import reverse

from dashboards.models import Audience, Publication
from dashboards.publishing.editions import Choice
from dashboards.publishing.feed_keys import make_key
from dashboards.publishing.public_page import change_page
from tests.dashboards.publishing.editions import published
from tests.factories import NOW, World

CHOICES = {
    "members": Choice("For the forum.", ("plans", "requests-and-decisions", "timeliness", "requests-by-source")),
    "links": Choice("=SUM(A1)", ("plans",)),
    "public": Choice("", ("timeliness",)),
}


def edition(world: World, **fields: Any) -> Publication:
    return published(world.authority, world.people["programme_manager"], choices=CHOICES, **fields)


def open_the_page(world: World, *, is_open: bool = True) -> None:
    change_page(world.authority, is_open=is_open, contact="", by=world.people["programme_manager"], now=NOW)


def key_for(world: World, audience: str = "members") -> str:
    who = world.people["programme_manager"]
    return make_key(world.authority, audience=Audience(audience), label="Board report", by=who, now=NOW).secret


def ask(key: str, resource: str = "figures", format: str = "json", la_code: str = "999", **headers: str) -> Any:
    url = reverse("dashboards:feed", args=[la_code, resource, format])
    return Client().get(url, headers={"Authorization": f"Bearer {key}", **headers})


def rows(key: str, resource: str = "figures", la_code: str = "999") -> list[dict[str, Any]]:
    """The rows of the JSON, every number with its digits."""
    text = b"".join(ask(key, resource, la_code=la_code))
    found: list[dict[str, Any]] = json.loads(text, parse_float=Decimal, parse_int=Decimal)["rows"]
    return found
