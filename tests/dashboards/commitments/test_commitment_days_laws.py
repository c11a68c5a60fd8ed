"""The laws of what a placement costs by month, whatever its rate, days and payers."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.finance.commitments.days import (
    PAYERS,
    TIMES_A_YEAR,
    Placement,
    begins,
    by_month,
    days_of,
    divided,
    in_year,
    months_of,
    spread,
)
from safetyvalve.core.dates import FinancialYear, month_end

pounds = st.decimals(min_value=0, max_value=1_000_000, places=2)
days = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))
years = st.integers(min_value=2019, max_value=2031).map(FinancialYear)
weights = st.lists(st.decimals(min_value=0, max_value=100, places=4), min_size=3, max_size=3).map(tuple)


def cost(placement: Placement, year: FinancialYear) -> Decimal:
    return sum((sum(each.costs, Decimal(0)) for each in by_month(placement, year)), Decimal(0))


@given(amount=pounds, shares=st.lists(st.decimals(min_value=0, max_value=1000, places=4), min_size=1, max_size=12))
def test_parts_add_to_the_whole_and_none_is_a_penny_off_its_share(amount: Decimal, shares: list[Decimal]) -> None:
    parts, whole = divided(amount, shares), sum(shares)
    assert sum(parts) == (amount if whole else 0)
    for part, share in zip(parts, shares, strict=True):
        assert not whole or abs(part - amount * share / whole) < Decimal("0.0100001")
        assert share or not part


@given(yearly=pounds, starts_on=days, length=st.none() | st.integers(0, 2000), shares=weights, year=years)
def test_months_add_to_the_year_and_payers_to_the_whole(
    yearly: Decimal, starts_on: date, length: int | None, shares: tuple[Decimal, ...], year: FinancialYear
) -> None:
    ends_on = None if length is None else date.fromordinal(starts_on.toordinal() + length)
    placement = Placement(yearly, starts_on, ends_on, shares if sum(shares) else (Decimal(1), Decimal(0), Decimal(0)))
    assert cost(placement, year) == in_year(yearly, year, starts_on, ends_on) <= yearly


@given(yearly=pounds, starts_on=days, length=st.integers(0, 2000), shares=weights, year=years)
def test_a_placement_costs_nothing_before_it_starts_or_after_it_ends(
    yearly: Decimal, starts_on: date, length: int, shares: tuple[Decimal, ...], year: FinancialYear
) -> None:
    ends_on = date.fromordinal(starts_on.toordinal() + length)
    for each in by_month(Placement(yearly, starts_on, ends_on, shares), year):
        assert each.month <= ends_on
        assert month_end(each.month) >= starts_on
        assert len(each.costs) == len(PAYERS)


@given(yearly=pounds, year=years)
def test_a_whole_year_costs_the_yearly_amount_in_leap_years_too(yearly: Decimal, year: FinancialYear) -> None:
    assert cost(Placement(yearly, year.first_day, None), year) == yearly
    assert sum(spread(yearly, year)) == yearly


def test_a_placement_by_hand() -> None:
    """£36,500 a year from 1 September, 60% of it the DSG's: £100 a day for 212 days, £12,720 of £21,200."""
    placement = Placement(Decimal(36_500), date(2025, 9, 1), None, (Decimal(60), Decimal(30), Decimal(10)))
    months = by_month(placement, FinancialYear(2025))
    assert [each.month for each in months][:2] == [date(2025, 9, 1), date(2025, 10, 1)]
    assert months[0].costs == (Decimal(1800), Decimal(900), Decimal(300))
    assert [sum(each.costs[n] for each in months) for n in range(3)] == [12_720, 6_360, 2_120]


@pytest.mark.parametrize(
    ("unit", "rate", "yearly"), [("year", 60_000, 60_000), ("term", 12_000, 36_000), ("week", 900, 34_200)]
)
def test_rates_become_yearly_amounts(unit: str, rate: int, yearly: int) -> None:
    assert TIMES_A_YEAR[unit] * rate == yearly


def test_a_school_year_is_the_same_in_days_and_weeks() -> None:
    assert TIMES_A_YEAR["day"] == TIMES_A_YEAR["week"] * 5


def test_years_have_twelve_months_and_leap_years_a_day_more() -> None:
    assert months_of(FinancialYear(2023))[0] == date(2023, 4, 1)
    assert (days_of(FinancialYear(2023)), days_of(FinancialYear(2024))) == (366, 365)
    assert months_of(FinancialYear(2023))[-1] == date(2024, 3, 1)


def test_the_pipeline_begins_weeks_after_it_was_counted() -> None:
    assert begins(date(2025, 9, 30), 4) == date(2025, 10, 28)
