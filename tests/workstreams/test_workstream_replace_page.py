from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import World
from tests.workstreams.records import actions, date_fields, make_workstream
from workstreams.models import Workstream, WorkstreamSuccession


def address(world: World) -> str:
    return reverse("workstreams:workstream-replace", args=[world.authority.la_code, world.agreement.slug])


def chosen(*ending: Workstream, on: date | None = date(2024, 6, 1), reason: str = "The partnership ended.") -> dict:
    return {"ending": [each.pk for each in ending], **date_fields("on", on), "reason": reason}


def test_three_steps_replace_a_workstream_and_only_the_last_writes(world: World, manager: Client) -> None:
    old, new = make_workstream(world, "Old", serves=("3.1", "3.2")), make_workstream(world, "New", serves=("3.1",))
    first = chosen(old)
    second = {**first, f"after_{old.pk}": [new.pk]}

    match = manager.post(address(world), {**first, "step": "choose"})
    confirm = manager.post(address(world), {**second, "step": "match"})

    assert "What takes over from Old?" in match.content.decode()
    assert "31 May 2024 becomes the last day" in confirm.content.decode()
    assert "condition 3.2 Annual reviews" in confirm.content.decode()
    assert actions(world) == []
    done = manager.post(address(world), {**second, "step": "confirm"})
    assert done.status_code == 302
    assert old.successions_to.get().successor == new
    assert actions(world) == ["workstream_replaced"]


def test_what_was_typed_travels_along(world: World, manager: Client) -> None:
    old, new = make_workstream(world, "Old"), make_workstream(world, "New")
    first = chosen(old, reason="Two\nlines.")

    match = manager.post(address(world), {**first, "step": "choose"})
    confirm = manager.post(address(world), {**first, f"after_{old.pk}": [new.pk], "step": "match"})

    expected = [
        ("ending", str(old.pk)),
        ("on_day", "1"),
        ("on_month", "6"),
        ("on_year", "2024"),
        ("reason", "Two\nlines."),
    ]
    assert match.context["carried"] == expected
    assert confirm.context["carried"] == [*expected, (f"after_{old.pk}", str(new.pk))]


def test_going_back_keeps_the_answers_and_judges_nothing(world: World, manager: Client) -> None:
    old = make_workstream(world, "Old")

    back = manager.post(address(world), {**chosen(old, reason="Half a"), "step": "back"})

    assert back.status_code == 200
    assert "There is a problem" not in back.content.decode()
    assert "Half a</textarea>" in back.content.decode()


@pytest.mark.parametrize("step", ["choose", "match", "confirm"])
def test_missing_answers_bring_back_the_first_step(world: World, manager: Client, step: str) -> None:
    make_workstream(world, "Old")

    answer = manager.post(address(world), {**chosen(on=None, reason=""), "step": step})

    assert answer.status_code == 422
    errors = answer.context["form"].errors
    assert errors["ending"] == ["Select at least one workstream that ends"]
    assert set(errors) == {"ending", "on", "reason"}
    assert actions(world) == []


def test_each_needs_a_successor(world: World, manager: Client) -> None:
    old = make_workstream(world, "Old")
    make_workstream(world, "New")

    answer = manager.post(address(world), {**chosen(old), "step": "match"})

    assert "Say what takes over from Old" in answer.content.decode()
    assert not WorkstreamSuccession.objects.exists()


def test_a_refusal_of_the_rules_is_shown_at_the_second_step(world: World, manager: Client) -> None:
    late, new = make_workstream(world, "Late", starts_on=date(2024, 6, 1)), make_workstream(world, "New")

    answer = manager.post(address(world), {**chosen(late), f"after_{late.pk}": [new.pk], "step": "confirm"})

    assert "Late starts on 1 June 2024. Replace it on a later day." in answer.content.decode()
    assert actions(world) == []


def test_confirming_twice_replaces_once(world: World, manager: Client) -> None:
    old, new = make_workstream(world, "Old"), make_workstream(world, "New")
    confirmed = {**chosen(old), f"after_{old.pk}": [new.pk], "step": "confirm"}

    manager.post(address(world), confirmed)
    again = manager.post(address(world), confirmed)

    assert again.status_code == 422
    assert WorkstreamSuccession.objects.count() == 1
    assert actions(world) == ["workstream_replaced"]


def test_only_those_who_manage_workstreams_replace_them(
    world: World, elsewhere: World, sign_in: Callable[[World, str], Client]
) -> None:
    old, new = make_workstream(world, "Old"), make_workstream(world, "New")
    confirmed = {**chosen(old), f"after_{old.pk}": [new.pk], "step": "confirm"}

    assert sign_in(world, "director").post(address(world), confirmed).status_code == 403
    assert sign_in(elsewhere, "programme_manager").post(address(world), confirmed).status_code == 404
    assert not WorkstreamSuccession.objects.exists()
