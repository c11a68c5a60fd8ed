"""What publishers do on pages, and what members and holders of links can and cannot read."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.models import Audience, LinkViews, Publication, ShareLink
from dashboards.publishing.building import build_edition
from dashboards.publishing.editions import Choice, correct, publish, withdraw
from dashboards.publishing.links import Made, make_link, revoke_link
from safetyvalve.core.models import User
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import prepared, published
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CLOSED = "This link does not open anything"


@pytest.fixture
def world(clock: Any) -> World:
    world = factories.make_world()
    records.six_months(world.authority)
    return world


def manager(world: World) -> User:
    return world.people["programme_manager"]


def as_(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.people[role])
    return client


def at(name: str, *args: object) -> str:
    return reverse(f"dashboards:{name}", args=["999", *args])


def link_to(publication: Publication, world: World, **fields: Any) -> Made:
    values = {"label": "Forum", "expires_on": date(2024, 7, 1), "by": manager(world), "now": NOW, **fields}
    return make_link(publication, **values)


def shared(made: Made) -> str:
    return reverse("dashboards:shared-edition", args=[made.token])


def test_a_publisher_prepares_looks_and_publishes(world: World) -> None:
    client = as_(world, "programme_manager")
    assert "No edition has been prepared yet" in client.get(at("publications")).content.decode()
    fields = {
        "month": "2024-05-01",
        "title": "Dashboard",
        "links_included": "on",
        "links_introduction": "What the forum asked for.",
        "links_charts": ["plans", "timeliness"],
    }
    client.post(at("publication-create"), fields)
    found = Publication.objects.get()
    seen = client.get(at("publication-preview", found.pk, "links")).content.decode()
    assert "What the forum asked for." in seen
    assert "nobody outside can see this yet" in seen
    page = client.get(at("publication-publish", found.pk))
    client.post(at("publication-publish", found.pk), {"seen": page.context["built"].sha256})
    found.refresh_from_db()
    assert found.is_published
    assert [each.audience for each in found.contents.all()] == ["links"]


def test_publishing_without_having_looked_is_refused(world: World) -> None:
    found = prepared(world.authority, manager(world))
    response = as_(world, "programme_manager").post(at("publication-publish", found.pk), {"seen": "0" * 64})
    assert response.status_code == 409
    assert "have changed since you looked" in response.content.decode()


def test_an_edition_for_nobody_or_without_charts_is_asked_about(world: World) -> None:
    client = as_(world, "programme_manager")
    nobody = client.post(at("publication-create"), {"month": "2024-05-01", "title": "Dashboard"})
    assert (nobody.status_code, nobody.context["form"].errors["members_included"]) == (
        422,
        ["Choose whom to publish for"],
    )
    fields = {"month": "2024-05-01", "title": "Dashboard", "members_included": "on"}
    without = client.post(at("publication-create"), fields)
    assert without.context["form"].errors["members_charts"] == ["Choose at least one chart"]
    assert not Publication.objects.exists()


def test_members_read_published_editions_and_nothing_else(world: World) -> None:
    found = published(world.authority, manager(world))
    other = prepared(world.authority, manager(world), title="Not yet")
    client = as_(world, "forum_member")
    page = client.get(at("publications")).content.decode()
    assert "Dashboard, May 2024" in page
    assert "Not yet" not in page
    edition = client.get(at("publication", found.pk)).content.decode()
    assert "More families asked than last year." in edition
    assert "What the forum asked for." not in edition
    assert client.get(at("publication", other.pk)).status_code == 404
    assert client.get(at("publication-manage", found.pk)).status_code == 403


def test_an_edition_for_people_with_a_link_only_is_not_listed_for_members(world: World) -> None:
    choices = {"links": Choice("What the forum asked for.", ("plans",))}
    found = published(world.authority, manager(world), choices=choices)
    client = as_(world, "forum_member")
    assert "No edition has been published yet." in client.get(at("publications")).content.decode()
    assert client.get(at("publication", found.pk)).status_code == 404


def test_what_is_withheld_is_told_to_publishers_alone(world: World) -> None:
    records.put(
        world.authority,
        *(row for row in records.monthly(months=[(30, 28, 3, 1540, 12, 8, 6, 12)]) if row.code == "refusals_to_assess"),
    )
    found = published(world.authority, manager(world))
    name = "Only publishers see this list"
    assert name in as_(world, "programme_manager").get(at("publication-manage", found.pk)).content.decode()
    assert name not in as_(world, "officer").get(at("publication-manage", found.pk)).content.decode()
    assert name not in as_(world, "forum_member").get(at("publication", found.pk)).content.decode()


def test_a_preview_is_what_is_read_afterwards(world: World) -> None:
    found = prepared(world.authority, manager(world))
    client = as_(world, "programme_manager")
    before = client.get(at("publication-preview", found.pk, "links")).context["edition"]
    publish(found, seen=build_edition(found).sha256, by=manager(world), now=NOW)
    assert Client().get(shared(link_to(found, world))).context["edition"] == before


def test_members_are_told_that_an_edition_was_withdrawn_or_corrected(world: World) -> None:
    found = published(world.authority, manager(world))
    correction = correct(found, note="One plan too few.", by=manager(world), now=NOW)
    publish(correction, seen=build_edition(correction).sha256, by=manager(world), now=NOW)
    client = as_(world, "forum_member")
    gone = client.get(at("publication", found.pk))
    assert gone.status_code == 410
    assert at("publication", correction.pk) in gone.content.decode()
    assert "One plan too few." in client.get(at("publication", correction.pk)).content.decode()


def test_a_link_opens_its_edition_without_an_account_and_counts(world: World, clock: Any) -> None:
    made = link_to(published(world.authority, manager(world)), world)
    response = Client().get(shared(made))
    assert response.status_code == 200
    assert "What the forum asked for." in response.content.decode()
    Client().head(shared(made))
    Client().get(shared(made))
    clock.shift(timedelta(hours=1))
    Client().get(shared(made))
    assert list(LinkViews.objects.values_list("count", flat=True)) == [2, 1]
    page = as_(world, "programme_manager").get(at("publication-manage", made.link.publication_id))
    assert page.context["links"][0].opened == 3


def test_a_shared_page_is_kept_from_search_engines_caches_and_other_sites(world: World) -> None:
    response = Client().get(shared(link_to(published(world.authority, manager(world)), world)))
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert response["Referrer-Policy"] == "no-referrer"
    assert response["Cache-Control"] == "private, no-store"
    assert "script-src 'none'" in response["Content-Security-Policy"]
    assert not response.cookies
    page = response.content.decode()
    assert "<script" not in page
    assert 'href="/c/999/council.css"' in page
    assert 'href="/c/999/publications' not in page


def test_a_link_opens_nothing_else(world: World) -> None:
    made = link_to(published(world.authority, manager(world)), world)
    client = Client()
    client.get(shared(made))
    for name, args in (("publications", ()), ("publication", (made.link.publication_id,)), ("dashboards", ())):
        assert client.get(at(name, *args)).status_code == 302


def test_a_link_that_no_longer_opens_says_what_happened_and_shows_nothing(world: World, clock: Any) -> None:
    found = published(world.authority, manager(world))
    other = published(world.authority, manager(world), title="Not for everybody")
    revoked, expired, withdrawn = link_to(found, world), link_to(found, world), link_to(other, world)
    revoke_link(revoked.link, by=manager(world), now=NOW)
    withdraw(other, reason="A figure was wrong.", by=manager(world), now=NOW)
    told = {
        revoked: "The council closed this link on 14 June 2024.",
        withdrawn: "The council withdrew this edition on 14 June 2024.",
        expired: "This link came to its last day on 1 July 2024.",
    }
    clock.move_to(NOW + timedelta(days=60))
    for made, sentence in told.items():
        response = Client().get(shared(made))
        page = response.content.decode()
        assert (response.status_code, sentence in page) == (410, True), sentence
        assert not any(words in page for words in ("Not for everybody", "A figure was wrong", "<svg", "1,570"))
        assert response["Cache-Control"] == "private, no-store"
        assert "sent you the link" in page


def test_an_address_that_was_never_made_says_no_more(world: World) -> None:
    response = Client().get("/s/unknown/")
    assert response.status_code == 404
    assert CLOSED in response.content.decode()
    assert world.authority.name not in response.content.decode()


def test_guessing_addresses_is_slowed_down(world: World) -> None:
    client = Client()
    statuses = [client.get(f"/s/guess-{number}/").status_code for number in range(31)]
    assert statuses[-1] == 429
    made = link_to(published(world.authority, manager(world)), world)
    assert client.get(shared(made)).status_code == 200


def test_a_link_with_a_pin_asks_for_it_first(world: World) -> None:
    made = link_to(published(world.authority, manager(world)), world, pin="marsh-24")
    client = Client()
    asked = client.get(shared(made))
    assert "Type the PIN" in asked.content.decode()
    assert asked["Referrer-Policy"] == "same-origin"
    assert not LinkViews.objects.exists()
    assert client.post(shared(made), {"pin": "marsh-25"}).status_code == 422
    assert client.post(shared(made), {"pin": "marsh-24"}).status_code == 302
    assert "What the forum asked for." in client.get(shared(made)).content.decode()
    assert "Type the PIN" in Client().get(shared(made)).content.decode()
    assert "marsh-24" not in str(ShareLink.objects.values().get())


def test_guessing_a_pin_is_slowed_down_also_for_the_right_one(world: World) -> None:
    made = link_to(published(world.authority, manager(world)), world, pin="marsh-24")
    client = Client()
    statuses = [client.post(shared(made), {"pin": f"guess-{number}"}).status_code for number in range(6)]
    assert statuses[-1] == 429
    assert client.post(shared(made), {"pin": "marsh-24"}).status_code == 429


def test_the_proof_of_one_pin_is_none_of_another(world: World) -> None:
    found = published(world.authority, manager(world))
    first, second = link_to(found, world, pin="marsh-24"), link_to(found, world, pin="marsh-24")
    client = Client()
    client.post(shared(first), {"pin": "marsh-24"})
    proof = client.cookies[f"safetyvalve_link_{first.link.pk}"].value
    other = Client()
    other.cookies[f"safetyvalve_link_{second.link.pk}"] = proof
    assert "Type the PIN" in other.get(shared(second)).content.decode()


def test_the_address_of_a_link_is_shown_once(world: World) -> None:
    found = published(world.authority, manager(world))
    client = as_(world, "programme_manager")
    form = client.get(at("link-create", found.pk)).context["form"]
    assert form["expires_on"].value() == date(2024, 7, 14)
    fields = {"label": "Forum", "expires_on_day": "1", "expires_on_month": "7", "expires_on_year": "2024", "pin": ""}
    made = client.post(at("link-create", found.pk), fields)
    address = made.context["address"]
    assert Client().get(address.removeprefix("http://testserver")).status_code == 200
    assert address not in client.get(at("publication-manage", found.pk)).content.decode()
    late = client.post(at("link-create", found.pk), {**fields, "expires_on_year": "2023", "pin": "123"})
    assert set(late.context["form"].errors) == {"expires_on", "pin"}


def test_a_link_is_revoked_once_asked(world: World) -> None:
    made = link_to(published(world.authority, manager(world)), world)
    client, url = as_(world, "programme_manager"), at("link-revoke", made.link.publication_id, made.link.pk)
    assert client.post(url).status_code == 422
    assert client.post(url, {"revoke": "yes"}).status_code == 302
    assert Client().get(shared(made)).status_code == 410
    assert client.post(url, {"revoke": "yes"}).status_code == 409


def test_no_link_is_made_where_no_content_is_meant_for_one(world: World) -> None:
    choices = {"members": Choice("", ("plans",))}
    found = published(world.authority, manager(world), choices=choices)
    fields = {"label": "Forum", "expires_on_day": "1", "expires_on_month": "7", "expires_on_year": "2024"}
    assert as_(world, "programme_manager").post(at("link-create", found.pk), fields).status_code == 409
    assert Audience.LINKS not in {each.audience for each in found.contents.all()}
