"""Making, counting and revoking keys of the feed on pages, and what is said about its columns."""

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.models import FeedKey
from dashboards.publishing.feed_schema import RESOURCES, SCHEMA_VERSION
from tests.dashboards.publishing.feeds import ask, edition, key_for
from tests.dashboards.publishing.pages import at
from tests.factories import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def client(world: World) -> Client:
    client = Client()
    client.force_login(world.people["programme_manager"])
    return client


def test_a_key_is_shown_once_with_addresses_that_read(world: World, client: Client) -> None:
    edition(world)
    asked = client.post(at("feed-key-create"), {"label": "Board report", "audience": ""})
    assert asked.status_code == 422
    made = client.post(at("feed-key-create"), {"label": "Board report", "audience": "links"})
    secret = made.context["made"].secret
    page = made.content.decode()
    assert "Data" in page
    assert "Power BI" in page
    for each in made.context["addresses"]:
        assert ask(secret, each["name"], "csv").status_code == 200
        assert each["csv"].endswith(f"/feed/999/{each['name']}.csv")
        assert Client().get(each["with_key"].removeprefix("http://testserver")).status_code == 200
        assert each["with_key"] in page
    assert secret not in client.get(at("feeds")).content.decode()
    assert secret not in str(FeedKey.objects.values().get())


def test_use_of_a_key_is_shown_by_the_day(world: World, client: Client) -> None:
    assert "No key has been made yet." in client.get(at("feeds")).content.decode()
    key = key_for(world)
    assert "Not yet" in client.get(at("feeds")).content.decode()
    ask(key)
    ask(key, "editions")
    page = client.get(at("feeds"))
    assert [(each.used, each.label) for each in page.context["keys"]] == [(2, "Board report")]
    assert "14 June 2024: 2 times" in page.content.decode()


def test_a_key_is_revoked_once_asked(world: World, client: Client) -> None:
    key = key_for(world)
    url = at("feed-key-revoke", FeedKey.objects.get().pk)
    assert client.post(url).status_code == 422
    assert ask(key).status_code == 200
    assert client.post(url, {"revoke": "yes"}).status_code == 302
    assert ask(key).status_code == 401
    assert client.post(url, {"revoke": "yes"}).status_code == 409
    assert "Revoked on 14 June 2024" in client.get(at("feeds")).content.decode()


def test_every_column_is_documented_for_everybody() -> None:
    page = Client().get(reverse("dashboards:feed-schema")).content.decode()
    assert f"version {SCHEMA_VERSION}" in page
    for resource in RESOURCES.values():
        assert all(f"<code>{column.name}</code>" in page for column in resource.columns)
    assert "hidden to protect children" in page
