from datetime import date
from itertools import pairwise

import pytest

from conditions.services import cadence


def test_three_updates_a_year_follow_the_windows_of_2024_25() -> None:
    periods = cadence.periods_of("termly", "2024-25")
    assert [(p.label, p.window_label) for p in periods] == [
        ("Update 1", "May/June 2024"),
        ("Update 2", "September 2024"),
        ("Update 3", "December 2024"),
    ]
    assert [(p.covers_from, p.covers_to) for p in periods] == [
        (date(2023, 12, 1), date(2024, 5, 31)),
        (date(2024, 6, 1), date(2024, 8, 31)),
        (date(2024, 9, 1), date(2024, 11, 30)),
    ]
    assert [p.due_on for p in periods] == [date(2024, 5, 31), date(2024, 9, 30), date(2024, 12, 20)]


def test_quarters_report_in_the_month_after_they_end() -> None:
    periods = cadence.periods_of("quarterly", "2024-25")
    assert [p.window_label for p in periods] == [
        "April to June 2024",
        "July to September 2024",
        "October to December 2024",
        "January to March 2025",
    ]
    assert (periods[3].covers_to, periods[3].opens_on, periods[3].due_on) == (
        date(2025, 3, 31),
        date(2025, 4, 1),
        date(2025, 4, 30),
    )


def test_months_run_from_april_to_march_and_report_by_the_middle_of_the_next() -> None:
    periods = cadence.periods_of("monthly", "2024-25")
    assert [p.label for p in periods][::11] == ["April 2024", "March 2025"]
    assert [p.order for p in periods] == list(range(1, 13))
    assert (periods[0].covers_to, periods[0].due_on) == (date(2024, 4, 30), date(2024, 5, 15))


@pytest.mark.parametrize("rhythm", ["termly", "quarterly", "monthly"])
@pytest.mark.parametrize("year", ["2023-24", "2024-25", "2099-00"])
def test_periods_follow_each_other_without_gap_and_are_due_on_a_working_day(rhythm: str, year: str) -> None:
    periods = cadence.periods_of(rhythm, year)
    for before, after in pairwise(periods):
        assert (after.covers_from - before.covers_to).days == 1
    for period in periods:
        assert period.due_on.weekday() < 5
        assert period.covers_from <= period.covers_to
        assert period.opens_on <= period.due_on


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (date(2024, 6, 14), date(2024, 6, 14)),
        (date(2024, 6, 15), date(2024, 6, 14)),
        (date(2024, 6, 16), date(2024, 6, 14)),
    ],
)
def test_a_day_on_a_weekend_moves_to_the_friday_before(day: date, moved: date) -> None:
    assert cadence.working_day(day) == moved


@pytest.mark.parametrize(("rhythm", "year"), [("daily", "2024-25"), ("termly", "2023-34")])
def test_what_is_no_cadence_or_year_is_refused(rhythm: str, year: str) -> None:
    with pytest.raises(ValueError, match="not"):
        cadence.periods_of(rhythm, year)
