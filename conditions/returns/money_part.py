"""The DSG position: in words, planned beside latest, the agreement's tests and charts; the arithmetic in an annex."""

from conditions.returns.assumptions_part import assumption_tables
from conditions.returns.facts import Facts, section
from conditions.returns.money_charts import balance_chart, summary
from conditions.returns.money_tables import block_movements, movements, payments, planned_beside_latest, roll_forward
from conditions.returns.positions import SIDES, reported
from conditions.returns.summary_part import TEST_WORDS
from safetyvalve.render.data import Table
from safetyvalve.render.document import Block, Figure, GridBlock, Heading, Inset, TableBlock


def money_part(pack: Facts) -> list[Block]:
    """Nothing is left out for being bad news, and nothing unknown is printed as zero."""
    blocks: list[Block] = [Heading(2, "DSG position")]
    if reported(pack):
        blocks += [Inset(summary(pack, side)) for side in SIDES if summary(pack, side)]
    else:
        blocks.append(Inset("No DSG position has been reported for this return yet."))
    blocks += _tables(planned_beside_latest(pack))
    if section(pack, "dsg_position").get("tests"):
        blocks.append(agreement_tests(pack))
    charts = [balance_chart(pack, side) for side in SIDES]
    # The figures stand in the table above.
    blocks += [Figure(chart, with_table=False) for chart in charts if chart]
    blocks += [moved for moved in (movements(pack), block_movements(pack)) if moved]
    return blocks


def finance_annex(pack: Facts) -> list[Block]:
    """The arithmetic behind the position, DfE's payments, and the assumptions that the forecast used."""
    return [*_tables(*(roll_forward(pack, side) for side in SIDES), payments(pack)), *assumption_tables(pack)]


def agreement_tests(pack: Facts) -> GridBlock:
    """The questions of the agreement, answered by arithmetic."""
    return GridBlock(
        caption="The agreement's tests, answered from the figures",
        header=(("Test", "Answer", "Why"),),
        rows=tuple(
            (test["question"], TEST_WORDS[test["met"]], test["sentence"])
            for test in section(pack, "dsg_position")["tests"]
        ),
        weights=(5, 2, 9),
    )


def _tables(*tables: Table | None) -> list[Block]:
    return [TableBlock(table) for table in tables if table]
