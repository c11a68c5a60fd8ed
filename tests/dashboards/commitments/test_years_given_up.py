"""Typing one year on a newer day: the years that only the older list has are named before they stop counting."""

from datetime import date

import pytest
from django.test import Client

from dashboards.finance.commitments.days import months_of
from dashboards.services.commitments import years_given_up
from safetyvalve.core.dates import FinancialYear
from tests import factories, money_examples

pytestmark = pytest.mark.usefixtures("clock")
TYPE = "/c/999/finance/safety-valve/commitments/type/?as_at_day={}&as_at_month=5&as_at_year=2024&period={}"


def months(label: str) -> tuple[date, ...]:
    return months_of(FinancialYear.parse(label))


def test_years_of_the_list_that_counts_now_are_named_before_they_stop_counting(client: Client, db: None) -> None:
    world = factories.make_world()
    assert years_given_up(world.agreement, date(2024, 5, 20), months("2024-25")) == (None, [])
    finance = world.people["finance_officer"]
    money_examples.make_commitments(world.agreement, by=finance, as_at=date(2024, 5, 10))
    assert years_given_up(world.agreement, date(2024, 5, 20), months("2024-25")) == (date(2024, 5, 10), ["2023-24"])
    assert years_given_up(world.agreement, date(2024, 5, 20), months("2023-24")) == (None, [])
    assert years_given_up(world.agreement, date(2024, 5, 10), months("2024-25")) == (None, [])
    client.force_login(finance)
    words = " ".join(client.get(TYPE.format(20, "2024-25")).content.decode().split())
    assert "The list that counts now, of 10 May 2024, also has 2023-24." in words
    assert "also has" not in client.get(TYPE.format(10, "2024-25")).content.decode()
