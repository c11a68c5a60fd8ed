"""Returns brought in one after another: what is older stays out, and what is corrected comes in."""

from datetime import date
from decimal import Decimal

import pytest

from dashboards.imports import runs
from dashboards.imports.contract import Delivered
from dashboards.imports.dry_runs import DryRun
from dashboards.models import ImportBatch, ImportRun, Measurement
from dashboards.periods import Period
from dashboards.services import measurements
from dashboards.services.measurements import Row
from safetyvalve.core.models import Authority, User
from tests import factories
from tests.dashboards.imports.sen2 import builder
from tests.dashboards.imports.sen2.builder import Node, active, need, person, standing
from tests.dashboards.imports.sen2.people import CENSUS

EARLIER = date(2024, 1, 18)


@pytest.fixture
def analyst(council: Authority) -> User:
    return factories.make_user("programme_manager", council)


def _plans(count: int, *, start: str = "2019-05-01") -> tuple[Node, ...]:
    case = standing("2018-11-01", start, active(need("ASD")))
    return tuple(person(number, case, born="2014-10-05", sex="F") for number in range(1, count + 1))


def _file(day: date, plans: int) -> Delivered:
    return Delivered(f"{day}.xml", builder.xml(_plans(plans), day=day, version=day.year))


def _look(council: Authority, by: User, *files: Delivered) -> ImportRun:
    return runs.start(council, "sen2", files, by=by, now=factories.NOW)


def _import(council: Authority, by: User, *files: Delivered) -> ImportBatch | None:
    run = _look(council, by, *files)
    return runs.confirm(run, expected=runs.dry_run(run).digest, by=by, now=factories.NOW)


def _plans_on(day: date) -> int:
    rows = Measurement.objects.current().total().filter(version__indicator__code="plans_maintained", period_end=day)
    return int(rows.get().value or 0)


def _changed(seen: DryRun) -> set[tuple[str, str]]:
    """Measures and topics: what only a file of the day itself can tell may come from no other."""
    return {(change.row.code, change.row.breakdown_topic) for change in seen.changed}


def test_of_two_years_that_came_together_the_older_can_be_corrected_alone(council: Authority, analyst: User) -> None:
    _import(council, analyst, _file(EARLIER, 3), _file(CENSUS, 5))
    _import(council, analyst, _file(EARLIER, 4))
    assert (_plans_on(EARLIER), _plans_on(CENSUS)) == (4, 5)


def test_a_year_that_came_again_with_the_next_one_can_still_be_corrected(council: Authority, analyst: User) -> None:
    _import(council, analyst, _file(EARLIER, 3))
    _import(council, analyst, _file(EARLIER, 3), _file(CENSUS, 5))
    _import(council, analyst, _file(EARLIER, 4))
    assert _plans_on(EARLIER) == 4


def test_a_month_that_a_later_file_told_is_not_taken_from_an_earlier_one(council: Authority, analyst: User) -> None:
    march, april, may = date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31)
    _import(council, analyst, _file(april, 5))
    _import(council, analyst, _file(may, 6))
    seen = runs.dry_run(_look(council, analyst, _file(april, 4)))
    assert _changed(seen) == {("plans_maintained", "need"), ("plans_maintained", "age")}
    assert seen.counts["older"] > 0
    assert "older-edition" in {problem.code for problem in seen.problems}
    assert (_plans_on(march), _plans_on(april)) == (6, 6)


def test_a_month_that_a_later_file_found_right_is_not_taken_from_an_earlier_one(
    council: Authority, analyst: User
) -> None:
    march, april, may = date(2024, 3, 31), date(2024, 4, 30), date(2024, 5, 31)
    _import(council, analyst, _file(april, 5))
    _import(council, analyst, _file(may, 5))
    assert "" not in {topic for _, topic in _changed(runs.dry_run(_look(council, analyst, _file(april, 4))))}
    assert _plans_on(march) == 5


def test_a_figure_typed_over_a_return_is_replaced_as_the_return_would_be(council: Authority, analyst: User) -> None:
    _import(council, analyst, _file(EARLIER, 3), _file(CENSUS, 5))
    typed = Row("plans_maintained", Period(EARLIER, EARLIER), Decimal(9), as_at=date(2026, 6, 1))
    measurements.record(council, typed, by=analyst, now=factories.NOW)
    _import(council, analyst, _file(date(2023, 12, 31), 2))
    assert _plans_on(EARLIER) == 9
    _import(council, analyst, _file(EARLIER, 4))
    assert _plans_on(EARLIER) == 4
