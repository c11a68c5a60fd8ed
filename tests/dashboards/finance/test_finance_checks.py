"""A return whose DSG position says something else than the finance lines is told so."""

from decimal import Decimal

import pytest

from conditions.checks.findings import Finding
from conditions.joints import CheckContext
from dashboards.finance.checks import check
from tests import factories
from tests.dashboards.finance.ledger import a_year, enter
from tests.factories import TODAY

BY_LINES = {
    "block_transfer": Decimal(400_000),
    "closing_before_payments": Decimal(-14_040_000),
    "closing_after_payments": Decimal(-5_410_000),
}


@pytest.fixture
def world(db: None) -> factories.World:
    return factories.make_world()


def findings(world: factories.World) -> list[Finding]:
    return list(check(CheckContext(world.submission, (), TODAY)))


def test_nothing_is_said_while_no_lines_are_kept(world: factories.World) -> None:
    factories.make_dsg_position(world.period)
    assert findings(world) == []


def test_nothing_is_said_where_they_agree(world: factories.World) -> None:
    enter(world, "2024-25", a_year())
    factories.make_dsg_position(world.period, **BY_LINES)
    assert findings(world) == []


def test_one_finding_names_the_first_difference_and_counts_the_others(world: factories.World) -> None:
    enter(world, "2024-25", a_year())
    factories.make_dsg_position(world.period)
    (found,) = findings(world)
    assert (found.code, found.severity, found.place.key) == (
        "position-differs-from-lines",
        "judgement",
        "dsg-position:2024-25",
    )
    assert found.sentence == (
        "The block transfer for 2024-25 is left blank here and £400,000 by the finance lines. "
        "2 more of its figures differ too."
    )
    assert "closing balance after payments: −£5,810,000, by the lines −£5,410,000" in found.evidence


def test_only_what_the_lines_know_is_compared(world: factories.World) -> None:
    enter(world, "2024-25", a_year(l1_2_3=None, lhn_transfer=None))
    factories.make_dsg_position(world.period)
    assert findings(world) == []


def test_an_outturn_is_held_against_the_outturn_lines(world: factories.World) -> None:
    factories.make_dsg_position(world.period, "2023-24", basis="actual", **BY_LINES)
    enter(world, "2024-25", a_year())
    assert findings(world) == []
    enter(world, "2023-24", a_year(lhn_payments=2_000_000), column="actual")
    (found,) = findings(world)
    assert "DfE payments for 2023-24 is £2,030,000 here and £2,000,000" in found.sentence


def test_a_forecast_of_another_period_contradicts_nothing(world: factories.World) -> None:
    enter(world, "2024-25", a_year(), period=factories.period_of(world.agreement, "update-2-2024-25"))
    factories.make_dsg_position(world.period)
    assert findings(world) == []
