"""Charts that a Schools Forum asks for beside the usual ones, and what each of them must not give away."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dashboards.periods import Period
from dashboards.publishing.building import Built, build_edition
from dashboards.publishing.content import tables_of
from dashboards.publishing.editions import Choice
from dashboards.publishing.offers import USUAL
from dashboards.publishing.protection import Why
from dashboards.services.measurements import Row
from safetyvalve.render.data import SUPPRESSED
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import prepared
from tests.factories import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MAY = Period.month(2024, 5)
OF_MONTH = "refusal-rate-month"


@pytest.fixture
def world(clock: Any) -> World:
    world = factories.make_world()
    records.catalogue()
    return world


def put(world: World, **values: int | str) -> None:
    records.put(world.authority, *(Row(code, MAY, Decimal(value)) for code, value in values.items()))


def built(world: World, *charts: str) -> Built:
    choices = {"members": Choice("", charts)}
    who = world.people["programme_manager"]
    return build_edition(prepared(world.authority, who, month=date(2024, 5, 1), choices=choices))


def rows(edition: Built, chart: str) -> dict[str, list[object]]:
    """The chart's figures by the first column of its own table."""
    [item] = [each for each in edition.contents["members"]["charts"] if each["key"] == chart]
    return {str(row[0]): list(row[1:]) for row in tables_of(item)[0].rows}


def chart(edition: Built, key: str) -> dict[str, Any]:
    [item] = [each for each in edition.contents["members"]["charts"] if each["key"] == key]
    found: dict[str, Any] = item["chart"]
    return found


def test_an_edition_has_none_of_them_unless_somebody_chooses_it() -> None:
    assert OF_MONTH not in USUAL


def test_the_rate_of_a_month_is_worked_out_from_refusals_and_requests(world: World) -> None:
    put(world, requests_received=36, refusals_to_assess=9, refusal_rate_month_reported=40)
    edition = built(world, OF_MONTH)
    assert rows(edition, OF_MONTH)["May 2024"][0] == 25
    assert chart(edition, OF_MONTH)["title"] == (
        "Refusals to assess in May 2024 were 25.0% of the requests received in the month"
    )
    [(_, meaning)] = edition.contents["members"]["charts"][0]["meanings"]
    assert "one month can mislead" in meaning


@pytest.mark.parametrize(("requests", "refusals"), [(36, 3), (4, 0), (30, 28)])
def test_the_rate_of_a_month_goes_with_a_small_count_behind_it(world: World, requests: int, refusals: int) -> None:
    put(world, requests_received=requests, refusals_to_assess=refusals)
    edition = built(world, OF_MONTH)
    assert rows(edition, OF_MONTH)["May 2024"] == [SUPPRESSED]
    assert "%" not in chart(edition, OF_MONTH)["title"] + chart(edition, OF_MONTH)["summary"]
    assert edition.withheld


@pytest.mark.parametrize("also", [{}, {"requests_received": 10}, {"requests_month_reported": 10}])
def test_a_percentage_reported_without_its_counts_is_withheld_and_the_publisher_is_told(
    world: World, also: dict[str, int]
) -> None:
    """40% of ten requests would be four children."""
    put(world, refusal_rate_month_reported=40, **also)
    edition = built(world, OF_MONTH, "requests-and-decisions")
    assert rows(edition, OF_MONTH)["May 2024"] == [SUPPRESSED]
    assert "40" not in str(edition.contents)
    assert [each.why for each in edition.withheld if "month" in each.charts] == [Why.UNKNOWN.value]
