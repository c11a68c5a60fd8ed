"""Two tabs, two people, one button pressed twice: what was typed second is refused in sight or changes nothing."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conditions.models import Feedback, FeedbackAction, FeedbackAnswer
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.bad_input.junk import fields_of
from tests.factories import NOW, World
from workstreams.models import Milestone, Risk, RiskUpdate, Workstream

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def world() -> World:
    """A return with everything on it that two people can write into."""
    world = factories.make_world()
    stream = Workstream.objects.create(
        agreement=world.agreement, slug="reviews", name="Reviews", starts_on=date(2024, 1, 1), revision=1
    )
    Milestone.objects.create(workstream=stream, name="Trained", baseline_on=date(2024, 7, 31), revision=1)
    Risk.objects.create(agreement=world.agreement, number="1", order=1, wording="Too few officers.", revision=1)
    _feedback_on_last_time(world)
    return world


def _feedback_on_last_time(world: World) -> None:
    manager = world.people["programme_manager"]
    earlier = factories.make_submission(factories.period_of(world.agreement, "update-3-2023-24"), status="accepted")
    feedback = Feedback.objects.create(
        submission=earlier, received_on=date(2024, 1, 15), outcome="accepted", recorded_at=NOW, recorded_by=manager
    )
    FeedbackAction.objects.create(feedback=feedback, order=1, text="Report the take-up of training.")


def browser(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.people[role])
    return client


# Page: its address after the period's, the field that is typed into, and what else the form needs.
PAGES: dict[str, tuple[str, list[str], str, dict[str, str]]] = {
    "condition": ("conditions:condition-update", ["3.1"], "narrative", {"rag": "on_target"}),
    "summary": ("conditions:summary-update", [], "preamble", {}),
    "money": ("conditions:dsg-year", ["2024-25"], "movement_reason", {"basis": "forecast"}),
    "risk": ("workstreams:risk-update", ["1"], "progress", {"rag": "on_target"}),
    "progress": ("workstreams:progress-update", ["reviews"], "text", {}),
    "feedback": ("conditions:feedback-answers", [], "action", {}),
}
each_page = pytest.mark.parametrize("page", PAGES)


def opened(world: World, client: Client, page: str, words: str) -> tuple[str, dict[str, Any]]:
    """The form of a page as a browser would send it, with these words typed in."""
    name, more, typed_into, needed = PAGES[page]
    url = reverse(name, args=[*world.period.address, *more])
    form = {key: values for key, values in fields_of(client.get(url).content.decode()).items() if values}
    if typed_into == "action":
        typed_into = next(key for key in form if key.startswith("action_"))
    return url, {**form, **needed, typed_into: words}


def saves() -> int:
    return AuditEvent.objects.exclude(action__startswith="submission").count()


@each_page
def test_a_second_tab_does_not_overwrite_what_it_has_not_seen(world: World, page: str) -> None:
    manager, officer = browser(world, "programme_manager"), browser(world, "programme_manager")
    url, first = opened(world, manager, page, "The first words.")
    _, second = opened(world, officer, page, "The second words.")
    assert manager.post(url, first).status_code == 302
    refused = officer.post(url, second)
    assert refused.status_code in (409, 422)
    words = refused.content.decode()
    assert "The first words." in words
    assert "The second words." in words
    assert "save again" in words
    assert saves() == 1
    again = {**second, **{k: v for k, v in fields_of(words).items() if k.startswith("revision")}}
    assert officer.post(url, again).status_code == 302
    assert saves() == 2


@each_page
def test_a_form_sent_twice_changes_once_and_is_no_conflict(world: World, page: str) -> None:
    client = browser(world, "programme_manager")
    url, form = opened(world, client, page, "Pressed twice.")
    assert [client.post(url, form).status_code for _ in range(2)] == [302, 302]
    assert saves() == 1


@each_page
def test_the_back_button_after_saving_shows_no_conflict_with_oneself(world: World, page: str) -> None:
    """The page comes out of the browser's history with the revision of then, and is sent again unchanged."""
    client = browser(world, "programme_manager")
    url, form = opened(world, client, page, "Saved once.")
    client.post(url, form)
    assert client.post(url, form).status_code == 302
    assert saves() == 1


def test_answers_to_dfe_are_saved_all_or_none(world: World) -> None:
    first = FeedbackAction.objects.get()
    second = FeedbackAction.objects.create(feedback=first.feedback, order=2, text="Report the waiting times.")
    client = browser(world, "programme_manager")
    url, form = opened(world, client, "feedback", "")
    FeedbackAnswer.objects.create(submission=world.submission, action=second, text="Theirs.", revision=1)
    refused = client.post(url, {**form, f"action_{first.pk}": "Mine, one.", f"action_{second.pk}": "Mine, two."})
    assert refused.status_code == 409
    assert [each.text for each in FeedbackAnswer.objects.all()] == ["Theirs."]


def test_a_risk_is_answered_once_per_return_whoever_opens_the_page_first(world: World) -> None:
    for role in ("programme_manager", "officer"):
        client = browser(world, role)
        url, form = opened(world, client, "risk", "The same words.")
        assert client.post(url, form).status_code == 302
    assert RiskUpdate.objects.count() == 1
