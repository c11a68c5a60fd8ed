"""Reading the files and ordering what they tell: nothing is filled in, nothing happens before its time."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from conditions.lifecycle import NotAllowed
from dashboards.periods import Period
from safetyvalve.demo import measures, reading
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


def test_a_year_written_either_way_is_the_period_it_means() -> None:
    [plans] = [f for f in measures.published_figures("E06000046", "plans.csv") if f.value == 1799]
    assert plans.period == Period(date(2025, 1, 16), date(2025, 1, 16))
    [requests] = [f for f in measures.published_figures("E06000046", "requests.csv") if f.value == 74]
    assert (requests.code, requests.period) == ("requests_received", Period.calendar_year(2024))


def test_yorks_impossible_count_of_new_plans_is_left_out_and_the_years_around_it_are_not() -> None:
    york = [f for f in measures.published_figures("E06000014", "new_and_ceased.csv") if not f.area_code]
    new = {f.period.start.year: f.value for f in york if f.code == "plans_new"}
    assert sorted(new) == [2019, 2020, 2021, 2023, 2024]
    assert all(value is not None and value < 1000 for value in new.values())


def test_a_marker_of_the_release_is_kept_and_gives_no_figure() -> None:
    island = [f for f in measures.published_figures("E06000046", "requests.csv") if not f.area_code]
    assert {(f.marker, f.value) for f in island if f.period.start.year == 2023} == {("x", None)}
