"""What measures add to a return: the section's facts, contradictions in prose, evidence beside a form."""

from datetime import date
from decimal import Decimal

import pytest

from conditions.checks.findings import Passage, Place, Severity
from conditions.joints import Audience, CheckContext, Section
from dashboards import checks, evidence, sections
from dashboards.models import Indicator, IndicatorCondition, Target
from dashboards.periods import Period
from safetyvalve.core import audit
from tests import factories
from tests.dashboards import records
from tests.factories import TODAY


@pytest.fixture
def world(db: None) -> factories.World:
    """Update 1 covers December 2023 to May 2024; figures run to June."""
    world = factories.make_world()
    records.six_months(world.authority)
    return world


def facts(world: factories.World) -> dict[str, dict]:
    return {series["code"]: series for series in sections.measures(world.submission).facts["series"]}


def test_the_section_holds_figures_as_they_stood_at_the_periods_end(world: factories.World) -> None:
    section = sections.measures(world.submission)
    assert (section.key, section.version, section.audience, section.editors) == (
        "measures",
        1,
        Audience.DFE,
        frozenset(),
    )
    plans = facts(world)["plans_maintained"]
    assert plans["points"][-1] == {
        "period_start": "2024-05-01",
        "period_end": "2024-05-31",
        "label": "May 2024",
        "value": "1570",
        "marker": "",
        "status": "final",
    }
    assert plans["target"][1] == {"on": "2024-05-31", "value": "1568", "name": "Agreed trajectory"}
    assert plans["as_at"] == "2024-05-31"


def test_rates_are_decimal_text_and_the_section_is_canonical(world: factories.World) -> None:
    assert facts(world)["refusal_rate_decisions"]["points"][-1]["value"] == "34.5"
    assert facts(world)["refusal_rate_decisions"]["basis"] == "Refusals over decisions made in the period"
    assert audit.canonical(sections.measures(world.submission).facts)


def test_a_measure_names_where_its_figures_come_from_not_where_they_usually_do(world: factories.World) -> None:
    assert facts(world)["plans_maintained"]["source"] == "Case system"
    assert facts(world)["refusal_rate_decisions"]["source"] == "Case system"


def test_a_missing_figure_keeps_its_marker(world: factories.World) -> None:
    records.put(world.authority, records.Row("requests_received", Period.month(2024, 5), None, "x"))
    assert facts(world)["requests_received"]["points"][-1]["value"] is None
    assert facts(world)["requests_received"]["points"][-1]["marker"] == "x"


def test_measures_without_figures_are_left_out(world: factories.World) -> None:
    assert "refusal_rate_published" not in facts(world)


def test_the_section_takes_a_fixed_number_of_queries(world: factories.World, django_assert_num_queries) -> None:
    submission = type(world.submission).objects.with_place().get()
    records.put(world.authority, *records.monthly(2023))
    with django_assert_num_queries(3):
        sections.measures(submission)


def found(world: factories.World, text: str) -> list:
    place = Place("summary:summary", "Summary", "/somewhere/", (1,))
    section = Section("summary", 1, Audience.DFE, {}, (Passage(place, text),))
    return list(checks.measures(CheckContext(world.submission, (section,), TODAY)))


def test_a_number_that_contradicts_the_record_goes_to_the_signatories(world: factories.World) -> None:
    [finding] = found(world, "At 31 May 2024 the council maintained 1,750 EHC plans.")
    assert finding.severity == Severity.JUDGEMENT
    assert finding.place.key == "summary:summary"
    assert "1,570" in finding.evidence


@pytest.mark.parametrize(
    "text",
    [
        "At 31 May 2024 the council maintained 1,570 EHC plans.",
        "We now maintain 1,570 EHC plans.",
        "We issued 96 plans and expect 1,600 EHC plans by March.",
        "In May 34% of decisions were refusals.",
        "Training reached 1,650 teachers.",
    ],
)
def test_right_numbers_and_other_numbers_stay_quiet(world: factories.World, text: str) -> None:
    assert found(world, text) == []


def link(world: factories.World, code: str) -> None:
    IndicatorCondition.objects.create(indicator=Indicator.objects.get(code=code), condition=world.condition)


def test_a_condition_without_measures_has_no_evidence(world: factories.World) -> None:
    assert evidence.for_condition(world.submission, world.condition) is None


def test_a_neutral_measure_is_shown_and_suggests_nothing(world: factories.World) -> None:
    link(world, "plans_maintained")
    Target.objects.update(value=900)
    shown = evidence.for_condition(world.submission, world.condition)
    assert shown is not None
    assert shown.lines[0].startswith("EHC plans maintained: 1,570 in May 2024.")
    assert shown.lines[0].endswith("Neither high nor low is better, so it suggests no RAG.")
    assert shown.links == (("EHC plans maintained", "/c/999/measures/plans_maintained/"),)
    assert (shown.suggested, shown.reason) == ("", "")


def test_a_measure_off_its_trajectory_beyond_tolerance_suggests_off_target(world: factories.World) -> None:
    link(world, "timeliness_20_weeks")
    shown = evidence.for_condition(world.submission, world.condition)
    assert shown is not None
    assert shown.suggested == "off_target_mitigated"
    assert "suggests no RAG" not in shown.lines[0]
    assert shown.reason == (
        "Share of plans issued within 20 weeks, without exceptions: It is 5.0 percentage points below the agreed "
        "trajectory (80.0%), outside the tolerance of 4.0 percentage points."
    )


def test_within_tolerance_nothing_is_suggested(world: factories.World) -> None:
    link(world, "timeliness_20_weeks")
    Target.objects.filter(on=date(2024, 5, 31), indicator__code="timeliness_20_weeks").update(tolerance=Decimal(6))
    Target.objects.filter(on=date(2024, 12, 31), indicator__code="timeliness_20_weeks").update(tolerance=Decimal(6))
    shown = evidence.for_condition(world.submission, world.condition)
    assert shown is not None
    assert shown.suggested == ""
