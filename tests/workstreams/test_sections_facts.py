from datetime import date

from conditions.joints import Audience
from tests.factories import World, period_of
from tests.workstreams.records import (
    make_milestone,
    make_risk,
    make_risk_update,
    make_workstream,
    next_round,
    submitted,
)
from workstreams.models import ProgressUpdate, WorkstreamSuccession
from workstreams.sections import delivery, risks


def test_a_risk_is_told_with_its_rag_mitigation_progress_and_score(world: World) -> None:
    make_risk_update(world.submission, make_risk(world), updated_by=world.people["officer"])

    section = risks(world.submission)

    assert (section.key, section.version, section.audience) == ("risks", 1, Audience.DFE)
    assert section.facts == {
        "risks": [
            {
                "number": "1",
                "wording": "Too few officers for task 1.",
                "rag": {
                    "key": "off_target_mitigated",
                    "word": "Amber",
                    "colour": "amber",
                    "meaning": "Off target, with plans to mitigate.",
                },
                "mitigation": "- Two posts advertised.",
                "progress": "- Interviews held in May.",
                "no_change": False,
                "no_change_reason": "",
                "likelihood": 4,
                "impact": 4,
            }
        ]
    }
    assert section.editors == {world.people["officer"].pk}


def test_a_risk_nobody_has_written_about_is_told_as_empty_and_creates_nothing(world: World) -> None:
    make_risk(world, owner=world.people["officer"])

    section = risks(world.submission)

    assert section.facts["risks"][0]["rag"] is None
    assert section.facts["risks"][0]["progress"] == ""
    item = section.items[0]
    assert (item.label, item.status, item.is_done, item.owner) == (
        "Risk 1: Too few officers for task 1.",
        "Not started",
        False,
        "Officer",
    )
    assert item.url == "/c/999/agreements/safety-valve/periods/update-1-2024-25/risks/1/"
    assert not world.submission.risk_updates.exists()


def test_risks_are_those_that_stood_when_the_period_ended_in_the_registers_order(world: World) -> None:
    make_risk(world, "3", order=1)
    make_risk(world, "1", closed_on=date(2024, 5, 31))
    make_risk(world, "2", opened_on=date(2024, 6, 1))
    make_risk(world, "4", order=2, closed_on=date(2024, 6, 1))
    make_risk(world, "5", order=3, opened_on=None)

    assert [risk["number"] for risk in risks(world.submission).facts["risks"]] == ["3", "4", "5"]


def test_an_unfinished_risk_says_what_is_missing(world: World) -> None:
    make_risk_update(world.submission, make_risk(world, "1"), mitigation="", progress="")
    make_risk_update(world.submission, make_risk(world, "2"), "on_target", mitigation="")
    make_risk_update(world.submission, make_risk(world, "3"), "on_target", progress="", no_change=True)
    world.submission.sent_back_reasons = {"risk:2": "Say who pays."}

    first, second, third = risks(world.submission).items

    assert (first.status, first.hint) == ("Draft saved 14 June 2024", "Still to do: the mitigation, the progress.")
    assert (second.status, second.hint, second.is_done) == ("Sent back", "Say who pays.", False)
    assert third.hint == "Still to do: why nothing has changed."


def test_passages_carry_what_was_said_last_time(world: World) -> None:
    risk = make_risk(world)
    make_risk_update(submitted(world), risk, progress="- Nobody applied.")
    update = make_risk_update(world.submission, risk)

    mitigation, progress = risks(world.submission).passages
    update.no_change, update.no_change_reason = True, "The posts are still advertised."
    update.save()
    unchanged = risks(world.submission).passages[1]

    assert (mitigation.place.key, mitigation.place.order) == ("risk:1:mitigation", (60, 1, 1))
    assert (mitigation.text, mitigation.previous_text) == ("- Two posts advertised.", None)
    assert (progress.place.key, progress.place.label) == ("risk:1:progress", "Risk 1, progress")
    assert progress.place.url.endswith("/risks/1/#id_progress")
    assert (progress.text, progress.previous_text) == ("- Interviews held in May.", "- Nobody applied.")
    assert unchanged.previous_text is None


def test_a_new_round_reads_through_to_the_round_before(world: World) -> None:
    first, second = make_risk(world, "1"), make_risk(world, "2")
    make_risk_update(world.submission, first, progress="- Round 1.")
    make_risk_update(world.submission, second, progress="- Round 1 too.", updated_by=world.people["officer"])
    earlier = world.submission
    later = next_round(world).submission
    make_risk_update(later, first, progress="- Round 2.")

    section = risks(later)

    assert [risk["progress"] for risk in section.facts["risks"]] == ["- Round 2.", "- Round 1 too."]
    assert section.editors == {world.people["officer"].pk}
    assert [risk["progress"] for risk in risks(earlier).facts["risks"]] == ["- Round 1.", "- Round 1 too."]


def test_delivery_tells_workstreams_milestones_words_and_lineage(world: World) -> None:
    old = make_workstream(world, "Old", starts_on=date(2022, 4, 1), ends_on=date(2024, 1, 31))
    new = make_workstream(world, "New", serves=("3.2", "3.1"), lead=world.people["officer"])
    make_workstream(world, "Later", starts_on=date(2024, 9, 1))
    make_milestone(new, "Places open", forecast_on=date(2024, 9, 1), slip_reason="The builder withdrew.")
    ProgressUpdate.objects.create(
        workstream=new, period=world.period, text="- Training held.", updated_by=world.people["officer"]
    )
    ProgressUpdate.objects.create(
        workstream=new, period=period_of(world.agreement, "update-3-2023-24"), text="- Earlier."
    )
    WorkstreamSuccession.objects.create(
        predecessor=old, successor=new, on=date(2024, 2, 1), reason="Partnership ended."
    )

    section = delivery(world.submission)

    assert (section.key, section.audience) == ("delivery", Audience.INTERNAL)
    assert section.facts == {
        "workstreams": [
            {
                "slug": "new",
                "name": "New",
                "conditions": ["3.1", "3.2"],
                "milestones": [
                    {
                        "name": "Places open",
                        "baseline_on": "2024-07-31",
                        "forecast_on": "2024-09-01",
                        "completed_on": None,
                        "slip_reason": "The builder withdrew.",
                    }
                ],
                "updates": "- Training held.",
            }
        ],
        "successions": [{"from": "Old", "to": "New", "on": "2024-02-01", "reason": "Partnership ended."}],
    }
    assert section.editors == {world.people["officer"].pk}
    assert section.items == ()
