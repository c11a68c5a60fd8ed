"""Words sent too late: after the return was sent, signed or submitted, or after the session ended."""

from typing import Any

import pytest
from django.contrib.auth import get_user
from django.test import Client
from django.urls import reverse

from conditions.models import AutosavedDraft, Envelope, Pack, SignOff, Submission
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.bad_input.junk import Fields, fields_of
from tests.conditions.answering import walk_to
from tests.factories import World
from workstreams.models import Risk, RiskUpdate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock", "pdf_in_a_word")]

# Page: its address after the period's, and the field that is typed into.
PAGES: dict[str, tuple[str, list[str], str]] = {
    "condition": ("conditions:condition-update", ["3.1"], "narrative"),
    "summary": ("conditions:summary-update", [], "preamble"),
    "money": ("conditions:dsg-year", ["2024-25"], "movement_reason"),
    "risk": ("workstreams:risk-update", ["1"], "progress"),
}
each_page = pytest.mark.parametrize("page", PAGES)
TYPED = "Typed while somebody else sent the return."


@pytest.fixture
def world() -> World:
    world = factories.make_world()
    risk = Risk.objects.create(agreement=world.agreement, number="1", order=1, wording="Too few officers.", revision=1)
    RiskUpdate.objects.create(
        submission=world.submission,
        risk=risk,
        rag=factories.level(world.agreement, "on_target"),
        mitigation="- Posts advertised.",
        progress="- Interviews held.",
        revision=1,
    )
    for role in ("director", "section_151"):
        world.people[role].set_password(factories.PASSWORD)
        world.people[role].save()
    return world


def browser(world: World, role: str = "finance_officer") -> Client:
    client = Client()
    client.force_login(world.people[role])
    return client


def address(world: World, name: str, *more: str) -> str:
    return reverse(name, args=[*world.period.address, *more])


def opened(world: World, client: Client, page: str) -> tuple[str, Fields]:
    name, more, typed_into = PAGES[page]
    url = address(world, name, *more)
    form = {key: values for key, values in fields_of(client.get(url).content.decode()).items() if values}
    return url, {**form, "basis": ["forecast"], typed_into: [TYPED]}


@each_page
@pytest.mark.parametrize("status", ["awaiting_sign_off", "signed_off"])
def test_words_typed_while_the_return_was_sent_are_refused_and_given_back(world: World, page: str, status: str) -> None:
    officer = browser(world)
    url, form = opened(world, officer, page)
    walk_to(world, status)
    events = AuditEvent.objects.count()
    answer = officer.post(url, form)
    assert answer.status_code == 409
    assert "This return is waiting for sign-off, so its answers are locked." in answer.content.decode()
    assert TYPED in answer.content.decode()
    assert AuditEvent.objects.count() == events


@each_page
def test_words_kept_while_typing_stop_being_kept_once_it_is_sent_and_the_script_is_told(
    world: World, page: str
) -> None:
    officer = browser(world)
    url, form = opened(world, officer, page)
    walk_to(world, "awaiting_sign_off")
    answer = officer.post(url, form, headers={"X-Autosave": "1"})
    assert answer.status_code == 409
    assert "waiting for sign-off" in answer.json()["message"]
    assert not AutosavedDraft.objects.exists()


@each_page
def test_words_sent_after_the_session_ended_come_back_on_the_sign_in_page(world: World, page: str) -> None:
    officer = browser(world)
    url, form = opened(world, officer, page)
    officer.logout()
    answer = officer.post(url, form)
    assert answer.status_code == 200
    words = answer.content.decode()
    assert "Sign in" in words
    assert TYPED in words
    assert f'name="next" value="{url}"' in words
    assert not get_user(officer).is_authenticated  # type: ignore[arg-type]
    assert not AuditEvent.objects.exists()
    assert not AutosavedDraft.objects.exists()


@each_page
def test_a_script_that_saves_after_the_session_ended_is_told_so(world: World, page: str) -> None:
    officer = browser(world)
    url, form = opened(world, officer, page)
    officer.logout()
    answer = officer.post(url, form, headers={"X-Autosave": "1", "Accept": "application/json"})
    assert answer.status_code == 401
    assert not AutosavedDraft.objects.exists()


def signing_form(client: Client, url: str) -> dict[str, Any]:
    form = fields_of(client.get(url).content.decode())
    reasons = {name: "The reason is known." for name in form if name.startswith("reason_")}
    ticks = {name: "on" for name in form if name.startswith("accept_")}
    return {"pack": form["pack"], "declaration": "on", "password": factories.PASSWORD, **reasons, **ticks}


def test_signing_again_with_the_back_button_is_refused_in_words(world: World) -> None:
    walk_to(world, "awaiting_sign_off")
    director, url = browser(world, "director"), address(world, "conditions:sign-off")
    form = signing_form(director, url)
    assert director.post(url, form).status_code == 302
    again = director.post(url, form)
    assert again.status_code == 409
    assert "You have already signed this return." in again.content.decode()
    assert SignOff.objects.count() == 1


def test_signing_a_return_that_was_recalled_meanwhile_is_refused_in_words(world: World) -> None:
    walk_to(world, "awaiting_sign_off")
    director, url = browser(world, "director"), address(world, "conditions:sign-off")
    form = signing_form(director, url)
    browser(world, "programme_manager").post(address(world, "conditions:recall"), {})
    answer = director.post(url, form)
    assert answer.status_code == 409
    assert "This return is “Draft”." in answer.content.decode()
    assert not SignOff.objects.exists()


def test_signing_a_return_that_was_changed_and_sent_again_is_refused_in_words(world: World) -> None:
    walk_to(world, "awaiting_sign_off")
    director, url = browser(world, "director"), address(world, "conditions:sign-off")
    form = signing_form(director, url)
    manager = browser(world, "programme_manager")
    manager.post(address(world, "conditions:recall"), {})
    world.submission.condition_responses.filter(condition__number="3.1").update(narrative="- 44 schools took part.")
    manager.post(address(world, "conditions:send"), {})
    assert Pack.objects.count() == 2
    answer = director.post(url, form)
    assert answer.status_code in (409, 422)
    assert "recalled and sent again after you opened this page" in answer.content.decode()
    assert not SignOff.objects.exists()


@pytest.mark.parametrize(
    ("status", "move"), [("draft", "send"), ("awaiting_sign_off", "recall"), ("signed_off", "submit")]
)
def test_a_move_confirmed_twice_is_made_once_and_the_second_says_where_the_return_is(
    world: World, status: str, move: str
) -> None:
    walk_to(world, status)
    manager, url = browser(world, "programme_manager"), address(world, f"conditions:{move}")
    assert manager.post(url, {}).status_code == 302
    packs, envelopes = Pack.objects.count(), Envelope.objects.count()
    again = manager.post(url, {})
    assert again.status_code == 409
    assert "This return is “" in again.content.decode()
    assert (Pack.objects.count(), Envelope.objects.count()) == (packs, envelopes)


def test_feedback_recorded_twice_is_recorded_once(world: World) -> None:
    walk_to(world, "submitted")
    manager, url = browser(world, "programme_manager"), address(world, "conditions:feedback")
    form = {
        "received_on_day": "14",
        "received_on_month": "6",
        "received_on_year": "2024",
        "outcome": "changes_requested",
        "actions": "3.1: say more.",
    }
    assert manager.post(url, form).status_code == 302
    again = manager.post(url, form)
    assert again.status_code == 409
    assert Submission.objects.filter(period=world.period).count() == 2


def test_a_return_started_twice_is_one_draft(world: World) -> None:
    period = factories.period_of(world.agreement, "update-2-2024-25")
    url = reverse("conditions:period-start", args=period.address)
    officer = browser(world, "officer")
    assert [officer.post(url).status_code for _ in range(2)] == [302, 302]
    assert Submission.objects.filter(period=period).count() == 1
