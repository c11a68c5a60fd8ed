"""The chart of savings by workstream: known figures only, kinds apart, and a title that says what it shows."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.charts.savings import savings_by_workstream
from tests.factories import World, make_world
from workstreams.models import Saving, SavingFigure, Workstream
from workstreams.savings import by_workstream, savings_of

pytestmark = pytest.mark.django_db
YEARS = ["2024-25", "2025-26"]
CASHABLE, AVOIDANCE = "Cashable saving", "Cost avoidance"


@pytest.fixture
def world(clock: Any) -> World:
    return make_world()


def save(world: World, workstream: str, /, year: str = "", **amounts: Any) -> Saving:
    slug = workstream.lower().replace(" ", "-")
    order = world.agreement.workstreams.count() + 1
    work, _ = Workstream.objects.get_or_create(
        agreement=world.agreement,
        slug=slug,
        defaults={"name": workstream, "order": order, "starts_on": date(2024, 4, 1)},
    )
    fields = {name: amounts.pop(name) for name in list(amounts) if not name.endswith("ed") and name != "forecast"}
    saving = Saving.objects.create(
        workstream=work, name=f"{workstream} {Saving.objects.count()}", **{"kind": "cashable", **fields}
    )
    if year:
        given = {f"{name}_amount": Decimal(amount) for name, amount in amounts.items()}
        SavingFigure.objects.create(saving=saving, financial_year=year, **given)
    return saving


def chart(world: World, kind: str = CASHABLE):  # type: ignore[no-untyped-def]
    return savings_by_workstream(by_workstream(savings_of(world.authority), YEARS), kind)


def test_each_workstream_is_a_part_of_the_bar_delivered_before_forecast_before_planned(world: World) -> None:
    save(world, "New places", "2024-25", planned=300_000, forecast=280_000, delivered=250_000)
    save(world, "New places", "2025-26", planned=500_000, forecast=450_000)
    save(world, "Bands", "2025-26", planned=100_000)

    found = chart(world)

    assert found.categories == ("2024-25", "2025-26")
    assert [(each.name, each.values) for each in found.series] == [
        ("New places", (Decimal(250_000), Decimal(450_000))),
        ("Bands", (None, Decimal(100_000))),
    ]
    assert found.title == "New places brings the largest part of the cashable savings: £700,000, 2024-25 to 2025-26"
    assert found.summary == "What is known comes to, 2024-25: £250,000; 2025-26: £550,000."
    assert found.notes == ()


def test_workstreams_that_bring_as_much_are_named_together_or_counted(world: World) -> None:
    save(world, "New places", "2024-25", planned=300_000)
    save(world, "Bands", "2024-25", planned=300_000)
    assert (
        chart(world).title
        == "New places and Bands bring the largest parts of the cashable savings: £300,000 each, 2024-25"
    )
    save(world, "Transport", "2024-25", planned=300_000)
    assert chart(world).title.startswith("3 workstreams bring the largest parts of the cashable savings")


def test_cashable_savings_and_cost_avoidance_have_a_chart_each_and_other_budgets_none(world: World) -> None:
    save(world, "New places", "2024-25", planned=300_000)
    save(world, "New places", "2024-25", planned=7_000, kind="avoidance")
    save(world, "New places", "2024-25", planned=9_000, budget="health")

    assert [each.values for each in chart(world).series] == [(Decimal(300_000),)]
    assert [each.values for each in chart(world, AVOIDANCE).series] == [(Decimal(7_000),)]


def test_what_is_not_given_is_said_and_never_counted_as_nothing(world: World) -> None:
    save(world, "New places", "2024-25", planned=300_000)
    save(world, "New places", full_year_amount=Decimal(50_000), starts_on=date(2024, 4, 1))
    save(world, "Bands", full_year_amount=Decimal(40_000), starts_on=date(2024, 4, 1))

    found = chart(world)

    assert found.notes == ("2024-25: 1 of 3 given; only those are counted.",)
    assert [each.name for each in found.series] == ["New places"]


def test_savings_without_a_year_stand_in_a_note_with_their_worth(world: World) -> None:
    save(world, "New places", "2024-25", planned=300_000)
    save(world, "Hubs", full_year_amount=Decimal(348_000))
    assert chart(world).notes == ("Not in the chart, because no year is given: Hubs, £348,000 in a full year.",)


def test_pressures_that_outweigh_savings_are_called_so(world: World) -> None:
    save(world, "Behaviour", "2024-25", delivered=-288_000)
    save(world, "Post-16", "2024-25", delivered=-88_000)
    found = chart(world)
    assert found.title == "Pressures outweigh cashable savings by £376,000, 2024-25"
    assert found.summary == "What is known comes to, 2024-25: £376,000 of pressures."


def test_of_many_workstreams_the_largest_three_stand_and_the_rest_together(world: World) -> None:
    for number, name in enumerate(("Ay", "Bee", "Cee", "Dee", "Ee"), start=1):
        save(world, name, "2024-25", planned=number * 1000)
    assert [(each.name, each.values[0]) for each in chart(world).series] == [
        ("Cee", 3000),
        ("Dee", 4000),
        ("Ee", 5000),
        ("Other workstreams", 3000),
    ]


def test_without_a_known_figure_there_is_no_chart(world: World) -> None:
    save(world, "New places", full_year_amount=Decimal(50_000), starts_on=date(2024, 4, 1))
    assert chart(world) is None


def test_reading_costs_the_same_for_many_savings(world: World, django_assert_num_queries: Any) -> None:
    for number in range(12):
        save(world, f"Work {number}", "2024-25", planned=1000)
    with django_assert_num_queries(3):
        chart(world)


def test_it_stands_on_the_money_dashboard_for_readers_inside_only(world: World, client: Client) -> None:
    save(world, "New places", "2024-25", planned=300_000)
    address = reverse("dashboards:board", args=[world.authority.la_code, "money"])
    words = "New places: £300,000 of cashable savings known, 2024-25"
    client.force_login(world.people["officer"])
    assert words in client.get(address).content.decode()
    client.force_login(world.people["forum_member"])
    assert words not in client.get(address).content.decode()
