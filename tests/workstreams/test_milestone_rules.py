from datetime import date

import pytest

from conditions.models import ReportingPeriod
from workstreams.models import Milestone
from workstreams.rules.milestones import has_plan, in_a_sentence, judged_on, length, slip_in_words, standing

ON = date(2024, 6, 14)
BASELINE = date(2024, 6, 30)


def milestone(
    baseline: date = BASELINE, forecast: date | None = None, completed: date | None = None, reason: str = ""
) -> Milestone:
    return Milestone(
        name="Places open", baseline_on=baseline, forecast_on=forecast, completed_on=completed, slip_reason=reason
    )


@pytest.mark.parametrize(
    ("group", "found"),
    [
        ("complete", milestone(completed=date(2024, 6, 1))),
        ("complete", milestone(completed=ON)),
        ("on_time", milestone()),
        ("on_time", milestone(forecast=date(2024, 6, 20))),
        ("on_time", milestone(baseline=ON)),
        ("overdue", milestone(baseline=date(2024, 6, 13))),
        ("overdue", milestone(baseline=date(2024, 5, 1), forecast=date(2024, 6, 13), reason="Late.")),
        ("slipped", milestone(forecast=date(2024, 9, 1), reason="Late.")),
        ("slipped", milestone(baseline=date(2024, 5, 1), forecast=date(2024, 9, 1), reason="Late.")),
        # Completed after the day on which it is judged: not yet complete then.
        ("overdue", milestone(baseline=date(2024, 6, 1), completed=date(2024, 6, 20))),
    ],
)
def test_a_milestone_stands_in_exactly_one_group(group: str, found: Milestone) -> None:
    now = standing([found], ON)

    assert getattr(now, group) == (found,)
    assert now.total == 1
    assert len(now.outstanding) == (0 if group == "complete" else 1)


@pytest.mark.parametrize(
    ("words", "days"),
    [("1 day", 1), ("27 days", 27), ("4 weeks", 28), ("12 weeks", 83), ("3 months", 84), ("13 months", 394)],
)
def test_a_number_of_days_is_said_as_people_say_it(words: str, days: int) -> None:
    assert length(days) == words


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("on its first date", milestone()),
        ("9 weeks late", milestone(forecast=date(2024, 9, 1), reason="Late.")),
        ("7 months early", milestone(baseline=date(2024, 4, 1), completed=date(2023, 9, 1))),
    ],
)
def test_a_slip_is_said_against_the_first_date(words: str, found: Milestone) -> None:
    assert slip_in_words(found) == words


@pytest.mark.parametrize(
    ("sentence", "found"),
    [
        ("“Places open” is expected on 30 June 2024.", milestone()),
        (
            "“Places open” was expected on 1 June 2024 and is not complete.",
            milestone(baseline=date(2024, 6, 1)),
        ),
        (
            "“Places open” is expected on 1 September 2024, 9 weeks later than first planned: The builder withdrew.",
            milestone(forecast=date(2024, 9, 1), reason="The builder withdrew."),
        ),
        (
            "“Places open” was completed on 1 June 2024, 4 weeks early.",
            milestone(completed=date(2024, 6, 1)),
        ),
    ],
)
def test_a_milestone_is_told_in_a_sentence(sentence: str, found: Milestone) -> None:
    assert in_a_sentence(found, ON) == sentence


@pytest.mark.parametrize(
    ("planned", "found"),
    [
        (False, milestone()),
        (False, milestone(forecast=BASELINE)),
        (True, milestone(forecast=date(2024, 9, 1))),
        (True, milestone(reason="The builder withdrew.")),
        (False, milestone(reason="  ")),
    ],
)
def test_a_plan_is_a_later_forecast_or_a_reason(planned: bool, found: Milestone) -> None:
    assert has_plan(found) is planned


@pytest.mark.parametrize(
    ("today", "day"),
    [
        (date(2024, 5, 20), date(2024, 5, 20)),
        (date(2024, 6, 14), date(2024, 6, 14)),
        (date(2026, 1, 1), date(2024, 6, 28)),
    ],
)
def test_a_period_is_judged_today_while_it_runs_and_on_its_due_day_for_ever_after(today: date, day: date) -> None:
    period = ReportingPeriod(covers_to=date(2024, 5, 31), due_on=date(2024, 6, 28))

    assert judged_on(period, today) == day


def test_a_period_due_before_it_ends_is_judged_when_it_ends() -> None:
    period = ReportingPeriod(covers_to=date(2024, 5, 31), due_on=date(2024, 5, 24))

    assert judged_on(period, date(2026, 1, 1)) == date(2024, 5, 31)
