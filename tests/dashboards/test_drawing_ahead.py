"""Whatever moves figures, and a new day, has a process draw what was looked at lately: one at a time, never awaited."""

import os
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards import drawing_ahead
from dashboards.models import ImportBatch, Measurement, Publication
from dashboards.periods import Period
from dashboards.publishing.editions import withdraw
from dashboards.services.measurements import Row
from dashboards.views.redrawing import redraw
from safetyvalve.core import audit, near, processes
from safetyvalve.core.data_version import move_for_everybody
from safetyvalve.core.models import KeptMarkup
from tests import factories, money_examples
from tests.dashboards import records
from tests.dashboards.publishing.editions import prepared, published
from tests.factories import NOW, World

PLANS = "/c/999/dashboards/plans/"
OURS = ("redraw_dashboards", "--authority", "999")
Acts = Callable[[], object]


class Started(list[tuple[str, ...]]):
    """What was started, each with the lock that it was given."""

    def __init__(self) -> None:
        self.locks: list[int] = []

    def start(self, *words: str, keeps: Sequence[int] = ()) -> bool:
        self.append(words[:-4])
        # A process that is given an open file has it until it ends, whatever becomes of the file here.
        self.locks += [os.dup(each) for each in keeps]
        return True

    def end(self) -> None:
        while self.locks:
            os.close(self.locks.pop())


@pytest.fixture
def world(db: None, clock: Any) -> World:
    world = factories.make_world()
    records.six_months(world.authority)
    return world


@pytest.fixture
def started(world: World, settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> Iterator[Started]:
    settings.DRAWN_AHEAD, settings.DATA_DIR = True, tmp_path
    cache.clear()
    found = Started()
    monkeypatch.setattr(processes, "start", found.start)
    yield found
    found.end()


@pytest.fixture
def committed(django_capture_on_commit_callbacks: Any) -> Callable[[Acts], None]:
    def commit(act: Acts) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            act()

    return commit


def look(world: World, role: str = "officer", url: str = PLANS) -> str:
    client = Client()
    client.force_login(world.people[role])
    near.forget()
    return client.get(url).content.decode()


def posted(world: World, role: str, url: str, **typed: str) -> None:
    client = Client()
    client.force_login(world.people[role])
    assert client.post(url, typed).status_code == 302


def restate(world: World, value: int = 1599) -> None:
    records.put(world.authority, Row("plans_maintained", Period.month(2024, 6), Decimal(value)))


def test_whatever_moves_figures_has_them_drawn(world: World, started: Started, committed: Any) -> None:
    look(world)
    month = "/c/999/measures/month/2024-05/"
    standing = Measurement.objects.get(version__indicator__code="requests_received", period_end=date(2024, 5, 31))
    typed = {"requests_received-value": "77", "requests_received-seen": str(standing.pk)}
    newest = ImportBatch.objects.order_by("-pk")
    finance = world.people["finance_officer"]
    acts: list[Acts] = [
        lambda: restate(world),
        lambda: posted(world, "programme_manager", month, **typed),
        lambda: posted(world, "programme_manager", f"/c/999/imports/batches/{newest[0].pk}/undo/"),
        lambda: money_examples.make_growth(world.agreement, by=finance, measure="plans_maintained"),
    ]
    for number, act in enumerate(acts):
        committed(act)
        assert started == [OURS], number
        started.end()
        started.clear()
    committed(move_for_everybody)
    assert started == [("redraw_dashboards",)]


def test_what_an_edition_gives_members_or_takes_from_them_is_drawn_before_they_look(
    world: World, started: Started, committed: Any
) -> None:
    """Their dashboards are drawn from live editions; preparing one, or giving it up, shows them nothing."""
    look(world, "forum_member")
    who = world.people["programme_manager"]
    committed(lambda: withdraw(prepared(world.authority, who), reason="Not needed.", by=who, now=NOW))
    assert started == []
    committed(lambda: published(world.authority, who))
    assert started == [OURS]
    started.end()
    redraw(world.authority)
    with CaptureQueriesContext(connection) as asked:
        assert "EHC plans in May 2024 are" in look(world, "forum_member")
    assert not [each for each in asked.captured_queries if "dashboards_measurement" in each["sql"]]
    live = Publication.objects.live().get()
    committed(lambda: withdraw(live, reason="A figure was wrong.", by=who, now=NOW))
    assert started == [OURS, OURS]


def test_many_edits_while_one_waits_are_one_drawing(world: World, started: Started, committed: Any) -> None:
    look(world)
    for value in (1590, 1591, 1592):
        committed(lambda value=value: restate(world, value))
    assert started == [OURS]
    started.end()
    committed(lambda: restate(world, 1593))
    assert started == [OURS, OURS], "the first has begun, or died: another waits"


def test_nothing_is_started_for_what_moves_no_figure_or_nobody_looked_at(
    world: World, started: Started, committed: Any, clock: Any
) -> None:
    committed(lambda: restate(world))
    look(world)
    person = world.people["officer"]
    committed(lambda: audit.record(authority=world.authority, by=None, action="tried", subject=person, now=NOW))
    clock.shift(timedelta(days=15))
    committed(lambda: restate(world, 1600))
    committed(move_for_everybody)
    assert started == []


def test_what_draws_by_itself_starts_nothing(world: World, started: Started, committed: Any) -> None:
    look(world)
    with drawing_ahead.by_this_process():
        committed(lambda: restate(world))
    assert started == []


def test_a_page_is_saved_although_nothing_can_be_started(
    world: World, started: Started, committed: Any, settings: Any, tmp_path: Any
) -> None:
    look(world)
    settings.DATA_DIR = tmp_path / "file"
    settings.DATA_DIR.write_text("no folder")
    committed(lambda: restate(world))
    assert "1,599" in look(world)
    assert started == []


def test_the_first_round_of_a_day_has_the_day_drawn_once(world: World, started: Started, clock: Any) -> None:
    drawing_ahead.new_day(now=NOW)
    assert started == [], "nobody has looked"
    look(world)
    clock.shift(timedelta(days=1))
    for _ in range(2):
        call_command("send_due")
    assert started == [("redraw_dashboards",)]


def test_drawn_ahead_for_two_weeks_after_somebody_looked(world: World, started: Started, clock: Any) -> None:
    look(world)
    clock.shift(timedelta(days=10))
    assert redraw(world.authority) == 1
    clock.shift(timedelta(days=10))
    assert redraw(world.authority) == 0, "twenty days after the last look"
    look(world)
    clock.shift(timedelta(days=10))
    assert redraw(world.authority) == 1
    look(world)
    assert KeptMarkup.objects.filter(looked_on=NOW.date() + timedelta(days=30)).count() == 1
    clock.shift(timedelta(days=10))
    assert redraw(world.authority) == 1, "a look at what was drawn ahead counts"


def test_the_waiting_lock_ends_when_its_turn_has_come(world: World, started: Started, committed: Any) -> None:
    look(world)
    committed(lambda: restate(world))
    [waiting] = started.locks
    started.locks.clear()
    assert redraw(world.authority, waiting=waiting) == 1
    committed(lambda: restate(world, 1601))
    assert started == [OURS, OURS]
