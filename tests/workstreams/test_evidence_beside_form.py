from datetime import date
from decimal import Decimal

from tests.factories import World
from tests.workstreams.records import condition, make_milestone, make_workstream
from workstreams.evidence import for_condition
from workstreams.models import ProgressUpdate, Saving, SavingFigure, Workstream


def test_a_condition_that_no_workstream_serves_has_no_evidence(world: World) -> None:
    make_workstream(world, serves=("3.2",))
    make_workstream(world, "Over", serves=("3.1",), ends_on=date(2024, 5, 30))

    assert for_condition(world.submission, condition(world, "3.1")) is None


def test_milestones_are_counted_and_the_late_ones_told(world: World) -> None:
    workstream = make_workstream(world)
    ProgressUpdate.objects.create(workstream=workstream, period=world.period, text="- Done.")
    make_milestone(workstream, "Staff trained", baseline_on=date(2024, 5, 1), completed_on=date(2024, 5, 1))
    make_milestone(workstream, "Guide published", baseline_on=date(2024, 6, 1))
    make_milestone(
        workstream,
        "Places open",
        baseline_on=date(2024, 5, 1),
        forecast_on=date(2024, 9, 1),
        slip_reason="The builder withdrew.",
    )

    evidence = for_condition(world.submission, condition(world, "3.1"))

    assert evidence is not None
    assert evidence.lines == (
        "1 of 3 milestones are complete.",
        "“Guide published” was expected on 1 June 2024 and is not complete.",
        "“Places open” is expected on 1 September 2024, 4 months later than first planned: The builder withdrew.",
    )
    assert evidence.suggested == "off_target_unmitigated"
    assert evidence.reason == "“Guide published” was expected on 1 June 2024 and is not complete."
    assert evidence.links == (("Annual reviews", workstream.get_absolute_url()),)


def test_a_long_list_of_late_milestones_is_cut_and_counted(world: World) -> None:
    workstream = make_workstream(world)
    ProgressUpdate.objects.create(workstream=workstream, period=world.period, text="- Done.")
    for number in range(9):
        make_milestone(workstream, f"Step {number}", baseline_on=date(2024, 5, 1))

    evidence = for_condition(world.submission, condition(world, "3.1"))

    assert evidence is not None
    assert len(evidence.lines) == 8
    assert evidence.lines[-1] == "3 more are late."


def test_without_milestones_nothing_is_suggested_and_silent_leads_are_named(world: World) -> None:
    make_workstream(world, lead=world.people["officer"])
    make_workstream(world, "Leaderless")

    evidence = for_condition(world.submission, condition(world, "3.1"))

    assert evidence is not None
    assert (evidence.suggested, evidence.reason) == ("", "")
    assert evidence.lines == (
        "No milestone is linked to this condition.",
        "Officer has written nothing yet on the progress of Annual reviews.",
        "Nothing is written yet on the progress of Leaderless, which has no lead.",
    )


def test_the_leads_words_of_the_period_are_ready_to_bring_in(world: World) -> None:
    serving = make_workstream(world, "Serving")
    silent, other = make_workstream(world, "Silent"), make_workstream(world, "Other", serves=("3.2",))
    for workstream, text in ((serving, "- Training held."), (silent, "  "), (other, "- Elsewhere.")):
        ProgressUpdate.objects.create(workstream=workstream, period=world.period, text=text)

    evidence = for_condition(world.submission, condition(world, "3.1"))

    assert evidence is not None
    assert evidence.words == (("Serving", "- Training held."),)


def save(workstream: Workstream, kind: str, budget: str, amount: int | None, number: str | None, world: World) -> None:
    saving = Saving.objects.create(
        workstream=workstream,
        name=f"{kind} {budget} {amount}",
        kind=kind,
        budget=budget,
        condition=condition(world, number) if number else None,
    )
    delivered = Decimal(amount) if amount is not None else None
    SavingFigure.objects.create(saving=saving, financial_year="2023-24", delivered_amount=delivered)


def test_savings_add_up_by_kind_and_budget_and_never_across(world: World) -> None:
    workstream = make_workstream(world, serves=("3.1", "3.2"))
    ProgressUpdate.objects.create(workstream=workstream, period=world.period, text="- Done.")
    save(workstream, "cashable", "dsg", 120_000, None, world)
    save(workstream, "cashable", "dsg", 30_000, "3.1", world)
    save(workstream, "cashable", "general_fund", 5_000, None, world)
    save(workstream, "avoidance", "dsg", 70_000, None, world)
    save(workstream, "avoidance", "dsg", None, None, world)
    save(workstream, "cashable", "dsg", 999, "3.2", world)

    evidence = for_condition(world.submission, condition(world, "3.1"))

    assert evidence is not None
    assert evidence.lines[1:] == (
        "Cost avoidance delivered to date: £70,000, Dedicated Schools Grant.",
        "Cashable saving delivered to date: £150,000, Dedicated Schools Grant.",
        "Cashable saving delivered to date: £5,000, General Fund.",
    )
