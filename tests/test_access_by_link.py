"""Links to an edition and keys of a feed open what they were made for, and nothing else."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.models import Publication
from dashboards.publishing.links import make_link
from tests.addresses import Route, address, our_routes
from tests.factories import NOW
from tests.two_councils import TwoCouncils, made_and_undone

pytestmark = pytest.mark.django_db

METHODS = ("get", "post")
OPENED_BY_A_KEY = {"dashboards:feed"}


@pytest.fixture(scope="module")
def worlds(django_db_setup: None, django_db_blocker: Any) -> Iterator[TwoCouncils]:
    with made_and_undone(django_db_blocker) as councils:
        yield councils


@pytest.fixture(scope="module")
def holder(worlds: TwoCouncils) -> Client:
    """Somebody who has opened links of the first council, one of them with its PIN, and sends a key of its feed."""
    here = worlds.here
    edition = Publication.objects.live().filter(authority=here.authority, contents__audience="links").earliest("pk")
    who = here.people["programme_manager"]
    made = make_link(edition, label="Heads", expires_on=date(2030, 1, 1), pin="marsh-24", by=who, now=NOW)
    client = Client(headers={"Authorization": f"Bearer a-key-of-{here.authority.la_code}"})
    client.get(reverse("dashboards:shared-edition", args=[f"a-link-of-{here.authority.la_code}"]))
    assert client.post(reverse("dashboards:shared-edition", args=[made.token]), {"pin": "marsh-24"}).status_code == 302
    assert list(client.cookies) == [f"safetyvalve_link_{made.link.pk}"]
    return client


@pytest.mark.slow
@pytest.mark.parametrize("route", our_routes(), ids=str)
def test_a_link_and_a_key_open_nothing_else(route: Route, worlds: TwoCouncils, holder: Client) -> None:
    """At every other address their holder gets what any visitor gets, in this council and in another."""
    for is_here, examples in ((True, worlds.examples), (False, worlds.examples_there)):
        url = address(route, examples)
        for method in METHODS:
            answer = getattr(holder, method)(url)
            if route.view.access.permissions:
                assert answer.status_code == 302
                assert answer.url.startswith(reverse("account_login"))
                continue
            visitor = getattr(Client(), method)(url)
            if route.name in OPENED_BY_A_KEY and method == "get":
                assert (visitor.status_code, answer.status_code) == (401, 200 if is_here else 401)
            else:
                assert (answer.status_code, answer.get("Location")) == (visitor.status_code, visitor.get("Location"))


@pytest.mark.parametrize("route", [r for r in our_routes() if {"token", "secret"} & set(r.parts)], ids=str)
def test_a_link_is_no_key_and_a_key_no_link(route: Route, worlds: TwoCouncils) -> None:
    examples = worlds.examples
    swapped = {"token": examples["secret"], "secret": examples["token"]}
    of_another_council = {"secret": worlds.examples_there["secret"]}
    for instead in (swapped, of_another_council):
        if "token" in route.parts and "token" not in instead:
            continue
        assert Client().get(address(route, {**examples, **instead})).status_code in (404, 405)
