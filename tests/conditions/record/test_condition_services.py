from collections.abc import Callable
from datetime import date

import pytest

from conditions.models import Agreement, Condition
from conditions.services import conditions
from safetyvalve.core.models import AuditEvent, User
from safetyvalve.core.services.refusals import NotAllowed
from tests.factories import NOW, World, make_response

Actions = Callable[[], list[str]]


def test_a_condition_is_added_as_the_last(agreement: Agreement, manager: User, actions: Actions) -> None:
    added = conditions.add(
        Condition(agreement=agreement, number="3.4", title="Post-16", wording="More internships."), by=manager, now=NOW
    )
    assert added.order == 4
    assert actions() == ["condition_added"]


def test_an_edit_says_what_was_and_what_is(agreement: Agreement, manager: User) -> None:
    condition = agreement.conditions.get(number="3.1")
    condition.title = "Ordinarily available"
    conditions.change(condition, by=manager, now=NOW)
    assert AuditEvent.objects.get().changes == {"title": ["Ordinarily available provision", "Ordinarily available"]}


def test_the_number_stays_once_an_update_has_been_written(world: World, manager: User, actions: Actions) -> None:
    make_response(world.submission, "3.1")
    condition = world.condition
    condition.number = "3.9"
    with pytest.raises(NotAllowed, match="its number can no longer change"):
        conditions.change(condition, by=manager, now=NOW)
    assert actions() == []
    assert world.agreement.conditions.filter(number="3.1").exists()


def test_a_condition_ends_and_its_updates_stay(world: World, manager: User, actions: Actions) -> None:
    response = make_response(world.submission, "3.1")
    conditions.end(world.condition, on=date(2024, 6, 30), by=manager, now=NOW)
    response.refresh_from_db()
    assert not world.agreement.conditions.in_force(date(2024, 7, 1)).filter(number="3.1").exists()
    assert world.agreement.conditions.in_force(date(2024, 6, 30)).filter(number="3.1").exists()
    assert actions() == ["condition_ended"]


def test_a_condition_does_not_end_before_it_begins(world: World, manager: User) -> None:
    with pytest.raises(NotAllowed, match="cannot end before it begins"):
        conditions.end(world.condition, on=date(2022, 3, 31), by=manager, now=NOW)
