from datetime import date

import pytest

from conditions.checks.findings import Place
from conditions.checks.text import Window, check_window

SUMMER_QUARTER = Window(date(2023, 4, 1), date(2023, 6, 30), date(2023, 7, 12))


@pytest.mark.parametrize(
    "text",
    [
        "The behaviour service was established in September 2024 and supports many schools.",
        "The hub opened in September 2024.",
        "Training has been delivered to all schools on 12/06/24.",
        "The new panel was successfully launched during the autumn term 2024.",
        "The review took place in July 2024.",
        "The unit was opened in 2025/26.",
        "The service was introduced from September 2024.",
        "The panel has been running since October 2024.",
        "Since its launch in November 2024 the hub has taken forty calls.",
        "In September 2024 the unit opened with twelve places.",
        "The policy was signed off by the director on 3 June 2024.",
        "Members received the paper on 20 June 2024.",
    ],
)
def test_something_told_as_past_after_the_submission_is_found(check, text):
    (finding,) = check(text, code="past-event-after-submission")
    assert "31 May 2024" in finding.sentence


@pytest.mark.parametrize(
    "text",
    [
        "The behaviour service was established in September 2023.",
        "The unit will be opened in September 2024.",
        "The unit is due to have opened in September 2024.",
        "The peer review was agreed for October 2024.",
        "The expansion has been approved to open in September 2024.",
        "The launch was planned in detail for September 2024.",
        "The scheme was launched to prepare for September 2024.",
        "The work would have been completed in September 2024.",
        "Once the unit has been opened in September 2024, places will follow.",
        "All staff are trained and the package is ready by July 2024.",
        "Package written (created and delivered to every officer by July 2024).",
        "Places were secured for September 2025.",
        "The start was moved to September 2024.",
        "A scrutiny of the strategy in September 2024.",
        "The banding has been introduced from September 2024.",
        "The offer was reviewed, and changes start in September 2024.",
        "The hub was opened in May 2024.",
        "Consultation took place in March and closes in June 2024.",
        "In September 2024 the unit will be opened by the Mayor.",
        "Interviews have been arranged on 12 June 2024.",
        "Staff have been consulted on changes in September 2024.",
        "Parents were told of places on offer for September 2024.",
        "The lease was renewed until March 2030.",
    ],
)
def test_plans_for_later_and_history_are_left_alone(check, text):
    assert check(text, code="past-event-after-submission") == []


@pytest.mark.parametrize(
    "text",
    [
        "The outreach offer will be closed from 24th May 2024.",
        "Transfer reviews will be completed by 15th May.",
        "The new panel will begin its work in March.",
        "We will be holding a meeting in April to plan more.",
        "The specification is due to be issued in January 2024.",
    ],
)
def test_something_told_as_coming_on_a_day_already_gone_is_found(check, text):
    assert len(check(text, code="future-event-already-past")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The outreach offer will be closed from 24th July 2024.",
        "The plan will be published by 31 May.",
        "The new panel will begin its work in September.",
        "The toolkit will build on the audit completed in March 2024.",
        "Places will be offered in line with data from January 2024.",
        "The offer was closed on 24 May 2024.",
        "Findings will be reported against the baseline set in March 2023.",
        "Sessions will run from April to July.",
        "Groups are set for 20 May/7 June/26 June and 18 July.",
        "Review meetings will be held in April each year.",
        "Schools will receive funding in April for the summer.",
        "The audit will include cases from March 2024.",
    ],
)
def test_what_is_still_to_come_is_left_alone(check, text):
    assert check(text, code="future-event-already-past") == []


@pytest.mark.parametrize(
    "text",
    [
        "The Quarter 1 return was submitted to the Department on 20th January 2023.",
        "The report for April 2023 to June 2023 was sent to the Department on 20 January 2023.",
        "This report has been submitted on 20 January 2023.",
    ],
)
def test_a_return_said_to_be_sent_before_its_period_is_found(check, text):
    (finding,) = check(text, code="submitted-before-period", window=SUMMER_QUARTER)
    assert "1 April 2023" in finding.sentence


@pytest.mark.parametrize(
    "text",
    [
        "The Quarter 1 return was submitted to the Department on 7 July 2023.",
        "The previous return was submitted on 20 January 2023.",
        "The Quarter 3 return was submitted on 20 January 2023.",
        "The report for autumn 2022 was submitted on 20 January 2023.",
        "The report for October-December 2022 was submitted on 20 January 2023.",
        "The bid was submitted on 20 January 2023.",
    ],
)
def test_earlier_returns_are_left_alone(check, text):
    assert check(text, code="submitted-before-period", window=SUMMER_QUARTER) == []


def test_a_submission_on_record_before_its_period_is_found_at_its_own_place():
    place = Place("submission", "Date submitted", "/check/")
    early = Window(date(2023, 4, 1), date(2023, 6, 30), date(2023, 1, 20))
    (finding,) = check_window(place, early)
    assert finding.code == "submitted-before-period"
    assert finding.evidence == "Submitted 20 January 2023; covers 1 April 2023 to 30 June 2023"
    assert check_window(place, SUMMER_QUARTER) == []
