"""Finance lines that have moved since the forecast before: shown block by block, asked about, printed."""

import pytest
from django.test import Client

from conditions.joints import CheckContext
from conditions.models import MovementReason
from conditions.returns.money_tables import block_movements as printed
from dashboards.finance.checks import check
from dashboards.finance.section import block_movements
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.dashboards.finance.ledger import a_year, enter
from tests.factories import TODAY

pytestmark = pytest.mark.usefixtures("clock")
FORM = "/c/999/finance/safety-valve/movements/update-1-2024-25/2024-25/high_needs/"
SAID = "Since Update 3 of 2023-24: in-year position £300,000 worse, closing balance after DfE payments £300,000 worse."


@pytest.fixture
def world(db: None) -> factories.World:
    """At Update 1, high needs spends £300,000 more and schools £90,000 less than was forecast at Update 3."""
    world = factories.make_world()
    enter(world, "2024-25", a_year(), period=factories.period_of(world.agreement, "update-3-2023-24"))
    enter(world, "2024-25", a_year(l1_2_3=14_300_000, l1_0_1=83_910_000))
    return world


def asked(world: factories.World) -> list[tuple[str, str]]:
    found = check(CheckContext(world.submission, (), TODAY))
    return [(each.place.key, each.evidence) for each in found if each.code == "block-movement-unexplained"]


def test_only_a_large_movement_asks_and_the_reason_ends_it(world: factories.World, client: Client) -> None:
    assert asked(world) == [("finance:2024-25:high_needs", SAID)]

    client.force_login(world.people["finance_officer"])
    form = client.get(FORM)
    assert SAID in form.content.decode()
    assert client.post(FORM, {"revision": "0", "reason": "Four placements more."}).status_code == 302

    assert asked(world) == []
    assert AuditEvent.objects.filter(action="movement_reason_given").count() == 1
    page = client.get("/c/999/finance/safety-valve/movements/").content.decode()
    assert "Four placements more." in page
    assert "Schools block, 2024-25" in page
    assert "without a reason" not in page


def test_the_return_prints_the_movement_with_its_reason(world: factories.World) -> None:
    section = block_movements(world.submission)
    table = printed({"sections": {"block_movements": {"facts": section.facts}}})
    assert table is not None
    assert table.rows == (("2024-25", "High needs block", SAID, "None given"),)
    assert printed({"sections": {}}) is None


def test_two_people_lose_nothing_and_a_stranger_block_is_not_found(world: factories.World, client: Client) -> None:
    client.force_login(world.people["finance_officer"])
    client.post(FORM, {"revision": "0", "reason": "Four placements more."})
    late = client.post(FORM, {"revision": "0", "reason": "Growth."})
    assert "Four placements more." in late.content.decode()
    assert MovementReason.objects.get().reason == "Four placements more."
    assert client.get(FORM.replace("high_needs", "no_such")).status_code == 404
    client.force_login(world.people["officer"])
    assert client.get(FORM).status_code == 403


def test_one_forecast_has_nothing_to_be_compared_with(client: Client, db: None) -> None:
    world = factories.make_world()
    enter(world, "2024-25", a_year())
    assert block_movements(world.submission).facts["movements"] == []
    client.force_login(world.people["officer"])
    assert b"There is nothing to compare yet" in client.get("/c/999/finance/safety-valve/movements/").content
