"""From the balance without the plan's savings to the balance with them."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from dashboards.finance import blocks as reading
from dashboards.finance.blocks import Sheet
from dashboards.finance.plan_effect import OPENING, effect, effect_chart, effect_table
from tests import factories
from tests.dashboards.finance.ledger import a_year, enter
from workstreams.models import Saving, Workstream

pytestmark = pytest.mark.usefixtures("clock")
PAGE = "/c/999/finance/safety-valve/with-and-without/"
FORECAST = Sheet("forecast", "mitigated", "update-1-2024-25")
CARRIED = {
    "lhn_opening_before": None,
    "lhn_opening_after": None,
    "lsch_opening": None,
    "ley_opening": None,
    "lcss_opening": None,
}


@pytest.fixture
def world(db: None) -> factories.World:
    """Without the plan £1m more of top-ups and £250,000.40 less of places in the first year, £1.5m more in the next."""
    world = factories.make_world()
    enter(world, "2024-25", a_year())
    enter(world, "2025-26", a_year(**CARRIED))
    without = a_year(l1_2_3=15_000_000, l1_0_2=Decimal("5749999.60"), lhn_transfer=300_000)
    enter(world, "2024-25", without, scenario="unmitigated")
    enter(world, "2025-26", a_year(l1_2_1=10_500_000, **CARRIED), scenario="unmitigated")
    return world


def test_every_group_that_differs_leads_from_one_balance_to_the_other(world: factories.World) -> None:
    found = effect(reading.read(world.agreement), FORECAST, "2024-25")
    assert [(part.label, part.effect) for part in found.differing] == [
        ("High needs: block transfer", 100_000),
        ("High needs: place funding", Decimal("-250000.40")),
        ("High needs: top-ups", 1_000_000),
    ]
    assert (found.without.amount, found.with_plan.amount) == (Decimal("-6259999.60"), -5_410_000)
    assert found.amount == sum(part.effect or Decimal(0) for part in found.parts) == Decimal("849999.60")


def test_what_was_saved_before_is_brought_forward(world: factories.World) -> None:
    found = effect(reading.read(world.agreement), FORECAST, "2025-26")
    assert [(part.label, part.effect) for part in found.differing] == [
        (OPENING, Decimal("849999.60")),
        ("High needs: top-ups", 1_500_000),
    ]
    chart = effect_chart(found, name="Forecast")
    assert chart is not None
    assert chart.title == "The plan’s savings leave the balance £2.3 million better at the end of 2025-26"
    values = chart.series[0].values
    assert sum(Decimal(value or 0) for value in values[:-1]) == values[-1]
    assert effect_table(found).rows[-1][3] == Decimal("2349999.60")


def test_the_savings_on_record_stand_beside_what_the_lines_say_of_the_year(
    client: Client, world: factories.World
) -> None:
    work = Workstream.objects.create(agreement=world.agreement, slug="a", name="A", starts_on=date(2024, 4, 1))
    kept = (("cashable", "dsg", 700_000), ("avoidance", "dsg", 600_000), ("cashable", "health", 90_000))
    for kind, budget, amount in kept:
        saving = Saving.objects.create(workstream=work, name=f"{kind} {budget}", kind=kind, budget=budget)
        saving.figures.create(financial_year="2025-26", planned_amount=amount)
    client.force_login(world.people["officer"])
    context = client.get(f"{PAGE}?sheet={FORECAST.code}&year=2025-26").context
    assert (context["within_year"], context["besides"]) == (1_500_000, 200_000)
    savings = context["savings"]
    amounts = (savings.cashable.amount, savings.avoidance.amount, savings.others.amount)
    assert (amounts, savings.borne.of) == ((700_000, 600_000, 90_000), 0)
    page = client.get(f"{PAGE}?sheet={FORECAST.code}&year=2025-26").content.decode()
    assert "The lines differ by something that no saving on record explains." in page
    found = effect(reading.read(world.agreement), FORECAST, "2025-26")
    assert found.amount == (found.parts[0].effect or 0) + (found.within_year or 0)


def test_an_unknown_line_leaves_the_year_unknown(world: factories.World) -> None:
    book = reading.read(world.agreement)
    del book.rows[FORECAST]["2024-25", "1.2.5"]
    found = effect(book, FORECAST, "2024-25")
    assert (found.amount, found.within_year, effect_chart(found, name="Forecast")) == (None, None, None)
    assert ("High needs: support and inclusion", None) in [(part.label, part.effect) for part in found.differing]


def test_the_page_shows_the_year_asked_for(client: Client, world: factories.World) -> None:
    client.force_login(world.people["officer"])
    assert "£850,000 better at the end of 2024-25" in client.get(PAGE).content.decode()
    page = client.get(f"{PAGE}?sheet={FORECAST.code}&year=2025-26").content.decode()
    assert "£2.3 million better at the end of 2025-26" in page
    assert client.get(f"{PAGE}?sheet=nonsense&year=1999-00").status_code == 200


def test_a_missing_sheet_is_named_and_finance_can_enter_it(client: Client, world: factories.World) -> None:
    enter(world, "2024-25", a_year(), column="budget")
    client.force_login(world.people["finance_officer"])
    page = client.get(f"{PAGE}?sheet=budget").content.decode()
    assert "Not on record: Budget, without the plan’s savings." in page
    assert "/change/?sheet=budget.unmitigated" in page
    client.force_login(world.people["officer"])
    assert "/change/" not in client.get(f"{PAGE}?sheet=budget").content.decode()
    client.force_login(world.people["forum_member"])
    assert client.get(PAGE).status_code == 403


def test_without_any_sheet_the_page_says_what_is_needed(client: Client, db: None) -> None:
    client.force_login(factories.make_world().people["officer"])
    assert b"No budget or forecast has been entered yet." in client.get(PAGE).content
