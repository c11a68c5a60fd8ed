"""Editions of the release: renamed, split and repeated columns, other labels, layouts of earlier years."""

from datetime import date

import pytest

from dashboards.periods import Period
from safetyvalve.core.models import Authority
from tests.dashboards.imports.open_data.published import (
    CENSUS,
    HERE,
    PLACE,
    SMALL,
    divided,
    figure,
    files,
    found,
    read_ees,
    requests,
    table,
    values,
)

pytestmark = pytest.mark.django_db


def test_the_2026_edition_tells_the_source_of_each_request(torbay: Authority) -> None:
    columns = "requests_received_in_year,requests_decided_to_assess,requests_decided_not_to_assess,"
    columns += "requests_decision_not_made,requests_withdrawn,request_outcome_six_weeks,request_outcome_over_6_weeks"
    headline = "All requests for an EHC needs assessment"
    reading = read_ees(
        torbay,
        table(
            columns,
            f"2025,{HERE}{headline},{headline},421,306,96,18,1,254,148",
            f"2025,{HERE}Source of request,Parent or young person,169,92,63,13,1,73,79",
            f"2025,{HERE}Source of request,School or other education setting,233,195,33,5,0,162,66",
            f"2025,{HERE}Source of request,Not known,19,19,0,0,0,19,3",
        ),
    )
    on = date(2025, 12, 31)
    assert reading.edition == "2026"
    assert divided(reading, "requests_received", "source", on) == {"parent": 169, "school": 233, "not_known": 19}
    assert divided(reading, "refusals_published", "source", on) == {"parent": 63, "school": 33, "not_known": 0}
    assert (figure(reading, "decisions_within_6_weeks", 2025), figure(reading, "decisions_timed", 2025)) == (254, 402)


def test_reviews_of_the_2026_edition_have_other_columns_for_the_same_measures(torbay: Authority) -> None:
    columns = "total_ehc_plans,review_expected_2025,review_not_expected_2025,review_completed_2025,"
    columns += "review_completed_prior_2025,review_not_completed,outcome_amended,outcome_ceased,outcome_maintained,"
    columns += "no_outcome_recorded,decision_4_weeks,decision_over_4_weeks"
    label = "All reviews of EHC plans"
    numbers = "1793,1500,293,1000,200,300,400,5,550,45,600,400"
    reading = read_ees(torbay, table(columns, f"2025,{HERE}{label},{label},{numbers}"))
    codes = ("reviews_due", "reviews_held", "reviews_decided_in_time", "reviews_decided")
    assert [figure(reading, code, 2025) for code in codes] == [1500, 1000, 600, 1000]
    outcomes = divided(reading, "reviews_outcome", "review_outcome", date(2025, 12, 31))
    assert outcomes == {"amend": 400, "cease": 5, "maintain": 550, "not_recorded": 45}
    assert "column-unknown" not in found(reading)


def test_reviews_held_are_those_of_the_year_and_a_heading_that_stands_twice_is_named(torbay: Authority) -> None:
    reading = read_ees(torbay, *files(SMALL, "ees_ehcp_2025", "annual_reviews.csv"))
    assert values(reading, "reviews_held") == {2024: 1077}
    [twice] = [problem for problem in reading.problems if problem.code == "column-twice"]
    assert "review_meeting_prior_24" in twice.sentence


def test_phase_transfers_have_no_breakdown_at_all(torbay: Authority) -> None:
    text = PLACE + "new_la_code,old_la_code,la_name,number_plans,due_25,due_26,final_25,final_26\n"
    reading = read_ees(torbay, text + f"2025,{HERE}1793,12,240,30,2\n")
    assert [(row.code, row.period, row.value) for row in reading.rows] == [
        ("phase_transfers_due", Period.calendar_year(2025), 12)
    ]


def test_special_academies_and_free_schools_are_one_column_to_2025_and_two_after(torbay: Authority) -> None:
    academic = HERE.replace("Calendar year", "Academic year")
    before = table("ehcplans,special_academy_free", f"202425,{academic}All EHC plans,All EHC plans,276,276")
    after = table(
        "ehcplans,special_academy,special_free_school", f"202526,{academic}All EHC plans,All EHC plans,290,250,40"
    )
    reading = read_ees(torbay, before, after)
    assert reading.edition == "2026"
    assert divided(reading, "plans_maintained", "placement", CENSUS) == {"special_academy_free": 276}
    placed = divided(reading, "plans_maintained", "placement", date(2026, 1, 15))
    assert placed == {"special_academy": 250, "special_free_school": 40}


@pytest.mark.parametrize("heading", ["await_prov_2022", "await_prov", "Await_Prov"])
def test_a_renamed_column_is_the_same_placement(torbay: Authority, heading: str) -> None:
    academic = HERE.replace("Calendar year", "Academic year")
    reading = read_ees(torbay, table(f"ehcplans,{heading}", f"201819,{academic}All EHC plans,All EHC plans,61,61"))
    assert divided(reading, "plans_maintained", "placement", date(2019, 1, 17)) == {"await_prov": 61}


@pytest.mark.parametrize(
    ("label", "code"),
    [
        *[("Aged 5", "5"), ("age 5", "5"), ("5", "5"), ("under 3", "under_3"), ("Aged 2 and under", "under_3")],
        *[("age 20 and over", "20_and_over"), ("Age unknown", "not_known"), ("Unknown", "not_known")],
    ],
)
def test_ages_are_labelled_in_many_ways(torbay: Authority, label: str, code: str) -> None:
    headline = f"2024,{HERE}All requests,All requests,307,31"
    reading = read_ees(torbay, requests(headline, f"2024,{HERE}Child or young persons age,{label},23,1"))
    assert divided(reading, "requests_received", "age", date(2024, 12, 31)) == {code: 23}


def test_need_is_told_apart_by_its_period(torbay: Authority) -> None:
    reading = read_ees(torbay, *files(SMALL, "ees_ehcp_2025", "sen_needs_all_plans.csv", "sen_need_newplans.csv"))
    assert divided(reading, "plans_maintained", "need", CENSUS)["SLCN"] == 308
    assert divided(reading, "plans_new", "need", date(2024, 12, 31))["SLCN"] == 57
    assert values(reading, "plans_maintained") == {}


def test_releases_to_2024_count_age_bands_and_statements(torbay: Authority) -> None:
    text = PLACE + "new_la_code,old_la_code,la_name,age,ehcp_or_statement,num_caseload,pc_caseload\n"
    rows = (
        f"2023,{HERE}Total,EHCP,1595,100",
        f"2023,{HERE}Total,Statement,z,z",
        f"2023,{HERE}Under 5,EHCP,50,3.1",
        f"2023,{HERE}Age 20 to 25,EHCP,90,5.6",
    )
    reading = read_ees(torbay, text + "\n".join(rows))
    assert values(reading, "plans_maintained") == {2023: 1595}
    assert divided(reading, "plans_maintained", "age_band", date(2023, 1, 19)) == {"under_5": 50, "20_25": 90}
    assert reading.edition == "2023"


def test_types_of_establishment_to_2024_are_named_and_left_out_beside_their_total(torbay: Authority) -> None:
    text = PLACE + "new_la_code,old_la_code,la_name,establishment_type,ehcp_or_statement,num_caseload\n"
    rows = (f"2023,{HERE}Total,EHCP,1595", f"2023,{HERE}Special school,EHCP,520")
    reading = read_ees(torbay, text + "\n".join(rows))
    assert [(row.code, row.breakdown, row.value) for row in reading.rows] == [("plans_maintained", "", 1595)]
    [left_out] = [problem for problem in reading.problems if problem.code == "breakdown-left-out"]
    assert "type of establishment" in left_out.sentence


def test_a_sum_with_an_unpublished_part_is_not_published(torbay: Authority) -> None:
    columns = "requests_received_in_year,request_outcome_six_weeks,request_outcome_over_6_weeks"
    reading = read_ees(torbay, table(columns, f"2024,{HERE}All requests,All requests,307,105,x"))
    assert values(reading, "decisions_within_6_weeks") == {2024: 105}
    assert values(reading, "decisions_timed") == {2024: "x"}


def test_the_oldest_headings_are_the_same_without_underscores(torbay: Authority) -> None:
    text = (
        PLACE + "new_la_code,old_la_code,la_name,InreqEHC,AssRefusedEHC,TotIncExcEHC,IncExc20weekEHC,IncExc20weekRate\n"
    )
    reading = read_ees(torbay, text + f"2021,{HERE}299,62,203,161,79.3\n")
    codes = ("requests_received", "refusals_published", "plans_issued", "plans_issued_20_weeks")
    assert [figure(reading, code, 2021) for code in codes] == [299, 62, 203, 161]
