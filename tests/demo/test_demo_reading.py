"""Reading the files and ordering what they tell: nothing is filled in, nothing happens before its time."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from conditions.lifecycle import NotAllowed
from safetyvalve.demo import reading
from safetyvalve.demo.timeline import CannotLoad, Event, morning, play


@pytest.mark.parametrize(("written", "read"), [("", None), (None, None), ("0", Decimal(0)), (-150, Decimal(-150))])
def test_a_missing_figure_is_not_zero(written: object, read: Decimal | None) -> None:
    assert reading.decimal(written) == read


def test_a_council_without_a_file_of_some_kind_has_none() -> None:
    assert reading.toml("york", "risks.toml") == {}
    assert reading.rows("york", "measures.csv") == []


def test_the_island_leaves_its_update_1_unloaded() -> None:
    assert [data["submission"]["period"] for data in reading.returns_of("isle-of-wight")] == ["update-3-2023-24"]
    assert len(reading.returns_of("saltmarsh")) == 11


def test_a_morning_is_kept_in_utc_whatever_the_clocks_say() -> None:
    assert morning(date(2024, 1, 15)) == datetime(2024, 1, 15, 9, tzinfo=UTC)
    assert morning(date(2024, 7, 15), minute=5).isoformat() == "2024-07-15T08:05:00+00:00"


def test_events_happen_in_order_of_time_and_as_listed_at_the_same_moment() -> None:
    happened: list[str] = []
    said: list[str] = []
    late, early = morning(date(2024, 5, 2)), morning(date(2024, 5, 1))

    def event(at: datetime, what: str, is_told: bool = False) -> Event:
        return Event(at, what, lambda now: happened.append(f"{what} {now:%d}"), is_told)

    events = [event(late, "sent", is_told=True), event(early, "written"), event(early, "changed")]
    assert play(events, said.append) == 3
    assert happened == ["written 01", "changed 01", "sent 02"]
    assert said == ["sent"]


def test_a_refused_step_is_named_with_its_reasons() -> None:
    def refuse(now: datetime) -> None:
        raise NotAllowed(["You have already signed this return."])

    with pytest.raises(CannotLoad, match=r"Signing, 01 May 2024: You have already signed this return\."):
        play([Event(morning(date(2024, 5, 1)), "Signing", refuse)], say=print)
