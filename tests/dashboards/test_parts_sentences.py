"""What the sentence of a divided measure says of the times that stand in the table beneath its bars."""

from dataclasses import replace
from decimal import Decimal

from dashboards.breakdowns import Breakdown
from dashboards.categories import TOPICS
from dashboards.charts.lines import Frame
from dashboards.charts.parts import parts_chart, parts_table
from dashboards.periods import Period
from dashboards.points import Point
from tests.dashboards.records import PLANS, series

NEEDS = ("Autism", "Hearing", "Speech", "Physical", "Other")


def divided(*largest: int | str | None) -> Breakdown:
    """Five needs from January 2024, the first with these figures and the others with 2 in each month."""
    parts = [series(PLANS, largest), *(series(PLANS, [2] * len(largest)) for _ in NEEDS[1:])]
    named = tuple(replace(part, area_name=name) for part, name in zip(parts, NEEDS, strict=True))
    return Breakdown(TOPICS["need"], named, series(PLANS, []))


def sentence(found: Breakdown) -> str:
    chart = parts_chart(found, Frame())
    assert chart is not None
    assert chart.kind == "across"
    return chart.summary


def test_bars_of_one_time_say_how_the_largest_has_moved() -> None:
    assert sentence(divided(40, 41, 52)).endswith("Autism: 11 more than the month before.")


def test_nothing_is_said_of_a_time_that_the_table_beneath_does_not_show() -> None:
    found = divided(*range(40, 52))
    a_year_before = Point(Period.month(2023, 12), Decimal(30))
    found = replace(found, parts=tuple(part.with_points((a_year_before, *part.points)) for part in found.parts))
    assert parts_table(found, Frame()).columns[1].name == "July 2024"
    assert sentence(found).endswith("Autism: 1 more than the month before.")


def test_nothing_is_said_of_a_time_that_is_hidden() -> None:
    assert "than the month before" not in sentence(divided(40, "c", 52))
