"""What publishers do on pages, and what members of the forum can and cannot read."""

import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.models import Publication
from dashboards.publishing.building import build_edition
from dashboards.publishing.editions import Choice, correct, publish, withdraw
from dashboards.publishing.offers import BY_KEY
from tests.dashboards import records
from tests.dashboards.publishing.editions import prepared, published
from tests.dashboards.publishing.pages import as_, at, link_to, manager, shared
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


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
    html = as_(world, "programme_manager").get(at("publication-manage", found.pk)).content.decode()
    assert name in html
    assert "figures withheld" in html
    listed = html[html.index("What is withheld") : html.index(">Links</h2>")]
    assert "<table" not in listed, "a list wraps on a phone"
    charts = [BY_KEY[key].label for key in ("timeliness", "requests-and-decisions")]
    assert re.findall(r"details__summary-text\">([^<]+)", listed)[:2] == [f"{each} (1)" for each in charts]
    assert "A small count: January 2024" in listed
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
    correction = correct(found, note="May was too low.", by=manager(world), now=NOW)
    publish(correction, seen=build_edition(correction).sha256, by=manager(world), now=NOW)
    client = as_(world, "forum_member")
    for gone in (client.get(at("publication", found.pk)), client.get(at("publication-pack", found.pk, "pdf"))):
        assert gone.status_code == 410
        assert "This edition has been corrected" in gone.content.decode()
        assert at("publication", correction.pk) in gone.content.decode()
    assert client.get(at("publication-pack", found.pk, "exe")).status_code == 404
    assert "May was too low." in client.get(at("publication", correction.pk)).content.decode()


def test_what_was_corrected_is_listed_as_corrected_with_its_correction(world: World) -> None:
    found = published(world.authority, manager(world))
    correction = correct(found, note="May was too low.", by=manager(world), now=NOW)
    publish(correction, seen=build_edition(correction).sha256, by=manager(world), now=NOW)
    client = as_(world, "programme_manager")
    listed = client.get(at("publications")).content.decode()
    assert "Corrected" in listed
    assert "Withdrawn" not in listed
    assert f'href="{at("publication-manage", correction.pk)}">Its correction' in listed
    assert "Withdrawn" not in client.get(at("publication-manage", found.pk)).content.decode()
    withdraw(correction, reason="Wrong as well.", by=manager(world), now=NOW)
    listed = client.get(at("publications")).content.decode()
    assert ("Corrected" in listed, "Withdrawn" in listed) == (True, True)


def test_a_new_edition_begins_with_the_month_and_the_titles_that_come_next(world: World) -> None:
    client = as_(world, "programme_manager")
    assert client.get(at("publication-create")).context["form"]["month"].value() == "2024-05-01"
    choices = {"members": Choice("Words.", ("plans",), "For the forum"), "links": Choice("Others.", ("plans",))}
    published(world.authority, manager(world), month=date(2024, 3, 1), title="Our figures", choices=choices)
    form = client.get(at("publication-create")).context["form"]
    wanted = {"month": "2024-04-01", "title": "Our figures", "members_title": "For the forum", "links_title": ""}
    assert {name: form[name].value() for name in wanted} == wanted
    assert form["members_introduction"].value() == ""
    for month in (date(2024, 5, 1), NOW.date()):
        prepared(world.authority, manager(world), month=month)
    assert client.get(at("publication-create")).context["form"]["month"].value() == "2024-04-01"


def test_each_audience_reads_its_own_title_and_opening_words(world: World) -> None:
    choices = {
        "members": Choice("Words for members.", ("plans",), "For the forum"),
        "links": Choice("Words for others.", ("plans",), "For head teachers"),
    }
    found = published(world.authority, manager(world), title="Our own name", choices=choices)
    client = as_(world, "forum_member")
    asking = reverse("dashboards:question-ask", args=["999", found.pk, "plans"])
    for address in ("/c/999/", at("publications"), at("publication", found.pk), asking):
        page = client.get(address).content.decode()
        assert "For the forum" in page
        assert "Our own name" not in page
        assert "For head teachers" not in page
    page = Client().get(shared(link_to(found, world))).content.decode()
    assert ("For head teachers" in page, "Words for others." in page) == (True, True)
    assert "For the forum" not in page
    assert "Our own name" in as_(world, "programme_manager").get(at("publications")).content.decode()


def test_whoever_gives_one_up_is_not_told_of_links_that_it_never_had(world: World) -> None:
    client, reason = as_(world, "programme_manager"), {"reason": "Not now."}
    for found, said in (
        (prepared(world.authority, manager(world)), "Given up: Dashboard, May 2024."),
        (published(world.authority, manager(world)), "Withdrawn: Dashboard, May 2024. Its links no longer open."),
    ):
        page = client.post(at("publication-withdraw", found.pk), reason, follow=True)
        assert [str(message) for message in page.context["messages"]] == [said]
