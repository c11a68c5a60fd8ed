"""Savings on plan: one answer for one saving, a workstream and all of them, and what it suggests beside a form."""

import pytest

from tests.factories import World
from tests.workstreams.records import condition, make_milestone, make_workstream
from tests.workstreams.test_against_plan_rules import YEAR, figure
from tests.workstreams.test_suggested_rag_rules import DONE, ON, levels
from workstreams.delivered import read_delivered
from workstreams.evidence import for_condition
from workstreams.models import Saving, SavingFigure
from workstreams.rules.against_plan import against_plan
from workstreams.rules.delivered import delivered_as_planned, missing_figures
from workstreams.rules.suggested_rag import suggest

UNKNOWN = "1 of 2 savings with a plan has neither a delivered nor a forecast figure."


@pytest.mark.parametrize(
    ("figures", "answer", "start"),
    [
        ([], "Cannot tell", "No saving on record has a plan for 2024-25."),
        ([figure(None, 5)], "Cannot tell", "No saving on record has a plan for 2024-25."),
        ([figure(100, 95)], "Yes", "Cashable savings of 2024-25, Dedicated Schools Grant: £95 forecast of £100"),
        ([figure(100, 90)], "No", "Cashable savings of 2024-25, Dedicated Schools Grant: £90 forecast of £100"),
        ([figure(100, 100), figure(50)], "Cannot tell", UNKNOWN),
        ([figure(100, 80), figure(50)], "No", "Cashable savings of 2024-25, Dedicated Schools Grant: £80 forecast"),
        ([figure(100, 100), figure(100, 10, kind="avoidance")], "No", "Cost avoidance of 2024-25"),
    ],
)
def test_one_rule_answers_for_any_savings(figures: list[SavingFigure], answer: str, start: str) -> None:
    test = delivered_as_planned("savings", figures, YEAR)
    assert (test.question, test.answer) == ("Savings on plan in 2024-25?", answer)
    assert test.sentence.startswith(start)


def test_what_is_unknown_suggests_nothing_and_never_complete() -> None:
    figures = [figure(100, None, 100), figure(50)]
    known = {"savings": against_plan(figures, YEAR), "unknown": missing_figures(figures)}
    assert suggest([], levels(), on=ON, **known) is None  # type: ignore[arg-type]
    found = suggest([DONE], levels(), on=ON, **known)  # type: ignore[arg-type]
    assert found is not None
    assert (found.level.key, found.reason) == ("on_target", f"The one milestone is complete. {UNKNOWN}")


def _save(world: World, name: str, workstream: str, **amounts: int) -> None:
    found = world.agreement.workstreams.filter(name=workstream).first() or make_workstream(world, workstream)
    saving = Saving.objects.create(workstream=found, name=name, kind="cashable")
    SavingFigure.objects.create(saving=saving, financial_year=YEAR, **amounts)


def test_workstreams_and_savings_are_answered_with_their_names(world: World) -> None:
    _save(world, "Fewer taxis", "Transport", planned_amount=100, forecast_amount=50)
    _save(world, "Fewer places", "Places", planned_amount=100, delivered_amount=100)
    _save(world, "Later", "Places", planned_amount=100)
    _save(world, "Not planned", "Other", forecast_amount=100)

    found = read_delivered(world.agreement, YEAR)

    assert (found.overall.answer, found.overall.sentence) == (
        "No",
        "0 of 2 workstreams with a plan for the year are on it. 10% or more below: Transport. Not known: Places.",
    )
    assert {each.workstream.name: each.test.answer for each in found.workstreams} == {
        "Transport": "No",
        "Places": "Cannot tell",
    }
    assert {saving.name: test.answer for each in found.workstreams for saving, test in each.savings} == {
        "Fewer taxis": "No",
        "Fewer places": "Yes",
        "Later": "Cannot tell",
    }


def test_the_form_says_which_savings_are_unknown(world: World) -> None:
    _save(world, "Fewer places", "Places", planned_amount=100, delivered_amount=100)
    _save(world, "Later", "Places", planned_amount=100)
    make_milestone(world.agreement.workstreams.get(name="Places"), "Opened")

    evidence = for_condition(world.submission, condition(world, "3.1"))

    assert evidence is not None
    assert f"Unknown whether its savings are on plan: {UNKNOWN}" in evidence.lines
    assert evidence.suggested == "on_target"
    assert "savings" not in evidence.reason
