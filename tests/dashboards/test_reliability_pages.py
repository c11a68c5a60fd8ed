"""The page on which figures are marked as not reliable."""

from decimal import Decimal

import pytest
from django.test import Client

from dashboards.models import Indicator, Measurement
from dashboards.periods import Period
from dashboards.services import reliability
from safetyvalve.core.models import User
from tests import factories
from tests.dashboards import records
from tests.dashboards.marked import REASON, island, mark, rows_of
from tests.dashboards.records import Row
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("clock")

ISLAND = "/c/921/measures/requests_received/"


@pytest.fixture
def world(db: None) -> factories.World:
    return island()


@pytest.fixture
def marked(world: factories.World) -> factories.World:
    mark(world, "requests_received", "plans_ceased")
    return world


def test_an_officer_marks_a_period_with_a_reason_and_takes_it_back(officer: Client, world: factories.World) -> None:
    [key] = rows_of(world.authority, "requests_received", 2024)
    page = officer.get(f"{ISLAND}reliability/").content.decode()
    assert "2024: 74" in page
    sent = officer.post(f"{ISLAND}reliability/", {"mark-periods": [key], "mark-reason": REASON})
    assert sent.status_code == 302
    html = officer.get(ISLAND).content.decode()
    assert f"Not reliable: {REASON}" in html
    assert "What figures said before" in html
    assert "74 (not reliable)" in html
    assert "382 in 2022" in html
    [key] = rows_of(world.authority, "requests_received", 2024)
    sent = officer.post(f"{ISLAND}reliability/", {"action": "restore", "restore-periods": [key]})
    assert sent.status_code == 302
    assert "74 in 2024" in officer.get(ISLAND).content.decode()


def test_without_a_reason_or_a_period_nothing_is_marked(officer: Client, world: factories.World) -> None:
    response = officer.post(f"{ISLAND}reliability/", {})
    assert response.status_code == 422
    assert "Choose at least one period" in response.content.decode()
    assert "Enter why they cannot be relied on" in response.content.decode()
    assert not Measurement.objects.filter(status="unreliable").exists()


def test_a_figure_that_moved_meanwhile_is_not_marked(officer: Client, world: factories.World) -> None:
    [key] = rows_of(world.authority, "requests_received", 2024)
    records.put(world.authority, Row("requests_received", Period.calendar_year(2024), Decimal(371)), kind="published")
    response = officer.post(f"{ISLAND}reliability/", {"mark-periods": [key], "mark-reason": REASON})
    assert response.status_code == 422
    assert "changed by somebody else" in response.content.decode()
    who: User = world.people["officer"]
    indicator = Indicator.objects.get(code="requests_received")
    with pytest.raises(reliability.StaleFigures):
        reliability.mark(world.authority, indicator, [key], reason=REASON, by=who, now=NOW)


def test_a_forum_member_sees_the_mark_and_cannot_make_one(client: Client, marked: factories.World) -> None:
    client.force_login(marked.people["forum_member"])
    assert client.get(f"{ISLAND}reliability/").status_code == 403
    html = client.get(ISLAND).content.decode()
    assert "Not reliable" in html
    assert "What figures said before" not in html
