from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from safetyvalve.core.home import HomeTasks, Task, home_tasks
from safetyvalve.core.models import Authority, User
from safetyvalve.core.roles import Permission
from tests.factories import NOW, give_role, make_installation_administrator, make_user

SignIn = Callable[[User], Client]


def two_groups(
    authority: Authority, user: User, permissions: frozenset[Permission], now: datetime
) -> Iterator[HomeTasks]:
    yield HomeTasks("Later", (Task("Check the return", "/later/", "Not started"),), (2,))
    done = Task("3.1 Places", "/done/", "Complete", is_done=True)
    owed = Task("3.2 Reviews", "/owed/", f"Sent back to {user}", hint="The figures differ.")
    yield HomeTasks("Update 1", (done, owed), (1,))


def nothing(authority: Authority, user: User, permissions: frozenset[Permission], now: datetime) -> list[HomeTasks]:
    return []


@pytest.fixture
def with_tasks(settings: Any) -> None:
    settings.HOME_TASKS = [f"{__name__}.two_groups"]


@pytest.fixture
def without_tasks(settings: Any) -> None:
    settings.HOME_TASKS = [f"{__name__}.nothing"]


def test_somebody_with_one_council_goes_straight_to_it(council: Authority, priya: User, as_user: SignIn) -> None:
    assert as_user(priya).get("/").url == reverse("core:council-home", args=["999"])


def test_somebody_with_several_councils_chooses(council: Authority, priya: User, olu: User, as_user: SignIn) -> None:
    give_role(priya, "finance_officer", Authority.objects.get(la_code="998"))
    text = as_user(priya).get("/").content.decode()
    assert "Choose a council" in text
    assert "/c/998/" in text
    assert "/c/999/" in text


def test_somebody_without_a_council_is_told_what_to_do(council: Authority, as_user: SignIn) -> None:
    text = as_user(make_user(email="nell@999.example")).get("/").content.decode()
    assert "You have no role in a council yet" in text
    assert "add nell@999.example" in text
    assert "Saltmarsh" not in text


def test_an_installation_administrator_sees_every_council_with_its_administrators(
    council: Authority, ada: User, olu: User, as_user: SignIn
) -> None:
    give_role(make_user(email="former@999.example"), "administrator", council, ends_on=NOW.date().replace(day=1))
    response = as_user(make_installation_administrator()).get("/")
    assert [(a.name, a.administrators) for a in response.context["installed"]] == [("Brackwater", 1), ("Saltmarsh", 1)]
    assert "Add a council" in response.content.decode()


def test_tasks_of_every_app_come_soonest_first(council: Authority, priya: User, with_tasks: None) -> None:
    groups = home_tasks(council, priya, frozenset(), NOW)
    assert [group.heading for group in groups] == ["Update 1", "Later"]


def test_home_lists_what_is_owed_and_folds_what_is_done(
    council: Authority, priya: User, as_user: SignIn, with_tasks: None
) -> None:
    text = as_user(priya).get(reverse("core:council-home", args=["999"])).content.decode()
    assert "What you owe" in text
    assert "Sent back to Priya" in text
    assert "Done (1)" in text
    assert text.index("3.2 Reviews") < text.index("Done (1)") < text.index("3.1 Places") < text.index("Later")


def test_home_without_tasks_says_what_will_appear_and_when(
    council: Authority, priya: User, as_user: SignIn, without_tasks: None
) -> None:
    text = as_user(priya).get(reverse("core:council-home", args=["999"])).content.decode()
    assert "Nothing waits for you." in text
    assert "When a reporting period opens" in text


@pytest.mark.parametrize(
    ("role", "there", "not_there"),
    [
        ("forum_member", {"Dashboards"}, {"People", "Settings", "Agreements", "Returns"}),
        ("administrator", {"People", "Settings", "Programmes", "Audit"}, {"Dashboards", "Agreements"}),
    ],
)
def test_those_who_owe_nothing_are_shown_where_to_go(
    council: Authority, as_user: SignIn, without_tasks: None, role: str, there: set[str], not_there: set[str]
) -> None:
    response = as_user(make_user(role, council)).get(reverse("core:council-home", args=["999"]))
    labels = {place.label for place in response.context["places"]}
    assert there <= labels
    assert not labels & not_there
    assert response.context["title"] == "Saltmarsh"


@pytest.mark.parametrize(
    ("task", "tone"),
    [
        (Task("", "", "Complete", is_done=True), ""),
        (Task("", "", "Not started"), "blue"),
        (Task("", "", "Sent back: see the figures"), "red"),
    ],
)
def test_the_tone_of_a_task_follows_its_status(task: Task, tone: str) -> None:
    assert task.tone == tone
