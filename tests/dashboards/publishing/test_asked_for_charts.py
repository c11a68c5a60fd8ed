"""Charts that a Schools Forum asks for beside the usual ones, and what each of them must not give away."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dashboards.models import Indicator, IndicatorVersion
from dashboards.periods import Period
from dashboards.publishing.building import Built, build_edition
from dashboards.publishing.content import tables_of
from dashboards.publishing.editions import Choice
from dashboards.publishing.money import FEW_PLANS
from dashboards.publishing.offers import USUAL
from dashboards.publishing.protection import Why
from dashboards.services.measurements import Row
from safetyvalve.render.data import SUPPRESSED
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import prepared
from tests.factories import World
from tests.money_examples import make_contribution

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MAY = Period.month(2024, 5)
OF_MONTH, HEALTH, AHEAD = "refusal-rate-month", "health-contributions", "projection"
UNIT_COST, OF_COST = "unit-cost-published", "sen_unit_cost_published"


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
    assert not {OF_MONTH, HEALTH, AHEAD, UNIT_COST} & set(USUAL)


def test_the_rate_of_a_month_is_worked_out_from_refusals_and_requests(world: World) -> None:
    put(world, requests_received=36, refusals_to_assess=9, refusal_rate_month_reported=40)
    edition = built(world, OF_MONTH)
    assert rows(edition, OF_MONTH)["May 2024"][0] == 25
    assert chart(edition, OF_MONTH)["title"] == (
        "Refusals to assess in May 2024 were 25.0% of the requests received in the month"
    )
    [(_, meaning)] = edition.contents["members"]["charts"][0]["meanings"]
    assert "one month can mislead" in meaning


@pytest.mark.parametrize(("requests", "refusals"), [(36, 3), (4, 0)])
def test_the_rate_of_a_month_goes_with_a_small_count_behind_it(world: World, requests: int, refusals: int) -> None:
    put(world, requests_received=requests, refusals_to_assess=refusals)
    edition = built(world, OF_MONTH)
    assert rows(edition, OF_MONTH)["May 2024"] == [SUPPRESSED]
    assert "%" not in chart(edition, OF_MONTH)["title"] + chart(edition, OF_MONTH)["summary"]
    assert edition.withheld


def test_nearly_as_many_refusals_as_requests_in_a_month_give_nobody_away(world: World) -> None:
    """They are not the same cases: the two requests that are left of thirty may be refused in June."""
    put(world, requests_received=30, refusals_to_assess=28)
    assert rows(built(world, OF_MONTH), OF_MONTH)["May 2024"] != [SUPPRESSED]


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


def contribution(world: World, **fields: Any) -> None:
    make_contribution(world.agreement, by=world.people["finance_officer"], **fields)


def test_health_money_is_that_of_the_register_in_whole_pounds(world: World) -> None:
    contribution(world, sought=Decimal("100000.49"))
    contribution(world, financial_year="2024-25", sought=Decimal(250_000))
    edition = built(world, HEALTH)
    assert rows(edition, HEALTH) == {"2023-24": [100_000, 20_000]}
    assert "100000.49" not in str(edition.contents)
    assert [name for name, _ in edition.contents["members"]["charts"][0]["meanings"]] == [
        "Health contributions sought",
        "Health contributions received",
    ]
    assert edition.withheld == ()


@pytest.mark.parametrize(("plans", "is_shown"), [(1, False), (4, False), (5, True), (None, True)])
def test_health_money_towards_a_few_plans_is_withheld_with_everything_of_its_year(
    world: World, plans: int | None, is_shown: bool
) -> None:
    """Whoever knows the other contribution of the year would take it away from the sum."""
    contribution(world, financial_year="2022-23")
    contribution(world)
    contribution(world, payer="Another board", plans=plans, sought=Decimal(31_313))
    edition = built(world, HEALTH)
    assert rows(edition, HEALTH) == {
        "2022-23": [100_000, 20_000],
        "2023-24": [131_313, 40_000] if is_shown else [SUPPRESSED, SUPPRESSED],
    }
    assert ("131" in str(edition.contents)) is is_shown
    assert [each.period for each in edition.withheld if each.why == FEW_PLANS] == ([] if is_shown else ["2023-24"] * 2)


def test_the_projection_says_what_is_about_to_become_of_the_plans(world: World) -> None:
    put(world, plans_maintained=1576, plans_about_to_be_issued=34, plans_about_to_cease=10)
    edition = built(world, AHEAD)
    assert rows(edition, AHEAD) == {"May 2024": [1576, 1600]}
    assert "34 about to be issued and 10 about to cease" in chart(edition, AHEAD)["summary"]
    names = [name for name, _ in edition.contents["members"]["charts"][0]["meanings"]]
    assert names == ["EHC plans maintained", "Plans about to be issued", "Plans about to cease"]


def test_a_projection_with_a_small_part_says_neither_the_part_nor_the_sum(world: World) -> None:
    put(world, plans_maintained=1576, plans_about_to_be_issued=34, plans_about_to_cease=3)
    edition = built(world, AHEAD)
    assert rows(edition, AHEAD) == {"May 2024": [1576, SUPPRESSED]}
    said = chart(edition, AHEAD)["title"] + chart(edition, AHEAD)["summary"]
    assert not {"1,607", "34", "3"} & set(said.replace(".", "").split())
    assert [(each.what, each.why) for each in edition.withheld] == [("Plans about to cease", Why.SMALL.value)]


def test_a_unit_cost_that_the_department_publishes_is_shown_and_one_that_was_typed_is_withheld(world: World) -> None:
    years = [Period.financial_year(label) for label in ("2021-22", "2022-23")]
    records.put(world.authority, Row(OF_COST, years[0], Decimal(412)), kind="published")
    records.put(world.authority, Row(OF_COST, years[1], Decimal(433)))
    edition = built(world, UNIT_COST)
    assert rows(edition, UNIT_COST) == {"2021-22": [412], "2022-23": [SUPPRESSED]}
    assert "433" not in str(edition.contents)
    assert [(each.period, each.why) for each in edition.withheld] == [("2022-23", Why.UNKNOWN.value)]


@pytest.mark.parametrize("plans", [3, 60])
def test_cost_over_unit_cost_gives_no_number_of_plans(world: World, plans: int) -> None:
    """A council divides its transport costs by the plans of the census: also when that number is hidden elsewhere,
    nobody can work it out."""
    own = Indicator.objects.create(authority=world.authority, code=OF_COST, name="Cost of a plan")
    cost, stock = (Indicator.objects.get(code=code) for code in ("transport_cost", "plans_out_of_area"))
    values = {"kind": "derived", "formula": "quotient", "unit": "money", "period_basis": "financial_year"}
    IndicatorVersion.objects.create(indicator=own, definition="Pounds.", numerator=cost, denominator=stock, **values)
    year = Period.financial_year("2022-23")
    counted = Row("plans_out_of_area", Period.census(2023), Decimal(plans))
    records.put(world.authority, Row("transport_cost", year, Decimal(2_100 * plans)), counted)
    edition = built(world, UNIT_COST, "out-of-area-and-independent")
    assert rows(edition, UNIT_COST) == {"2022-23": [SUPPRESSED]}
    assert "2100" not in str(edition.contents)
    assert "2,100" not in str(edition.contents)
    assert list(rows(edition, "out-of-area-and-independent").values()) == [[SUPPRESSED if plans == 3 else plans]]
