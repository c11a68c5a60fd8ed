from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from conditions.models import ReportingCalendar, ReportingPeriod
from safetyvalve.core.home import HomeTasks
from safetyvalve.core.roles import Role, permissions_of
from tests.factories import NOW, World
from tests.workstreams.records import make_milestone, make_workstream, next_round, submitted
from workstreams.home import tasks
from workstreams.models import ProgressUpdate
from workstreams.views.workstreams import period_words


def owed(world: World, role: Role = Role.OFFICER) -> list[HomeTasks]:
    return list(tasks(world.authority, world.people[role.value], permissions_of({role}), NOW))


def board_period(world: World, **fields: Any) -> ReportingPeriod:
    calendar = ReportingCalendar.objects.create(agreement=world.agreement, name="Monthly board", purpose="board")
    defaults = {
        "label": "June 2024",
        "slug": "june-2024",
        "financial_year": "2024-25",
        "order": 3,
        "covers_from": date(2024, 6, 1),
        "covers_to": date(2024, 6, 30),
        "due_on": date(2024, 7, 5),
    }
    return ReportingPeriod.objects.create(calendar=calendar, **{**defaults, **fields})


def test_a_lead_owes_progress_for_an_open_board_period(world: World) -> None:
    officer = world.people["officer"]
    first, second = make_workstream(world, "First", lead=officer), make_workstream(world, "Second", lead=officer)
    make_workstream(world, "Somebody else's", lead=world.people["programme_manager"])
    make_workstream(world, "Over", lead=officer, ends_on=date(2024, 5, 30))
    period = board_period(world)
    ProgressUpdate.objects.create(workstream=second, period=period, text="- Done.")

    returns, group = owed(world)

    assert returns.heading == "Your workstreams' progress for Update 1, due 28 June 2024"
    assert group.heading == "Your workstreams' progress for June 2024, due 5 July 2024"
    assert [(task.label, task.status, task.is_done) for task in group.tasks] == [
        ("Progress of First", "Not started", False),
        ("Progress of Second", "Complete", True),
    ]
    assert group.tasks[0].url.endswith(f"/periods/june-2024/workstreams/{first.slug}/")


def test_closed_submitted_and_coming_periods_ask_for_nothing(world: World) -> None:
    make_workstream(world, lead=world.people["officer"])
    world.period.closed_at = NOW
    world.period.save()
    submitted(world, "update-3-2023-24")

    assert owed(world) == []


@pytest.mark.parametrize(
    ("status", "is_asked"), [("draft", True), ("awaiting_sign_off", False), ("signed_off", False), ("submitted", False)]
)
def test_progress_is_asked_for_while_the_return_can_take_it(world: World, status: str, is_asked: bool) -> None:
    workstream = make_workstream(world, lead=world.people["officer"])
    world.period.submissions.update(status=status)

    assert any("progress for Update 1" in group.heading for group in owed(world)) is is_asked
    words = period_words(workstream, NOW.date(), can_write=True)
    assert any(each.period == world.period for each in words) is is_asked, "home and workstream page agree"


def test_progress_is_asked_for_again_once_a_second_round_is_open(world: World) -> None:
    workstream = make_workstream(world, lead=world.people["officer"])
    second = next_round(world).submission

    assert any("progress for Update 1" in group.heading for group in owed(world))
    assert world.period in [each.period for each in period_words(workstream, NOW.date(), can_write=True)]

    second.status = "awaiting_sign_off"
    second.save()

    assert not any("progress for Update 1" in group.heading for group in owed(world))
    assert world.period not in [each.period for each in period_words(workstream, NOW.date(), can_write=True)]


def test_overdue_milestones_of_mine_come_last(world: World) -> None:
    workstream = make_workstream(world, lead=world.people["officer"])
    board_period(world)
    make_milestone(workstream, "Guide published", baseline_on=date(2024, 6, 1))
    make_milestone(workstream, "Done", baseline_on=date(2024, 6, 1), completed_on=date(2024, 6, 1))
    make_milestone(workstream, "Ahead")
    put_off = {"baseline_on": date(2024, 5, 1), "forecast_on": date(2024, 6, 5), "slip_reason": "The trainer was ill."}
    make_milestone(workstream, "Put off once", **put_off)

    groups = sorted(owed(world), key=lambda group: group.order)

    assert groups[-1].heading == "Milestones of yours whose day has passed"
    assert [(task.label, task.status, task.tone) for task in groups[-1].tasks] == [
        ("Guide published", "Overdue", "red"),
        ("Put off once", "Overdue", "red"),
    ]
    assert groups[-1].tasks[0].hint.startswith("Annual reviews, expected 1 June 2024.")


def test_those_who_write_no_updates_owe_nothing_here(world: World) -> None:
    director = world.people["director"]
    make_milestone(make_workstream(world, lead=director), baseline_on=date(2024, 6, 1))

    assert owed(world, Role.DIRECTOR) == []


def test_another_councils_work_is_not_mine_here(world: World, elsewhere: World) -> None:
    officer = world.people["officer"]
    make_milestone(make_workstream(elsewhere, lead=officer), baseline_on=date(2024, 6, 1))

    assert all("passed" not in group.heading for group in owed(world))
    assert owed(replace(elsewhere, people=world.people)) != []
