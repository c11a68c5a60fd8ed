import pytest


@pytest.mark.parametrize(
    "text",
    [
        "Child A moved to a new school.",
        "Support for pupil AB goes on.",
        "J.S. moved to the new base in May.",
        "He was born on 12/03/2011 and has a plan.",
        "DOB: 12 March 2011.",
        "The record A123456789012 was checked.",
        "NHS number 943 476 5919 was shared.",
        "A pupil called Mary Poppins has moved.",
        "Tom Sawyer, a Year 9 pupil, has moved.",
        "Tom Sawyer (pupil) has moved.",
    ],
)
def test_a_sign_of_one_child_is_found(check, text):
    assert len(check(text, code="possible-personal-data")) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Every child I met and each pupil EHCP review; pupil AP costs rose.",
        "The U.K. average, e.g. at 9 a.m., is lower.",
        "Fields such as date of birth and need were checked.",
        "The service was born in a hard year; call 01983 821000.",
        "The Pupil Referral Unit and Child Protection Team met with young people at Harbour House.",
        "Ann Other (therapist) was commissioned to work with Harbour School.",
        "Harbour House (pupil places) and Mill Street, a pupil referral unit.",
        "J.R. Smith chairs the board.",
        "Options: A. Keep the base. B. Close it.",
        "The young person Independent Visitor scheme grew.",
    ],
)
def test_people_at_work_places_and_acronyms_are_left_alone(check, text):
    assert check(text, code="possible-personal-data") == []


@pytest.mark.parametrize(
    ("text", "slip"),
    [
        ("This takes in 4 year 6 pupils bound for the mainland.", "4 year 6 pupils"),
        ("Harbour House staff named two pupils who have moved on.", "two pupils"),
        ("We planned ahead for a post 16 pupil with PMLD.", "a post 16 pupil with PMLD"),
        ("Mill school 4 pupils cost 250k each.", "4 pupils"),
        ("Three young people with autism came back to Harbour College.", "Three young people"),
        ("Only one child at Harbour School is waiting.", "Only one child"),
        ("We placed two siblings with autism.", "two siblings"),
        ("Plans changed for a 14 year old boy with SEMH.", "a 14 year old boy with SEMH"),
    ],
)
def test_so_few_children_beside_a_setting_or_a_need_are_found(check, text, slip):
    (finding,) = check(text, code="small-count")
    assert finding.evidence.startswith(f"“{slip}”")


def test_each_slip_is_a_finding_of_its_own(check):
    text = "Two pupils left Harbour House and three pupils with SEMH joined Harbour House."
    assert len(check(text, code="small-count")) == 2


@pytest.mark.parametrize(
    "text",
    [
        "Four officers and 3 caseworkers joined; 1 x extra post; 2 meetings at Harbour School.",
        "11 pupils at Harbour School; over 75 pupils with SEMH.",
        "Year 4 pupils and key stage 3 and 4 pupils at Harbour School.",
        "One in four pupils with autism; 3 of 4 meetings held at Harbour School.",
        "Four pupil places and 2 children's homes at Harbour School; places for 4 pupils with autism.",
        "Groups of 4 pupils with SEMH meet weekly.",
        "Four pupils gave their views.",
        "When a Year 6 pupil with SEMH moves, the schools should meet.",
        "One of the pupil forums met at Harbour School.",
        "One child in five has SEMH needs.",
        "Support for 2 year old children at Harbour Nursery.",
    ],
)
def test_other_counts_are_left_alone(check, text):
    assert check(text, code="small-count") == []
