"""What a table or a bridge prints adds up: pence where there are any, and millions rounded by largest remainder."""

import re
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safetyvalve.core import money
from safetyvalve.render.data import ChartData, Column, Series, Table
from safetyvalve.render.rounding import bridge_that_adds, pound_places
from safetyvalve.render.svg import to_svg

pounds = st.decimals(min_value=-50_000_000, max_value=50_000_000, places=2)
TENTH = Decimal(100_000)


def printed(words: str) -> Decimal:
    return Decimal(words.replace("−", "-").replace("£", "").replace(",", ""))


@settings(max_examples=60)
@given(st.lists(pounds, min_size=1, max_size=6))
def test_parts_and_total_add_up_as_they_are_printed(parts: list[Decimal]) -> None:
    total = sum(parts, Decimal(0))
    places = money.places_of([*parts, total])

    assert sum(printed(money.in_table(each, places)) for each in parts) == printed(money.in_table(total, places))


@pytest.mark.parametrize(
    ("amounts", "places"),
    [([1, Decimal("2.00"), None], 0), ([Decimal("0.01"), 5], 2), ([Decimal("-3.50")], 2), ([None], 0), (["c"], 0)],
)
def test_pence_are_shown_as_soon_as_one_figure_has_any(amounts: list[object], places: int) -> None:
    assert pound_places(amounts) == places


def test_a_table_has_pence_in_every_column_of_money_or_in_none() -> None:
    columns = (Column("Line"), Column("Budget", "money"), Column("Plans", "count"), Column("Spent", "money"))
    rows = (("A", Decimal(5), 1, Decimal("4.40")), ("B", Decimal(6), 2, None))

    found = Table("Spending", columns, rows).in_pounds_that_add()

    assert [each.places for each in found.columns] == [0, 2, 0, 2]
    assert [each.places for each in Table("Spending", columns, rows[1:]).in_pounds_that_add().columns] == [0, 0, 0, 0]


@settings(max_examples=60)
@given(st.lists(pounds, min_size=1, max_size=7))
def test_a_bridge_in_millions_adds_and_no_figure_is_off_by_a_whole_unit(found: list[Decimal]) -> None:
    values = [*found, sum(found, Decimal(0))]

    rounded = bridge_that_adds(values, TENTH)

    assert sum(rounded[:-1]) == rounded[-1]
    assert all(each % TENTH == 0 for each in rounded)
    assert abs(rounded[0] - values[0]) <= TENTH / 2
    assert abs(rounded[-1] - values[-1]) <= TENTH / 2
    assert all(abs(each - exact) < 2 * TENTH for each, exact in zip(rounded, values, strict=True))


def bridge(*values: str) -> ChartData:
    return ChartData(
        key="bridge",
        title="What moved the balance",
        subtitle="Pounds",
        kind="bar",
        unit="money",
        categories=tuple(f"Step {n}" for n in range(len(values))),
        series=(Series("Pounds", tuple(Decimal(value) for value in values)),),
        summary="It rose.",
        source="The record",
        is_bridge=True,
    )


def test_the_labels_of_a_narrow_bridge_add_up() -> None:
    """To the nearest tenth each they would say 1.0 + 1.1 + 1.1 = 3.3."""
    chart = bridge("1040000", "1140000", "1140000", "3320000")

    words = re.findall(r">(£[\d.]+m)</text>", str(to_svg(chart, compact=True)).replace("\n", ""))

    assert [word for word in words if word in ("£1.0m", "£1.1m", "£1.2m", "£3.3m")][-4:] == [
        "£1.0m",
        "£1.2m",
        "£1.1m",
        "£3.3m",
    ]


def test_the_table_under_a_bridge_has_pence_where_a_step_has_any() -> None:
    assert bridge("1", "2", "3").as_table().columns[1].places == 0
    assert bridge("1", "2.50", "3.50").as_table().columns[1].places == 2
