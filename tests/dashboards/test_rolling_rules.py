"""Twelve months at a time: what is added, what leaves a gap, and what stays as it is."""

from decimal import Decimal

from dashboards.charts.demand import several
from dashboards.charts.lines import Frame, measure_chart
from dashboards.disclosure import suppress
from dashboards.periods import Period
from dashboards.points import Definition, MeasureSeries, Point
from dashboards.rolling import TwelveMonths, rolled
from tests.dashboards.records import PLANS, RATE

REQUESTS = Definition("requests_received", "Requests", "count", period_basis="month")
SHARE = Definition("rate", "Share", "percent", decimals=1, kind="derived", formula="percentage", period_basis="month")


def months(definition: Definition, values: list[int | None]) -> MeasureSeries:
    points = []
    for number, value in enumerate(values):
        period = Period.month(2023 + number // 12, number % 12 + 1)
        points.append(Point(period, None if value is None else Decimal(value)))
    return MeasureSeries(definition, tuple(points), "E06000999", "Saltmarsh")


def test_each_month_stands_for_itself_and_the_eleven_before_it() -> None:
    found = rolled(months(REQUESTS, [*range(1, 15)]))
    assert [(point.period.label, point.value) for point in found.points] == [
        ("December 2023", 78),
        ("January 2024", 89 + 1),
        ("February 2024", 102),
    ]
    assert found.points[-1].period.phrase == "in the 12 months to February 2024"


def test_a_month_that_is_missing_leaves_a_gap_for_a_year() -> None:
    found = rolled(months(REQUESTS, [5] * 12 + [None] + [5] * 12))
    assert [point.value for point in found.points] == [60] + [None] * 12 + [60]


def test_a_rate_is_the_ratio_of_the_sums() -> None:
    points = tuple(
        Point(Period.month(2024, n), Decimal(50), numerator=Decimal(n), denominator=Decimal(2 * n + (n == 12) * 22))
        for n in range(1, 13)
    )
    [point] = rolled(MeasureSeries(SHARE, points)).points
    assert (point.value, point.numerator, point.denominator) == (Decimal("43.8202"), 78, 178)


def test_a_stock_and_a_rate_without_its_counts_stay_as_they_are() -> None:
    for definition in (PLANS, RATE):
        series = months(definition, [5] * 14)
        assert rolled(series) == series


def test_less_than_a_year_stays_as_it_is() -> None:
    series = months(REQUESTS, [5] * 11)
    assert rolled(series) == series


def test_a_hidden_month_hides_every_sum_it_is_part_of() -> None:
    seen = suppress(months(REQUESTS, [20] * 11 + [3] + [20] * 12), 5)
    found = rolled(seen)
    assert [point.value for point in found.points] == [None] * 12 + [240]
    assert {point.marker for point in found.points[:12]} == {"c"}


def test_a_definition_that_changes_leaves_no_sum_across_it() -> None:
    series = months(REQUESTS, [5] * 24)
    later = tuple(Point(p.period, p.value, version=2) if n >= 6 else p for n, p in enumerate(series.points))
    assert [point.value for point in rolled(series.with_points(later)).points] == [None] * 6 + [60] * 7


def test_twelve_months_take_the_place_of_their_last_month() -> None:
    month, rolling = Period.month(2024, 6), TwelveMonths(*_ends(Period.month(2024, 6)))
    assert month == rolling
    assert hash(month) == hash(rolling)
    assert rolling < Period.month(2024, 7)
    assert Period.month(2024, 5) < rolling
    assert rolling.next().phrase == "in the 12 months to July 2024"


def test_charts_say_that_each_point_is_twelve_months() -> None:
    series = months(REQUESTS, [5] * 14)
    alone = measure_chart(series, Frame(years=None, is_rolling=True))
    both = several("k", {"requests_received": series}, {"requests_received": "Requests"}, Frame(None, True), "What")
    assert alone is not None
    assert both is not None
    assert alone.title == "Requests: 60 in the 12 months to February 2024, the same as in the 12 months to January 2024"
    for chart in (alone, both):
        assert "Each point is the twelve months that end with it" in chart.subtitle


def _ends(period: Period) -> tuple:
    return period.start, period.end
