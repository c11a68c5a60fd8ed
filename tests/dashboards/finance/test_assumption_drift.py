"""What became of an assumption, who is told, and which versions a forecast names."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from conditions.models import Assumption, ForecastBasis
from conditions.services import assumptions as services
from conditions.services import positions
from conditions.services.assumptions import Assumed
from dashboards.finance.assumptions import watched
from tests import factories
from tests.dashboards.finance.assumed import LIST, happened, page_of
from tests.dashboards.finance.ledger import a_year, enter
from tests.factories import NOW, TODAY, World
from tests.money_examples import make_growth

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def world(db: None) -> World:
    return factories.make_world()


@pytest.fixture
def growth(world: World) -> Assumption:
    return make_growth(world.agreement, by=world.people["finance_officer"])


def test_drift_is_shown_and_told_to_whoever_answers_for_it(finance: Client, world: World, growth: Assumption) -> None:
    happened(world, "9.13")
    [found] = watched(world.authority, TODAY)
    assert found.is_off
    assert found.owner == world.people["finance_officer"]
    assert found.sentence == (
        "Growth of EHC plans: 9.13% on 18 January 2024, where 4.0% was assumed for 2023-24 (version 1). "
        "That is 5.13 percentage points above, and 1.0 percentage point was allowed."
    )
    assert found.page == page_of(growth)
    assert (found.key, found.value, found.target) == (f"assumption-{growth.pk}", Decimal("9.13"), 4)
    assert ("Drift", "5.13 percentage points above") in found.figures
    assert "Off course" in finance.get(LIST).content.decode()


def test_a_small_drift_a_year_without_a_figure_and_another_measure_say_nothing(
    world: World, growth: Assumption
) -> None:
    assert watched(world.authority, TODAY) == []
    happened(world, "4.9")
    assert [each.is_off for each in watched(world.authority, TODAY)] == [False]
    happened(world, "20", date(2021, 1, 21))
    assert [each.is_off for each in watched(world.authority, TODAY)] == [False]


def test_a_confirmed_position_names_the_versions_it_used(finance: Client, world: World, growth: Assumption) -> None:
    factories.make_dsg_position(world.period)
    by = world.people["finance_officer"]
    positions.confirm(world.submission, revisions={"2024-25": 1}, by=by, now=NOW)
    page = finance.get("/c/999/agreements/safety-valve/periods/update-1-2024-25/dsg-position/").content.decode()
    assert "Growth of EHC plans 4.0% (version 1)" in page
    services.add_version(growth, Assumed({"2024-25": Decimal(9)}, TODAY, reason="Reset."), after=1, by=by, now=NOW)
    assert "Update 1, 2024-25 (DSG position, confirmed" in finance.get(page_of(growth)).content.decode()
    assert ForecastBasis.objects.get().used[0]["values"]["2024-25"] == "4.0000"


def test_a_saved_forecast_names_them_too_and_only_again_when_they_differ(
    finance: Client, world: World, growth: Assumption
) -> None:
    enter(world, "2024-25", a_year())
    enter(world, "2025-26", a_year())
    assert ForecastBasis.objects.filter(of="lines").count() == 1
    page = finance.get("/c/999/finance/safety-valve/?sheet=forecast.update-1-2024-25").content.decode()
    assert "Growth of EHC plans 4.0% (version 1)" in page
    reset = Assumed({"2024-25": Decimal(9)}, TODAY, reason="Reset.")
    services.add_version(growth, reset, after=1, by=world.people["finance_officer"], now=NOW)
    enter(world, "2026-27", a_year())
    assert ForecastBasis.objects.filter(of="lines").count() == 2


def test_an_outturn_assumes_nothing(world: World, growth: Assumption) -> None:
    enter(world, "2023-24", a_year(), column="actual")
    assert not ForecastBasis.objects.exists()
