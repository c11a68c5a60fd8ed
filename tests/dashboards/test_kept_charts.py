"""Of a council's own dashboard, charts that stand as they are are kept as they are, and only said to be good again."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards.models import CouncilDashboard, Indicator
from dashboards.periods import Period
from dashboards.services.council_dashboards import save_dashboard
from dashboards.services.measurements import Row
from dashboards.services.targets import TargetPoint, replace_all
from safetyvalve.core import kept, near
from safetyvalve.core.models import Authority, KeptMarkup
from safetyvalve.core.packing import pack
from tests.dashboards import records
from tests.factories import NOW, World

pytestmark = pytest.mark.usefixtures("clock")
CODES = ("timeliness_20_weeks", "plans_maintained", "plans_new")
DAY = date(2024, 6, 14)


@pytest.fixture
def address(client: Client, world: World) -> str:
    officer = world.people["officer"]
    client.force_login(officer)
    charts = [{"code": code, "by": "", "against": "", "words": ""} for code in CODES]
    made = save_dashboard(
        world.authority, None, name="Ours", about="", charts=charts, is_shared=True, seen="", by=officer, now=NOW
    )
    return f"/c/999/dashboards/own/{made.pk}/"


def restate(world: World, value: int) -> None:
    records.put(world.authority, Row("plans_maintained", Period.month(2024, 6), Decimal(value)))


def states() -> dict[str, tuple[int, int, bytes]]:
    return {row.key: (row.data_version, row.events, bytes(row.markup)) for row in KeptMarkup.objects.all()}


def test_what_stands_as_it_was_is_said_to_be_good_and_not_written_again(
    client: Client, world: World, address: str
) -> None:
    client.get(address)
    before = states()
    restate(world, 1599)
    with CaptureQueriesContext(connection) as queries:
        assert "1,599" in client.get(address).content.decode()
    after = states()
    assert len({(version, events) for version, events, _ in after.values()}) == 1
    assert sum(before[key][2] != after[key][2] for key in before) == 2, "the chart, and the page"
    assert len(queries) <= 12
    near.forget()
    with CaptureQueriesContext(connection) as queries:
        assert "1,599" in client.get(address).content.decode()
    assert len(queries) <= 5


def test_a_server_that_has_nothing_in_its_memory_draws_the_same(client: Client, world: World, address: str) -> None:
    client.get(address)
    for value in (1599, 1600):
        restate(world, value)
        near.forget()
        assert f"{value:,}" in client.get(address).content.decode()


def test_what_is_agreed_anew_is_drawn_from_the_same_memory(client: Client, world: World, address: str) -> None:
    client.get(address)
    new = Indicator.objects.get(code="plans_new")
    for value in (17, 18):
        points = [TargetPoint("Agreed ceiling", date(2024, 6, 30), Decimal(value))]
        replace_all(world.authority, new, points, by=world.people["officer"], now=NOW)
        assert f"the agreed ceiling ({value})" in client.get(address).content.decode()


def test_a_dashboard_changed_by_somebody_is_seen_so_at_once(client: Client, world: World, address: str) -> None:
    client.get(address)
    restate(world, 1599)
    client.get(address)
    found = CouncilDashboard.objects.get()
    facts = {**found.facts, "about": "For the board in June."}
    seen = client.get(f"{address}change/").context["form"]["seen"].value()
    save_dashboard(world.authority, found, **facts, seen=seen, by=world.people["officer"], now=NOW)
    assert "For the board in June." in client.get(address).content.decode()
    client.post(f"{address}remove/", {"remove": "yes"})
    assert client.get(address).status_code == 404


def test_an_older_drawing_put_in_its_place_meanwhile_is_not_called_good(world: World) -> None:
    authority = Authority.objects.select_related("audit_chain").get(pk=world.authority.pk)
    now = kept.state_of(authority, today=DAY)
    drawn, older, newest = (
        replace(now, events=now.events + by, data_version=now.data_version + by) for by in (1, 0, 2)
    )
    kept.keep(authority, {"chart": pack(b"drawn")}, drawn)
    [since] = kept.look(authority, ["chart"])
    kept.keep(authority, {"chart": pack(b"older")}, older)
    kept.mark_good(authority, ["chart"], newest, since=since)
    [part] = kept.look(authority, ["chart"])
    assert not newest.is_that_of(part)
    kept.keep(authority, {"chart": pack(b"drawn")}, drawn)
    kept.mark_good(authority, ["chart"], newest, since=since)
    [part] = kept.look(authority, ["chart"])
    assert newest.is_that_of(part)
    assert part.packed.unpacked() == b"drawn"
