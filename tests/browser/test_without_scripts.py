"""Where scripts are switched off everything still works: an officer's update from sign-in to saved, and a signature."""

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from playwright.sync_api import Browser, expect

from conditions.models import ConditionResponse, SignOff, Submission
from tests import factories
from tests.browser.people import Person
from tests.conditions import answering
from tests.factories import NOW, PASSWORD, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world() -> Iterator[World]:
    with time_machine.travel(NOW, tick=True):
        made = factories.make_world()
        for user in made.people.values():
            user.set_password(PASSWORD)
            user.save()
        yield made


@pytest.fixture
def person(chromium: Browser, live_server: Any, world: World) -> Iterator[Any]:
    """``person("officer")``, signed in at a browser that runs no scripts."""
    met: list[Person] = []

    def meet(role: str) -> Person:
        somebody = Person(chromium, live_server.url, world.people[role].email, java_script_enabled=False)
        met.append(somebody)
        somebody.sign_in(PASSWORD)
        return somebody

    yield meet
    for each in met:
        each.leave()


def test_an_officer_starts_a_return_and_writes_an_update(person: Any, world: World) -> None:
    Submission.objects.all().delete()
    officer = person("officer")
    officer.follow("Start Update 1")
    officer.press("Start this return")
    officer.follow("3.1 ")
    page = officer.page
    # Nothing is folded away: what a level may need is simply on the page.
    expect(page.get_by_label("Mitigation")).to_be_visible()
    page.locator("input[name=rag][value=off_target_unmitigated]").check()
    page.get_by_label("Progress since last time").fill("- Guidance sent to all 45 schools.")
    page.get_by_label("Mitigation").fill("None yet.")
    page.get_by_label("Recovery").fill("A plan will be ready in July 2024.")
    officer.press("Save")
    assert officer.heading == "Update 1 (May/June 2024)"
    assert "Condition 3.1: saved." in officer.words
    saved = ConditionResponse.objects.get(condition__number="3.1")
    assert (saved.rag.word, saved.recovery) == ("Red", "A plan will be ready in July 2024.")


def test_last_times_words_are_brought_in_by_the_server(person: Any, world: World) -> None:
    who = world.people["programme_manager"]
    stamps = {"sent_at": NOW, "sent_by": who, "submitted_at": NOW, "submitted_by": who}
    december = factories.period_of(world.agreement, "update-3-2023-24")
    factories.make_response(
        factories.make_submission(december, status="submitted", **stamps), narrative="- Said in December 2023."
    )
    officer = person("officer")
    officer.open(f"{world.period.get_absolute_url()}conditions/3.1/")
    officer.page.get_by_label("Progress since last time").fill("- Typed just now.")
    officer.press("Start from last time’s words")
    expect(officer.page.get_by_label("Progress since last time")).to_have_value(
        "- Typed just now.\n\n- Said in December 2023."
    )
    assert not ConditionResponse.objects.filter(submission=world.submission).exists()


def test_an_error_is_told_and_its_line_leads_to_the_field(person: Any, world: World) -> None:
    finance = person("finance_officer")
    finance.open(f"{world.period.get_absolute_url()}dsg-position/2024-25/")
    finance.page.get_by_label("In-year position").fill("about half a million")
    finance.press("Save")
    finance.page.locator(".govuk-error-summary a").first.click()
    assert finance.page.url.endswith("#id_in_year_position")
    expect(finance.page.get_by_label("In-year position")).to_have_value("about half a million")


def test_a_director_signs(person: Any, world: World) -> None:
    answering.walk_to(world, "awaiting_sign_off")
    director = person("director")
    director.open(world.period.get_absolute_url())
    director.press("Read and sign off")
    director.press("Sign off")
    assert "Enter your password to sign" in director.words
    director.page.get_by_label("I make this declaration").check()
    director.page.locator("input[name=password]").fill(PASSWORD)
    director.press("Sign off")
    assert director.heading == "You have signed this return"
    assert SignOff.objects.get().role == "director"
