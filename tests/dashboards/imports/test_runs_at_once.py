"""Imports beside each other, beside people who type, and told to stop while they read."""

import json
import time
from collections.abc import Iterator

import pytest

from tests.dashboards.imports.processes import Place, a_place

pytestmark = pytest.mark.slow
ONE, OTHER = "990", "991"


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with a_place(tmp_path_factory.mktemp("at-once")) as found:
        yield found


def test_two_councils_and_somebody_who_types_wait_for_each_other_and_none_is_locked_out(place: Place) -> None:
    for code in (ONE, OTHER):
        place.do(code, "start:lines:20000", "work", "confirm")
    saving = [place.begin(code, "work") for code in (ONE, OTHER)]
    typing = place.begin(ONE, "typing:40")
    for process in (*saving, typing):
        printed, complaints = process.communicate(timeout=100)
        assert (process.returncode, complaints) == (0, "")
    assert int(printed) < 15_000
    assert place.report(OTHER)["current"] == 20_000
    assert place.report(ONE)["current"] == 20_001


def test_of_two_people_who_confirm_at_once_one_does_and_the_other_is_told(place: Place) -> None:
    before = place.report(OTHER)["batches"]
    [_, _, answers] = place.do(OTHER, "start:lines:300:9", "work", "confirm_twice")
    assert answers == ["This import has been confirmed already.", "saved"]
    assert place.report(OTHER)["batches"] == before + 1


def test_a_council_reads_one_file_at_a_time_until_the_process_of_that_one_is_gone(place: Place) -> None:
    done = len(place.report(ONE)["states"])
    with place.paused(ONE, "start:slow", "work", at="reading") as process:
        assert place.do(ONE, "start:lines:10", "work")[1] == "waiting"
        assert place.report(ONE)["states"][done:] == ["reading", "waiting"]
        assert process.poll() is None
    assert place.do(ONE, "work", SILENT_FOR="4") == ["ready"]
    assert place.report(ONE)["states"][done:] == ["reading", "ready"]


def test_the_next_of_the_queue_is_started_when_one_has_finished(place: Place) -> None:
    done = len(place.report(OTHER)["states"])
    place.do(OTHER, "start:lines:10", "start:lines:10", "start:lines:10")
    [first] = place.do(OTHER, "work", AUTOMATIC="yes")
    assert first == "ready"
    for _ in range(100):
        states = place.report(OTHER)["states"][done:]
        if states == ["ready"] * 3:
            break
        time.sleep(0.2)
    assert states == ["ready"] * 3


@pytest.mark.parametrize("silent", ["", "yes"], ids=["talking", "silent"])
def test_a_run_that_is_read_stops_soon_after_it_is_told_to(place: Place, silent: str) -> None:
    reached = place.folder / "reached"
    reached.unlink(missing_ok=True)
    process = place.begin(OTHER, "start:slow", "work", REACHED=str(reached), SILENT=silent)
    for _ in range(600):
        if reached.exists():
            break
        time.sleep(0.05)
    [answer] = place.do(OTHER, "cancel")
    assert answer in ("reading", "cancelled")
    began = time.monotonic()
    process.communicate(timeout=20)
    assert time.monotonic() - began < 3
    found = place.report(OTHER)
    assert (found["states"][-1], found["interrupted"]) == ("cancelled", False)


def test_progress_is_there_to_be_seen_and_a_silent_reader_is_not_taken_for_dead(place: Place) -> None:
    with place.paused(OTHER, "start:slow", "work", at="reading"):
        time.sleep(1.5)
        found = place.report(OTHER)
    assert found["states"][-1] == "reading"
    assert found["progress"] > 5
    assert json.dumps(found)
    place.do(OTHER, "cancel:later")
