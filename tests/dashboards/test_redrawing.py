"""After figures came in, what is kept of dashboards is drawn again before anybody asks, exactly as a visit would."""

import re
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards.models import CouncilDashboard
from dashboards.periods import Period
from dashboards.services.council_dashboards import save_dashboard
from dashboards.services.measurements import Row
from dashboards.views.redrawing import redraw
from safetyvalve.core import kept, near
from safetyvalve.core.models import KeptMarkup
from tests import factories
from tests.dashboards import records
from tests.factories import NOW, World

pytestmark = pytest.mark.usefixtures("clock")
LOOKS = (
    ("officer", "/c/999/dashboards/overview/"),
    ("officer", "/c/999/dashboards/plans/?years=all"),
    ("director", "/c/999/dashboards/plans/?rolling=12"),
    ("officer", "/c/999/dashboards/own/{own}/?years=1"),
    ("forum_member", "/c/999/dashboards/own/{own}/"),
)


@pytest.fixture
def world(db: None) -> World:
    world = factories.make_world()
    records.six_months(world.authority)
    officer = world.people["officer"]
    charts = [{"code": code, "by": "", "against": "", "words": ""} for code in ("plans_maintained", "plans_new")]
    save_dashboard(
        world.authority, None, name="Ours", about="", charts=charts, is_shared=True, seen="", by=officer, now=NOW
    )
    return world


def looks(world: World) -> tuple[list[str], int]:
    """What everybody sees, and the most queries that a page took."""
    pages, numbers, own = [], [], CouncilDashboard.objects.get().pk
    for role, address in LOOKS:
        client = Client()
        client.force_login(world.people[role])
        with CaptureQueriesContext(connection) as queries:
            response = client.get(address.format(own=own))
        assert response.status_code == 200, address
        pages.append(re.sub(r'value="\w{64}"', "", response.content.decode()))
        numbers.append(len(queries))
    return pages, max(numbers)


def restate(world: World) -> None:
    records.put(world.authority, Row("plans_maintained", Period.month(2024, 6), Decimal(1599)))


def test_a_visit_afterwards_draws_nothing_and_shows_what_it_would_have_drawn(world: World) -> None:
    before, _ = looks(world)
    restate(world)
    assert redraw(world.authority) == len(LOOKS)
    near.forget()
    found, most_queries = looks(world)
    assert most_queries <= 5
    assert "1,599" not in before[1]
    assert "1,599" in found[1]
    KeptMarkup.objects.all().delete()
    near.forget()
    assert looks(world)[0] == found


def test_only_what_somebody_has_looked_at_is_drawn(world: World) -> None:
    assert redraw(world.authority) == 0
    looks(world)
    with CaptureQueriesContext(connection) as queries:
        assert redraw(world.authority) == len(LOOKS)
    assert not any('FROM "dashboards_measurement"' in query["sql"] for query in queries), "all of it is good"


def test_what_changes_afterwards_is_on_the_page_at_once(world: World) -> None:
    looks(world)
    redraw(world.authority)
    restate(world)
    assert "1,599" in looks(world)[0][1]


def test_by_hand_it_says_what_it_did(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    looks(world)
    restate(world)
    call_command("redraw_dashboards", "--authority", "999")
    assert f"{len(LOOKS)} dashboards are good" in capsys.readouterr().out
    near.forget()
    assert looks(world)[1] <= 5
    with pytest.raises(CommandError, match="no council"):
        call_command("redraw_dashboards", "--authority", "000")


def test_a_server_that_was_not_restarted_after_an_upgrade_has_nothing_drawn(
    world: World, capsys: pytest.CaptureFixture[str]
) -> None:
    looks(world)
    restate(world)
    call_command("redraw_dashboards", "--authority", "999", "--release", "an earlier one")
    assert capsys.readouterr().out == ""
    call_command("redraw_dashboards", "--authority", "999", "--release", kept.release())
    assert "dashboards are good" in capsys.readouterr().out
