"""A position that has moved since last time says why: asked at the form, checked, confirmed and printed."""

from decimal import Decimal

import pytest
from django.test import Client

from conditions.checks.position import check
from conditions.joints import CheckContext
from conditions.lifecycle import NotAllowed
from conditions.models import DsgPosition, Submission
from conditions.movement import withdrawn
from conditions.returns.money_tables import movements
from conditions.rules.movement import movement
from conditions.sections import agreement, dsg_position
from conditions.services import positions
from tests.factories import NOW, TODAY, World, make_dsg_position, make_submission, make_world, period_of

pytestmark = pytest.mark.usefixtures("clock")
PAGE = "/c/999/agreements/safety-valve/periods/update-1-2024-25/dsg-position/"
SAID = (
    "Since Update 3 of 2023-24: closing balance before DfE payments £250,000 worse, "
    "closing balance after DfE payments £250,000 worse."
)


@pytest.fixture
def world(db: None) -> World:
    """Last time's return was submitted with the position as agreed; this time's is £250,000 worse, unexplained."""
    world = make_world()
    before = period_of(world.agreement, "update-3-2023-24")
    make_submission(before, status=Submission.Status.SUBMITTED)
    make_dsg_position(before)
    make_dsg_position(
        world.period,
        closing_before_payments=Decimal(-14_690_000),
        closing_after_payments=Decimal(-6_060_000),
        movement_reason="",
    )
    return world


@pytest.mark.parametrize(
    ("amount", "reason", "asks"),
    [(100_000, "", False), (100_001, "", True), (-100_001, "", True), (-100_001, "Growth.", False), (0, "", False)],
)
def test_more_than_the_tolerance_asks_for_a_reason(amount: int, reason: str, asks: bool) -> None:
    found = movement(
        {"in_year_position": Decimal(5), "closing_before_payments": None},
        {"in_year_position": Decimal(5 + amount), "closing_before_payments": Decimal(9_000_000)},
        since="Update 3",
        reason=reason,
    )
    assert found.asks is asks
    assert bool(found.parts) is bool(amount)


def asked(world: World) -> list[tuple[str, str]]:
    findings = check(CheckContext(world.submission, (dsg_position(world.submission),), TODAY))
    return [(each.code, each.evidence) for each in findings if each.code == "movement-unexplained"]


def test_the_check_says_so_until_the_reason_is_given(world: World) -> None:
    assert asked(world) == [("movement-unexplained", SAID)]
    DsgPosition.objects.filter(period=world.period).update(movement_reason="Two placements more.")
    assert asked(world) == []


def test_the_reason_prints_beside_the_movement_and_old_packs_still_read(world: World) -> None:
    facts = dsg_position(world.submission).facts
    table = movements({"sections": {"dsg_position": {"facts": facts}}})
    assert table is not None
    assert table.rows[0][2:4] == (SAID, "None given")
    del facts["positions"][0]["movement"]
    old = movements({"sections": {"dsg_position": {"facts": facts}}})
    assert old is not None
    assert old.header == (("Financial year", "Basis", "Reason for movement", "Confirmed"),)


def test_finance_confirms_an_explained_movement_only_and_again_after_a_change(world: World, client: Client) -> None:
    finance, position = world.people["finance_officer"], DsgPosition.objects.get(period=world.period)
    seen = {"2024-25": position.revision}
    with pytest.raises(NotAllowed, match="nobody has said why"):
        positions.confirm(world.submission, revisions=seen, by=finance, now=NOW)
    DsgPosition.objects.filter(pk=position.pk).update(movement_reason="Two placements more.")
    positions.confirm(world.submission, revisions=seen, by=finance, now=NOW)

    client.force_login(finance)
    shown = client.get(PAGE).content.decode()
    assert SAID in shown
    assert "14 Jun 2024, 10:30, Finance officer" in shown
    form = client.get(f"{PAGE}2024-25/").context["form"]
    data = {name: "" if value is None else str(value) for name, value in form.initial.items()}
    changed = {"revision": "1", "basis": "forecast", "closing_before_payments": "-14700000", "movement_reason": ""}
    assert client.post(f"{PAGE}2024-25/", {**data, **changed}).status_code == 302

    [again] = withdrawn(DsgPosition.objects.filter(period=world.period))
    assert (again.financial_year, again.by) == ("2024-25", "Finance officer")
    shown = client.get(PAGE).content.decode()
    assert "2024-25: say why the position has moved." in shown
    assert "has changed since. Confirm it again." in shown
    assert "Say why 2024-25 has moved" in shown


def test_a_transfer_beside_the_planned_in_year_position_is_judged(world: World, client: Client) -> None:
    def doubts() -> list[str]:
        sections = (agreement(world.submission), dsg_position(world.submission))
        found = check(CheckContext(world.submission, sections, TODAY))
        return [each.sentence for each in found if each.code == "transfer-may-count-twice"]

    assert doubts() == []
    DsgPosition.objects.filter(period=world.period).update(block_transfer=400_000)
    [sentence] = doubts()
    assert "the planned −£560,000, and a transfer of £400,000 is added to it, which makes −£160,000" in sentence
    DsgPosition.objects.filter(period=world.period).update(in_year_position=-960_000)
    assert doubts() == []

    client.force_login(world.people["finance_officer"])
    form = client.get(f"{PAGE}2024-25/").content.decode()
    assert "If you do not take it off, leave the transfer blank." in form
