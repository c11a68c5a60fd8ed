"""When notice has to be given, and what comes up. No database."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workstreams.rules.notice import (
    Terms,
    coming_up,
    goes_on_after,
    in_a_sentence,
    last_day_to_give_notice,
    moved,
    soon,
)

ON = date(2024, 6, 14)
SLA = Terms(ends_on=date(2025, 3, 31), notice=6, unit="months", goes_on=True)


@pytest.mark.parametrize(
    ("number", "unit", "last"),
    [
        (6, "months", date(2024, 9, 30)),
        (1, "months", date(2025, 2, 28)),
        (12, "weeks", date(2025, 1, 6)),
        (90, "days", date(2024, 12, 31)),
    ],
)
def test_the_last_day_to_give_notice_is_worked_back_from_the_end(number: int, unit: str, last: date) -> None:
    assert last_day_to_give_notice(replace(SLA, notice=number, unit=unit)) == last


@given(st.dates(date(2000, 1, 1), date(2080, 1, 1)), st.integers(1, 60), st.sampled_from(["months", "weeks", "days"]))
def test_notice_on_the_last_day_is_in_time(end: date, number: int, unit: str) -> None:
    last = last_day_to_give_notice(Terms(end, number, unit))
    assert last is not None
    assert moved(last, number, unit) <= end


def test_without_an_end_or_a_period_there_is_no_last_day() -> None:
    assert last_day_to_give_notice(replace(SLA, ends_on=None)) is None
    assert last_day_to_give_notice(replace(SLA, notice=None)) is None


def test_notice_end_and_an_overdue_review_come_up_soonest_first() -> None:
    terms = replace(SLA, goes_on=False, review_on=date(2024, 5, 1))
    assert [(each.on, each.what) for each in coming_up(terms, ON)] == [
        (date(2024, 5, 1), "Review"),
        (date(2024, 9, 30), "Last day to give notice"),
        (date(2025, 3, 31), "It ends"),
    ]
    assert [each.what for each in soon(terms, ON)] == ["Review", "Last day to give notice"]
    going_on = replace(terms, goes_on=True)
    assert [each.what for each in coming_up(going_on, ON)] == ["Review", "Last day to give notice"]


def test_once_notice_is_given_only_the_end_comes_up() -> None:
    given_on = replace(SLA, given_on=date(2024, 6, 1))
    assert [each.what for each in coming_up(given_on, ON)] == ["It ends"]
    without_end = replace(given_on, ends_on=None)
    assert [each.on for each in coming_up(without_end, ON)] == [date(2024, 12, 1)]


def test_notice_given_on_a_day_that_nobody_knows_is_owed_no_more() -> None:
    given, too_late = replace(SLA, given=True), date(2024, 10, 1)
    assert [(each.on, each.what) for each in coming_up(given, ON)] == [(date(2025, 3, 31), "It ends")]
    assert [each.what for each in soon(given, too_late)] == ["It ends"]
    assert goes_on_after(SLA, too_late)
    assert not goes_on_after(given, too_late)
    assert coming_up(replace(given, ends_on=None), ON) == []


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        (
            SLA,
            "The last day to give notice is 30 September 2024, 4 months from now; without it, it goes on after "
            "31 March 2025.",
        ),
        (
            replace(SLA, goes_on=False),
            "It ends on 31 March 2025. The last day to give notice for that day or sooner is 30 September 2024, "
            "4 months from now.",
        ),
        (replace(SLA, notice=12), "The last day to give notice was 31 March 2024: it goes on after 31 March 2025."),
        (
            replace(SLA, notice=12, goes_on=False),
            "It ends on 31 March 2025. Notice before that is no longer needed.",
        ),
        (replace(SLA, notice=None, goes_on=False), "It ends on 31 March 2025. No notice period is known."),
        (
            replace(SLA, notice=None),
            "It goes on after 31 March 2025 unless notice is given. No notice period is known.",
        ),
        (
            replace(SLA, notice=None, ends_on=date(2024, 3, 31)),
            "It goes on after 31 March 2024 unless notice is given. No notice period is known.",
        ),
        (replace(SLA, ends_on=None), "It has no end. Notice given today would end it on 14 December 2024."),
        (replace(SLA, ends_on=date(2024, 3, 31), goes_on=False), "It ended on 31 March 2024."),
        (
            Terms(given_on=date(2024, 5, 1)),
            "Notice was given by the provider on 1 May 2024; the day it ends is not known.",
        ),
        (Terms(), "Neither an end nor a notice period is known."),
    ],
)
def test_how_it_stands_is_said_with_the_days_that_matter(terms: Terms, said: str) -> None:
    given_by = "the provider" if terms.given_on else ""
    assert in_a_sentence(terms, ON, given_by) == said


def test_notice_of_which_no_day_is_known_is_still_said() -> None:
    assert in_a_sentence(Terms(given=True), ON, "the provider") == (
        "Notice was given by the provider; neither its day nor the end is known."
    )
    known = in_a_sentence(replace(SLA, given=True), ON, "the provider")
    assert known == "Notice was given by the provider; it ends on 31 March 2025."


def test_an_end_that_is_past_is_said_to_be_past() -> None:
    over = replace(SLA, ends_on=date(2024, 3, 31), given=True)
    assert in_a_sentence(over, ON) == "Notice was given; it ended on 31 March 2024."
    on_a_day = replace(over, given_on=date(2023, 9, 1))
    assert in_a_sentence(on_a_day, ON) == "Notice was given on 1 September 2023; it ended on 31 March 2024."
    its_last_day = replace(over, ends_on=ON)
    assert in_a_sentence(its_last_day, ON) == "Notice was given; it ends on 14 June 2024."
