"""Commitments, income and assumptions ask about a figure in thousands, and nothing typed is lost."""

from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from conditions.models import AssumptionVersion, Contribution, ContributionInvoice
from dashboards.models import Category, CommitmentBasis, CommitmentList
from tests import factories
from tests.dashboards.finance.test_income_pages import NEW, boxes
from tests.factories import World
from tests.money_examples import make_contribution

pytestmark = pytest.mark.usefixtures("clock")
MONEY = "/c/999/finance/safety-valve/"


@pytest.fixture
def world(db: None) -> World:
    Category.objects.create(topic="placement_group", code="independent", label="Independent schools", order=1)
    return factories.make_world()


def asked(page: Any) -> list[str]:
    assert page.content.decode().count('name="checked"') == 1
    return [each.sentence.partition(" Pounds")[0] for each in page.context["form"].questions]


def ticked(page: Any, data: dict[str, str]) -> dict[str, str]:
    return {**data, "checked": page.context["form"].questions_digest}


def test_typed_totals_are_held_against_the_list_before(finance: Client) -> None:
    typing = f"{MONEY}commitments/type/?as_at_day=1&as_at_month={{}}&as_at_year=2024&period=2024-25"
    first = {"independent_dsg": "365,000", "independent_social_care": "73,000", "seen": "0"}
    assert finance.post(typing.format(4), first).status_code == 302
    new = {"independent_dsg": "371", "independent_social_care": "73k", "independent_health": "52", "seen": "0"}

    page = finance.post(typing.format(5), new)

    assert asked(page) == [
        "Independent schools, cost to the DSG: £371 where £365,000 stands in the list before this one."
    ]
    assert CommitmentList.objects.count() == 1
    assert finance.post(typing.format(5), ticked(page, new)).status_code == 302
    assert CommitmentList.objects.count() == 2


def test_an_assumption_in_pounds_is_held_against_its_years_and_so_is_the_cost_of_a_new_plan(finance: Client) -> None:
    new = {"name": "A place", "kind": "unit_cost", "unit": "pounds", **boxes("effective_from", factories.TODAY)}
    new |= {"value_2024-25": "48,000", "value_2025-26": "49.5", "value_2026-27": "51,000"}
    page = finance.post(f"{MONEY}assumptions/add/", new)
    assert asked(page) == ["2025-26: £49.50 where £51,000 stands in 2026-27."]
    assert finance.post(f"{MONEY}assumptions/add/", {**new, "unit": "number"}).status_code == 302
    made = finance.post(f"{MONEY}assumptions/add/", {**ticked(page, new), "name": "B"})
    version = {**new, "after": "1", "reason": "Inflation.", "value_2024-25": "50", "value_2025-26": "49,500"}
    page = finance.post(f"{made['Location']}version/", version)
    assert asked(page) == ["2024-25: £50 where £48,000 stood before."]
    assert AssumptionVersion.objects.count() == 2

    costing = {"unit_cost": "48", "revision": "0"}
    page = finance.post(f"{MONEY}commitments/plans-on-the-way/", costing)
    assert asked(page) == ["Or typed here, for every year: £48 where £51,000 stands in the assumption “B”."]
    assert not CommitmentBasis.objects.exists()


def test_income_is_held_against_the_same_body_and_its_bills_against_what_was_agreed(
    world: World, finance: Client
) -> None:
    entry = make_contribution(world.agreement, by=world.people["finance_officer"])
    page = finance.post(f"{MONEY}income/add/", {**NEW, "payer": entry.payer.upper(), "sought": "105", "agreed": "90k"})
    assert asked(page) == [
        "Sought: £105 where £100,000 stands in 2023-24.",
        "Agreed: £90,000 where £105 was sought.",
    ]
    assert Contribution.objects.count() == 1
    bill = {"reference": "A-2", "amount": "60", **boxes("invoiced_on", factories.TODAY)}
    page = finance.post(f"{entry.get_absolute_url()}invoices/add/", bill)
    assert asked(page) == ["Amount: £60 where £100,000 was sought."]
    assert finance.post(f"{entry.get_absolute_url()}invoices/add/", ticked(page, bill)).status_code == 302
    billed = ContributionInvoice.objects.latest("pk")
    assert billed.amount == Decimal(60)
    page = finance.post(
        f"{entry.get_absolute_url()}receipts/add/",
        {"amount": "60,000", "invoice": str(billed.pk), **boxes("received_on", factories.TODAY)},
    )
    assert asked(page) == ["Amount: £60,000 where £60 is the invoice."]


def test_what_a_plan_costs_by_provider_type_is_held_against_what_was_saved(finance: Client) -> None:
    address = f"{MONEY}commitments/plans-on-the-way/"
    first = {"mix_share_independent": "100", "mix_cost_independent": "60k", "revision": "0"}
    assert finance.post(address, first).status_code == 302
    slip = {**first, "mix_cost_independent": "60", "revision": str(CommitmentBasis.objects.get().revision)}
    page = finance.post(address, slip)
    assert asked(page) == ["Independent schools: yearly cost of one: £60 where £60,000 stood before."]
    assert CommitmentBasis.objects.get().mix["independent"]["cost"] == "60000.00"
    assert finance.post(address, ticked(page, slip)).status_code == 302
