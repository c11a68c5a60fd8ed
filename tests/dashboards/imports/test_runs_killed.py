"""An import's process killed at any point leaves the record as it was or the import whole, and nothing else behind."""

from collections.abc import Iterator
from itertools import count
from typing import Any

import pytest

from tests.dashboards.imports.processes import Place, a_place

pytestmark = pytest.mark.slow
LARGE = 2500
"""Figures that are saved by a process of their own."""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with a_place(tmp_path_factory.mktemp("killed")) as found:
        yield found


@pytest.fixture(scope="module")
def codes() -> Iterator[int]:
    return count(990)


@pytest.fixture
def council(codes: Iterator[int]) -> str:
    """One that nothing has been imported for yet."""
    return str(next(codes))


def what_counts(found: dict[str, Any]) -> tuple[int, int, int, int]:
    """Figures, figures that stand, batches, events."""
    return found["figures"], found["current"], found["batches"], found["events"]


@pytest.mark.parametrize("point", ["opening", "reading"])
def test_killed_while_reading_it_has_saved_nothing_and_can_be_started_again_or_cancelled(
    place: Place, council: str, point: str
) -> None:
    before = place.report(council)
    place.do(council, "start:slow")
    place.kill(council, "work", at=point)
    found = place.report(council)
    assert what_counts(found) == what_counts(before)
    assert (found["states"], found["interrupted"], found["payloads"]) == (["reading"], True, 0)
    assert place.left_behind() == set()
    assert place.do(council, "restart") == ["waiting"]
    place.kill(council, "work", at="reading")
    assert place.do(council, "cancel:later") == ["cancelled"]
    found = place.report(council)
    assert (found["states"], found["files"], found["interrupted"]) == (["cancelled"], 0, False)


@pytest.mark.parametrize("point", ["compared", "half", "written"])
def test_killed_while_saving_it_has_saved_nothing_and_can_be_started_again(
    place: Place, council: str, point: str
) -> None:
    place.do(council, f"start:lines:{LARGE}:1", "work", "confirm", "work", f"start:lines:{LARGE}:2", "work", "confirm")
    before = place.report(council)
    assert (before["states"], before["current"]) == (["confirmed", "saving"], LARGE)
    place.kill(council, "work", at=point)
    found = place.report(council)
    assert what_counts(found) == what_counts(before)
    assert (found["states"], found["interrupted"]) == (["confirmed", "saving"], True)
    assert place.left_behind() == set()
    assert place.do(council, "restart", "work") == ["saving", "confirmed"]
    found = place.report(council)
    assert what_counts(found) == (2 * LARGE, LARGE, 2, before["events"] + 1)
    assert found["payloads"] == 0


def test_killed_while_saving_it_can_be_cancelled(place: Place, council: str) -> None:
    place.do(council, f"start:lines:{LARGE}", "work", "confirm")
    place.kill(council, "work", at="written")
    assert place.do(council, "cancel:now", "cancel:later") == [
        "This import is being saved, which takes seconds. It can be undone afterwards.",
        "cancelled",
    ]
    found = place.report(council)
    assert (what_counts(found)[:3], found["files"], found["payloads"]) == ((0, 0, 0), 0, 0)


def test_killed_after_its_transaction_ended_it_is_confirmed_whole(place: Place, council: str) -> None:
    place.do(council, f"start:lines:{LARGE}", "work", "confirm")
    place.kill(council, "work", at="committed")
    found = place.report(council)
    assert (found["states"], found["interrupted"], what_counts(found)[:3]) == (
        *(["confirmed"], False, (LARGE, LARGE, 1)),
    )
    assert place.do(council, "restart", "work") == ["This import has not been interrupted.", "confirmed"]
    assert what_counts(place.report(council))[:3] == (LARGE, LARGE, 1)
    assert place.left_behind() == set()
