"""How changes, targets and findings read: tables of cases."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dashboards import words
from dashboards.points import Definition, MeasureSeries, Point, Trajectory
from tests.dashboards.records import ON_TIME, PLANS, RATE, series

COST = Definition("cost", "Transport", "money", polarity="lower")
DAYS = Definition("days", "Days to plan", "days", polarity="lower")
AGREED = Trajectory("Agreed trajectory", ((date(2024, 5, 31), Decimal(1568)),), Decimal(5))


@pytest.mark.parametrize(
    ("definition", "value", "other", "expected"),
    [
        (PLANS, "1570", "1560", "10 more than a year earlier"),
        (PLANS, "1557", "1560", "3 fewer than a year earlier"),
        (PLANS, "1560", "1560", "the same as a year earlier"),
        (PLANS, "0", "4", "4 fewer than a year earlier"),
        (RATE, "40.25", "38.7", "1.6 percentage points higher than a year earlier"),
        (RATE, "38.7", "39.7", "1.0 percentage point lower than a year earlier"),
        (RATE, "38.71", "38.74", "the same as a year earlier"),
        (COST, "1200000", "1433000", "£233,000 less than a year earlier"),
        (DAYS, "150", "140", "10 days longer than a year earlier"),
    ],
)
def test_a_change_is_said_with_a_direction_and_never_with_a_sign(definition, value, other, expected) -> None:
    said = words.change(definition, Decimal(value), Decimal(other), "a year earlier")
    assert said == expected
    assert "-" not in said
    assert "−" not in said


@pytest.mark.parametrize(
    ("definition", "value", "target", "expected"),
    [
        (PLANS, "1570", "1568", "2 above"),
        (PLANS, "1560", "1568", "8 below"),
        (PLANS, "1568", "1568", "on"),
        (ON_TIME, "58.5", "60", "1.5 percentage points below"),
    ],
)
def test_distance_from_a_target_has_a_side(definition, value, target, expected) -> None:
    assert words.against(definition, Decimal(value), Decimal(target)) == expected


@pytest.mark.parametrize(
    ("polarity", "value", "expected"),
    [
        ("higher", "60", "good"),
        ("higher", "40", "bad"),
        ("lower", "60", "bad"),
        ("lower", "40", "good"),
        ("neutral", "60", ""),
        ("neutral", "40", ""),
        ("target", "60", ""),
        ("higher", "50", ""),
    ],
)
def test_only_a_measure_with_a_direction_is_good_or_bad(polarity, value, expected) -> None:
    definition = Definition("m", "Measure", "percent", polarity=polarity)
    assert words.direction(definition, Decimal(value), Decimal(50)) == expected


@pytest.mark.parametrize(
    ("polarity", "value", "expected"),
    [
        ("higher", "54", True),
        ("higher", "55", False),
        ("higher", "70", False),
        ("lower", "66", True),
        ("lower", "50", False),
        ("target", "66", True),
        ("target", "54", True),
        ("neutral", "10", False),
    ],
)
def test_off_target_means_the_wrong_side_beyond_the_tolerance(polarity, value, expected) -> None:
    definition = Definition("m", "Measure", "percent", polarity=polarity)
    assert words.is_off(definition, Decimal(value), Decimal(60), Decimal(5)) is expected


def test_a_rate_is_given_with_its_count() -> None:
    [point] = series(RATE, [40]).points
    with_parts = Point(point.period, Decimal(40), numerator=Decimal(12), denominator=Decimal(30))
    assert words.figure_with_parts(RATE, with_parts) == "40.0% (12 of 30)"
    assert words.figure_with_parts(RATE, point) == "40.0%"


def test_the_summary_says_latest_changes_and_target() -> None:
    found = series(PLANS, [1540, 1546, 1551, 1560, 1570], trajectories=(AGREED,))
    assert words.summary(found, "EHC plans") == (
        "EHC plans: 1,570 in May 2024. That is 10 more than the month before. "
        "It is 2 above the agreed trajectory (1,568), within the tolerance of 5."
    )
    assert words.finding(found, "EHC plans") == "EHC plans in May 2024 are 2 above the agreed trajectory"


def test_without_a_target_the_finding_gives_the_figure_and_its_change() -> None:
    assert words.finding(series(PLANS, [1540, 1546]), "EHC plans") == (
        "EHC plans: 1,546 in February 2024, 6 more than the month before"
    )


def test_no_change_is_said_across_a_gap() -> None:
    assert words.summary(series(PLANS, [1540, None, 1551]), "EHC plans") == "EHC plans: 1,551 in March 2024."


def test_no_change_is_said_across_a_new_definition() -> None:
    first, second = series(PLANS, [1540, 1551]).points
    found = series(PLANS, []).with_points([first, Point(second.period, second.value, version=2)])
    assert words.summary(found, "EHC plans") == "EHC plans: 1,551 in February 2024."


def test_a_provisional_figure_says_so() -> None:
    [point] = series(PLANS, [1540]).points
    provisional = Point(point.period, point.value, status="provisional")
    assert "(provisional)" in words.summary(series(PLANS, []).with_points([provisional]), "EHC plans")


def test_without_any_figure_the_summary_says_that_none_can_be_shown() -> None:
    assert words.summary(series(PLANS, ["c", "c"]), "Plans") == "Plans: no figure that can be shown."


def doubtful(*values: int, last: int) -> MeasureSeries:
    known = series(PLANS, [*values, last])
    return known.with_points([*known.points[:-1], known.points[-1]._replace(status="unreliable")])


def test_a_figure_that_is_not_reliable_is_passed_over_and_named() -> None:
    found = doubtful(1540, 1546, last=90)
    assert words.finding(found, "EHC plans") == "EHC plans: 1,546 in February 2024, 6 more than the month before"
    assert words.summary(found, "EHC plans") == (
        "EHC plans: 1,546 in February 2024. That is 6 more than the month before. "
        "March 2024 is not reliable; the latest figure that can be used is February 2024."
    )


def test_with_nothing_reliable_no_figure_is_quoted() -> None:
    found = doubtful(last=90)
    assert words.finding(found, "EHC plans") == "EHC plans: no figure that can be relied on"
    assert words.summary(found, "EHC plans") == (
        "EHC plans: no figure that can be relied on. January 2024 is not reliable."
    )


def test_nothing_is_compared_with_a_figure_that_is_not_reliable() -> None:
    first, second, third = series(PLANS, [1540, 90, 1551]).points
    gap = series(PLANS, []).with_points([first, second._replace(status="unreliable"), third])
    assert words.changes_of(gap, third) == []


def test_a_range_is_quoted_as_reported_and_held_against_nothing() -> None:
    before, latest = series(ON_TIME, [90, 96]).points
    ranged = latest._replace(upper=Decimal(100), is_as_reported=True)
    trajectory = Trajectory("Agreed trajectory", ((latest.period.start, Decimal(99)), (latest.period.end, Decimal(99))))
    found = series(ON_TIME, [], trajectories=(trajectory,)).with_points([before, ranged])
    assert words.summary(found, "Plans on time") == "Plans on time: 96.0 to 100.0% (as reported) in February 2024."


def test_rates_per_thousand_and_averages_say_what_they_are() -> None:
    [point] = series(PLANS, [35]).points
    shared = point._replace(numerator=Decimal(1643), denominator=Decimal(46700))
    per = Definition("p", "Plans", "count", decimals=1, kind="derived", formula="per_thousand")
    assert words.figure_with_parts(per, shared) == "35.0 per thousand (1,643 of 46,700)"
    mean = Definition("d", "Days", "days", kind="derived", formula="quotient")
    assert words.figure_with_parts(mean, shared) == "35 days"
    paid = Definition("h", "Health", "percent", kind="derived", formula="percentage", parts_unit="money")
    assert words.figure_with_parts(paid, shared) == "35% (£1,643 of £46,700)"


def test_where_nothing_is_agreed_any_more_the_last_figure_that_was_is_told() -> None:
    later = series(PLANS, [1540, 1550, 1555, 1560, 1570, None, 1590], trajectories=(AGREED,))
    told = later.with_points(later.points[:5])
    assert words.last_aimed(later) == (
        "Nothing was agreed for that time. In May 2024 it was 1,570, 2 above the agreed trajectory (1,568), within the "
        "tolerance of 5."
    )
    assert words.last_aimed(later) in words.summary(later, "EHC plans")
    assert "Nothing was agreed" not in words.summary(told, "EHC plans")
    assert words.last_aimed(replace(later, trajectories=())) == ""
