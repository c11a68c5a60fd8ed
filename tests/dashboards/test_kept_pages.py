"""A dashboard is drawn again as soon as what it shows can be another, and never shows somebody else's."""

import gzip
import re
from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dashboards.periods import Period
from dashboards.services.measurements import Row, record
from safetyvalve.core import near
from safetyvalve.core.models import KeptMarkup
from tests import factories
from tests.factories import NOW, World

pytestmark = pytest.mark.usefixtures("clock")
PLANS = "/c/999/dashboards/plans/"


@pytest.fixture
def signed_in(world: World) -> Callable[[str], Client]:
    def client_of(role: str) -> Client:
        client = Client()
        client.force_login(world.people[role])
        return client

    return client_of


def text(client: Client, url: str = PLANS) -> str:
    response = client.get(url)
    assert response.status_code == 200
    return response.content.decode()


def restate(world: World, value: int) -> None:
    record(world.authority, Row("plans_maintained", Period.month(2024, 5), Decimal(value)), by=None, now=NOW)


@pytest.mark.parametrize("forget", [near.forget, lambda: None], ids=["from the database", "from memory"])
def test_a_second_look_draws_nothing(world: World, signed_in: Callable[[str], Client], forget: Any) -> None:
    client = signed_in("officer")
    first = text(client)
    forget()
    with CaptureQueriesContext(connection) as queries:
        second = text(client)
    assert len(queries) <= 4
    assert without_token(second) == without_token(first)


def without_token(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w{64}"', "", page)


def test_a_figure_that_changed_is_on_the_page_at_once(world: World, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("officer")
    assert "1,570" in text(client)
    restate(world, 1599)
    after = text(client)
    assert "1,599" in after
    assert "1,570" not in after


def test_another_day_draws_the_page_again(world: World, signed_in: Callable[[str], Client], clock: Any) -> None:
    client = signed_in("officer")
    text(client)
    clock.shift(timedelta(days=1))
    client = signed_in("officer")
    with CaptureQueriesContext(connection) as queries:
        text(client)
    assert len(queries) > 5


def test_a_council_never_gets_the_drawing_of_another(world: World, signed_in: Callable[[str], Client]) -> None:
    text(signed_in("officer"))
    elsewhere = factories.make_authority("Brackwater", "998")
    stranger = Client()
    stranger.force_login(factories.make_user("officer", elsewhere))
    page = text(stranger, "/c/998/dashboards/plans/")
    assert "1,570" not in page
    assert "Saltmarsh" not in page
    assert stranger.get(PLANS).status_code == 404


def test_readers_outside_never_get_the_drawing_made_for_those_inside(
    world: World, signed_in: Callable[[str], Client]
) -> None:
    assert "1,570" in text(signed_in("officer"))
    assert "1,570" not in text(signed_in("forum_member"))
    assert "1,570" in text(signed_in("officer"))


def test_what_belongs_to_a_person_is_written_for_each(world: World, signed_in: Callable[[str], Client]) -> None:
    manager, director = text(signed_in("programme_manager")), text(signed_in("director"))
    assert "Programme manager" in manager
    assert "Programme manager" not in director
    kept = b"".join(bytes(row.markup) for row in KeptMarkup.objects.all())
    for person in world.people.values():
        assert person.email.encode() not in kept


def test_every_choice_of_the_address_has_a_drawing_of_its_own(world: World, signed_in: Callable[[str], Client]) -> None:
    client = signed_in("officer")
    three, one = text(client), text(client, f"{PLANS}?years=1")
    assert three != one
    assert without_token(text(client)) == without_token(three)


def test_a_browser_gets_it_packed_with_a_token_that_works(world: World, signed_in: Callable[[str], Client]) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(world.people["officer"])
    plain = text(client)
    response = client.get(PLANS, headers={"Accept-Encoding": "gzip, br"})
    assert response["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in response["Vary"]
    page = gzip.decompress(response.content).decode()
    assert without_token(page) == without_token(plain)
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w{64})"', page)
    assert len(token) == 1
    assert client.post(reverse("account_logout"), {"csrfmiddlewaretoken": token[0]}).status_code == 302


def test_the_whole_table_of_a_chart_has_a_page(world: World, signed_in: Callable[[str], Client]) -> None:
    page = text(signed_in("officer"), "/c/999/dashboards/charts/plans/?years=all")
    assert page.count("<tr>") >= 6
    assert "1,570" in page
    assert "charts/plans.csv?years=all" in page
    assert signed_in("officer").get("/c/999/dashboards/charts/nothing/").status_code == 404
