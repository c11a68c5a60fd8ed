"""Which version counts, how far an actual lies from it, and how both are written."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from conditions.rules.assumptions import Drift, counting_for, distance, drift_in_words, in_force, in_words, shares_off

figures = some.decimals(min_value=-(10**6), max_value=10**6, places=4)


@dataclass(frozen=True)
class Version:
    number: int
    effective_from: date
    effective_to: date | None = None


ONE, TWO = Version(1, date(2022, 4, 1)), Version(2, date(2024, 5, 31))


def test_the_last_to_have_begun_is_in_force_and_none_before_the_first() -> None:
    assert in_force([ONE, TWO], date(2022, 3, 31)) is None
    assert in_force([ONE, TWO], date(2024, 5, 30)) == ONE
    assert in_force([TWO, ONE], date(2024, 5, 31)) == TWO


def test_a_version_that_has_ended_leaves_none_in_force() -> None:
    ended = Version(2, date(2024, 5, 31), date(2024, 8, 31))
    assert in_force([ONE, ended], date(2024, 8, 31)) == ended
    assert in_force([ONE, ended], date(2024, 9, 1)) is None


def test_two_versions_of_one_day_are_told_apart_by_their_number() -> None:
    again = Version(3, TWO.effective_from)
    assert in_force([ONE, again, TWO], date(2025, 1, 1)) == again


def test_a_value_reset_after_the_year_does_not_hide_what_was_assumed_in_it() -> None:
    today = date(2024, 6, 14)
    assert counting_for([ONE, TWO], date(2024, 3, 31), today) == ONE
    assert counting_for([ONE, TWO], date(2025, 3, 31), today) == TWO


def test_a_year_before_the_register_began_is_held_against_its_first_version() -> None:
    assert counting_for([TWO], date(2023, 3, 31), date(2024, 6, 14)) == TWO


@given(figures, figures, figures.map(abs))
def test_drift_is_what_takes_the_assumption_to_the_actual(assumed: Decimal, actual: Decimal, most: Decimal) -> None:
    drift = Drift(assumed, actual, most)
    assert drift.amount is not None
    assert assumed + drift.amount == actual
    assert drift.is_flagged == (abs(actual - assumed) > most)
    other_way = Drift(actual, assumed, most)
    assert other_way.amount == -drift.amount
    assert other_way.is_flagged == drift.is_flagged


def test_exactly_the_tolerance_is_not_drift_and_what_is_not_known_is_not_flagged() -> None:
    assert Drift(Decimal(4), Decimal(5), Decimal(1)).is_flagged is False
    assert Drift(Decimal(4), Decimal("5.0001"), Decimal(1)).is_flagged is True
    assert Drift(Decimal(4), None, Decimal(1)).is_flagged is None
    assert Drift(None, Decimal(4), Decimal(1)).amount is None
    assert Drift(Decimal(4), Decimal(9), None).is_flagged is None


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        ("4", "percent", "4.0%"),
        ("4.5", "percent", "4.5%"),
        ("-0.255", "percent", "−0.26%"),
        ("48000", "pounds", "£48,000"),
        ("1250.5", "pounds", "£1,250.50"),
        ("-1250.5", "pounds", "−£1,250.50"),
        ("1568", "number", "1,568"),
        ("2.25", "number", "2.25"),
    ],
)
def test_a_value_is_written_in_its_unit(value: str, unit: str, words: str) -> None:
    assert in_words(Decimal(value), unit) == words


def test_what_is_not_known_is_a_dash_and_never_0() -> None:
    assert in_words(None, "percent") == "–"
    assert drift_in_words(Drift(None, Decimal(1), None), "percent") == ""


def test_a_difference_of_percentages_is_in_percentage_points() -> None:
    assert distance(Decimal("-5.1"), "percent") == "5.1 percentage points"
    assert distance(Decimal(1), "percent") == "1.0 percentage point"
    assert drift_in_words(Drift(Decimal(4), Decimal("9.1"), None), "percent") == "5.1 percentage points above"
    assert drift_in_words(Drift(Decimal(9), Decimal(4), None), "number") == "5 below"
    assert drift_in_words(Drift(Decimal(9), Decimal(9), None), "number") == "as assumed"


def test_shares_that_do_not_come_to_100_are_named_only_where_all_are_known() -> None:
    one, other = {"2024-25": Decimal(40), "2025-26": Decimal(40)}, {"2024-25": Decimal(57), "2026-27": Decimal(60)}
    assert shares_off(["2024-25", "2025-26", "2026-27"], [one, other]) == [("2024-25", Decimal(97))]
    assert shares_off(["2024-25"], [one, {"2024-25": Decimal(60)}]) == []
    assert shares_off(["2024-25"], [one]) == []
