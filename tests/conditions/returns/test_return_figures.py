"""The figures that a return prints: position, payments, charts and measures, with what is not known left open."""

from typing import Any

from safetyvalve.render.data import Table
from safetyvalve.render.document import Figure, TableBlock
from tests.conditions.returns import examples
from tests.conditions.returns.printed import made


def table(document: Any, caption: str) -> Table:
    tables = [block.table for block in document.blocks if isinstance(block, TableBlock)]
    return next(each for each in tables if each.caption == caption)


def test_planned_stands_beside_latest_and_unknown_is_never_zero() -> None:
    found = table(made(), "Planned position beside latest")
    first, second = found.rows[0], found.rows[1]
    assert [str(cell) for cell in first] == ["2022-23", "-2400000", "None", "-12900000", "None", "-8000000", "None"]
    assert [str(cell) for cell in second][3:5] == ["-12800000", "-13900000.00"]


def test_closing_balance_is_declared_the_sum_of_its_parts() -> None:
    found = table(made(), "From opening to closing balance, after DfE payments")
    assert found.rows[0][0] == "Opening balance"
    assert found.rows[-1][0] == "Closing balance"
    assert found.totals[0].index == len(found.rows) - 1


def test_a_cancelled_payment_is_shown_and_not_counted() -> None:
    found = table(made(), "DfE payments under the agreement")
    assert [row[2] for row in found.rows] == ["Paid", "Paid", "Conditional", "Cancelled", ""]
    assert found.rows[-1][3] == 8_500_000
    assert found.notes == ("Cancelled payments are not in the total.",)


def test_a_payment_of_unknown_amount_is_named_as_such_and_not_as_cancelled() -> None:
    pack = examples.pack()
    for version in pack["sections"]["agreement"]["facts"]["versions"]:
        for payment in version["payments"]:
            if payment["status"] == "cancelled":
                payment["status"], payment["amount"] = "conditional", None
    found = table(made(pack), "DfE payments under the agreement")
    assert found.notes == ("A payment whose amount is not known is not in the total.",)


def test_charts_state_the_deficit_in_words_and_leave_gaps_open() -> None:
    charts = {block.chart.key: block.chart for block in made().blocks if isinstance(block, Figure)}
    assert list(charts) == [
        "dsg-balance-before-payments",
        "dsg-balance-after-payments",
        "plans-maintained",
        "refusal-rate-published",
    ]
    before = charts["dsg-balance-before-payments"]
    assert before.title == "£14.7 million deficit before DfE payments in March 2025, £2 million worse than planned"
    assert [None if value is None else int(value) for value in before.series[0].values] == [
        None,
        -13_900_000,
        -14_700_000,
        None,
        None,
    ]
    plans = charts["plans-maintained"]
    assert plans.title == "EHC plans maintained: 1,662 (January 2024)"
    assert [None if value is None else int(value) for value in plans.series[1].values] == [None, 1493, 1523]


def test_a_measure_not_published_keeps_its_marker() -> None:
    found = table(made(), "Measures by year: per cent")
    assert found.rows[0][-1].code == "x"  # type: ignore[union-attr]
