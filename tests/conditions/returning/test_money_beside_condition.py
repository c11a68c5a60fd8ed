"""A condition about the deficit is answered by the DSG position, with the same words as everywhere."""

from decimal import Decimal

import pytest
from django.test import Client

from conditions import overview
from conditions.evidence import for_condition
from conditions.joints import Evidence
from conditions.models import Condition
from conditions.positions import planned_beside_latest, reports_at
from conditions.positions import tests_of as answered_by
from conditions.sections import dsg_position
from conditions.views.updates import suggestion_source
from dashboards.finance.answers import answers
from tests.factories import TODAY, World, make_dsg_position, make_version, make_world, period_of

pytestmark = pytest.mark.usefixtures("clock")
FORM = "/c/999/agreements/safety-valve/periods/update-1-2024-25/conditions/3.1/"


@pytest.fixture
def world(db: None) -> World:
    return make_world()


def judged(world: World, test: str = "on-plan-this-year") -> Condition:
    condition = world.condition
    condition.agreement_test = test
    condition.save()
    return condition


def test_a_condition_that_names_no_test_says_nothing_of_money(world: World) -> None:
    make_dsg_position(world.period)
    assert for_condition(world.submission, world.condition) is None


@pytest.mark.parametrize(
    ("closing", "suggested", "answer"),
    [(-14_440_000, "on_target", "Yes"), (-14_440_001, "off_target_mitigated", "No")],
)
def test_the_position_suggests_the_rag_to_the_penny(world: World, closing: int, suggested: str, answer: str) -> None:
    make_dsg_position(world.period, closing_before_payments=Decimal(closing))
    found = for_condition(world.submission, judged(world))
    assert found is not None
    assert (found.suggested, found.lines) == (suggested, (found.reason,))
    assert found.reason.startswith(f"On plan in 2024-25? {answer}. The latest cumulative position")


def test_where_the_position_is_missing_it_says_so_and_suggests_nothing(world: World) -> None:
    found = for_condition(world.submission, judged(world))
    assert found is not None
    assert (found.suggested, found.reason) == ("", "")
    assert found.lines == (
        "On plan in 2024-25? Cannot tell. The record has not got both a planned and a latest balance for 2024-25. "
        "It suggests no RAG until it can be told.",
    )


def test_form_return_overview_and_summary_give_one_answer(world: World, client: Client) -> None:
    make_dsg_position(world.period, closing_before_payments=Decimal(-15_000_000))
    judged(world)
    found = for_condition(world.submission, world.condition)
    assert found is not None
    reports = reports_at(world.period)
    years = planned_beside_latest(world.submission.version, reports.now)
    tests = answered_by(world.submission.version, reports, world.period, years=years)
    test = next(each for each in tests if each.key == "on-plan-this-year")
    words = f"{test.question} {test.answer}. {test.sentence}"
    assert found.reason == words
    assert test in answers(world.agreement, today=TODAY).tests
    assert test.sentence in [each["sentence"] for each in dsg_position(world.submission).facts["tests"]]

    client.force_login(world.people["officer"])
    form = client.get(FORM).content.decode()
    assert words in form
    assert "The figures suggest" in form
    assert "The suggestion is from “DSG position”." in form
    client.force_login(world.people["section_151"])
    for page in ("/c/999/dashboards/overview/", "/c/999/finance/safety-valve/summary/"):
        shown = client.get(page).content.decode()
        assert f"<strong>No.</strong> {test.sentence}" in shown, page


@pytest.mark.parametrize(("earlier", "met", "words"), [(400_000, False, "£400,000"), (None, True, "")])
def test_a_grant_that_only_an_earlier_return_states_is_told_in_every_place_under_a_later_version(
    world: World, earlier: int | None, met: bool, words: str
) -> None:
    before = period_of(world.agreement, "update-3-2023-24")
    make_dsg_position(before, "2023-24", stability_grant=earlier)
    # What a return after this one says of the year is no part of this one.
    make_dsg_position(period_of(world.agreement, "update-2-2024-25"), "2023-24", stability_grant=Decimal(9_000_000))
    make_dsg_position(world.period, closing_before_payments=Decimal(-14_440_000))
    judged(world)
    later = make_version(world.agreement, 2, first_year="2024-25", stability_grant_counts=False)
    world.submission.version = later
    world.submission.save()

    [told] = [each for each in dsg_position(world.submission).facts["tests"] if each["key"] == "on-plan-this-year"]
    found = for_condition(world.submission, world.condition)
    assert found is not None
    assert told["met"] is met
    assert words in told["sentence"]
    assert ("stability grant" in told["sentence"]) is bool(earlier)
    assert found.lines[0].endswith(told["sentence"])


def test_the_overview_counts_the_grants_of_earlier_returns_too(world: World) -> None:
    make_dsg_position(period_of(world.agreement, "update-3-2023-24"), "2023-24", stability_grant=Decimal(400_000))
    make_dsg_position(world.period, closing_before_payments=Decimal(-14_440_000))
    tests = overview.of(world.agreement, world.submission.version).tests
    assert [test.met for test in tests if test.key == "on-plan-this-year"] == [False]
    assert tests == list(answers(world.agreement, today=TODAY).tests[: len(tests)])


def test_the_page_tells_which_figures_suggest_the_rag_and_which_do_not(world: World) -> None:
    levels = {level.key: level for level in world.agreement.programme.rag_levels.all()}
    evidence = [
        Evidence(title="DSG position", suggested="on_target"),
        Evidence(title="Workstreams and milestones", suggested="off_target_mitigated"),
        Evidence(title="Measures"),
    ]
    assert suggestion_source(evidence, levels["off_target_mitigated"]) == (
        "The suggestion is from “Workstreams and milestones”. What is under “DSG position” suggests a better RAG. "
        "What is under “Measures” suggests none."
    )
    assert suggestion_source(evidence[2:], None) == ""
