"""The money on one page: the tests answered, the facts beside the charts, and what is missing."""

from datetime import date

import pytest
from django.test import Client

from conditions.models import DsgPosition, Reconciliation
from dashboards.finance import blocks as reading
from dashboards.finance.answers import answers
from dashboards.finance.blocks import Sheet
from dashboards.finance.position import parts
from dashboards.finance.summary import facts
from dashboards.payments import read_payments
from tests import factories, money_examples
from tests.dashboards.finance.ledger import a_year, enter

pytestmark = pytest.mark.usefixtures("clock")
PAGE = "/c/999/finance/safety-valve/summary/"
TODAY = date(2025, 5, 1)


@pytest.fixture
def world(db: None) -> factories.World:
    world = factories.make_world()
    factories.make_dsg_position(world.period)
    enter(world, "2023-24", a_year(), column="actual")
    enter(world, "2024-25", a_year())
    return world


def told(world: factories.World, today: date = TODAY) -> dict[str, str]:
    book = reading.read(world.agreement)
    found = facts(book, read_payments(world.agreement, today=today), today=today)
    return {line.name: line.sentence for line in found}


def test_the_tests_are_those_of_the_last_report(world: factories.World) -> None:
    found = answers(world.agreement, today=TODAY)
    assert found.reported_at == "Update 1 of 2024-25"
    assert {test.key: test.answer for test in found.tests} == {
        "cleared-by-end": "Cannot tell",
        "on-plan-this-year": "Yes",
        "in-year-balance": "Cannot tell",
        "savings-on-plan": "Cannot tell",
    }


def test_what_nobody_recorded_is_said(world: factories.World) -> None:
    found = told(world)
    assert found["Cashable savings"] == "None of the Dedicated Schools Grant is recorded."
    assert found["Reconciliation"] == "2024-25 has not been begun."
    assert told(world, date(2021, 1, 1))["Reconciliation"] == "No year of the agreement is over yet."


def test_a_return_that_states_other_balances_than_the_grid_is_named(world: factories.World) -> None:
    """The factory's return closes 2024-25 at −£5.81 million after payments, the lines at −£5.41 million."""
    assert told(world)["Return and finance grid"].startswith("They state different balances for 2024-25.")
    found = parts(reading.read(world.agreement).rolled(Sheet("forecast", period_slug=world.period.slug)), "2024-25")
    same = {name: part.amount for name, part in found.items()}
    DsgPosition.objects.update(**same)
    assert "Return and finance grid" not in told(world)


def test_a_reconciliation_says_how_far_it_has_come(world: factories.World) -> None:
    Reconciliation.objects.create(agreement=world.agreement, financial_year="2024-25", revision=1)
    assert told(world)["Reconciliation"] == "2024-25 is not attested: 7 points are open."


def test_an_attestation_that_no_longer_holds_is_told(world: factories.World) -> None:
    money_examples.make_reconciliation(world.agreement, "2024-25", by=world.people["finance_officer"])
    assert told(world)["Reconciliation"].startswith("2024-25 has changed since the Section 151 officer attested it")


def test_the_page_has_every_part(client: Client, world: factories.World) -> None:
    client.force_login(world.people["section_151"])
    page = client.get(PAGE)
    assert [each.key for each in page.context["comparisons"]] == ["in_year_position", "closing_after_payments"]
    assert (len(page.context["trajectories"]), bool(page.context["bridge"])) == (2, True)
    words = page.content.decode()
    assert "£0 cumulative deficit by the end of 2026-27?" in words
    assert "As reported in Update 1 of 2024-25." in words


def test_before_anything_is_reported_the_page_says_so(client: Client, db: None) -> None:
    world = factories.make_world()
    client.force_login(world.people["officer"])
    assert b"No DSG position has been reported" in client.get(PAGE).content
    client.force_login(world.people["forum_member"])
    assert client.get(PAGE).status_code == 403
