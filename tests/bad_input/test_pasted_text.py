"""Text pasted from Word, and far too much of it: kept as it reads, or refused in words and given back whole."""

import html
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conditions.models import AutosavedDraft, ConditionResponse
from safetyvalve.core.forms.fields import NARRATIVE_LIMIT
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.bad_input.junk import fields_of
from tests.factories import World
from workstreams.models import Risk, Workstream

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]

PASTED = (
    "\ufeff“Ordinarily available” provision – what\u2019s new\r\n"
    "\uf0b7\t17 calls to the advice\x07 line\x00\x0b\r\n"
    "o\tof which 3 \u00adled to a visit\u200b\r\n"
)
KEPT = (
    "“Ordinarily available” provision – what\u2019s new\n•\t17 calls to the advice line\n\no\tof which 3 led to a visit"
)
# Page: its address after the period's, and every long text on it.
TEXTS: dict[str, tuple[str, list[str], tuple[str, ...]]] = {
    "condition": (
        "conditions:condition-update",
        ["3.1"],
        ("narrative", "mitigation", "recovery", "no_change_reason"),
    ),
    "summary": ("conditions:summary-update", [], ("preamble", "summary", "on_track_at_end_reason", "adviser_area")),
    "money": ("conditions:dsg-year", ["2024-25"], ("movement_reason",)),
    "risk": ("workstreams:risk-update", ["1"], ("mitigation", "progress", "no_change_reason")),
    "progress": ("workstreams:progress-update", ["reviews"], ("text",)),
}
each_text = pytest.mark.parametrize(("page", "name"), [(page, name) for page in TEXTS for name in TEXTS[page][2]])


@pytest.fixture
def world() -> World:
    world = factories.make_world()
    Risk.objects.create(agreement=world.agreement, number="1", order=1, wording="Too few officers.", revision=1)
    Workstream.objects.create(
        agreement=world.agreement, slug="reviews", name="Reviews", starts_on=date(2024, 1, 1), revision=1
    )
    return world


@pytest.fixture
def manager(world: World) -> Client:
    client = Client()
    client.force_login(world.people["programme_manager"])
    return client


def address(world: World, page: str) -> str:
    name, more, _ = TEXTS[page]
    return reverse(name, args=[*world.period.address, *more])


def form_with(client: Client, url: str, name: str, text: str) -> dict[str, Any]:
    form = {key: values for key, values in fields_of(client.get(url).content.decode()).items() if values}
    return {**form, "basis": "forecast", "in_year_position": "-560k", name: text}


def test_text_from_word_is_kept_as_it_reads(world: World, manager: Client) -> None:
    url = address(world, "condition")
    assert manager.post(url, form_with(manager, url, "narrative", PASTED)).status_code == 302
    assert ConditionResponse.objects.get().narrative == KEPT
    page = manager.get(reverse("conditions:return", args=world.period.address)).content.decode()
    assert "“Ordinarily available” provision – what\u2019s new" in page
    assert "<li>17 calls to the advice line" in page
    assert "\x07" not in page
    assert "\x00" not in page


def test_text_from_word_is_kept_as_it_is_typed_too(world: World, manager: Client) -> None:
    """NUL is what PostgreSQL refuses to store, and JSON in it as well."""
    url = address(world, "condition")
    form = form_with(manager, url, "narrative", PASTED)
    assert manager.post(url, form, headers={"X-Autosave": "1"}).status_code == 200
    assert "17 calls to the advice line" in manager.get(url).content.decode()


@each_text
def test_text_of_nothing_but_control_characters_is_no_text(world: World, manager: Client, page: str, name: str) -> None:
    url = address(world, page)
    assert manager.post(url, form_with(manager, url, name, "\x00\x07\u200b\r\n")).status_code == 302
    assert manager.get(url).status_code == 200


@each_text
def test_a_hundred_thousand_characters_are_refused_in_words_and_given_back_whole(
    world: World, manager: Client, page: str, name: str
) -> None:
    url = address(world, page)
    text = ("A line of the whole annual report, “pasted” by mistake & then saved.\n" * 1500)[:100_000]
    answer = manager.post(url, form_with(manager, url, name, text))
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "characters too long. It must be" in words
    assert html.unescape(fields_of(words)[name][0]).strip() == text.strip()
    assert not AuditEvent.objects.exists()


def test_the_message_says_by_how_much(world: World, manager: Client) -> None:
    url = address(world, "condition")
    answer = manager.post(url, form_with(manager, url, "narrative", "x" * (NARRATIVE_LIMIT + 1)))
    assert "Progress since last time is 1 character too long. It must be 20,000 characters or fewer." in (
        answer.content.decode()
    )


def test_a_hundred_thousand_characters_are_kept_while_they_are_typed(world: World, manager: Client) -> None:
    url = address(world, "condition")
    form = form_with(manager, url, "narrative", "y" * 100_000)
    assert manager.post(url, form, headers={"X-Autosave": "1"}).status_code == 200
    assert len(AutosavedDraft.objects.get().fields["narrative"]) == 100_000


def test_more_than_can_be_kept_is_refused_in_words(world: World, manager: Client) -> None:
    url = address(world, "condition")
    answer = manager.post(url, form_with(manager, url, "narrative", "y" * 400_001), headers={"X-Autosave": "1"})
    assert answer.status_code == 409
    assert answer.json()["message"] == "This is too long to keep as you type. Shorten it, then save."
    assert not AutosavedDraft.objects.exists()


def test_a_form_larger_than_the_server_reads_is_refused_and_nothing_is_saved(world: World, manager: Client) -> None:
    url = address(world, "condition")
    form = form_with(manager, url, "narrative", "z" * 6_000_000)
    assert manager.post(url, form).status_code in (400, 413)
    assert not ConditionResponse.objects.exists()
