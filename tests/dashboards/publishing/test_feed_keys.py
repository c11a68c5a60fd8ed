"""Keys of the feed: each reads what one audience of one council may read, until it is revoked."""

import base64
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.models import Audience, FeedUse
from dashboards.publishing.feed_keys import make_key, revoke_key
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.dashboards.publishing.feeds import ask, edition, key_for, open_the_page, rows
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def test_a_key_of_one_audience_or_council_reads_nothing_else(world: World) -> None:
    edition(world)
    brackwater = factories.make_authority("Brackwater", "998")
    links = key_for(world, "links")
    assert {row["chart_key"] for row in rows(links)} == {"plans"}
    assert ask(links, la_code="998").status_code == 401
    assert ask(links, la_code="000").status_code == 401
    theirs = make_key(brackwater, audience=Audience.MEMBERS, label="Theirs", by=world.people["officer"], now=NOW).secret
    assert rows(theirs, la_code="998") == []
    assert ask(theirs).status_code == 401


def test_a_key_for_the_public_page_reads_nothing_while_the_page_is_closed(world: World) -> None:
    edition(world)
    key = key_for(world, "public")
    assert rows(key) == []
    open_the_page(world)
    assert {row["chart_key"] for row in rows(key)} == {"timeliness"}
    open_the_page(world, is_open=False)
    assert rows(key, "editions") == []


def test_the_key_comes_as_a_password_or_in_the_address(world: World) -> None:
    edition(world)
    key = key_for(world)
    url = reverse("dashboards:feed", args=["999", "figures", "csv"])
    asked = Client().get(url)
    assert (asked.status_code, asked["WWW-Authenticate"].split()[0]) == (401, "Basic")
    basic = base64.b64encode(f"anybody:{key}".encode()).decode()
    for headers in ({"Authorization": f"Basic {basic}"}, {"Authorization": f"Bearer {key}"}):
        assert Client().get(url, headers=headers).status_code == 200
    by_address = Client().get(reverse("dashboards:feed-by-address", args=["999", key, "figures", "csv"]))
    assert by_address["Referrer-Policy"] == "no-referrer"
    assert by_address["X-Robots-Tag"] == "noindex, nofollow"
    assert by_address["Cache-Control"] == "private, no-cache"
    assert not by_address.cookies
    for broken in ("Basic", "Basic not-base64", "Basic /w==", "Digest x", "Bearer"):
        assert Client().get(url, headers={"Authorization": broken}).status_code == 401
    assert Client().get(reverse("dashboards:feed", args=["999", "secrets", "csv"])).status_code == 404
    assert Client().get(reverse("dashboards:feed", args=["999", "figures", "xml"])).status_code == 404


def test_guessing_keys_is_slowed_down_and_a_right_one_still_reads(world: World) -> None:
    key = key_for(world)
    assert [ask(f"guess-{number}").status_code for number in range(31)][-1] == 429
    assert Client().get(reverse("dashboards:feed-by-address", args=["999", "x", "figures", "csv"])).status_code == 429
    assert ask(key).status_code == 200


def test_use_is_counted_by_the_day_and_a_revoked_key_reads_nothing(world: World, clock: Any) -> None:
    who = world.people["programme_manager"]
    made = make_key(world.authority, audience=Audience.LINKS, label="Board report", by=who, now=NOW)
    ask(made.secret)
    ask(made.secret, "editions", "csv")
    clock.shift(timedelta(days=1))
    ask(made.secret)
    assert list(FeedUse.objects.values_list("count", flat=True)) == [2, 1]
    revoke_key(made.key, by=who, now=NOW)
    refused = ask(made.secret)
    assert (refused.status_code, "revoked on 14 June 2024" in refused.content.decode()) == (401, True)
    by_address = Client().get(reverse("dashboards:feed-by-address", args=["999", made.secret, "figures", "csv"]))
    assert (by_address.status_code, by_address.content) == (401, refused.content)
    assert "revoked" not in ask(made.secret, la_code="998").content.decode() + ask("guess").content.decode()
    assert FeedUse.objects.count() == 2
    assert list(
        AuditEvent.objects.filter(action__startswith="feed").values_list("action", flat=True).order_by("pk")
    ) == [
        *("feed_key_made", "feed_key_revoked"),
    ]
