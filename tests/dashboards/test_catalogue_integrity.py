"""The shipped catalogue of measures and its code lists: complete, and each part fits the others."""

from collections import Counter

import pytest

from dashboards import categories
from dashboards.catalogue import SECTIONS
from dashboards.models import IndicatorVersion, Measurement
from safetyvalve.demo import reading

MEASURES = reading.catalogue()
BY_CODE = {row["code"]: row for row in MEASURES}
LISTS = reading.toml("categories.toml")
# Figures on record and every way in know a measure by its code, so none may be renamed or lost.
KEPT = """
    plans_maintained plans_new plans_ceased plans_transferred_in plans_residual plans_growth population_0_24
    plans_per_population sen_support plans_with_personal_budget personal_budget organised_arrangements
    residential_placements work_based_placements plan_moves pupils_with_plans_reported
    pupils_with_sen_support_reported requests_received requests_in_youth_accommodation requests_agreed
    refusals_published requests_undecided requests_withdrawn refusal_rate_published decisions_to_assess_made
    refusal_rate_month_reported requests_month_reported
    assessments_agreed refusals_to_assess refusal_rate_decisions refusal_rate_requests next_steps_meetings
    requests_per_population conversion_to_plans refusal_rate_reported assessments_concluded assessments_plan_issued
    assessments_no_plan issue_rate assessments_in_year issue_rate_published assessments_not_made
    assessments_withdrawn refusals_to_issue_timed refusals_to_issue_within_16_weeks timeliness_16_weeks
    advice_requested advice_in_six_weeks advice_timeliness issue_rate_reported timeliness_16_weeks_reported
    decisions_timed decisions_within_6_weeks timeliness_6_weeks plans_issued_excluding_exceptions
    plans_issued_20_weeks_excluding_exceptions timeliness_20_weeks plans_issued plans_issued_20_weeks
    timeliness_20_weeks_all plans_issued_20_to_52_weeks plans_issued_over_52_weeks days_to_issue_total
    mean_days_to_issue mean_weeks_to_issue_published timeliness_20_weeks_reported timeliness_20_weeks_all_reported
    pipeline_requests pipeline_assessments pipeline_issuing backlog_over_20_weeks backlog_requests_over_6_weeks
    backlog_reviews_overdue backlog_amendments_overdue plans_about_to_be_issued plans_about_to_cease
    request_mediation request_tribunal request_tribunal_after_mediation assessment_mediation assessment_tribunal
    assessment_tribunal_after_mediation other_mediation other_tribunal other_tribunal_after_mediation
    mediation_cases appeals_registered appeals_decided appeals_published appealable_decisions_old appeal_rate_old
    appeals_published_new appealable_decisions_new appeal_rate_new complaints appeal_rate_reported plans_out_of_area
    plans_independent eotas_packages bespoke_packages eotas_cost awaiting_a_place wrongly_placed places_commissioned
    places_filled places_filled_rate new_places_planned new_places_delivered unit_cost_weekly
    sen_unit_cost_published reviews_due reviews_held reviews_decided reviews_decided_in_time reviews_in_time
    reviews_outcome phase_transfers_due phase_transfers_on_time phase_transfer_rate reviews_in_time_reported
    sen_officers_fte sen_vacancies_fte sen_agency_fte cases_per_officer dsg_deficit dsg_balance_share_published
    dsg_in_year dfe_payments savings_cashable savings_avoidance top_ups
    high_needs_block_allocation high_needs_deductions health_contributions_sought health_contributions_received
    health_contribution_share transport_pupils transport_cost travel_trained supported_internships
    young_people_in_employment young_people_neet early_support_contacts early_support_users absence_rate suspensions
    permanent_exclusions
"""
# Torbay's plans in January 2025 by placement, as the Department published them (Crown copyright, OGL 3); no others.
TORBAY = {
    "mainstream_la_maintained": 139,
    "mainstream_la_maintained_resourced_provision": 15,
    "mainstream_academy": 472,
    "mainstream_academy_resourced_provision": 37,
    "mainstream_academy_senunit": 20,
    "mainstream_free_school": 2,
    "mainstream_independent": 4,
    "special_la_maintained": 236,
    "special_academy_free": 276,
    "special_independent": 27,
    "special_non_maintained": 1,
    "general_fe_tertiary_colleges": 190,
    "specialist_post_16_institutions": 41,
    "elective_home_education": 22,
    "other_arrangements_la": 69,
    "other_placement_settings": 16,
    "neet": 50,
    "neet_ntci": 4,
    "neet_other": 9,
    "neet_other_csa": 4,
    "nm_early_years": 7,
    "placement_unknown": 2,
}


def test_every_code_that_figures_are_kept_by_is_in_the_catalogue_once() -> None:
    assert Counter(row["code"] for row in MEASURES) == Counter(KEPT.split())


def test_every_measure_says_what_it_counts_on_what_basis_from_where_and_who_answers_for_it() -> None:
    for row in MEASURES:
        assert len(row["definition"]) > 40, row["code"]
        assert all(row[name] for name in ("name", "basis_label", "source", "owner")), row["code"]
    assert len({row["definition"] for row in MEASURES}) == len(MEASURES)
    assert len({row["name"] for row in MEASURES}) == len(MEASURES)


@pytest.mark.parametrize("field", ["kind", "unit", "polarity", "formula", "period_basis"])
def test_every_choice_is_one_that_the_record_knows(field: str) -> None:
    known = {value for value, _ in IndicatorVersion._meta.get_field(field).choices}
    assert {row[field] for row in MEASURES} <= known


def test_every_section_has_a_heading_and_the_order_of_its_file() -> None:
    assert list(dict.fromkeys(row["topic"] for row in MEASURES)) == list(SECTIONS)
    assert [row["order"] for row in MEASURES] == sorted({row["order"] for row in MEASURES})


def test_every_worked_out_measure_has_stored_parts_in_the_catalogue() -> None:
    derived = [row for row in MEASURES if row["kind"] == "derived"]
    assert len(derived) > 20
    for row in derived:
        parts = [BY_CODE[row["numerator"]], BY_CODE[row["denominator"]]]
        assert {part["kind"] for part in parts} == {"stored"}, row["code"]
        is_of_one = row["formula"] in ("growth", "residual")
        assert (parts[0] == parts[1]) == is_of_one, row["code"]
        assert (row["unit"] == "percent") == (row["formula"] in ("percentage", "growth")), row["code"]


def test_the_two_appeal_rates_share_no_part() -> None:
    old, new = BY_CODE["appeal_rate_old"], BY_CODE["appeal_rate_new"]
    assert not {old["numerator"], old["denominator"]} & {new["numerator"], new["denominator"]}


@pytest.mark.parametrize(
    "code",
    [
        *("plans_maintained", "plans_new", "plans_ceased", "requests_received", "requests_per_population"),
        *("refusals_to_assess", "refusal_rate_published", "refusal_rate_decisions", "refusal_rate_requests"),
        *("assessments_no_plan", "issue_rate", "mediation_cases", "appeals_registered", "appeal_rate_old"),
        *("appeal_rate_new", "complaints", "conversion_to_plans", "requests_withdrawn"),
    ],
)
def test_what_families_ask_for_and_are_refused_has_no_good_direction(code: str) -> None:
    assert BY_CODE[code]["polarity"] == "neutral"


def test_every_topic_that_a_measure_names_exists() -> None:
    named = {topic for row in MEASURES for topic in row.get("breakdown_topics", ())}
    assert named <= set(categories.TOPICS)


def test_the_closed_topics_have_headings_and_the_open_ones_have_none() -> None:
    closed = {topic.code for topic in categories.TOPICS.values() if not topic.is_open}
    assert set(LISTS["topics"]) == closed
    assert all(len(labels) == len(set(labels.values())) for labels in LISTS["topics"].values())


def test_codes_and_topics_fit_the_record() -> None:
    longest = Measurement._meta.get_field("breakdown").max_length
    assert all(len(code) <= longest for labels in LISTS["topics"].values() for code in labels)


def test_every_grouping_covers_every_heading_and_names_real_groups() -> None:
    shipped = {(topic, group) for topic, groupings in LISTS["crosswalks"].items() for group in groupings}
    assert shipped == {(grouping.topic, grouping.group_topic) for grouping in categories.GROUPINGS}
    for topic, group_topic in shipped:
        mapping = LISTS["crosswalks"][topic][group_topic]
        assert set(mapping) == set(LISTS["topics"][topic])
        assert set(mapping.values()) <= set(LISTS["topics"][group_topic])


def test_torbays_plans_of_january_2025_fall_into_the_groups_of_the_dsg_plan() -> None:
    groups = Counter(dict.fromkeys(LISTS["topics"]["placement_group"], 0))
    for code, plans in TORBAY.items():
        groups[LISTS["crosswalks"]["placement"]["placement_group"][code]] += plans
    assert list(groups.values()) == [613, 72, 512, 32, 0, 231, 181, 2]
    assert sum(groups.values()) == 1643


def test_every_code_of_a_return_means_something_the_record_knows() -> None:
    assert set(LISTS["return_codes"]) == set(categories.RETURN_ITEMS)
    for item, codes in LISTS["return_codes"].items():
        known = categories.RETURN_ITEMS[item]
        meanings = {code for code, _ in known.meanings} or set(LISTS["topics"][known.topic])
        assert set(codes.values()) <= meanings, item
        assert all(code == code.upper() for code in codes), item


def test_areas_are_every_council_in_its_region() -> None:
    areas = reading.rows("areas.csv")
    assert Counter(area["level"] for area in areas) == {"authority": 153, "region": 9, "country": 1}
    regions = {area["gss_code"] for area in areas if area["level"] == "region"}
    councils = [area for area in areas if area["level"] == "authority"]
    assert {council["region_gss_code"] for council in councils} == regions
    assert len({council["la_code"] for council in councils}) == 153
    assert {"gss_code": "E06000027", "la_code": "880", "name": "Torbay", "level": "authority",
            "region_gss_code": "E12000009"} in councils  # fmt: skip
