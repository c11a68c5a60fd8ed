"""How figures read, in one place for every face."""

from datetime import date
from decimal import Decimal as D

import pytest

from safetyvalve.render import format as fmt
from safetyvalve.render.data import SUPPRESSED, Column
from safetyvalve.render.palette import PAPER, RAG_COLOURS, SERIES_COLOURS, contrast, text_on
from tests.render.examples import PLANS


@pytest.mark.parametrize(
    ("value", "words"),
    [(D("2732000"), "£2,732,000"), (D("-2732000"), "−£2,732,000"), (D("0.5"), "£1"), (D("-0.4"), "£0"), (0, "£0")],
)
def test_money_reads_in_pounds_with_the_sign_in_front(value: D, words: str) -> None:
    assert fmt.money(value) == words


def test_halves_round_away_from_zero() -> None:
    assert [fmt.count(D(value)) for value in ("2.5", "3.5", "-2.5")] == ["3", "4", "−3"]
    assert fmt.percent(D("40.25"), 1) == "40.3%"


def test_a_date_has_no_leading_zero() -> None:
    assert fmt.day(date(2024, 5, 4)) == "4 May 2024"


def test_absence_is_told_apart_from_zero_and_explained() -> None:
    column = Column("Plans", "count")
    assert [fmt.cell(column, value) for value in (0, None, SUPPRESSED)] == ["0", "–", "c"]
    assert [fmt.explanation(value) for value in (0, None, SUPPRESSED)] == [
        "", "not available", "hidden to protect children",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "words"),
    [(D("-2732000"), "−£2.7m"), (D("849600"), "£850k"), (D("999600"), "£1.0m"), (D("940"), "£940"), (0, "£0")],
)
def test_money_in_little_room(value: D, words: str) -> None:
    assert fmt.short("money", value) == words


def test_ticks_share_one_scale() -> None:
    values = (D(0), D(250_000), D(1_000_000), D(-500_000))
    assert [fmt.tick("money", value, D(250_000), D(1_000_000)) for value in values] == [
        "£0", "£0.25m", "£1.00m", "−£0.50m",
    ]  # fmt: skip


def test_the_source_line_names_source_and_date() -> None:
    assert fmt.source_line(PLANS) == "Source: SEN2. As at 24 May 2024."


@pytest.mark.parametrize("colour", RAG_COLOURS.values())
def test_the_word_on_a_rag_colour_can_be_read(colour: str) -> None:
    assert contrast(text_on(colour), colour) >= 4.5


@pytest.mark.parametrize("colour", SERIES_COLOURS)
def test_a_label_may_wear_the_colour_of_its_line(colour: str) -> None:
    assert contrast(colour, PAPER) >= 4.5
