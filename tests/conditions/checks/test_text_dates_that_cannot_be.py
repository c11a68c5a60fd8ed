import pytest


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("Replies are wanted by 297/05/24 from each lead.", "297/05/24"),
        ("The panel sits on 31 February and again in April.", "31 February"),
        ("The panel sits on the 30th of February 2024.", "30th of February 2024"),
        ("Bids close by 32 May.", "32 May"),
        ("Bids close on 31/04/2024.", "31/04/2024"),
        ("Signed 05/31/24 by both parties.", "05/31/24"),
        ("Leap day was 29 February 2023.", "29 February 2023"),
        ("It opened on 12/05/224.", "12/05/224"),
        ("The census is dated 2024-02-31.", "2024-02-31"),
        ("Recruitment ended in May 20244.", "May 20244"),
        ("Meetings fall on April 31st.", "April 31st"),
    ],
)
def test_a_date_in_no_calendar_is_found(check, text, slip):
    (finding,) = check(text, code="impossible-date")
    assert finding.sentence == f"This date cannot exist. Put the date right: {slip}."
    assert slip in finding.evidence


def test_a_weekday_that_was_another_is_found(check):
    (finding,) = check("The board met on Monday 3 May 2024 to agree this.", code="impossible-date")
    assert finding.sentence.startswith("3 May 2024 is a Friday.")


@pytest.mark.parametrize(
    "text",
    [
        "The panel met on 29/02/2024, 7 June, 26 June and 18 July.",
        "Dates are 20 May/7 June/26 June.",
        "The board met on Friday 3 May 2024.",
        "See paragraph 3.1.2 and version 2.10.13 of the guide.",
        "Groups cover 11-16-19 and years 2023/24/25.",
        "The 45 March appeals are listed, and 32 May half-term places were filled.",
        "In May 204 families came; the team may attend 45 June events.",
        "Call 01983 821000 or see https://example.org/2024/31/02/99 for more.",
        "It runs 24/7 with a ratio of 1/2/3.",
        "Costs divide 50/50/20 between partners.",
        "There are 20 posts and Sept 22 starts.",
    ],
)
def test_dates_and_numbers_that_can_exist_are_left_alone(check, text):
    assert check(text, code="impossible-date") == []


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("We expect balance in 2023-34 as planned.", "2023-34"),
        ("We expect balance in 2024-23 as planned.", "2024-23"),
        ("Costs rose through 2024/24.", "2024/24"),
        ("The strategy of 2024–2022 is closed.", "2024–2022"),
        ("The financial year 2023-25 is funded.", "2023-25"),
        ("Costs rose through 20223-24.", "20223-24"),
        ("Costs rose through 2023/245.", "2023/245"),
    ],
)
def test_a_span_of_years_that_cannot_be_meant_is_found(check, text, slip):
    (finding,) = check(text, code="impossible-year")
    assert finding.sentence == f"This span of years cannot be right. Put it right: {slip}."


@pytest.mark.parametrize(
    "text",
    [
        "From 2023-24 to 2027/28, and before that 1999-00.",
        "The agreement runs 2022-2027, or 2022-23 to 2026-27.",
        "The 2022-27 agreement and the financial years 2022-25 are covered.",
        "The 2020-35 local plan applies.",
        "Ages 0-25 and 16-19; reference 2023-345678; £2,000-50 a term.",
        "Data to 2024-05 and 2024-05-31.",
    ],
)
def test_spans_of_years_in_use_are_left_alone(check, text):
    assert check(text, code="impossible-year") == []


def test_an_end_of_the_agreement_in_another_year_is_found(check):
    (finding,) = check("We shall be at £0 by the end of the agreement in 2026/27.", code="year-outside-agreement")
    assert finding.sentence.startswith("The agreement ends in 2027-28, and this says 2026/27.")


@pytest.mark.parametrize(
    "text",
    ["We shall be at £0 by the end of the agreement in 2027/28.", "In-year balance comes in 2026-27, before the end."],
)
def test_the_years_of_the_agreement_are_left_alone(check, text):
    assert check(text, code="year-outside-agreement") == []
