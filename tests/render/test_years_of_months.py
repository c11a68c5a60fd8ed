"""What stands under a drawing of many months."""

from dataclasses import replace
from decimal import Decimal

import pytest

from safetyvalve.render.data import ChartData, Series
from safetyvalve.render.svg_layout import lay_out
from safetyvalve.render.svg_years import MONTHS, years_under
from tests.render.examples import PLANS


def months(number: int, *, first: int = 2019 * 12 + 3) -> tuple[str, ...]:
    """From April 2019 on."""
    names = list(MONTHS)
    return tuple(f"{names[month % 12]} {month // 12}" for month in range(first, first + number))


def chart(number: int) -> ChartData:
    values = tuple(Decimal(1500 + 3 * index) for index in range(number))
    line = Series(name="Plans", values=values, role="actual")
    return replace(PLANS, categories=months(number), series=(line,), band=None, breaks=())


def test_seven_years_of_months_are_told_by_their_years() -> None:
    assert years_under(months(84), 5, 14) == {9 + 12 * n: str(2020 + n) for n in range(7)}
    wide = lay_out(chart(84), compact=False).labels.lines
    assert list(wide.values()) == [("2020",), ("2021",), ("2022",), ("2023",), ("2024",), ("2025",), ("2026",)]


def test_a_phone_shows_as_many_as_there_is_room_for_and_the_latest_always() -> None:
    assert list(lay_out(chart(84), compact=True).labels.lines.values()) == [("2020",), ("2022",), ("2024",), ("2026",)]


@pytest.mark.parametrize(
    "categories",
    [
        months(36),
        tuple(str(year) for year in range(1980, 2026)),
        tuple(f"31 {each}" for each in months(60)),
        (*months(40), "March 2030"),
        (*months(40), "the year so far"),
    ],
)
def test_other_categories_keep_their_own_words(categories: tuple[str, ...]) -> None:
    assert years_under(categories, 5, 14) == {}
