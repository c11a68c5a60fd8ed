"""Income of a year that is not over: what has come so far, and nothing concluded from it."""

from datetime import date

import pytest

from dashboards.charts.demand import several
from dashboards.charts.lines import Frame
from dashboards.models import Indicator, IndicatorVersion
from dashboards.scope import INSIDE
from dashboards.series import read_series
from tests import factories
from tests.factories import World
from tests.money_examples import make_contribution

pytestmark = pytest.mark.usefixtures("clock")
NAMES = {"health_contributions_sought": "Sought", "health_contributions_received": "Received"}


@pytest.fixture
def world(db: None) -> World:
    """£100,000 sought and £20,000 received, for the year that is over and for the one under way."""
    world = factories.make_world()
    for code in NAMES:
        indicator = Indicator.objects.create(code=code, name=code)
        IndicatorVersion.objects.create(
            indicator=indicator, definition="Pounds.", unit="money", period_basis="financial_year"
        )
    for year in ("2023-24", "2024-25"):
        make_contribution(world.agreement, by=world.people["finance_officer"], financial_year=year)
    return world


def test_what_was_received_of_a_year_under_way_is_so_far_and_held_against_no_year(world: World) -> None:
    read = read_series(world.authority, list(NAMES), INSIDE)
    before, now = read["health_contributions_received"].points
    assert (before.is_so_far, before.status) == (False, "final")
    assert (now.is_so_far, now.status) == (True, "provisional")
    chart = several("health", read, NAMES, Frame(), "Pounds")
    assert chart is not None
    assert chart.title == "£100,000 sought, £20,000 received so far in 2024-25"
    assert "Received: £20,000 so far in 2024-25 (provisional)." in chart.summary
    assert "Sought: £100,000 in 2024-25. That is the same as the year before." in chart.summary
    assert chart.summary.count("year before") == 1
    sought, received = chart.series
    assert [len(stretch) for stretch in sought.stretches] == [2]
    assert [len(stretch) for stretch in received.stretches] == [1, 1], "no line leads down to a part of a year"


def test_the_figures_are_as_at_the_last_day_that_the_register_names_and_never_to_come(world: World) -> None:
    [*_, sought] = read_series(world.authority, list(NAMES), INSIDE)["health_contributions_sought"].points
    assert sought.as_at == date(2024, 5, 20)
