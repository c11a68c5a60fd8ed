from datetime import date

from tests.factories import World
from tests.workstreams.records import make_workstream
from workstreams.models import Workstream
from workstreams.rules.replacing import left_without_work, why_not_end, why_not_replace

ON = date(2024, 6, 1)


def refusals(world: World, successors_of: dict[Workstream, list[Workstream]], reason: str = "Because.") -> list[str]:
    return why_not_replace(world.agreement, successors_of, on=ON, reason=reason)


def test_a_proper_handover_has_nothing_against_it(world: World) -> None:
    assert refusals(world, {make_workstream(world, "Old"): [make_workstream(world, "New")]}) == []


def test_something_must_end_and_somebody_must_say_why(world: World) -> None:
    assert refusals(world, {}, reason=" ") == [
        "Select at least one workstream that ends.",
        "Say why the workstreams are replaced.",
    ]


def test_each_needs_something_that_takes_over(world: World) -> None:
    assert refusals(world, {make_workstream(world, "Old"): []}) == ["Say what takes over from Old."]


def test_what_ends_cannot_take_over(world: World) -> None:
    old, other = make_workstream(world, "Old"), make_workstream(world, "Other")

    assert refusals(world, {old: [other], other: [make_workstream(world, "New")]}) == [
        "Other ends as well, so it cannot take over from Old."
    ]


def test_what_has_ended_cannot_take_over(world: World) -> None:
    gone = make_workstream(world, "Gone", ends_on=date(2024, 3, 31))

    assert refusals(world, {make_workstream(world, "Old"): [gone]}) == [
        "Gone ended on 31 March 2024, so it cannot take over on 1 June 2024."
    ]


def test_nothing_is_replaced_before_it_began(world: World) -> None:
    late = make_workstream(world, "Late", starts_on=date(2024, 6, 1))

    assert refusals(world, {late: [make_workstream(world, "New")]}) == [
        "Late starts on 1 June 2024. Replace it on a later day."
    ]


def test_another_agreements_workstream_cannot_take_over(world: World, elsewhere: World) -> None:
    stranger = make_workstream(elsewhere, "Stranger")

    assert refusals(world, {make_workstream(world, "Old"): [stranger]}) == [
        f"Old and what takes over from it must belong to {world.agreement.title}."
    ]


def test_an_ended_workstream_does_not_end_again_later(world: World) -> None:
    gone = make_workstream(world, "Gone", ends_on=date(2024, 3, 31))

    assert why_not_end(gone, on=ON, reason="Done.") == ["Gone has already ended, on 31 March 2024."]


def test_conditions_that_nothing_else_serves_are_named_in_order(world: World) -> None:
    leaving = make_workstream(world, "Leaving", serves=("3.3", "3.1", "3.2"))
    staying = make_workstream(world, "Staying", serves=("3.1",))
    gone = make_workstream(world, "Gone", serves=("3.2",), ends_on=date(2024, 3, 31))

    orphans = left_without_work([leaving], [leaving, staying, gone], ON)

    assert [condition.number for condition in orphans] == ["3.2", "3.3"]
