"""The registers behind the money ask about a figure in thousands, and nothing typed is lost."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import World
from tests.register_examples import make_band, make_scheme, make_service
from tests.workstreams.records import date_fields

SignIn = Callable[[World, str], Client]


@pytest.fixture
def finance(world: World, sign_in: SignIn) -> Client:
    return sign_in(world, "finance_officer")


def asked(page: Any) -> list[str]:
    assert page.status_code == 422
    return [each.sentence.partition(" Pounds")[0] for each in page.context["form"].questions]


def ticked(page: Any) -> dict[str, str]:
    assert page.content.decode().count('name="checked"') == 1
    return {"checked": page.context["form"].questions_digest}


def test_spending_is_held_against_its_budget_and_the_tick_saves_it(world: World, finance: Client) -> None:
    scheme = make_scheme(world.agreement, by=world.people["officer"])
    give = reverse("workstreams:capital-spend", args=scheme.address)
    shown = {"budget-2023-24": "1500000", "actual-2023-24": "900000", "budget-2024-25": "1750000"}
    typed = {**shown, "revision": 3, "forecast-2024-25": "2,100", "forecast-2025-26": "70k", "actual-2024-25": "1,6m"}

    both = finance.post(give, typed)
    assert asked(both) == ["2024-25: Forecast: £2,100 where £2,100,000 stood before."]
    assert "must be an amount in pounds" in both.content.decode()
    assert 'value="2,100"' in both.content.decode()

    page = finance.post(give, {**typed, "actual-2024-25": "1,600"})
    assert asked(page) == [
        "2024-25: Forecast: £2,100 where £2,100,000 stood before.",
        "2024-25: Actual: £1,600 where £1,750,000 is the budget of 2024-25.",
    ]
    assert finance.post(give, {**typed, "actual-2024-25": "1,600", **ticked(page)}).status_code == 302
    assert scheme.years.get(financial_year="2024-25").actual == 1_600


def test_what_a_service_costs_is_held_against_the_years_around(world: World, finance: Client) -> None:
    service = make_service(world.agreement, by=world.people["officer"])
    give = reverse("workstreams:commissioned-values", args=service.address)
    typed = {"revision": service.revision, "amount-2024-25": "240000", "amount-2025-26": "246"}
    page = finance.post(give, typed)
    assert asked(page) == ["2025-26: Value of the year: £246 where £240,000 stands in 2024-25."]
    assert finance.post(give, {**typed, "amount-2025-26": "246,000"}).status_code == 302


def test_the_value_of_a_band_is_held_against_its_last_and_then_against_other_bands(
    world: World, finance: Client
) -> None:
    band = make_band(world.agreement, by=world.people["officer"])
    typed = {"amount": "4.30", "reason": "Inflation.", "after": 2, **date_fields("effective_from", date(2024, 9, 1))}
    page = finance.post(reverse("workstreams:top-up-value", args=band.address), typed)
    assert asked(page) == ["Value for one child in a year: £4.30 where £4,200 is its value from 1 April 2024."]

    other = make_band(world.agreement, by=world.people["officer"], name="Band C")
    other.values.all().delete()
    new = reverse("workstreams:top-up-value", args=other.address)
    page = finance.post(new, {**typed, "after": 0, "amount": "9.50"})
    assert asked(page) == [
        "Value for one child in a year: £9.50 where £4,200 stands in the record for Band B, mainstream schools."
    ]
    assert finance.post(new, {**typed, "after": 0, "amount": "9.50", **ticked(page)}).status_code == 302
