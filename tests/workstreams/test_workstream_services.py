from datetime import date

import pytest
from django.db import IntegrityError, transaction

from conditions.lifecycle import NotAllowed
from safetyvalve.core.audit import broken_link
from safetyvalve.core.editing import StaleSave
from safetyvalve.core.models import AuditEvent
from tests.factories import NOW, World
from tests.workstreams.records import actions, condition, make_workstream
from workstreams.models import Workstream, WorkstreamSuccession
from workstreams.services import workstreams

VALUES = {
    "name": "Annual reviews",
    "description": "Keep the deadlines.",
    "lead": None,
    "starts_on": date(2024, 2, 1),
    "ends_on": None,
}


def served(workstream: Workstream) -> list[tuple[str, date, date | None]]:
    links = workstream.condition_links.select_related("condition").order_by("condition__order", "starts_on")
    return [(link.condition.number, link.starts_on, link.ends_on) for link in links]


def create(world: World, **values: object) -> Workstream:
    return workstreams.create(
        agreement=world.agreement,
        values={**VALUES, **values},
        conditions=[condition(world, "3.2"), condition(world, "3.1")],
        by=world.people["officer"],
        now=NOW,
    )


def test_a_workstream_begins_with_its_conditions_and_one_event(world: World) -> None:
    workstream = create(world)

    assert (workstream.slug, workstream.order, workstream.revision) == ("annual-reviews", 1, 1)
    assert served(workstream) == [("3.1", date(2024, 2, 1), None), ("3.2", date(2024, 2, 1), None)]
    event = AuditEvent.objects.get(authority=world.authority)
    assert (event.action, event.subject_label) == ("workstream_created", "Annual reviews")
    assert event.changes["conditions"] == [[], ["3.1", "3.2"]]
    assert event.actor_id == world.people["officer"].actor_id


@pytest.mark.parametrize(
    ("name", "slug"),
    [("Annual reviews", "annual-reviews-2"), ("New", "new-2"), ("Replace", "replace-2"), ("…", "workstream")],
)
def test_a_slug_is_free_and_never_a_word_of_the_address(world: World, name: str, slug: str) -> None:
    create(world)

    assert create(world, name=name).slug == slug


def change(
    world: World, workstream: Workstream, numbers: tuple[str, ...], revision: int = 1, **values: object
) -> Workstream:
    return workstreams.change(
        workstream,
        values={**VALUES, **values},
        conditions=[condition(world, number) for number in numbers],
        conditions_from=date(2024, 6, 1),
        revision=revision,
        by=world.people["officer"],
        now=NOW,
    )


def test_a_change_of_conditions_keeps_what_was_served_before(world: World) -> None:
    workstream = create(world)

    changed = change(world, workstream, ("3.2", "3.3"))

    assert served(changed) == [
        ("3.1", date(2024, 2, 1), date(2024, 5, 31)),
        ("3.2", date(2024, 2, 1), None),
        ("3.3", date(2024, 6, 1), None),
    ]
    event = AuditEvent.objects.filter(authority=world.authority).latest("sequence")
    assert event.changes == {
        "conditions": [["3.1", "3.2"], ["3.2", "3.3"]],
        "conditions_from": [None, "2024-06-01"],
    }


def test_a_link_that_would_end_before_it_began_is_forgotten(world: World) -> None:
    workstream = create(world, starts_on=date(2024, 6, 1))

    changed = change(world, workstream, ("3.2",), starts_on=date(2024, 6, 1))

    assert served(changed) == [("3.2", date(2024, 6, 1), None)]


def test_ticking_again_what_was_unticked_the_same_day_gives_one_link(world: World) -> None:
    workstream = create(world)
    change(world, workstream, ("3.2",))
    change(world, workstream, ("3.1", "3.2"), revision=2)

    again = change(world, workstream, ("3.2",), revision=3)
    again = change(world, again, ("3.1", "3.2"), revision=4)

    assert served(again)[1:] == [("3.1", date(2024, 6, 1), None), ("3.2", date(2024, 2, 1), None)]


def test_what_is_served_moves_with_the_workstreams_days(world: World) -> None:
    workstream = create(world)

    changed = change(world, workstream, ("3.1", "3.2"), starts_on=date(2024, 3, 1), ends_on=date(2024, 12, 31))

    assert served(changed) == [
        ("3.1", date(2024, 3, 1), date(2024, 12, 31)),
        ("3.2", date(2024, 3, 1), date(2024, 12, 31)),
    ]


def test_saving_the_same_again_writes_no_event(world: World) -> None:
    workstream = create(world)

    unchanged = change(world, workstream, ("3.1", "3.2"))

    assert unchanged.revision == 1
    assert actions(world) == ["workstream_created"]


def test_the_second_of_two_people_is_told_and_nothing_is_lost(world: World) -> None:
    workstream = create(world)
    change(world, workstream, ("3.1",), name="Reviews")

    with pytest.raises(StaleSave) as stale:
        change(world, workstream, ("3.3",), name="Something else")

    assert stale.value.current.name == "Reviews"
    assert served(workstream)[0] == ("3.1", date(2024, 2, 1), None)
    assert actions(world) == ["workstream_created", "workstream_changed"]


def test_ending_sets_the_last_day_of_the_workstream_and_of_what_it_serves(world: World) -> None:
    workstream = create(world)

    ended = workstreams.end(
        workstream, on=date(2024, 6, 30), reason="The work is done.", revision=1, by=world.people["officer"], now=NOW
    )

    assert (ended.ends_on, ended.end_reason) == (date(2024, 6, 30), "The work is done.")
    assert [link[2] for link in served(ended)] == [date(2024, 6, 30)] * 2
    assert actions(world) == ["workstream_created", "workstream_ended"]


@pytest.mark.parametrize(
    ("on", "reason", "sentence"),
    [
        (
            date(2024, 1, 31),
            "Done.",
            "Annual reviews starts on 1 February 2024. Its last day cannot be before that.",
        ),
        (date(2024, 6, 30), "  ", "Say why the workstream ends."),
    ],
)
def test_a_workstream_does_not_end_before_it_starts_or_without_a_reason(
    world: World, on: date, reason: str, sentence: str
) -> None:
    workstream = create(world)

    with pytest.raises(NotAllowed) as refusal:
        workstreams.end(workstream, on=on, reason=reason, revision=1, by=world.people["officer"], now=NOW)

    assert refusal.value.reasons == [sentence]
    workstream.refresh_from_db()
    assert workstream.ends_on is None
    assert actions(world) == ["workstream_created"]


def replace(world: World, successors_of: dict[Workstream, list[Workstream]], on: date = date(2024, 6, 1)) -> None:
    workstreams.replace(
        agreement=world.agreement,
        successors_of=successors_of,
        on=on,
        reason="The partnership ended.",
        by=world.people["programme_manager"],
        now=NOW,
    )


def test_replacing_ends_the_old_and_records_who_took_over_and_why(world: World) -> None:
    old, other = make_workstream(world, "Old", serves=("3.1", "3.2")), make_workstream(world, "Other")
    one, two = make_workstream(world, "One"), make_workstream(world, "Two")

    replace(world, {old: [one, two], other: [two]})

    old.refresh_from_db()
    assert old.ends_on == date(2024, 5, 31)
    assert [link[2] for link in served(old)] == [date(2024, 5, 31)] * 2
    pairs = WorkstreamSuccession.objects.order_by("predecessor__name", "successor__name")
    assert [(pair.predecessor.name, pair.successor.name, pair.on, pair.reason) for pair in pairs] == [
        ("Old", "One", date(2024, 6, 1), "The partnership ended."),
        ("Old", "Two", date(2024, 6, 1), "The partnership ended."),
        ("Other", "Two", date(2024, 6, 1), "The partnership ended."),
    ]
    assert actions(world) == ["workstream_replaced", "workstream_replaced"]
    assert broken_link(world.authority) is None


def test_a_workstream_that_ended_the_day_before_can_still_be_said_to_have_been_replaced(world: World) -> None:
    old = make_workstream(world, "Old", ends_on=date(2024, 5, 31))
    new = make_workstream(world, "New")

    replace(world, {old: [new]})

    assert old.successions_to.get().successor == new


def test_nothing_is_replaced_by_halves(world: World) -> None:
    old, ended = make_workstream(world, "Old"), make_workstream(world, "Ended", ends_on=date(2024, 3, 31))
    new = make_workstream(world, "New")

    with pytest.raises(NotAllowed) as refusal:
        replace(world, {old: [new], ended: [new]})

    assert refusal.value.reasons == [
        "Ended ended on 31 March 2024. The new arrangement must start on the day after that."
    ]
    old.refresh_from_db()
    assert old.ends_on is None
    assert not WorkstreamSuccession.objects.exists()
    assert actions(world) == []


def test_the_database_refuses_a_workstream_that_takes_over_from_itself(world: World) -> None:
    only = make_workstream(world)

    with pytest.raises(IntegrityError), transaction.atomic():
        WorkstreamSuccession.objects.create(predecessor=only, successor=only, on=date(2024, 6, 1), reason="No.")
