from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from conditions.models import Agreement
from tests.conditions.record.posting import boxes, filled
from tests.factories import World, make_response, make_user

Actions = Callable[[], list[str]]
PAGE = "/c/999/agreements/safety-valve/"
ADD = f"{PAGE}conditions/add/"
EDIT = f"{PAGE}conditions/3.1/edit/"
END = f"{PAGE}conditions/3.1/end/"
NEW = {"number": " 3.4 ", "title": "Post-16", "wording": "More supported internships."}


def test_a_condition_is_added(client: Client, world: World, actions: Actions) -> None:
    officer = world.people["officer"]
    response = client.post(ADD, {**NEW, "owner": str(officer.pk), **boxes("due_on", date(2025, 3, 31))}, follow=True)
    assert "Condition 3.4 added." in response.content.decode()
    added = world.agreement.conditions.get(number="3.4")
    assert (added.order, added.owner, added.due_on) == (4, officer, date(2025, 3, 31))
    assert actions() == ["condition_added"]


@pytest.mark.parametrize(
    ("field", "typed", "message"),
    [
        ("number", "3.1", "This agreement has a condition 3.1 already"),
        ("number", "3/4", "The number may not contain a slash"),
        ("wording", "  ", "Enter the wording"),
        ("title", "x" * 121, "Short title must be 120 characters or fewer"),
    ],
)
def test_a_wrong_condition_is_explained(
    client: Client, agreement: Agreement, field: str, typed: str, message: str
) -> None:
    assert message in client.post(ADD, {**NEW, field: typed}).content.decode()
    assert agreement.conditions.count() == 3


def test_only_those_who_may_write_updates_can_own_one(client: Client, world: World) -> None:
    former = make_user("officer", world.authority, email="former@999.example", ends_on=date(2024, 5, 31))
    offered = {str(value) for value, _label in client.get(ADD).context["form"].fields["owner"].choices}
    may = {str(world.people[role].pk) for role in ("officer", "finance_officer", "programme_manager")}
    assert offered == {"", *may}
    refused = client.post(ADD, {**NEW, "owner": str(former.pk)})
    assert "Choose somebody from the list" in refused.content.decode()


def test_an_owner_who_has_left_stays_until_somebody_chooses_another(client: Client, world: World) -> None:
    former = make_user("officer", world.authority, email="former@999.example", ends_on=date(2024, 5, 31))
    world.agreement.conditions.filter(number="3.1").update(owner=former)
    client.post(EDIT, filled(client, EDIT, title="Ordinarily available"))
    assert world.condition.owner == former


def test_a_condition_is_changed(client: Client, world: World, actions: Actions) -> None:
    client.post(EDIT, filled(client, EDIT, wording="Make it plain."))
    assert world.condition.wording == "Make it plain."
    assert actions() == ["condition_changed"]


def test_a_number_with_updates_is_kept_in_words(client: Client, world: World) -> None:
    make_response(world.submission, "3.1")
    text = client.post(EDIT, filled(client, EDIT, number="3.9")).content.decode()
    assert "its number can no longer change" in text
    assert 'value="3.9"' in text


def test_a_condition_ends_after_a_day(client: Client, world: World, actions: Actions) -> None:
    response = client.post(END, boxes("effective_to", date(2024, 6, 30)), follow=True)
    assert "Condition 3.1 ends after 30 June 2024. Its updates stay in the record." in response.content.decode()
    assert world.condition.effective_to == date(2024, 6, 30)
    assert actions() == ["condition_ended"]


def test_a_condition_that_has_ended_is_folded_away(client: Client, world: World) -> None:
    world.agreement.conditions.filter(number="3.1").update(effective_to=date(2024, 6, 13))
    context = client.get(PAGE).context
    assert [c.number for c in context["conditions"]] == ["3.2", "3.3"]
    assert [c.number for c in context["ended_conditions"]] == ["3.1"]


def test_a_condition_does_not_end_before_it_begins(client: Client, world: World) -> None:
    text = client.post(END, boxes("effective_to", date(2022, 3, 1))).content.decode()
    assert "The condition has not begun by then: enter a later day" in text


def test_pages_speak_the_programmes_words(client: Client, world: World) -> None:
    world.agreement.programme.condition_word = "pillar"
    world.agreement.programme.conditions_word = "pillars"
    world.agreement.programme.save()
    text = client.get(PAGE).content.decode()
    assert "Pillars" in text
    assert "Add a pillar" in text
