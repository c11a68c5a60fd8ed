"""The money tables of a return: what stands beside the plan is what the plan means."""

from decimal import Decimal

from conditions.returns.facts import section
from conditions.returns.money_tables import planned_beside_latest
from tests.conditions.returns import examples


def test_the_year_alone_counts_the_block_transfer_as_the_plan_does() -> None:
    """Both move the balance before payments by as much; in the part of the position the transfer stands by itself."""
    pack = examples.pack()
    position = next(each for each in section(pack, "dsg_position")["positions"] if each["financial_year"] == "2024-25")
    position["block_transfer"] = "300000.00"
    table = planned_beside_latest(pack)
    assert table is not None
    row = next(row for row in table.rows if row[0] == "2024-25")
    assert row[1:3] == (Decimal(-600_000), Decimal(-600_000))
    assert "in-year position and block transfer, as reported, added" in table.notes[0]
