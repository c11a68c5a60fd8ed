"""The page that anybody can read: only where the council wants one, only what is published for it, nothing beside."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.models import Publication, PublicPage
from dashboards.publishing.building import build_edition
from dashboards.publishing.editions import Choice, change, correct, publish, withdraw
from dashboards.publishing.public_page import change_page
from safetyvalve.core.models import AuditEvent, Authority
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import published
from tests.dashboards.publishing.pages import manager
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
EVERYBODY = {
    "public": Choice("What everybody asked for.", ("plans",)),
    "members": Choice("Not for all.", ("timeliness",)),
}


@pytest.fixture
def world(clock: Any) -> World:
    world = factories.make_world()
    records.six_months(world.authority)
    change_page(world.authority, is_open=True, contact="SEND team, 01234 567890", by=manager(world), now=NOW)
    return world


def edition(world: World, **fields: Any) -> Publication:
    return published(world.authority, manager(world), **{"choices": EVERYBODY, **fields})


def page(*args: object, la_code: str = "999") -> Any:
    name = "public-edition" if args else "public-page"
    return Client().get(reverse(f"dashboards:{name}", args=[la_code, *args]))


def test_the_newest_edition_is_shown_and_the_others_are_listed(world: World) -> None:
    earlier = edition(world, month=date(2024, 4, 1), published_at=NOW + timedelta(days=1))
    newest = edition(world)
    text = page().content.decode()
    assert "What everybody asked for." in text
    assert "Not for all." not in text
    assert "SEND team, 01234 567890" in text
    assert [each.pk for each in page().context["others"]] == [earlier.pk]
    assert reverse("dashboards:public-page", args=["999"]) in page(earlier.pk).content.decode()
    assert page(newest.pk).status_code == 200


def test_it_may_be_found_and_kept_briefly_and_needs_neither_cookie_nor_script(world: World) -> None:
    edition(world)
    response = page()
    text = response.content.decode()
    assert response["Cache-Control"] == "public, max-age=60"
    assert "X-Robots-Tag" not in response
    assert "noindex" not in text
    assert not response.cookies
    assert "<script" not in text
    assert "<form" not in text
    assert "script-src 'none'" in response["Content-Security-Policy"]
    assert 'href="/c/999/publications' not in text
    assert Client().post(reverse("dashboards:public-page", args=["999"])).status_code == 405


def test_only_a_council_that_chose_to_has_one(world: World) -> None:
    factories.make_authority("Brackwater", "998")
    found = edition(world)
    assert page(la_code="998").status_code == 404
    assert page(la_code="000").status_code == 404
    assert page(found.pk, la_code="998").status_code == 404
    change_page(world.authority, is_open=False, contact="", by=manager(world), now=NOW)
    pack = Client().get(reverse("dashboards:public-pack", args=["999", found.pk, "pdf"]))
    for closed in (page(), page(found.pk), pack):
        assert closed.status_code == 410
        assert "closed its public page on 14 June 2024" in closed.content.decode()
        assert str(found) not in closed.content.decode()
    change_page(world.authority, is_open=False, contact="SEND team", by=manager(world), now=NOW + timedelta(days=9))
    assert "on 14 June 2024" in page().content.decode()
    change_page(Authority.objects.get(la_code="998"), is_open=False, contact="Us", by=manager(world), now=NOW)
    assert page(la_code="998").status_code == 404


def test_with_nothing_on_it_the_page_says_so(world: World) -> None:
    published(world.authority, manager(world))
    assert page().status_code == 200
    assert "Nothing is published yet" in page().content.decode()


def test_an_edition_for_others_or_not_yet_published_is_not_found(world: World) -> None:
    for_members = published(world.authority, manager(world))
    late = correct(edition(world), note="Wrong.", by=manager(world), now=NOW)
    assert page(for_members.pk).status_code == 404
    assert page(late.pk).status_code == 404


def test_a_withdrawn_edition_says_so_and_shows_nothing(world: World) -> None:
    found = edition(world, title="Not for long")
    withdraw(found, reason="A figure was wrong.", by=manager(world), now=NOW)
    response = page(found.pk)
    text = response.content.decode()
    assert response.status_code == 410
    assert "withdrew this edition on 14 June 2024" in text
    assert "noindex" in text
    assert not any(words in text for words in ("Not for long", "A figure was wrong", "<svg", "1,570"))
    assert "Nothing is published yet" in page().content.decode()
    pack = Client().get(reverse("dashboards:public-pack", args=["999", found.pk, "pdf"]))
    assert (pack.status_code, pack.content) == (410, response.content)
    client = Client()
    client.force_login(world.people["forum_member"])
    inside = client.get(reverse("dashboards:publication", args=["999", found.pk]))
    assert (inside.status_code, "took it back on 14 June 2024" in inside.content.decode()) == (410, True)


def test_the_address_of_a_corrected_edition_leads_to_the_correction(world: World) -> None:
    found = edition(world)
    correction = correct(found, note="May was too low.", by=manager(world), now=NOW)
    publish(correction, seen=build_edition(correction).sha256, by=manager(world), now=NOW)
    response = page(found.pk)
    assert (response.status_code, response["Location"]) == (302, f"/p/999/{correction.pk}/")
    pack = Client().get(reverse("dashboards:public-pack", args=["999", found.pk, "pdf"]))
    assert (pack.status_code, pack["Location"]) == (302, f"/p/999/{correction.pk}/pack.pdf")
    assert "May was too low." in page(correction.pk).content.decode()
    private = correct(correction, note="Wrong.", by=manager(world), now=NOW)
    chosen = {"members": Choice("", ("plans",))}
    private = change(private, month=found.month, title="X", choices=chosen, by=manager(world), now=NOW)
    publish(private, seen=build_edition(private).sha256, by=manager(world), now=NOW + timedelta(hours=1))
    gone = page(found.pk)
    assert gone.status_code == 410
    assert "published a correction of this edition on 14 June 2024" in gone.content.decode()


def test_the_public_page_is_opened_and_closed_by_a_publisher(world: World) -> None:
    client = Client()
    client.force_login(manager(world))
    url = reverse("dashboards:public-settings", args=["999"])
    assert "/p/999/" in client.get(url).content.decode()
    assert client.post(url, {"is_open": "", "contact": ""}).status_code == 422
    client.post(url, {"is_open": "no", "contact": "SEND team"})
    assert not PublicPage.objects.get().is_open
    assert "Open one" in client.get(reverse("dashboards:publication-create", args=["999"])).content.decode()
    assert AuditEvent.objects.filter(action="public_page_changed").count() == 2


def test_before_the_page_is_opened_the_editions_that_would_be_on_it_are_named(world: World) -> None:
    found, gone = edition(world), edition(world, month=date(2024, 4, 1))
    published(world.authority, manager(world), title="For members")
    withdraw(gone, reason="Wrong.", by=manager(world), now=NOW)
    client = Client()
    client.force_login(manager(world))
    url = reverse("dashboards:public-settings", args=["999"])
    assert "shows at once" not in client.get(url).content.decode()
    change_page(world.authority, is_open=False, contact="", by=manager(world), now=NOW)
    text = client.get(url).content.decode()
    assert "Opened, the page shows at once" in text
    assert f"{found}</a>, published on 14 June 2024" in text
    assert str(gone) not in text
    assert "For members" not in text


def test_everybody_can_be_chosen_where_there_is_a_public_page(world: World) -> None:
    client = Client()
    client.force_login(manager(world))
    url = reverse("dashboards:publication-create", args=["999"])
    assert not client.get(url).context["form"]["public_included"].value()
    fields = {"month": "2024-05-01", "title": "Dashboard", "public_included": "on", "public_charts": ["plans"]}
    client.post(url, {**fields, "public_introduction": "For everybody."})
    found = Publication.objects.get()
    preview = client.get(reverse("dashboards:publication-preview", args=["999", found.pk, "public"])).content.decode()
    assert "For everybody." in preview
    publish(found, seen=build_edition(found).sha256, by=manager(world), now=NOW)
    again = client.get(url).context["form"]
    assert (again["public_included"].value(), again["members_included"].value()) == (True, False)
    assert again["public_charts"].value() == ["plans"]
    change_page(world.authority, is_open=False, contact="", by=manager(world), now=NOW)
    assert "public_included" not in client.get(url).context["form"].fields
