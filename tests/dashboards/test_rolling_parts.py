"""Twelve months at a time of a divided measure: all of its parts in sums or none, and why not."""

from dataclasses import replace
from decimal import Decimal

import pytest

from dashboards.breakdowns import Breakdown
from dashboards.categories import TOPICS
from dashboards.charts.lines import Frame
from dashboards.charts.parts import parts_chart, parts_table
from dashboards.periods import Period
from dashboards.points import Definition, MeasureSeries, Point
from dashboards.rolling import BASIS, TwelveMonths, has_small_months, rolled_parts
from safetyvalve.render.data import SUPPRESSED, ChartData
from tests.dashboards.records import PLANS, RATE
from tests.dashboards.test_rolling_rules import months

REQUESTS = Definition("requests_received", "Requests", "count", basis="By date", period_basis="month")
TWELVE = Frame(years=None, is_rolling=True)
NAMES = ("School", "Parent", "Health", "Social care", "Somebody else")


def divided(*values: list[int | None], definition: Definition = REQUESTS) -> Breakdown:
    """Each list one source's months from January 2023; the whole is known in every month."""
    parts = [replace(months(definition, each), area_name=name) for name, each in zip(NAMES, values, strict=False)]
    whole = [sum(value or 0 for value in each) for each in zip(*values, strict=True)]
    return Breakdown(TOPICS["source"], tuple(parts), months(definition, list(whole)))


def chart_of(found: Breakdown) -> ChartData:
    chart = parts_chart(found, TWELVE)
    assert chart is not None
    return chart


def test_each_part_and_the_whole_stand_for_twelve_months() -> None:
    found = divided([2] * 13, [1] * 12 + [4])
    chart = chart_of(found)
    assert (
        chart.title
        == "Requests by source of request: the largest part is School, 24 of 39 in the 12 months to January 2024"
    )
    assert (chart.kind, chart.categories) == ("stacked_bar", ("December 2023", "January 2024"))
    assert [series.values for series in chart.series] == [(24, 24), (12, 15)]
    assert BASIS in chart.subtitle
    assert chart.summary.endswith("School: the same as in the 12 months to December 2023. Parent moved most: 3 more.")
    assert chart.notes == ()


def test_bars_of_one_time_and_the_table_beneath_say_that_they_are_of_twelve_months() -> None:
    found = divided(*([n] * 13 for n in range(1, 6)))
    chart, table = chart_of(found), parts_table(found, TWELVE)
    assert (chart.kind, chart.series[0].name) == ("across", "12 months to January 2024")
    assert table.columns[-1].name == chart.series[0].name
    assert [row[-1] for row in table.rows] == [12, 24, 36, 48, 60, 180]
    assert parts_table(found, TWELVE, every_period=True, has_statuses=True).columns[-1].name.endswith("2024: status")


def test_a_part_with_an_unknown_month_has_no_sum_and_never_its_months_among_the_sums_of_others() -> None:
    chart = chart_of(divided([2] * 13, [1] * 6 + [None] + [1] * 6))
    assert [series.values for series in chart.series] == [(24, 24)]
    table = parts_table(divided([2] * 13, [1] * 6 + [None] + [1] * 6), TWELVE)
    assert [row[-1] for row in table.rows] == [24, None, 35]


def test_a_part_without_a_sum_may_be_the_largest_and_is_not_left_out_of_what_is_said() -> None:
    found = divided([5] * 12, [20, 20, None, *[20] * 9], [1] * 12)
    found = replace(found, total=months(REQUESTS, [26] * 12))
    chart = chart_of(found)
    when = "in the 12 months to December 2023"
    assert chart.title.endswith(f"of the 2 with a figure the largest is School, 60 of 312 {when}")
    assert "1 has no figure that can be used, so which is largest is not known." in chart.summary
    assert (chart.categories, chart.series[0].values) == (("School", "Health"), (60, 12))
    begun = replace(found.parts[1], points=months(REQUESTS, [20] * 12).points[1:])
    assert chart_of(replace(found, parts=(found.parts[0], begun, found.parts[2]))).title == chart.title
    long_gone = begun.with_points([Point(Period.month(2020, 5), Decimal(20))])
    alone = chart_of(replace(found, parts=(found.parts[0], long_gone, found.parts[2])))
    assert "no figure that can be used" not in alone.summary


def test_the_biggest_change_is_only_that_of_those_that_can_be_compared() -> None:
    found = divided([5] * 12 + [9], [20, 20, None, *[20] * 10], [1] * 13)
    assert chart_of(found).summary.endswith("the biggest change of those that can be compared.")


def test_a_hidden_month_hides_the_sums_it_is_part_of() -> None:
    found = divided([2] * 13, [9] * 13)
    points = [each._replace(value=None, marker="c") if n == 5 else each for n, each in enumerate(found.parts[0].points)]
    hidden = replace(found, parts=(found.parts[0].with_points(points), found.parts[1]))
    assert [row[-1] for row in parts_table(hidden, TWELVE).rows] == [SUPPRESSED, 108, 132]
    assert "1 is hidden to protect children" in chart_of(hidden).summary


@pytest.mark.parametrize(
    ("definition", "why"),
    [
        (PLANS, "It counts how many there are on a day, and such counts are not added up."),
        (replace(RATE, period_basis="month"), "Its parts are not counts that can be added up."),
        (replace(REQUESTS, period_basis="year"), "It is not counted month by month."),
    ],
)
def test_stocks_and_rates_stay_as_they_are_and_the_chart_says_why(definition: Definition, why: str) -> None:
    found = divided([2] * 13, [1] * 13, definition=definition)
    asked, usual = chart_of(found), parts_chart(found, Frame(years=None))
    assert usual is not None
    assert (asked.title, asked.series) == (usual.title, usual.series)
    assert asked.notes == (f"Not shown twelve months at a time. {why}",)
    assert asked.notes[0] in parts_table(found, TWELVE).notes


def test_less_than_a_year_says_so() -> None:
    found = divided([2] * 11, [1] * 11)
    assert rolled_parts(found.total, found.parts) == []
    assert "No part has twelve months on record" in chart_of(found).notes[0]


def test_a_definition_that_changed_within_the_twelve_months_leaves_no_sum() -> None:
    found = divided([2] * 13, [1] * 13)
    newer = [each._replace(version=2) if n > 6 else each for n, each in enumerate(found.parts[0].points)]
    total, changed, kept = rolled_parts(found.total, (found.parts[0].with_points(newer), found.parts[1]))
    assert [point.value for point in changed.points] == [None, None]
    assert [point.value for point in kept.points] == [12, 12]
    assert all(isinstance(point.period, TwelveMonths) for point in total.points)


def test_small_months_are_those_of_flows() -> None:
    assert has_small_months(months(REQUESTS, [3] * 12))
    assert not has_small_months(months(PLANS, [3] * 12))
    assert not has_small_months(MeasureSeries(REQUESTS, (Point(Period.month(2024, 1), Decimal(1)),)))
