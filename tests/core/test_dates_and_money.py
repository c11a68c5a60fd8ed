from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from safetyvalve.core import dates, money
from safetyvalve.core.dates import FinancialYear


@pytest.mark.parametrize(
    ("day", "label"),
    [(date(2024, 3, 31), "2023-24"), (date(2024, 4, 1), "2024-25"), (date(1999, 4, 1), "1999-00")],
)
def test_a_financial_year_runs_from_april_to_march(day: date, label: str) -> None:
    assert FinancialYear.of(day).label == label


@pytest.mark.parametrize("label", ["2023-34", "2024-2025", "24-25", "2024", "", "2024-25x"])
def test_what_is_not_one_financial_year_is_refused(label: str) -> None:
    with pytest.raises(ValueError, match="is not a financial year"):
        FinancialYear.parse(label)
    with pytest.raises(ValidationError):
        dates.validate_financial_year(label)


def test_years_in_a_row() -> None:
    assert dates.financial_years("2022-23", "2024-25") == ["2022-23", "2023-24", "2024-25"]
    assert dates.financial_years("2024-25", "2022-23") == []
    assert FinancialYear.parse("2024/25").next().first_day == date(2025, 4, 1)
    assert FinancialYear.parse("2024-25").last_day == date(2025, 3, 31)


@pytest.mark.parametrize(("starts", "months"), [(4, 12), (9, 7), (3, 1), (12, 4)])
def test_months_left_in_the_financial_year(starts: int, months: int) -> None:
    assert dates.months_left_in_year(date(2024, starts, 15)) == months


@pytest.mark.parametrize(("year", "day"), [(2025, 16), (2026, 15), (2024, 18)])
def test_the_sen2_census_is_on_the_third_thursday_of_january(year: int, day: int) -> None:
    assert dates.sen2_census_day(year) == date(year, 1, day)


@pytest.mark.parametrize(
    ("day", "end"),
    [
        (date(2024, 2, 1), date(2024, 2, 29)),
        (date(2023, 12, 31), date(2023, 12, 31)),
        (date(2024, 4, 9), date(2024, 4, 30)),
    ],
)
def test_the_end_of_a_month(day: date, end: date) -> None:
    assert dates.month_end(day) == end


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("-2732000", "£2.7 million deficit"),
        ("400000", "£400,000 surplus"),
        ("999499", "£999,000 surplus"),
        ("999500", "£1 million surplus"),
        ("-12690000", "£12.7 million deficit"),
        ("-0.40", "less than £1 deficit"),
        ("0", "£0"),
        (None, "not yet known"),
    ],
)
def test_a_balance_says_which_side_of_zero_it_is_on(amount: str | None, words: str) -> None:
    assert money.balance(None if amount is None else Decimal(amount)) == words


@pytest.mark.parametrize(
    ("amount", "figures"), [("-2732000.49", "−£2,732,000"), ("0.5", "£1"), ("-0.4", "£0"), (None, "–")]
)
def test_figures_round_half_up_and_know_no_minus_zero(amount: str | None, figures: str) -> None:
    assert money.in_figures(None if amount is None else Decimal(amount)) == figures


def test_a_balance_is_compared_with_the_plan_in_words() -> None:
    assert money.compared(Decimal(-5_000_000), Decimal(-3_800_000)) == "£1.2 million worse than planned"
    assert money.compared(Decimal(-5_000_000), Decimal(-5_400_000)) == "£400,000 better than planned"
    assert money.compared(Decimal(0), Decimal(0)) == "as planned"
    assert money.compared(None, Decimal(0)) == "cannot be compared with the plan"
