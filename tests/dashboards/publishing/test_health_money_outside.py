"""Members' dashboards show of health money what an edition would, in downloads too: whole pounds, and no few plans."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from dashboards.few_plans import HEALTH_MONEY
from dashboards.periods import Period
from dashboards.publishing.building import build_edition
from dashboards.publishing.content import tables_of
from dashboards.publishing.editions import Choice
from dashboards.scope import INSIDE, outside
from dashboards.series import read_series
from dashboards.services.measurements import Row
from safetyvalve.render.data import SUPPRESSED
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import prepared
from tests.factories import World
from tests.money_examples import make_contribution

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
CHART = "health-contributions"
SHARE = "health_contribution_share"
FEW, MANY, TYPED = "2021-22", "2022-23", "2020-21"


@pytest.fixture
def world(clock: Any) -> World:
    """£31,234.56 for two plans in one year; sums with pence for enough of them in another; a year that was typed."""
    world = factories.make_world()
    records.catalogue()
    who = world.people["finance_officer"]
    make_contribution(world.agreement, by=who, financial_year=FEW, plans=2, sought=Decimal("31234.56"))
    make_contribution(world.agreement, by=who, financial_year=MANY, sought=Decimal("100000.49"))
    rows = [Row(code, Period.financial_year(TYPED), Decimal("50000.51")) for code in HEALTH_MONEY]
    records.put(world.authority, *rows, kind="typed")
    world.submission.period.covers_to = date(2024, 3, 31)
    world.submission.period.save()
    records.submitted(world.submission, world.people["officer"], {}, [])
    return world


def seen(world: World, code: str, scope: Any = None) -> dict[str, object]:
    series = read_series(world.authority, (code,), scope or outside(world.authority))[code]
    return {
        point.period.label: SUPPRESSED if point.marker == SUPPRESSED.code else point.value for point in series.points
    }


def in_edition(world: World) -> dict[str, list[object]]:
    choices = {"members": Choice("", (CHART,))}
    who = world.people["programme_manager"]
    edition = build_edition(prepared(world.authority, who, month=date(2024, 5, 1), choices=choices))
    [item] = edition.contents["members"]["charts"]
    return {str(row[0]): list(row[1:]) for row in tables_of(item)[0].rows}


def test_members_see_of_every_year_what_an_edition_shows(world: World) -> None:
    sought, received = (seen(world, code) for code in HEALTH_MONEY)
    assert sought == {TYPED: 50_001, FEW: SUPPRESSED, MANY: 100_000}
    assert received == {TYPED: 50_001, FEW: SUPPRESSED, MANY: 20_000}
    assert in_edition(world) == {year: [sought[year], received[year]] for year in sought}
    assert seen(world, SHARE)[FEW] == SUPPRESSED
    assert seen(world, HEALTH_MONEY[0], INSIDE)[FEW] == Decimal("31234.56")


def test_a_typed_figure_of_a_year_with_few_plans_is_withheld_as_well(world: World) -> None:
    """The register has the contribution and its plans, and no sum of it yet."""
    make_contribution(
        world.agreement, by=world.people["finance_officer"], financial_year=TYPED, plans=1, sought=None, sought_on=None
    )
    quarter = Period(date(2021, 1, 1), date(2021, 3, 31))
    records.put(world.authority, Row(HEALTH_MONEY[0], quarter, Decimal("9876.54")), kind="typed")
    assert seen(world, HEALTH_MONEY[0])[TYPED] == SUPPRESSED
    assert seen(world, HEALTH_MONEY[0])[quarter.label] == SUPPRESSED
    assert in_edition(world)[TYPED] == [SUPPRESSED, SUPPRESSED]


@pytest.mark.parametrize("role", ["forum_member", "programme_manager"])
def test_pages_and_downloads_of_members_withhold_it(client: Client, world: World, role: str) -> None:
    client.force_login(world.people[role])
    found = [
        client.get(f"/c/999/dashboards/{address}")
        for address in ("money/?years=all", f"charts/{CHART}.csv?years=all", f"charts/{CHART}.svg?years=all")
    ]
    assert [each.status_code for each in found] == [200] * 3
    told = [each.content.decode() for each in found]
    assert "31234.56" not in told[1] if role == "forum_member" else "31234.56" in told[1]
    assert [FEW in each for each in told] == [True] * 3
    assert role != "forum_member" or not any(amount in each for each in told for amount in ("31,23", "31234", "31.2"))


def test_a_year_is_withheld_from_the_moment_that_a_few_plans_stand_in_it(client: Client, world: World) -> None:
    """Though the page had been drawn and kept before."""
    client.force_login(world.people["forum_member"])
    address = "/c/999/dashboards/money/?years=all"
    assert "£100,000" in client.get(address).content.decode()
    make_contribution(world.agreement, by=world.people["finance_officer"], financial_year=MANY, plans=3, payer="Other")
    assert "£100,000" not in client.get(address).content.decode()
