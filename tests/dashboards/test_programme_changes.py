"""What changed since the period before, and which of many overdue milestones are named."""

from datetime import date, timedelta
from decimal import Decimal
from unittest.mock import Mock

import pytest
from django.test import Client

from dashboards.boards.changes import changes, delivery_since
from dashboards.heat_map import Cell, HeatMap, Level, Row
from dashboards.positions import Deficit, Profile, YearEnd
from tests import factories
from tests.dashboards import records
from tests.factories import TODAY, World
from workstreams.models import Milestone, Risk, Workstream

AMBER, GREEN, RED = (Level(word.lower(), word, word.lower()) for word in ("Amber", "Green", "Red"))
COLUMNS = ("Update 2", "Update 3", "Update 1, draft")


def drawn(*rows: tuple[Level | None, ...], names: str = "abc") -> HeatMap:
    cells = (Row(name, tuple(Cell(level) for level in row)) for name, row in zip(names, rows, strict=False))
    return HeatMap("Conditions", COLUMNS, tuple(cells))


def test_a_draft_in_which_nothing_moved_leaves_the_moves_of_the_fullest_period() -> None:
    found = changes(drawn((GREEN, AMBER, None), (RED, RED, RED)))
    assert found is not None
    assert (found.since, found.sentences) == ("Update 2", ("a: Amber, was Green",))


def test_a_draft_in_which_something_moved_is_spoken_of() -> None:
    found = changes(drawn((GREEN, AMBER, RED), (RED, RED, None)), drawn((RED, RED, GREEN), names="1"), ("Milestone",))
    assert found is not None
    assert found.since == "Update 3"
    assert found.sentences == ("a: Red, was Amber", "Risk 1: Green, was Red", "Milestone")


def test_before_there_are_two_periods_there_is_nothing_to_say() -> None:
    assert changes(None) is None
    assert changes(HeatMap("Conditions", ("Update 2",), (Row("a", (Cell(GREEN),)),))) is None


@pytest.fixture
def world(db: None, clock: object) -> World:
    world = factories.make_world()
    records.submitted(
        factories.make_submission(factories.period_of(world.agreement, "update-3-2023-24")),
        world.people["programme_manager"],
        {"3.1": "on_target", "3.2": "on_target"},
    )
    factories.make_response(world.submission, "3.1", rag="off_target_mitigated")
    return world


def overview(client: Client, world: World) -> str:
    client.force_login(world.people["officer"])
    return client.get("/c/999/dashboards/overview/").content.decode()


def test_milestones_done_and_risks_opened_and_closed_since_are_told(client: Client, world: World) -> None:
    workstream = Workstream.objects.create(agreement=world.agreement, slug="w", name="Reviews", starts_on=TODAY)
    Milestone.objects.create(
        workstream=workstream, name="Staff trained", baseline_on=TODAY, completed_on=date(2024, 3, 1)
    )
    Milestone.objects.create(workstream=workstream, name="Long ago", baseline_on=TODAY, completed_on=date(2023, 3, 1))
    Risk.objects.create(agreement=world.agreement, number="7", wording="Too few places.", opened_on=date(2024, 2, 1))
    html = overview(client, world)
    told = html[html.index("What changed") : html.index("What is late")]
    assert "Ordinarily available provision: Amber, was Green" in told
    assert "Milestone done: Staff trained" in told
    assert "New risk 7: Too few places." in told
    assert "Long ago" not in told


def test_the_balance_names_both_reports_that_it_is_held_against() -> None:
    before, latest = (
        Profile(name, (YearEnd("2026-27", None, Decimal(amount)),), date(2026, month, 30), "2026-27")
        for name, amount, month in (("Quarter 2 of 2026-27", -7100000, 9), ("Quarter 3 of 2026-27", -7000000, 12))
    )
    board = Mock(deficit=Deficit((), latest, before))
    told = delivery_since(board, (), (), since=date(2026, 6, 30))
    assert told == (
        "DSG balance after DfE payments in March 2027: £100,000 better as reported in Quarter 3 of 2026-27 "
        "than in Quarter 2 of 2026-27",
    )


def test_of_many_overdue_milestones_three_are_named_and_the_others_counted(client: Client, world: World) -> None:
    workstream = Workstream.objects.create(agreement=world.agreement, slug="w", name="Reviews", starts_on=TODAY)
    for number in range(6):
        day = TODAY - timedelta(days=10 + number)
        Milestone.objects.create(workstream=workstream, name=f"Step {number}", baseline_on=day)
    html = overview(client, world)
    late = html[html.index("What is late") : html.index("Measures off their trajectory")]
    assert late.count("Milestone “") == 3
    assert "3 more milestones" in late
    assert "The first 5 of 6; the others are on the page." in html
