"""Members' dashboards show of the council's own counts what live editions show them, and nothing that adds to it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import Client

from dashboards.models import Indicator, Measurement
from dashboards.periods import Period
from dashboards.publishing.editions import Choice, withdraw
from dashboards.scope import outside
from dashboards.series import read_series
from dashboards.services.targets import TargetPoint, replace_all
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import published
from tests.dashboards.records import Row
from tests.factories import NOW, World

pytestmark = pytest.mark.usefixtures("clock")
MAY = Period.month(2024, 5)
BOARDS = "/c/999/dashboards/"
FEW = 3


@pytest.fixture
def world(db: None) -> World:
    """Half a year of months, and in May few decisions that were not to refuse."""
    world = factories.make_world()
    records.six_months(world.authority)
    records.put(world.authority, Row("refusals_to_assess", MAY, Decimal(29 - FEW)))
    return world


def edition(world: World, *charts: str, audience: str = "members", **fields: object) -> None:
    choices = {audience: Choice("", charts)}
    published(world.authority, world.people["programme_manager"], choices=choices, **fields)


def seen(world: World, code: str) -> dict[str, str]:
    """By period, the figure or its marker as a member has it."""
    series = read_series(world.authority, (code,), outside(world.authority))[code]
    return {point.period.label: point.marker or f"{point.value:f}" for point in series.points}


def page(client: Client, world: World, address: str) -> str:
    client.force_login(world.people["forum_member"])
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_own_counts_wait_for_the_first_edition(client: Client, world: World) -> None:
    assert seen(world, "plans_maintained") == {}
    html = page(client, world, f"{BOARDS}overview/")
    assert "the council’s own counts wait for the first one" in html
    assert "1,570" not in html


def test_published_plans_and_refusals_and_the_balance_need_no_edition(client: Client, db: None) -> None:
    torbay = factories.make_authority("Torbay", "880")
    records.torbay(torbay)
    world = factories.make_world(torbay)
    position = {"financial_year": "2023-24", "basis": "forecast", "closing_after_payments": "-7500000"}
    past = factories.make_submission(factories.period_of(world.agreement, "update-3-2023-24"))
    records.submitted(past, world.people["programme_manager"], {}, [position])
    html = page(client, world, "/c/880/dashboards/overview/")
    for words in ("1,643", "10.1% of requests received in 2024 were refused", "£7.5 million deficit"):
        assert words in html


def test_a_complement_that_an_edition_hides_is_hidden_on_every_page_and_file(client: Client, world: World) -> None:
    """26 of 29 refused leaves 3: the rate and one of its counts go, on the dashboards as in the edition."""
    edition(world, "requests-and-decisions", "refusal-rate")
    assert "c" in (seen(world, "refusals_to_assess")["May 2024"], seen(world, "decisions_to_assess_made")["May 2024"])
    assert seen(world, "refusal_rate_decisions")["May 2024"] == "c"
    assert "89.7%" not in page(client, world, f"{BOARDS}demand/")
    for kind in ("csv", "json", "svg"):
        assert "89.6" not in page(client, world, f"{BOARDS}charts/refusal-rate.{kind}")
    assert "89.7%" not in page(client, world, "/c/999/measures/")


def test_a_later_import_changes_nothing_until_the_next_edition(world: World) -> None:
    edition(world, "plans")
    before = seen(world, "plans_maintained")
    assert before["May 2024"] == "1570"
    records.put(world.authority, Row("plans_maintained", MAY, Decimal(1572)))
    Measurement.objects.filter(version__indicator__code="plans_maintained", value=1560).update(is_withdrawn=True)
    assert seen(world, "plans_maintained") == before
    edition(world, "plans", published_at=NOW + timedelta(days=1))
    assert seen(world, "plans_maintained")["May 2024"] == "1572"


def test_what_is_withdrawn_goes_from_the_dashboards_in_the_same_moment(world: World) -> None:
    who = world.people["programme_manager"]
    found = published(world.authority, who)
    assert seen(world, "plans_maintained")
    withdraw(found, reason="A figure was wrong.", by=who, now=NOW)
    assert seen(world, "plans_maintained") == {}


def test_charts_for_people_with_a_link_are_not_shown_to_members(world: World) -> None:
    edition(world, "plans", audience="links")
    assert seen(world, "plans_maintained") == {}


def test_months_after_the_edition_are_not_seen(world: World) -> None:
    edition(world, "plans", month=date(2024, 4, 1))
    assert list(seen(world, "plans_maintained"))[-1] == "April 2024"


def test_a_figure_with_another_value_or_a_note_is_not_taken_for_the_one_published(world: World) -> None:
    edition(world, "plans")
    Measurement.objects.filter(version__indicator__code="plans_maintained").update(note="Two children counted twice.")
    plans = read_series(world.authority, ("plans_maintained",), outside(world.authority))["plans_maintained"]
    assert {point.note for point in plans.points} == {""}
    Measurement.objects.filter(version__indicator__code="plans_maintained", value=1570).update(value=1569)
    assert "May 2024" not in seen(world, "plans_maintained")


def test_a_published_figure_stays_though_the_councils_own_took_its_place(world: World) -> None:
    year = Period.calendar_year(2023)
    records.put(world.authority, Row("requests_received", year, Decimal(300)), kind="published")
    records.put(world.authority, Row("requests_received", year, Decimal(311)))
    assert seen(world, "requests_received") == {"2023": "300"}


def test_sums_of_money_are_seen_of_submitted_periods_and_no_average(world: World) -> None:
    past, later = Period.financial_year("2022-23"), Period.financial_year("2023-24")
    records.put(
        world.authority,
        *(Row("health_contributions_sought", period, Decimal(100_000)) for period in (past, later)),
        Row("eotas_cost", past, Decimal(40_000)),
        Row("unit_cost_weekly", past, Decimal(900)),
    )
    records.submitted(
        factories.make_submission(factories.period_of(world.agreement, "update-3-2023-24")),
        world.people["programme_manager"],
        {},
    )
    assert seen(world, "health_contributions_sought") == {"2022-23": "100000"}
    assert seen(world, "eotas_cost") == seen(world, "unit_cost_weekly") == {}


def test_a_trajectory_is_seen_once_an_edition_or_a_submitted_return_has_it(world: World) -> None:
    def lines() -> list[str]:
        plans = read_series(world.authority, ("plans_maintained",), outside(world.authority))["plans_maintained"]
        return [line.name for line in plans.trajectories]

    assert lines() == []
    edition(world, "plans")
    assert lines() == ["Agreed trajectory"]
    measure = Indicator.objects.get(code="plans_maintained")
    rebased = TargetPoint("Reset growth model", date(2024, 12, 31), Decimal(1700))
    replace_all(world.authority, measure, [rebased], by=None, now=NOW)
    assert lines() == ["Agreed trajectory"]
    past = factories.make_submission(factories.period_of(world.agreement, "update-3-2023-24"))
    target = {"on": "2024-12-31", "value": "1700", "name": "Reset growth model"}
    facts = {"series": [{"code": "plans_maintained", "target": [target]}]}
    records.submitted(past, world.people["programme_manager"], {}, more={"measures": {"facts": facts}})
    assert lines() == ["Agreed trajectory", "Reset growth model"]


@pytest.mark.parametrize(("ceased", "is_shown"), [(138, True), (99, False)])
def test_why_plans_changed_is_told_unless_a_number_in_it_is_small(
    client: Client, db: None, ceased: int, is_shown: bool
) -> None:
    """With 99 ceased, two are left unexplained: they may be two children who moved in."""
    torbay = factories.make_authority("Torbay", "880")
    records.torbay(torbay)
    year = Row("plans_ceased", Period.calendar_year(2024), Decimal(ceased))
    records.put(torbay, year, kind="published")
    client.force_login(factories.make_user("forum_member", torbay))
    html = client.get("/c/880/dashboards/overview/").content.decode()
    assert ("Transfers in and data corrections" in html) is is_shown
