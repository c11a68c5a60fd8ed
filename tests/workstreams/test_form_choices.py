from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from safetyvalve.core.roles import Permission
from tests.factories import TODAY, World, make_user
from tests.workstreams.records import actions, date_fields, make_milestone, make_workstream
from workstreams.forms.choices import people_who_may


def names(world: World, **options: object) -> set[str]:
    found = people_who_may(world.authority, Permission.SUBMISSION_EDIT, TODAY, **options)  # type: ignore[arg-type]
    return {person.email for person in found}


def test_leads_are_people_of_this_council_who_may_write_updates_today(world: World, elsewhere: World) -> None:
    make_user("officer", world.authority, email="gone@999.example", ends_on=date(2024, 6, 13))
    make_user("officer", world.authority, email="coming@999.example", starts_on=date(2024, 6, 15))

    assert names(world) == {"officer@999.example", "finance_officer@999.example", "programme_manager@999.example"}


def test_whoever_holds_the_post_stays_in_the_list_after_leaving(world: World) -> None:
    gone = make_user("officer", world.authority, email="gone@999.example", ends_on=date(2024, 6, 13))

    assert "gone@999.example" in names(world, keeping=gone)


def test_an_impossible_number_in_an_address_is_simply_not_found(world: World, officer: Client) -> None:
    workstream = make_workstream(world)

    for key in (0, 999, 10**30):
        address = reverse("workstreams:milestone-edit", args=[*workstream.address, key])
        assert officer.get(address).status_code == 404


@pytest.mark.parametrize(
    "hostile",
    [
        {"lead": "1' OR 1=1"},
        {"lead": str(10**30)},
        {"conditions": ["x", "-1"]},
        {"conditions": [str(10**30)]},
        {"revision": "x"},
        {"revision": "-1"},
        {"name": "x" * 161},
        {"name": "nul\x00here"},
        {"description": "d" * 100_000},
    ],
)
def test_hostile_values_are_refused_in_words_and_change_nothing(
    world: World, officer: Client, hostile: dict[str, object]
) -> None:
    workstream = make_workstream(world)
    posted = {
        "name": "Mine",
        "description": "",
        "lead": "",
        **date_fields("starts_on", date(2024, 2, 1)),
        **date_fields("ends_on", None),
        **date_fields("conditions_from", date(2024, 6, 1)),
        "conditions": [str(world.condition.pk)],
        "revision": "1",
        **hostile,
    }

    answer = officer.post(reverse("workstreams:workstream-edit", args=workstream.address), posted)

    assert answer.status_code == 422
    assert "There is a problem" in answer.content.decode()
    workstream.refresh_from_db()
    assert workstream.name == "Annual reviews"
    assert actions(world) == []


def test_words_pasted_from_word_are_cleaned_and_kept(world: World, officer: Client) -> None:
    milestone = make_milestone(make_workstream(world))

    officer.post(
        milestone.edit_url,
        {
            "name": "“Smart” places – open",
            "condition": "",
            **date_fields("baseline_on", date(2024, 7, 31)),
            **date_fields("forecast_on", date(2024, 9, 1)),
            **date_fields("completed_on", None),
            "slip_reason": "The builder\x0bwithdrew\x07.\u200b",
            "revision": "1",
        },
    )

    milestone.refresh_from_db()
    assert (milestone.name, milestone.slip_reason) == ("“Smart” places – open", "The builder\nwithdrew.")
