"""Workstreams on their pages: listed, added, changed, ended, and two people at once."""

from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import World
from tests.workstreams.pages import new_url, posted, url
from tests.workstreams.records import actions, date_fields, make_milestone, make_workstream
from workstreams.models import Workstream, WorkstreamSuccession

PAST = {"starts_on": date(2022, 4, 1), "ends_on": date(2024, 1, 31)}


def test_the_list_shows_what_is_under_way_to_come_and_ended_with_lineage(world: World, officer: Client) -> None:
    old = make_workstream(world, "Old headings", serves=("3.1", "3.2"), **PAST)
    new = make_workstream(world, "Annual reviews", lead=world.people["officer"])
    make_workstream(world, "Later", starts_on=date(2024, 9, 1))
    WorkstreamSuccession.objects.create(
        predecessor=old, successor=new, on=date(2024, 2, 1), reason="Partnership ended."
    )
    make_milestone(new, "Done", completed_on=date(2024, 5, 1))
    make_milestone(new, "Late", baseline_on=date(2024, 5, 1))

    page = officer.get(reverse("workstreams:workstreams", args=[world.authority.la_code]))

    groups = {group.heading: group.rows for group in page.context["parts"][0].groups}
    assert {heading: [row.workstream.name for row in rows] for heading, rows in groups.items()} == {
        "Under way": ["Annual reviews"],
        "To come": ["Later"],
        "Ended": ["Old headings"],
    }
    row, ended = groups["Under way"][0], groups["Ended"][0]
    assert (row.complete, row.late, row.total, row.conditions) == (1, 1, 2, ["3.1"])
    assert ended.conditions == ["3.1", "3.2"]
    text = page.content.decode()
    assert "Took over from Old headings" in text
    assert "Replaced by Annual reviews" in text
    assert "1 of 2 complete" in text


def test_a_council_without_workstreams_is_told_what_will_appear(world: World, officer: Client) -> None:
    page = officer.get(reverse("workstreams:workstreams", args=[world.authority.la_code]))

    assert "No workstreams yet" in page.content.decode()


def test_one_workstream_shows_its_dates_slips_and_reasons(world: World, officer: Client) -> None:
    workstream = make_workstream(world)
    make_milestone(workstream, "Places open", forecast_on=date(2024, 12, 31), slip_reason="The builder withdrew.")

    text = officer.get(workstream.get_absolute_url()).content.decode()

    for words in ("31 July 2024", "31 December 2024", "5 months late", "The builder withdrew.", "Later than promised"):
        assert words in text


def test_an_officer_adds_a_workstream(world: World, officer: Client) -> None:
    answer = officer.post(new_url(world), posted(world, "3.1", "3.3"))

    workstream = Workstream.objects.get()
    assert answer.url == workstream.get_absolute_url()
    assert [each.number for each in workstream.conditions.order_by("order")] == ["3.1", "3.3"]
    assert workstream.lead == world.people["officer"]
    assert actions(world) == ["workstream_created"]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"name": ""}, "Enter the name"),
        (date_fields("starts_on", None), "Enter the first day"),
        ({"starts_on_month": "13"}, "First day must have a month from 1 to 12, or its name"),
        (date_fields("ends_on", date(2024, 1, 1)), "Last day must be on or after the first day"),
        ({"name": "ANNUAL REVIEWS OLD"}, "This agreement already has a workstream called ANNUAL REVIEWS OLD."),
        ({"lead": "999999"}, "Select one of the people listed for lead"),
    ],
)
def test_a_mistake_is_said_in_words_and_nothing_is_saved(
    world: World, officer: Client, changed: dict[str, str], message: str
) -> None:
    make_workstream(world, "Annual reviews old")

    answer = officer.post(new_url(world), posted(world, "3.1", **changed))

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert Workstream.objects.count() == 1
    assert actions(world) == []


def test_another_councils_condition_or_person_cannot_be_chosen(world: World, elsewhere: World, officer: Client) -> None:
    foreign = posted(elsewhere, "3.1")

    answer = officer.post(new_url(world), foreign)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"lead", "conditions"}
    assert not Workstream.objects.exists()


def test_a_change_of_conditions_asks_from_which_day(world: World, officer: Client) -> None:
    workstream = make_workstream(world)

    answer = officer.post(url("workstream-edit", workstream), posted(world, "3.2", revision=1))

    assert answer.context["form"].errors["conditions_from"] == ["Enter the day from which the conditions change"]


def test_a_change_is_saved_from_its_day(world: World, officer: Client) -> None:
    workstream = make_workstream(world)
    since = date_fields("conditions_from", date(2024, 6, 1))

    answer = officer.post(url("workstream-edit", workstream), posted(world, "3.2", revision=1, name="Reviews", **since))

    assert answer.status_code == 302
    workstream.refresh_from_db()
    assert (workstream.name, workstream.slug, workstream.revision) == ("Reviews", "annual-reviews", 2)
    links = workstream.condition_links.order_by("condition__order").values_list("starts_on", "ends_on")
    assert list(links) == [(date(2024, 2, 1), date(2024, 5, 31)), (date(2024, 6, 1), None)]
    assert actions(world) == ["workstream_changed"]


def test_the_second_to_save_sees_both_versions_and_may_then_save_knowingly(world: World, officer: Client) -> None:
    workstream = make_workstream(world)
    officer.post(url("workstream-edit", workstream), posted(world, "3.1", revision=1, name="Theirs"))

    refused = officer.post(url("workstream-edit", workstream), posted(world, "3.1", revision=1, name="Mine"))

    text = refused.content.decode()
    assert refused.status_code == 422
    assert "Officer saved this while you were editing it. Compare, then save again." in text
    assert "Theirs" in text
    assert 'value="Mine"' in text
    assert refused.context["form"]["revision"].value() == "2"
    officer.post(url("workstream-edit", workstream), posted(world, "3.1", revision=2, name="Mine"))
    workstream.refresh_from_db()
    assert workstream.name == "Mine"
    assert actions(world) == ["workstream_changed", "workstream_changed"]


def test_the_last_day_of_a_replaced_workstream_is_not_offered(world: World, officer: Client) -> None:
    old = make_workstream(world, "Old", ends_on=date(2024, 5, 31))
    WorkstreamSuccession.objects.create(
        predecessor=old, successor=make_workstream(world, "New"), on=date(2024, 6, 1), reason="So it was."
    )

    fields = posted(world, "3.1", revision=1, name="Old", **date_fields("ends_on", None))
    officer.post(url("workstream-edit", old), fields)

    old.refresh_from_db()
    assert old.ends_on == date(2024, 5, 31)


def test_ending_asks_first_and_names_what_is_left(world: World, officer: Client) -> None:
    workstream = make_workstream(world)
    make_milestone(workstream, "Places open")

    text = officer.get(url("workstream-end", workstream)).content.decode()

    assert "Places open" in text
    assert "condition 3.1" in text
    answer = officer.post(
        url("workstream-end", workstream),
        {**date_fields("ends_on", date(2024, 6, 30)), "reason": "Done.", "revision": 1},
    )
    assert answer.url == workstream.get_absolute_url()
    workstream.refresh_from_db()
    assert workstream.ends_on == date(2024, 6, 30)
    assert actions(world) == ["workstream_ended"]


def test_a_form_sent_twice_is_no_conflict(world: World, officer: Client) -> None:
    workstream = make_workstream(world)
    changed = posted(world, "3.2", revision=1, **date_fields("conditions_from", date(2024, 6, 1)))
    ended = {**date_fields("ends_on", date(2024, 6, 30)), "reason": "Done.", "revision": 2}

    answers = [officer.post(url("workstream-edit", workstream), changed) for _ in range(2)]
    answers += [officer.post(url("workstream-end", workstream), ended) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302] * 4
    assert actions(world) == ["workstream_changed", "workstream_ended"]


def test_an_end_before_the_start_is_refused_in_words(world: World, officer: Client) -> None:
    workstream = make_workstream(world)

    answer = officer.post(
        url("workstream-end", workstream),
        {**date_fields("ends_on", date(2024, 1, 1)), "reason": "Done.", "revision": 1},
    )

    assert "Its last day cannot be before that." in answer.content.decode()
    assert actions(world) == []


@pytest.mark.parametrize("name", ["workstream-edit", "workstream-end"])
def test_reading_a_form_writes_nothing(world: World, officer: Client, name: str) -> None:
    workstream = make_workstream(world)

    assert officer.get(url(name, workstream)).status_code == 200
    workstream.refresh_from_db()
    assert workstream.revision == 1
    assert actions(world) == []
