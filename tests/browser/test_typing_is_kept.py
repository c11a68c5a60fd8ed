"""Nothing typed is lost and nothing is saved twice: autosave, two tabs, a session that ended, double clicks, Back."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.contrib.sessions.models import Session
from playwright.sync_api import Browser, Page, expect

from conditions.models import AutosavedDraft, ConditionResponse, SignOff
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.browser.people import open_window, refusals, signed_in_already
from tests.conditions import answering
from tests.factories import NOW, PASSWORD, World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]
WORDS = "- Guidance sent to all 45 schools."


@pytest.fixture
def world() -> Iterator[World]:
    """A draft in the making, on a clock that goes on from NOW."""
    with time_machine.travel(NOW, tick=True):
        yield factories.make_world()


@pytest.fixture
def window(chromium: Browser, live_server: Any, world: World) -> Iterator[Open]:
    """``window("officer", path)``: a page of the period in a window of that person, signed in already."""
    contexts = []

    def opened(role: str, path: str, **options: Any) -> Page:
        context = open_window(chromium, **options)
        contexts.append(context)
        signed_in_already(context, live_server.url, world.people[role])
        page = context.new_page()
        page.goto(f"{live_server.url}{world.period.get_absolute_url()}{path}")
        return page

    yield opened
    for context in contexts:
        context.close()


def another_tab(page: Page) -> Page:
    tab = page.context.new_page()
    tab.goto(page.url)
    return tab


def write(page: Page, words: str) -> None:
    page.get_by_label("Progress since last time").fill(words)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save", exact=True).click()


def narrative(world: World, number: str = "3.1") -> str:
    return ConditionResponse.objects.get(submission=world.submission, condition__number=number).narrative


def test_a_pause_in_typing_is_enough_to_keep_the_words(window: Open) -> None:
    page = window("officer", "conditions/3.1/")
    write(page, WORDS)
    expect(page.locator("[data-saved-at]")).to_have_text("Saved 10:30")
    page.reload()
    expect(page.get_by_label("Progress since last time")).to_have_value(WORDS)
    expect(page.locator("main")).to_contain_text("did not save")
    page.get_by_role("button", name="Discard them and show what is saved").click()
    expect(page.get_by_label("Progress since last time")).to_have_value("")
    assert not AutosavedDraft.objects.exists()


def test_saving_ends_what_was_kept_while_typing(window: Open, world: World) -> None:
    page = window("officer", "conditions/3.1/")
    write(page, WORDS)
    expect(page.locator("[data-saved-at]")).to_have_text("Saved 10:30")
    save(page)
    expect(page.locator("main")).to_contain_text("Condition 3.1: saved.")
    assert narrative(world) == WORDS
    assert not AutosavedDraft.objects.exists()


def test_the_second_of_two_tabs_sees_both_versions(window: Open, world: World) -> None:
    first = window("officer", "conditions/3.1/")
    second = another_tab(first)
    write(first, "- From the first tab.")
    save(first)
    expect(first.locator("main")).to_contain_text("Condition 3.1: saved.")
    write(second, "- From the second tab.")
    save(second)
    expect(second.locator(".app-kept").first).to_contain_text("From the first tab.")
    expect(second.get_by_label("Progress since last time")).to_have_value("- From the second tab.")
    assert narrative(world) == "- From the first tab."
    save(second)
    expect(second.locator("main")).to_contain_text("Condition 3.1: saved.")
    assert narrative(world) == "- From the second tab."


def test_words_come_back_on_the_sign_in_page_when_the_session_has_ended(window: Open, world: World) -> None:
    page = window("officer", "conditions/3.1/")
    write(page, WORDS)
    Session.objects.all().delete()
    save(page)
    expect(page.locator("h1")).to_have_text("Sign in")
    expect(page.get_by_label("Narrative")).to_have_value(WORDS)
    page.get_by_label("E-mail address").fill(world.people["officer"].email)
    page.locator("input[name=password]").fill("not my password at all")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("Narrative")).to_have_value(WORDS)


def test_autosave_says_that_the_session_has_ended(window: Open) -> None:
    page = window("officer", "conditions/3.1/")
    Session.objects.all().delete()
    write(page, WORDS)
    expect(page.locator("[data-saved-at]")).to_contain_text("you have been signed out")
    expect(page.get_by_label("Progress since last time")).to_have_value(WORDS)


def test_a_double_click_saves_once(window: Open, world: World) -> None:
    page = window("officer", "conditions/3.1/")
    write(page, WORDS)
    page.get_by_role("button", name="Save", exact=True).dblclick()
    expect(page.locator("main")).to_contain_text("Condition 3.1: saved.")
    assert ConditionResponse.objects.get(submission=world.submission, condition__number="3.1").revision == 1
    assert AuditEvent.objects.filter(action="condition_answered").count() == 1


def test_a_hundred_thousand_characters_are_refused_and_given_back_whole(window: Open, world: World) -> None:
    page = window("officer", "conditions/3.1/")
    much = "Forty-five schools took part. " * 3400
    write(page, much)
    save(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text("too long")
    expect(page.get_by_label("Progress since last time")).to_have_value(much.strip())
    assert not ConditionResponse.objects.filter(submission=world.submission).exists()


def test_back_after_signing_finds_the_form_closed_in_words(window: Open, world: World) -> None:
    answering.walk_to(world, "awaiting_sign_off")
    world.people["director"].set_password(PASSWORD)
    world.people["director"].save()
    page = window("director", "sign-off/")
    page.get_by_label("I make this declaration").check()
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Sign off", exact=True).click()
    expect(page.locator("h1")).to_contain_text("You have signed this return")
    page.go_back()
    expect(page.locator("main")).to_contain_text("Director of Children's Services: signed by")
    assert page.get_by_role("button", name="Sign off", exact=True).count() == 0
    assert SignOff.objects.count() == 1


def test_a_form_left_open_in_another_tab_cannot_sign_twice(window: Open, world: World) -> None:
    answering.walk_to(world, "awaiting_sign_off")
    world.people["director"].set_password(PASSWORD)
    world.people["director"].save()
    first = window("director", "sign-off/")
    second = another_tab(first)
    for page in (first, second):
        page.get_by_label("I make this declaration").check()
        page.locator("input[name=password]").fill(PASSWORD)
        page.get_by_role("button", name="Sign off", exact=True).click()
        page.wait_for_load_state()
    expect(second.locator("main")).to_contain_text("already")
    assert SignOff.objects.count() == 1


def test_saving_into_a_return_that_was_sent_meanwhile_gives_the_words_back(window: Open, world: World) -> None:
    page = window("officer", "conditions/3.1/")
    write(page, "- Written while it was being sent.")
    answering.walk_to(world, "awaiting_sign_off")
    save(page)
    expect(page.locator(".govuk-error-summary")).to_contain_text("locked")
    expect(page.get_by_label("Progress since last time")).to_have_value("- Written while it was being sent.")
    assert narrative(world) != "- Written while it was being sent."


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_an_idle_day_ends_the_session_and_not_the_words(javascript: bool, window: Open, world: World) -> None:
    page = window("officer", "conditions/3.2/", java_script_enabled=javascript)
    write(page, WORDS)
    Session.objects.update(expire_date=NOW - timedelta(minutes=1))
    save(page)
    expect(page.get_by_label("Narrative")).to_have_value(WORDS)
    assert refusals(page) == [] if javascript else True
