"""What a saving is worth in each year."""

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from safetyvalve.core.dates import FinancialYear, financial_years
from workstreams.rules.savings import YearShare, full_year_of_places, share_of_year

POUNDS = st.decimals(min_value=0, max_value=50_000_000, places=2)
DAYS = st.dates(date(2020, 4, 1), date(2030, 3, 31))


def shares(full_year: Decimal, labels: Iterable[str], **terms: Any) -> list[YearShare]:
    return [share_of_year(full_year, label, **terms) for label in labels]


def test_four_hundred_thousand_a_year_from_september_is_233_thousand_in_its_first_year() -> None:
    share = share_of_year(Decimal(400_000), "2022-23", starts_on=date(2022, 9, 1))
    assert (share.months, share.amount) == (7, Decimal("233333.33"))
    assert share.arithmetic == "£400,000 a year × 7 of 12 months = £233,333"


def test_later_years_have_all_of_it() -> None:
    share = share_of_year(Decimal(400_000), "2023-24", starts_on=date(2022, 9, 1))
    assert (share.amount, share.arithmetic) == (Decimal(400_000), "£400,000, all 12 months")


def test_a_year_before_it_starts_has_none() -> None:
    assert share_of_year(Decimal(400_000), "2021-22", starts_on=date(2022, 9, 1)).amount == 0


def test_one_that_does_not_recur_falls_into_its_first_year_whole() -> None:
    found = shares(Decimal(90_000), ["2023-24", "2024-25"], starts_on=date(2023, 12, 1), is_recurring=False)
    assert [share.amount for share in found] == [Decimal(90_000), Decimal(0)]
    assert found[0].arithmetic == "£90,000, once"


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "months"),
    [
        (date(2023, 4, 1), date(2024, 3, 31), 12),
        (date(2023, 4, 30), date(2023, 4, 30), 1),
        (date(2023, 9, 1), date(2023, 12, 31), 4),
        (date(2022, 9, 1), date(2023, 8, 31), 5),
        (date(2024, 3, 31), None, 1),
    ],
)
def test_months_are_counted_from_the_month_it_starts_to_the_month_it_ends(
    starts_on: date, ends_on: date | None, months: int
) -> None:
    assert share_of_year(Decimal(12), "2023-24", starts_on=starts_on, ends_on=ends_on).months == months


def test_four_places_at_25_instead_of_250_thousand_save_900_thousand() -> None:
    assert full_year_of_places(Decimal(4), Decimal(250_000), Decimal(25_000)) == Decimal(900_000)


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(ValueError, match="cannot end on 1 August 2023 before it starts on 1 September 2023"):
        share_of_year(Decimal(1), "2023-24", starts_on=date(2023, 9, 1), ends_on=date(2023, 8, 1))


@given(POUNDS, DAYS)
def test_twelve_months_from_the_start_come_to_the_full_year(full_year: Decimal, starts_on: date) -> None:
    last = FinancialYear.of(starts_on).next()
    before_anniversary = date(starts_on.year + 1, starts_on.month, 1)
    ends_on = date.fromordinal(before_anniversary.toordinal() - 1)
    years = financial_years(FinancialYear.of(starts_on).label, last.label)
    found = shares(full_year, years, starts_on=starts_on, ends_on=ends_on)
    assert sum(share.months for share in found) == 12
    assert sum(share.amount for share in found) == full_year


@given(POUNDS, DAYS, st.integers(1, 8))
def test_part_years_come_to_the_full_year_over_time(full_year: Decimal, starts_on: date, count: int) -> None:
    years = financial_years(FinancialYear.of(starts_on).label, FinancialYear(starts_on.year + 12).label)[: count + 1]
    found = shares(full_year, years, starts_on=starts_on)
    # Whole years after the first have all of it, to the penny; what the first lacks of a year is a part of the next.
    assert [share.amount for share in found[1:]] == [full_year] * count
    months = sum(share.months for share in found)
    assert abs(sum(share.amount for share in found) - full_year * months / 12) <= Decimal("0.005")


@given(POUNDS, DAYS, st.integers(0, 2500))
def test_the_years_of_a_saving_come_to_its_months_however_long_it_runs(
    full_year: Decimal, starts_on: date, days: int
) -> None:
    ends_on = starts_on + timedelta(days=days)
    years = financial_years(FinancialYear.of(starts_on).label, FinancialYear.of(ends_on).label)
    found = shares(full_year, years, starts_on=starts_on, ends_on=ends_on)
    months = (ends_on.year - starts_on.year) * 12 + ends_on.month - starts_on.month + 1
    assert sum(share.months for share in found) == months
    assert sum(share.amount for share in found) == (full_year * months / 12).quantize(Decimal("0.01"), ROUND_HALF_UP)
