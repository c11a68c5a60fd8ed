"""What a saving that waits for a scheme may count on. No database."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstreams.rules.academic_years import (
    academic_year_of,
    label_of,
    mean_over_financial_year,
    validate_academic_year,
)
from workstreams.rules.capital import Awaited, counted_too_often, doubts

ON = date(2024, 6, 14)
SCHOOL = Awaited("Special school", date(2024, 9, 1), date(2025, 2, 24), None)
OPEN = replace(SCHOOL, starts_on=date(2023, 9, 1), expected_on=date(2023, 9, 18), opened_on=date(2023, 9, 18))


def test_a_scheme_that_opens_after_the_saving_starts_is_said_with_both_days() -> None:
    assert doubts(SCHOOL, ON) == [
        "“Special school” is expected to open on 24 February 2025, 6 months after this saving starts "
        "(1 September 2024)."
    ]


def test_the_month_in_which_the_saving_starts_counts_whole() -> None:
    assert doubts(replace(SCHOOL, expected_on=date(2024, 9, 30)), ON) == []
    assert doubts(replace(SCHOOL, expected_on=date(2024, 10, 1)), ON) != []


def test_a_scheme_that_opened_late_stays_said() -> None:
    late = replace(OPEN, expected_on=date(2024, 2, 26), opened_on=date(2024, 2, 26))
    assert "opened on 26 February 2024, 6 months after" in doubts(late, ON)[0]


def test_a_day_that_has_passed_without_an_opening_is_said_whenever_the_saving_starts() -> None:
    for starts in (None, date(2024, 5, 1), date(2025, 9, 1)):
        [sentence] = doubts(replace(SCHOOL, starts_on=starts, expected_on=date(2024, 6, 13)), ON)
        assert sentence == "“Special school” was expected to open on 13 June 2024 and is not recorded as open."


def test_no_day_is_a_doubt_only_once_the_saving_has_begun() -> None:
    assert doubts(replace(SCHOOL, expected_on=None), ON) == []
    assert "Nobody has said when" in doubts(replace(SCHOOL, expected_on=None, starts_on=ON), ON)[0]


@pytest.mark.parametrize(
    ("delivered", "said"),
    [
        ({"2023/24": 30}, []),
        ({"2023/24": 29}, ["“Special school” has delivered 29 places in 2023/24; this saving counts on 30."]),
        (
            {"2022/23": 0, "2024/25": 60},
            ["“Special school” has delivered 0 places in 2022/23; this saving counts on 30."],
        ),
        ({}, ["Nobody has said how many places “Special school” has delivered; this saving counts on 30."]),
    ],
)
def test_an_open_scheme_is_held_to_the_places_of_this_academic_year(
    delivered: dict[str, int | None], said: list[str]
) -> None:
    assert doubts(replace(OPEN, places=30, delivered=delivered), ON) == said


def test_a_scheme_to_come_is_held_to_what_is_planned_when_the_saving_needs_it() -> None:
    plan = {"2024/25": 30, "2025/26": 60}
    waits = replace(SCHOOL, expected_on=date(2024, 9, 2), places=40, planned=plan)
    assert doubts(waits, ON) == ["“Special school” is planned to have 30 places in 2024/25; this saving counts on 40."]
    assert doubts(replace(waits, starts_on=date(2025, 9, 1)), ON) == []


def test_places_counted_by_several_savings_are_asked_about() -> None:
    assert counted_too_often("School", {"2024/25": 30, "2025/26": 60}, [40, None, 20]) == ""
    question = "Savings count on 61 places of “School”, which is planned to have 60. Is a place counted twice?"
    assert counted_too_often("School", {"2024/25": 30, "2025/26": 60}, [40, 21]) == question
    assert counted_too_often("School", {}, [40]) == ""


def test_a_financial_year_has_five_months_of_one_academic_year_and_seven_of_the_next() -> None:
    places = {"2024/25": 30, "2025/26": 60, "2027/28": 60}
    assert mean_over_financial_year(places, 2024) == 30 * 7 / 12
    assert mean_over_financial_year(places, 2025) == (5 * 30 + 7 * 60) / 12
    assert mean_over_financial_year(places, 2026) is None
    assert mean_over_financial_year(places, 2023) is None


@given(st.dates(date(1990, 1, 1), date(2098, 12, 31)))
def test_every_day_is_in_one_academic_year_that_begins_in_september(day: date) -> None:
    label = academic_year_of(day)
    validate_academic_year(label)
    assert date(int(label[:4]), 9, 1) <= day <= date(int(label[:4]) + 1, 8, 31)
    assert label_of(int(label[:4])) == label
