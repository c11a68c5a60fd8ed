"""Periods: how they read, which comes before, and the gaps between them."""

from datetime import date

import pytest

from dashboards.periods import Grain, Period, stock_period, without_holes

MAY = Period.month(2024, 5)


@pytest.mark.parametrize(
    ("period", "grain", "label", "previous", "a_year_before"),
    [
        (MAY, Grain.MONTH, "May 2024", Period.month(2024, 4), Period.month(2023, 5)),
        (Period.month(2024, 1), Grain.MONTH, "January 2024", Period.month(2023, 12), Period.month(2023, 1)),
        (
            Period(date(2024, 1, 1), date(2024, 3, 31)),
            Grain.QUARTER,
            "January to March 2024",
            Period(date(2023, 10, 1), date(2023, 12, 31)),
            Period(date(2023, 1, 1), date(2023, 3, 31)),
        ),
        (Period.calendar_year(2024), Grain.YEAR, "2024", Period.calendar_year(2023), Period.calendar_year(2023)),
        (
            Period.financial_year("2024-25"),
            Grain.YEAR,
            "2024-25",
            Period.financial_year("2023-24"),
            Period.financial_year("2023-24"),
        ),
        (Period.census(2025), Grain.CENSUS, "January 2025", Period.census(2024), Period.census(2024)),
    ],
)
def test_a_period_knows_its_name_and_those_before_it(period, grain, label, previous, a_year_before) -> None:
    assert (period.grain, period.label) == (grain, label)
    assert (period.previous(), period.a_year_before()) == (previous, a_year_before)
    assert previous.next() == period


def test_the_january_census_is_the_third_thursday() -> None:
    assert Period.census(2025) == Period(date(2025, 1, 16), date(2025, 1, 16))


def test_a_stock_on_the_last_day_of_a_month_is_that_months() -> None:
    assert stock_period(date(2024, 2, 29)) == Period.month(2024, 2)
    assert stock_period(date(2025, 1, 16)) == Period.census(2025)


def test_missing_periods_are_put_in_between() -> None:
    labels = [period.label for period in without_holes([Period.month(2024, 1), Period.month(2024, 4)])]
    assert labels == ["January 2024", "February 2024", "March 2024", "April 2024"]


def test_a_mistyped_year_does_not_make_a_thousand_periods() -> None:
    assert len(list(without_holes([Period.month(1024, 1), Period.month(2024, 1)]))) < 250


def test_a_single_day_is_named_beside_the_month_it_is_in() -> None:
    assert Period.census(2025).exactly == "16 January 2025"
    assert Period.month(2025, 1).exactly == "January 2025"
