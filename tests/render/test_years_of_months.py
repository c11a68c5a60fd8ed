"""What stands under a drawing of many months."""

import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from safetyvalve.render.data import ChartData, Series
from safetyvalve.render.metrics import text_width
from safetyvalve.render.svg import to_svg
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


@pytest.mark.parametrize("first", range(12))
@pytest.mark.parametrize("number", [10, 12, 18, 24, 35])
def test_months_under_a_narrow_drawing_never_touch_although_the_last_is_moved_in(number: int, first: int) -> None:
    line = Series(name="Cases", values=tuple(range(number)), role="actual")
    categories = months(number, first=2024 * 12 + first)
    drawing = str(to_svg(replace(PLANS, categories=categories, series=(line,), band=None, breaks=()), compact=True))
    found = re.findall(r'<text[^>]* x="([\d.]+)"[^>]*>(\w+)</text>', drawing.partition('text-anchor="middle"')[2])
    named = [(float(x), text_width(word, 14)) for x, word in found if word in MONTHS]
    assert named
    for (before, width), (after, next_width) in pairwise(named):
        assert after - before >= (width + next_width) / 2 + 4


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
