"""Savings of a year held against their plan: what is compared, when it falls short, and what a return is asked."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conditions.joints import CheckContext
from conditions.sections import condition_responses
from tests.factories import TODAY, World, make_response
from tests.workstreams.records import condition, make_milestone, make_workstream
from tests.workstreams.test_suggested_rag_rules import AHEAD, DONE, ON, OVERDUE, levels
from workstreams import checks
from workstreams.evidence import for_condition
from workstreams.models import ProgressUpdate, Saving, SavingFigure, Workstream
from workstreams.rules.against_plan import AgainstPlan, against_plan
from workstreams.rules.suggested_rag import suggest

YEAR = "2024-25"
POUNDS = st.decimals(min_value=-1_000_000, max_value=1_000_000, places=2)


def figure(
    planned: int | None, forecast: int | None = None, delivered: int | None = None, *, kind: str = "cashable",
    budget: str = "dsg", year: str = YEAR,
) -> SavingFigure:  # fmt: skip
    amounts = [None if each is None else Decimal(each) for each in (planned, forecast, delivered)]
    return SavingFigure(
        saving=Saving(kind=kind, budget=budget),
        financial_year=year,
        planned_amount=amounts[0],
        forecast_amount=amounts[1],
        delivered_amount=amounts[2],
    )


def only(*figures: SavingFigure) -> AgainstPlan:
    [found] = against_plan(figures, YEAR)
    return found


@pytest.mark.parametrize(
    ("planned", "expected", "falls_short"),
    [
        (120_000, 84_000, True),
        (100_000, 90_000, True),
        (100_000, 90_001, False),
        (100_000, 110_000, False),
        (-100_000, -110_000, True),
        (-100_000, -109_999, False),
        (-100_000, -50_000, False),
        (0, -1, True),
        (0, 0, False),
    ],
)
def test_ten_per_cent_below_plan_is_short(planned: int, expected: int, falls_short: bool) -> None:
    assert only(figure(planned, expected)).falls_short is falls_short


def test_delivered_goes_before_forecast() -> None:
    assert only(figure(100, 50, 100)).expected == 100


def test_only_savings_with_both_figures_are_compared_and_it_says_how_many() -> None:
    found = only(figure(100_000, 80_000), figure(50_000), figure(None, 7_000), figure(9, 9, year="2023-24"))
    assert (found.planned, found.expected) == (100_000, 80_000)
    assert found.in_words == (
        "Cashable savings of 2024-25, Dedicated Schools Grant: £80,000 forecast of £100,000 planned, 20% below plan. "
        "1 of 2 savings with a plan have both figures."
    )


def test_cashable_savings_cost_avoidance_and_budgets_stay_apart() -> None:
    found = against_plan(
        [figure(1, 1, kind="avoidance"), figure(1, 1), figure(1, 1), figure(1, 1, budget="health")], YEAR
    )
    assert [(each.kind, each.budget, each.planned) for each in found] == [
        ("cashable", "dsg", 2),
        ("cashable", "health", 1),
        ("avoidance", "dsg", 1),
    ]


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        ([figure(100, 100)], "£100 forecast of £100 planned, as planned."),
        ([figure(100, None, 130)], "£130 delivered of £100 planned, 30% above plan."),
        ([figure(100, None, 100), figure(100, 50)], "£150 delivered or forecast of £200 planned, 25% below plan."),
        ([figure(-100, -150)], "−£150 forecast of −£100 planned, 50% below plan."),
        ([figure(0, 40)], "£40 forecast of £0 planned, £40 above plan."),
        ([figure(100_000, 99_900)], "£99,900 forecast of £100,000 planned, £100 below plan."),
    ],
)
def test_the_difference_is_said_in_words(figures: list[SavingFigure], words: str) -> None:
    assert only(*figures).in_words.endswith(words)


@given(st.lists(st.tuples(POUNDS, POUNDS), min_size=1, max_size=6))
def test_sums_are_of_the_parts(parts: list[tuple[Decimal, Decimal]]) -> None:
    found = only(*(figure(*part) for part in parts))  # type: ignore[arg-type]
    assert found.planned == sum(planned for planned, _ in parts)
    assert found.difference == sum(expected - planned for planned, expected in parts)


SHORT, WHOLE = (figure(100_000, 80_000),), (figure(100_000, None, 100_000),)
SHORT_WORDS = (
    "Cashable savings of 2024-25, Dedicated Schools Grant: £80,000 forecast of £100,000 planned, 20% below plan."
)


@pytest.mark.parametrize(
    ("milestones", "figures", "key", "reason"),
    [
        ([AHEAD], SHORT, "off_target_mitigated", f"0 of 1 milestone is complete and none is late. {SHORT_WORDS}"),
        ([DONE], SHORT, "off_target_mitigated", f"The one milestone is complete. {SHORT_WORDS}"),
        (
            [OVERDUE],
            SHORT,
            "off_target_unmitigated",
            f"“Forgotten” was expected on 1 May 2024 and is not complete. {SHORT_WORDS}",
        ),
        ([], SHORT, "off_target_mitigated", SHORT_WORDS),
        ([], WHOLE, "on_target", "No saving of the year is 10% or more below its plan."),
        ([DONE], WHOLE, "complete", "The one milestone is complete."),
        (
            [DONE],
            (figure(100, 100),),
            "on_target",
            "The one milestone is complete. The savings of the year are not all delivered yet.",
        ),
    ],
)
def test_savings_take_part_in_the_suggestion(
    milestones: list[object], figures: tuple[SavingFigure, ...], key: str, reason: str
) -> None:
    suggestion = suggest(milestones, levels(), on=ON, savings=against_plan(figures, YEAR))  # type: ignore[arg-type]
    assert suggestion is not None
    assert (suggestion.level.key, suggestion.reason) == (key, reason)


def test_a_scale_without_a_word_for_it_gets_no_suggestion() -> None:
    fine = [level for level in levels() if not level.needs_mitigation]
    assert suggest([AHEAD], fine, on=ON, savings=against_plan(SHORT, YEAR)) is None


def save(workstream: Workstream, planned: int, forecast: int, year: str = YEAR, **fields: object) -> Saving:
    saving = Saving.objects.create(workstream=workstream, name="Fewer placements", kind="cashable", **fields)
    SavingFigure.objects.create(
        saving=saving, financial_year=year, planned_amount=planned, forecast_amount=Decimal(forecast)
    )
    return saving


def findings(world: World) -> list[tuple[str, str, str]]:
    context = CheckContext(world.submission, (condition_responses(world.submission),), TODAY)
    return [(each.code, each.place.key, each.evidence) for each in checks.milestones(context)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("rag", "forecast", "year", "is_asked"),
    [
        ("on_target", 80_000, YEAR, True),
        ("complete", 80_000, YEAR, True),
        ("on_target", 95_000, YEAR, False),
        ("on_target", 80_000, "2023-24", False),
        ("off_target_mitigated", 80_000, YEAR, False),
        ("off_target_unmitigated", 80_000, YEAR, False),
    ],
)
def test_a_return_that_says_on_target_is_asked_about_savings_below_plan(
    world: World, rag: str, forecast: int, year: str, is_asked: bool
) -> None:
    save(make_workstream(world), 100_000, forecast, year)
    make_response(world.submission, "3.1", rag=rag)
    asked = ("on-target-with-savings-below-plan", "condition:3.1:rag", SHORT_WORDS)
    assert findings(world) == ([asked] if is_asked else [])


def test_a_saving_that_names_another_condition_is_not_held_against_this_one(world: World) -> None:
    save(make_workstream(world, serves=("3.1", "3.2")), 100_000, 80_000, condition=condition(world, "3.2"))
    make_response(world.submission, "3.1")
    assert findings(world) == []


def test_beside_the_form_stands_what_was_planned_and_what_is_forecast(world: World) -> None:
    workstream = make_workstream(world)
    ProgressUpdate.objects.create(workstream=workstream, period=world.period, text="- Done.")
    make_milestone(workstream)
    save(workstream, 100_000, 80_000)

    evidence = for_condition(world.submission, condition(world, "3.1"))

    assert evidence is not None
    assert evidence.lines == ("0 of 1 milestone is complete.", SHORT_WORDS)
    assert evidence.suggested == "off_target_mitigated"
    assert evidence.reason.endswith(SHORT_WORDS)
