"""High needs spending against budget: which spending, what over and under mean, and what is missing."""

from decimal import Decimal

import pytest
from django.test import Client

from dashboards.finance import blocks as reading
from dashboards.finance.spending import (
    Spend,
    YearOfSpend,
    of_year,
    over_or_under,
    spend_chart,
    spend_table,
    usual_year,
    years,
)
from tests import factories
from tests.dashboards.finance.ledger import a_year, enter

pytestmark = pytest.mark.usefixtures("clock")
PAGE = "/c/999/finance/safety-valve/spend/"


@pytest.fixture
def world(db: None) -> factories.World:
    """A budget of £38.56m; a forecast £1.1m over, less £50,000.40 under, for 2024-25, and a budget alone after it."""
    world = factories.make_world()
    enter(world, "2024-25", a_year(), column="budget")
    enter(world, "2024-25", a_year(l1_2_3=15_100_000, l1_2_5=Decimal("2509999.60")))
    enter(world, "2025-26", a_year(), column="budget")
    return world


def test_every_line_stands_beside_its_budget_and_the_sum_adds_up(world: factories.World) -> None:
    book = reading.read(world.agreement)
    assert (years(book), usual_year(book)) == (["2024-25", "2025-26"], "2024-25")
    found = of_year(book, "2024-25")
    assert len(found.lines) == 14
    assert {line.name[:5]: line.variance for line in found.lines if line.variance} == {
        "1.2.3": 1_100_000,
        "1.2.5": Decimal("-50000.40"),
    }
    assert (found.total.budget, found.total.spent) == (38_560_000, Decimal("39609999.60"))
    assert spend_table(found).rows[-1][3:] == (Decimal("1049999.60"), "£1,049,999.60 over")
    chart = spend_chart(found)
    assert chart is not None
    assert chart.title == "High needs spending in 2024-25 is forecast £1 million over budget"
    assert "1.2.5 SEN support services, £50,000 under" in chart.summary


@pytest.mark.parametrize(
    ("variances", "told"),
    [
        ((9000, 7000, 70, -70), "A, £9,000 over; B, £7,000 over; C, £70 over; D, £70 under."),
        ((9000, 70, -70, 70, 1), "A, £9,000 over; 3 lines, by £70 each, some over, some under."),
        ((9000, 70, 70, 70, 1), "A, £9,000 over; 3 lines, by £70 each, all over."),
        ((9000, -70, -70, -70, 1), "A, £9,000 over; 3 lines, by £70 each, all under."),
        ((9000, 7000, 80, 70), "A, £9,000 over; B, £7,000 over; C, £80 over."),
    ],
)
def test_lines_that_are_as_far_off_are_all_named_or_counted(variances: tuple[int, ...], told: str) -> None:
    lines = tuple(
        Spend(name, Decimal(100), Decimal(100 + each)) for name, each in zip("ABCDE", variances, strict=False)
    )
    chart = spend_chart(YearOfSpend("2024-25", "Forecast", False, lines))
    assert chart is not None
    assert chart.summary.endswith(f"Furthest off: {told}")


def test_the_outturn_takes_the_place_of_the_forecast(world: factories.World) -> None:
    enter(world, "2024-25", {"1.2.3": Decimal(13_900_000)}, column="actual")
    found = of_year(reading.read(world.agreement), "2024-25")
    assert (found.name, found.is_outturn, len(found.compared)) == ("Outturn", True, 1)
    chart = spend_chart(found)
    assert chart is not None
    assert chart.title == "High needs spending on 1 of 14 lines in 2024-25 was £100,000 under budget"
    assert chart.notes == ("1 of 14 lines have both figures; only those are counted.",)
    assert spend_table(found).rows[0][1:] == (6_000_000, None, None, "")


def test_a_budget_alone_is_held_against_nothing(world: factories.World) -> None:
    found = of_year(reading.read(world.agreement), "2025-26")
    assert (found.compared, found.total.variance, spend_chart(found)) == ([], None, None)
    assert over_or_under(Decimal(0)) == "as budgeted"


def test_the_page_shows_the_year_asked_for_and_says_what_is_missing(client: Client, world: factories.World) -> None:
    client.force_login(world.people["officer"])
    page = client.get(PAGE).content.decode()
    assert "£1,100,000 over" in page
    assert "£50,000 under" in page
    assert "No line has both a budget and spending yet." in client.get(f"{PAGE}?year=2025-26").content.decode()
    client.force_login(world.people["forum_member"])
    assert client.get(PAGE).status_code == 403


def test_without_a_budget_the_page_says_so(client: Client, db: None) -> None:
    client.force_login(factories.make_world().people["officer"])
    assert b"No budget for high needs has been entered yet." in client.get(PAGE).content
