"""Links that open an edition without an account: what they open, when they close, and what they never tell."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from dashboards.models import Audience, LinkViews, Publication, ShareLink
from dashboards.publishing.building import build_edition
from dashboards.publishing.editions import Choice, change, correct, publish, withdraw
from dashboards.publishing.links import revoke_link
from dashboards.publishing.public_page import change_page
from safetyvalve.core.models import AuditEvent
from tests.dashboards.publishing.editions import published
from tests.dashboards.publishing.pages import as_, at, link_to, manager, shared
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CLOSED = "This link does not open anything"


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
    change_page(world.authority, is_open=False, contact="SEND team", by=manager(world), now=NOW)
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
        assert "ask whoever sent you the link, or SEND team." in page


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


def test_a_link_that_has_ended_can_be_given_another_last_day_but_is_not_there_to_be_revoked(world: World) -> None:
    made = link_to(published(world.authority, manager(world)), world)
    client, page = as_(world, "programme_manager"), at("publication-manage", made.link.publication_id)
    revoke, last_day = (at(name, made.link.publication_id, made.link.pk) for name in ("link-revoke", "link-extend"))
    assert revoke in client.get(page).content.decode()
    made.link.expires_on = NOW.date() - timedelta(days=1)
    made.link.save()
    html = client.get(page).content.decode()
    assert "No longer opens: it ended on" in html
    assert last_day in html
    assert revoke not in html


def test_no_link_is_made_where_no_content_is_meant_for_one(world: World) -> None:
    choices = {"members": Choice("", ("plans",))}
    found = published(world.authority, manager(world), choices=choices)
    fields = {"label": "Forum", "expires_on_day": "1", "expires_on_month": "7", "expires_on_year": "2024"}
    assert as_(world, "programme_manager").post(at("link-create", found.pk), fields).status_code == 409
    assert Audience.LINKS not in {each.audience for each in found.contents.all()}


def corrected(publication: Publication, world: World, *, at: datetime = NOW, choices: Any = None) -> Publication:
    correction = correct(publication, note="May was too low.", by=manager(world), now=at)
    if choices:
        fields = {"month": correction.month, "title": "Put right", "choices": choices}
        correction = change(correction, by=manager(world), now=at, **fields)
    return publish(correction, seen=build_edition(correction).sha256, by=manager(world), now=at)


def test_a_link_to_an_edition_that_was_corrected_opens_the_correction_with_its_note(world: World) -> None:
    first = published(world.authority, manager(world))
    made = link_to(first, world, pin="marsh-24")
    second = corrected(corrected(first, world), world, at=NOW + timedelta(hours=1))
    client = Client()
    assert "Type the PIN" in client.get(shared(made)).content.decode()
    client.post(shared(made), {"pin": "marsh-24"})
    assert "May was too low." in client.get(shared(made)).content.decode()
    page = as_(world, "programme_manager").get(at("publication-manage", second.pk))
    assert [(link.pk, link.opened) for link in page.context["links"]] == [(made.link.pk, 1)]
    assert "the correction" in page.content.decode()
    withdraw(second, reason="Wrong again.", by=manager(world), now=NOW)
    assert Client().get(shared(made)).status_code == 410


def test_a_link_says_so_when_the_correction_is_not_for_people_with_a_link(world: World) -> None:
    first = published(world.authority, manager(world))
    made = link_to(first, world)
    corrected(first, world, choices={"members": Choice("", ("plans",))})
    response = Client().get(shared(made))
    assert response.status_code == 410
    assert "published a correction of this edition on 14 June 2024" in response.content.decode()
    assert "Put right" not in response.content.decode()


def test_a_link_closed_by_withdrawing_stays_closed_when_a_correction_is_published_later(world: World) -> None:
    first = published(world.authority, manager(world))
    made = link_to(first, world)
    correction = correct(first, note="May was too low.", by=manager(world), now=NOW)
    withdraw(first, reason="At once.", by=manager(world), now=NOW)
    later = NOW + timedelta(hours=1)
    publish(correction, seen=build_edition(correction).sha256, by=manager(world), now=later)
    assert "withdrew this edition on 14 June 2024" in Client().get(shared(made)).content.decode()


def test_the_last_day_of_a_link_can_be_changed_also_once_it_has_ended(world: World, clock: Any) -> None:
    made = link_to(published(world.authority, manager(world)), world)
    clock.move_to(NOW + timedelta(days=60))
    client, url = as_(world, "programme_manager"), at("link-extend", made.link.publication_id, made.link.pk)
    assert Client().get(shared(made)).status_code == 410
    fields = {"expires_on_day": "1", "expires_on_month": "9", "expires_on_year": "2024"}
    assert client.post(url, {**fields, "expires_on_year": "2023"}).status_code == 422
    assert client.post(url, fields).status_code == 302
    assert Client().get(shared(made)).status_code == 200
    changes = AuditEvent.objects.get(action="link_extended").changes
    assert changes["expires_on"] == ["2024-07-01", "2024-09-01"]
    revoke_link(made.link, by=manager(world), now=NOW)
    assert client.post(url, fields).status_code == 409
    assert Client().get(shared(made)).status_code == 410
