from collections.abc import Callable
from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from safetyvalve.core.models import AuditEvent
from tests.factories import World
from tests.workstreams.records import actions, condition, date_fields, make_milestone, make_workstream
from workstreams.models import Milestone, Workstream


def new_url(workstream: Workstream) -> str:
    return reverse("workstreams:milestone-create", args=workstream.address)


def complete_url(milestone: Milestone) -> str:
    return reverse("workstreams:milestone-complete", args=milestone.address)


def posted(
    baseline: date | None = date(2024, 7, 31),
    forecast: date | None = None,
    completed: date | None = None,
    reason: str = "",
    **fields: object,
) -> dict[str, object]:
    return {
        "name": "Places open",
        "condition": "",
        **date_fields("baseline_on", baseline),
        **date_fields("forecast_on", forecast),
        **date_fields("completed_on", completed),
        "slip_reason": reason,
        "revision": 0,
        **fields,
    }


def test_an_officer_promises_a_milestone(world: World, officer: Client) -> None:
    workstream = make_workstream(world)

    answer = officer.post(new_url(workstream), posted(condition=condition(world, "3.1").pk))

    milestone = Milestone.objects.get()
    assert answer.url == workstream.get_absolute_url()
    assert (milestone.baseline_on, milestone.condition, milestone.revision) == (
        date(2024, 7, 31),
        condition(world, "3.1"),
        1,
    )
    assert actions(world) == ["milestone_created"]


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        (posted(name=""), "name", "Enter what will have been done"),
        (posted(baseline=None), "baseline_on", "Enter the date first promised"),
        (posted(forecast=date(2024, 9, 1)), "slip_reason", "Say why it is expected later than first promised"),
        (
            posted(baseline=date(2024, 5, 1), completed=date(2024, 6, 1)),
            "slip_reason",
            "Say why it was completed later than first promised",
        ),
        (posted(completed=date(2024, 6, 15)), "completed_on", "Date completed must be today or in the past"),
        (
            {**posted(), "baseline_on_day": "31", "baseline_on_month": "6"},
            "baseline_on",
            "Date first promised must be a real date: June 2024 has 30 days",
        ),
        (posted(name="EVERY OFFICER TRAINED"), "name", "This workstream already has a milestone with this name."),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_saved(
    world: World, officer: Client, fields: dict[str, str], field: str, message: str
) -> None:
    workstream = make_workstream(world)
    make_milestone(workstream)

    answer = officer.post(new_url(workstream), fields)

    assert answer.status_code == 422
    assert any(message in error for error in answer.context["form"].errors[field])
    assert list(answer.context["form"].errors) == [field]
    assert Milestone.objects.count() == 1
    assert actions(world) == []


def test_a_later_forecast_with_its_reason_is_kept_beside_the_first_date(world: World, officer: Client) -> None:
    milestone = make_milestone(make_workstream(world))

    answer = officer.post(
        milestone.edit_url, posted(forecast=date(2024, 9, 1), reason="The builder withdrew.", revision=1)
    )

    assert answer.url == milestone.get_absolute_url()
    milestone.refresh_from_db()
    assert (milestone.baseline_on, milestone.forecast_on) == (date(2024, 7, 31), date(2024, 9, 1))
    event = AuditEvent.objects.get(authority=world.authority)
    assert event.action == "milestone_changed"
    assert event.changes["forecast_on"] == [None, "2024-09-01"]


def test_the_database_too_wants_the_reason_of_a_slip(world: World) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make_milestone(make_workstream(world), forecast_on=date(2024, 9, 1))


def test_a_stale_change_is_refused_with_what_the_other_saved(world: World, officer: Client) -> None:
    milestone = make_milestone(make_workstream(world))
    officer.post(milestone.edit_url, posted(name="Theirs", revision=1))

    refused = officer.post(milestone.edit_url, posted(name="Mine", revision=1))

    assert [(each.key, each.value) for each in refused.context["theirs"]] == [("What will have been done", "Theirs")]
    milestone.refresh_from_db()
    assert milestone.name == "Theirs"
    assert actions(world) == ["milestone_changed"]


def test_completing_says_the_day(world: World, officer: Client) -> None:
    milestone = make_milestone(make_workstream(world))

    assert officer.get(complete_url(milestone)).context["form"].initial["completed_on"] == date(2024, 6, 14)
    answer = officer.post(
        complete_url(milestone), {**date_fields("completed_on", date(2024, 6, 10)), "slip_reason": "", "revision": 1}
    )

    assert answer.status_code == 302
    milestone.refresh_from_db()
    assert milestone.completed_on == date(2024, 6, 10)
    assert actions(world) == ["milestone_completed"]


def test_completing_late_says_why(world: World, officer: Client) -> None:
    milestone = make_milestone(make_workstream(world), baseline_on=date(2024, 5, 1))
    late = {**date_fields("completed_on", date(2024, 6, 10)), "revision": 1}

    refused = officer.post(complete_url(milestone), {**late, "slip_reason": ""})
    done = officer.post(complete_url(milestone), {**late, "slip_reason": "The trainer fell ill."})

    assert refused.context["form"].errors == {"slip_reason": ["Say why it was completed later than first promised"]}
    assert done.status_code == 302
    assert actions(world) == ["milestone_completed"]


def test_completing_twice_is_one_event(world: World, officer: Client) -> None:
    milestone = make_milestone(make_workstream(world))
    done = {**date_fields("completed_on", date(2024, 6, 10)), "slip_reason": "", "revision": 1}

    officer.post(complete_url(milestone), done)
    again = officer.post(complete_url(milestone), done)

    assert again.status_code == 302
    assert actions(world) == ["milestone_completed"]


def test_reading_the_forms_writes_nothing(world: World, officer: Client) -> None:
    milestone = make_milestone(make_workstream(world))

    for address in (new_url(milestone.workstream), milestone.edit_url, complete_url(milestone)):
        assert officer.get(address).status_code == 200
    milestone.refresh_from_db()
    assert milestone.revision == 1
    assert actions(world) == []


def test_only_those_who_manage_workstreams_touch_milestones(
    world: World, elsewhere: World, sign_in: Callable[[World, str], Client]
) -> None:
    milestone = make_milestone(make_workstream(world))

    for address in (new_url(milestone.workstream), milestone.edit_url, complete_url(milestone)):
        assert sign_in(world, "finance_officer").post(address, posted(revision=1)).status_code == 403
        assert sign_in(elsewhere, "officer").post(address, posted(revision=1)).status_code == 404
    assert Milestone.objects.count() == 1
    assert actions(world) == []


def test_a_milestone_is_found_under_its_own_workstream_only(world: World, officer: Client) -> None:
    milestone, other = make_milestone(make_workstream(world)), make_workstream(world, "Other")

    address = reverse("workstreams:milestone-edit", args=[*other.address, milestone.pk])

    assert officer.get(address).status_code == 404
