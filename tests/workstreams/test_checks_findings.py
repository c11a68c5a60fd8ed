from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest

from conditions.checks.findings import Finding, Severity
from conditions.joints import CheckContext, Section
from conditions.sections import condition_responses
from tests.factories import TODAY, World, make_response
from tests.workstreams.records import condition, make_milestone, make_risk, make_risk_update, make_workstream
from workstreams import checks
from workstreams.models import Saving, SavingFigure, Workstream


def context(world: World, today: date = TODAY, sections: Iterable[Section] | None = None) -> CheckContext:
    parts = tuple(sections) if sections is not None else (condition_responses(world.submission),)
    return CheckContext(world.submission, parts, today)


def codes(findings: Iterable[Finding]) -> list[tuple[str, str, str]]:
    return [(finding.code, finding.severity.value, finding.place.key) for finding in findings]


def test_a_finished_risk_has_nothing_against_it(world: World) -> None:
    make_risk_update(world.submission, make_risk(world))

    assert list(checks.risks(context(world))) == []


def test_a_risk_nobody_has_written_about_blocks(world: World) -> None:
    make_risk(world)

    assert codes(checks.risks(context(world))) == [
        ("risk-missing-rag", "blocker", "risk:1:rag"),
        ("risk-missing-progress", "blocker", "risk:1:progress"),
    ]


@pytest.mark.parametrize(
    ("rag", "mitigation", "found"),
    [
        ("complete", "", []),
        ("on_target", "", []),
        ("off_target_mitigated", "- Posts.", []),
        ("off_target_mitigated", " \n", ["risk-missing-mitigation"]),
        # A level that needs recovery asks a risk for its mitigation only: a risk has no recovery.
        ("off_target_unmitigated", "- Posts.", []),
        ("off_target_unmitigated", "", ["risk-missing-mitigation"]),
    ],
)
def test_a_level_that_needs_mitigation_blocks_without_it(
    world: World, rag: str, mitigation: str, found: list[str]
) -> None:
    make_risk_update(world.submission, make_risk(world), rag, mitigation=mitigation)

    findings = list(checks.risks(context(world)))

    assert [finding.code for finding in findings] == found
    assert all(finding.severity is Severity.BLOCKER for finding in findings)


@pytest.mark.parametrize(("reason", "found"), [("", ["risk-no-change-unexplained"]), ("Still advertised.", [])])
def test_no_change_needs_its_reason_instead_of_progress(world: World, reason: str, found: list[str]) -> None:
    make_risk_update(world.submission, make_risk(world), progress="", no_change=True, no_change_reason=reason)

    assert [finding.code for finding in checks.risks(context(world))] == found


DONE = {"completed_on": date(2024, 5, 1), "baseline_on": date(2024, 5, 1)}
AHEAD = {"baseline_on": date(2024, 9, 1)}
OVERDUE = {"baseline_on": date(2024, 6, 13)}
SLIPPED = {"baseline_on": date(2024, 5, 1), "forecast_on": date(2024, 9, 1), "slip_reason": "The builder withdrew."}
SLIPPED_AHEAD = {"baseline_on": date(2024, 8, 1), "forecast_on": date(2024, 9, 1), "slip_reason": "The builder."}


@pytest.mark.parametrize(
    ("rag", "milestone", "code"),
    [
        ("complete", DONE, None),
        ("complete", AHEAD, "complete-with-open-milestone"),
        ("complete", OVERDUE, "complete-with-open-milestone"),
        ("complete", SLIPPED, "complete-with-open-milestone"),
        ("on_target", DONE, None),
        ("on_target", AHEAD, None),
        ("on_target", OVERDUE, "on-target-with-overdue-milestone"),
        ("on_target", SLIPPED, "on-target-with-slipped-milestone"),
        # Its first date lies after the period: it may have moved, but nothing promised for the period was missed.
        ("on_target", SLIPPED_AHEAD, None),
        ("off_target_mitigated", OVERDUE, None),
        ("off_target_mitigated", SLIPPED, None),
        ("off_target_unmitigated", OVERDUE, None),
        (None, OVERDUE, None),
    ],
)
def test_a_rag_is_held_against_its_milestones(
    world: World, rag: str | None, milestone: dict[str, object], code: str | None
) -> None:
    make_milestone(make_workstream(world), **milestone)
    make_response(world.submission, "3.1", rag=rag)

    found = codes(checks.milestones(context(world)))

    assert found == ([(code, "judgement", "condition:3.1:rag")] if code else [])


def test_the_finding_says_which_milestone_and_leads_to_the_form(world: World) -> None:
    make_milestone(make_workstream(world), "Places open", **OVERDUE)
    make_response(world.submission, "3.1", rag="on_target")

    (finding,) = checks.milestones(context(world))

    assert finding.sentence == (
        "Condition 3.1 is reported as Green, and this milestone is overdue. "
        "Change the RAG, bring the milestone up to date, or be ready to explain."
    )
    assert finding.evidence == "“Places open” was expected on 13 June 2024 and is not complete."
    assert finding.place.url == ("/c/999/agreements/safety-valve/periods/update-1-2024-25/conditions/3.1/#id_rag")
    assert finding.place.order == (40, 1)


def test_an_old_return_is_judged_on_its_due_day_however_late_it_is_read(world: World) -> None:
    make_milestone(make_workstream(world), baseline_on=date(2024, 9, 1))
    make_response(world.submission, "3.1", rag="on_target")

    assert list(checks.milestones(context(world, today=date(2026, 1, 1)))) == []


def test_a_milestone_that_names_a_condition_speaks_to_no_other(world: World) -> None:
    workstream = make_workstream(world, serves=("3.1", "3.2"))
    make_milestone(workstream, condition=condition(world, "3.2"), **OVERDUE)
    make_response(world.submission, "3.1")
    make_response(world.submission, "3.2")

    assert [key for _, _, key in codes(checks.milestones(context(world)))] == ["condition:3.2:rag"]


def test_a_milestone_of_a_workstream_speaks_to_every_condition_it_serves_then(world: World) -> None:
    workstream = make_workstream(world, serves=("3.1", "3.2"))
    workstream.condition_links.filter(condition__number="3.1").update(ends_on=date(2024, 5, 30))
    make_milestone(workstream, **OVERDUE)
    make_response(world.submission, "3.1")
    make_response(world.submission, "3.2")

    assert [key for _, _, key in codes(checks.milestones(context(world)))] == ["condition:3.2:rag"]


def test_a_workstream_that_has_ended_no_longer_speaks(world: World) -> None:
    workstream = make_workstream(world, ends_on=date(2024, 5, 30))
    make_milestone(workstream, **OVERDUE)
    make_response(world.submission, "3.1")

    assert list(checks.milestones(context(world))) == []


def test_frozen_sections_are_checked_as_they_stand(world: World) -> None:
    make_milestone(make_workstream(world), **OVERDUE)
    frozen = Section(
        "conditions",
        1,
        condition_responses(world.submission).audience,
        {"conditions": [{"number": "3.1", "rag": {"key": "on_target"}}]},
    )

    assert len(list(checks.milestones(context(world, sections=[frozen])))) == 1
    assert list(checks.milestones(context(world, sections=[]))) == []


def make_saving(workstream: Workstream, delivered: str | None, **fields: object) -> Saving:
    saving = Saving.objects.create(workstream=workstream, name="Fewer placements", kind="cashable", **fields)
    SavingFigure.objects.create(
        saving=saving,
        financial_year="2023-24",
        delivered_amount=Decimal(delivered) if delivered is not None else None,
    )
    SavingFigure.objects.create(saving=saving, financial_year="2024-25", planned_amount=Decimal(400_000))
    return saving


@pytest.mark.parametrize(
    ("delivered", "milestone", "is_found"),
    [
        ("120000", AHEAD, True),
        ("120000", OVERDUE, True),
        ("120000", DONE, False),
        ("0", AHEAD, False),
        ("-5000", AHEAD, False),
        (None, AHEAD, False),
        ("120000", None, False),
    ],
)
def test_a_saving_is_not_claimed_before_what_it_hangs_on(
    world: World, delivered: str | None, milestone: dict[str, object] | None, is_found: bool
) -> None:
    workstream = make_workstream(world)
    make_saving(workstream, delivered, depends_on=make_milestone(workstream, **milestone) if milestone else None)

    found = codes(checks.milestones(context(world)))

    assert found == ([("saving-before-milestone", "judgement", "condition:3.1:rag")] if is_found else [])


def test_a_saving_claimed_early_names_the_money_and_the_milestone(world: World) -> None:
    workstream = make_workstream(world, serves=("3.1", "3.2"))
    needed = make_milestone(workstream, "Places open", **AHEAD)
    make_saving(workstream, "120000", depends_on=needed, condition=condition(world, "3.2"))

    (finding,) = checks.milestones(context(world))

    assert finding.place.key == "condition:3.2:rag"
    assert finding.sentence == "£120,000 is claimed from “Fewer placements”; the milestone it needs is not complete."
    assert finding.evidence == "“Places open”, expected 1 September 2024; £120,000 claimed"


def test_a_saving_of_a_workstream_that_serves_nothing_leads_to_the_workstream(world: World) -> None:
    workstream = make_workstream(world, serves=())
    make_saving(workstream, "120000", depends_on=make_milestone(workstream, **AHEAD))

    (finding,) = checks.milestones(context(world))

    assert (finding.place.key, finding.place.url) == ("workstream:annual-reviews", workstream.get_absolute_url())


def test_words_that_tell_an_open_milestone_as_reached_are_put_to_the_signatories(world: World) -> None:
    workstream = make_workstream(world)
    make_milestone(
        workstream,
        condition=condition(world, "3.1"),
        name="Review training delivered to every officer",
        baseline_on=date(2024, 7, 31),
        forecast_on=None,
        completed_on=None,
    )
    make_response(world.submission, "3.1", narrative="- Review training has been delivered to all officers.")

    found = [finding for finding in checks.milestones(context(world)) if finding.code == "claim-before-milestone"]

    assert codes(found) == [("claim-before-milestone", "judgement", "condition:3.1:narrative")]
    assert "Review training has been delivered to all officers" in found[0].evidence
