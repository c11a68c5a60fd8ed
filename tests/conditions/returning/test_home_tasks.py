"""What each person's home page says they owe to a draft."""

import pytest
from django.test import Client

from conditions import home
from conditions.models import ReportingPeriod
from conditions.services import answers, sending
from safetyvalve.core.models import User
from safetyvalve.core.roles import Role, permissions_of
from tests import factories
from tests.factories import NOW


@pytest.fixture
def world(db: None) -> factories.World:
    return factories.make_world()


def owed(world: factories.World, role: str) -> dict[str, str]:
    """Label and hint of everything on that person's list."""
    person: User = world.people[role]
    groups = home.tasks(world.authority, person, permissions_of({Role(role)}), NOW)
    return {task.label: task.hint for group in groups for task in group.tasks}


def test_the_position_is_owed_by_those_who_may_enter_it(world: factories.World) -> None:
    assert "DSG position" not in owed(world, "officer")
    assert "DSG position" in owed(world, "finance_officer")
    assert "DSG position" in owed(world, "programme_manager")


def test_a_condition_is_owed_by_its_owner_and_the_programme_manager_sees_by_whom(world: factories.World) -> None:
    condition = world.agreement.conditions.order_by("order").first()
    assert condition is not None
    condition.owner = world.people["finance_officer"]
    condition.save()

    assert str(condition) not in owed(world, "officer")
    assert str(condition) in owed(world, "finance_officer")
    assert owed(world, "programme_manager")[str(condition)].startswith(f"Written by {condition.owner}.")


@pytest.mark.parametrize(
    ("item", "label", "page"),
    [
        ("condition:3.1", "Condition 3.1", "/conditions/3.1/"),
        ("summary", "Summary", "/summary/"),
        ("dsg-position:2024-25", "DSG position 2024-25", "/update-1-2024-25/"),
    ],
)
def test_words_somebody_has_not_saved_are_named_as_people_name_them(
    world: factories.World, item: str, label: str, page: str
) -> None:
    by = world.people["officer"]
    answers.keep_words(world.submission, {"narrative": "An aside."}, item=item, base_revision=0, by=by, now=NOW)

    finding = next(f for f in sending.checked(world.submission, now=NOW)[1] if f.code == "unsaved-words")

    assert finding.place.label == label
    assert finding.place.url.endswith(page)
    assert finding.evidence.startswith(f"{label}, last typed ")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "said", "leads_there"),
    [
        ("programme_manager", "Add the agreement", True),
        ("officer", "The agreement has not been added yet", False),
        ("section_151", "The agreement has not been added yet", False),
    ],
)
def test_a_council_with_nothing_on_record_is_told_its_first_step(
    client: Client, role: str, said: str, leads_there: bool
) -> None:
    council = factories.make_authority()
    client.force_login(factories.make_user(role, council))

    page = client.get("/c/999/").content.decode()

    assert said in page
    assert ('href="/c/999/agreements/add/"' in page) is leads_there
    assert "Nothing waits for you." not in page


def test_a_council_with_an_agreement_is_not_told_to_add_one(world: factories.World) -> None:
    ReportingPeriod.objects.update(closed_at=NOW)

    assert owed(world, "programme_manager") == {}
