"""One year's closing balance from its parts."""

from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conditions.rules.roll_forward import closing_after_payments, closing_before_payments, may_count_twice, mismatches

PARTS = (
    "opening_before_payments",
    "opening_after_payments",
    "in_year_position",
    "block_transfer",
    "authority_contribution",
    "dfe_payments",
    "stability_grant",
    "adjustments",
    "closing_before_payments",
    "closing_after_payments",
)
pounds = st.decimals(min_value=-50_000_000, max_value=50_000_000, places=2)


def position(financial_year="2024-25", **amounts):
    empty = dict.fromkeys(PARTS)
    return SimpleNamespace(financial_year=financial_year, **{**empty, **{k: Decimal(v) for k, v in amounts.items()}})


def test_payments_count_after_and_not_before():
    year = position(
        opening_before_payments=-13_880_000,
        opening_after_payments=-7_280_000,
        in_year_position=-560_000,
        dfe_payments=2_030_000,
    )

    assert closing_before_payments(year) == Decimal(-14_440_000)
    assert closing_after_payments(year) == Decimal(-5_810_000)


def test_an_unknown_opening_or_in_year_position_gives_no_balance():
    assert closing_before_payments(position(in_year_position=1)) is None
    assert closing_before_payments(position(opening_before_payments=1)) is None


def test_a_year_that_adds_up_is_quiet():
    years = [
        position("2024-25", opening_before_payments=-10, in_year_position=-2, closing_before_payments=-12),
        position("2025-26", opening_before_payments=-12, in_year_position=3, closing_before_payments=-9),
    ]

    assert mismatches(years) == []


def test_nothing_is_said_of_what_was_carried_over_a_missing_year():
    years = [
        position("2023-24", closing_before_payments=-10),
        position("2025-26", opening_before_payments=-25, in_year_position=3, closing_before_payments=-22),
    ]

    assert mismatches(years) == []


def test_a_wrong_closing_and_a_broken_carry_forward_are_both_found():
    years = [
        position("2025-26", opening_before_payments=-11, in_year_position=3, closing_before_payments=-8),
        position("2024-25", opening_before_payments=-10, in_year_position=-2, closing_before_payments=-13),
    ]

    found = [(each.financial_year, each.label, each.stated, each.expected) for each in mismatches(years)]

    assert found == [
        ("2024-25", "closing balance before payments", Decimal(-13), Decimal(-12)),
        ("2025-26", "opening balance before payments", Decimal(-11), Decimal(-13)),
    ]


def test_a_closing_balance_with_no_parts_is_taken_as_reported():
    assert mismatches([position(closing_before_payments=-13)]) == []


@given(opening=pounds, in_year=pounds, transfer=pounds, paid=pounds)
def test_payments_are_the_only_difference_between_the_two_balances(opening, in_year, transfer, paid):
    year = position(
        opening_before_payments=opening,
        opening_after_payments=opening,
        in_year_position=in_year,
        block_transfer=transfer,
        dfe_payments=paid,
    )

    assert closing_after_payments(year) - closing_before_payments(year) == paid


@pytest.mark.parametrize(
    ("in_year", "transfer", "planned", "doubtful"),
    [
        (-560_000, 400_000, -560_000, True),
        (-560_000, -400_000, -560_000, True),
        (-960_000, 400_000, -560_000, False),
        (-560_000, 0, -560_000, False),
        (-560_000, None, -560_000, False),
        (None, 400_000, None, False),
        (-560_000, 400_000, None, False),
    ],
)
def test_a_transfer_beside_an_in_year_part_that_is_the_whole_plan_may_count_twice(in_year, transfer, planned, doubtful):
    amounts = (None if each is None else Decimal(each) for each in (in_year, transfer, planned))

    assert may_count_twice(*amounts) is doubtful
