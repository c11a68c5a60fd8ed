"""What the charts say and show: findings, lines, gaps, breaks, trajectories."""

from datetime import date
from decimal import Decimal

import pytest

from dashboards.board import CHARTS, HEADLINE_MEASURES, Board, read_measures
from dashboards.boards.reading import charts_from
from dashboards.charts import demand
from dashboards.charts.lines import Frame, line_chart, measure_chart, starts_near_zero
from dashboards.models import Target
from dashboards.periods import Period
from dashboards.points import Point, Trajectory
from dashboards.scope import INSIDE
from dashboards.services.measurements import Row
from safetyvalve.core.models import Authority
from tests import factories
from tests.dashboards import records
from tests.dashboards.records import PLANS, RATE, series

ALL = Frame(years=None)


def board(authority: Authority) -> Board:
    return Board(authority, INSIDE, read_measures(authority, HEADLINE_MEASURES, INSIDE))


@pytest.fixture
def council(db: None) -> Authority:
    authority = factories.make_authority()
    records.six_months(authority)
    return authority


@pytest.fixture
def torbay(db: None) -> Authority:
    authority = factories.make_authority("Torbay", "880")
    records.torbay(authority)
    return authority


def test_plans_are_set_against_what_was_agreed(council: Authority) -> None:
    chart = demand.plans(board(council).measures, ALL)
    assert chart is not None
    assert chart.title == "EHC plans in June 2024 are 2 above the agreed trajectory"
    assert chart.summary == (
        "EHC plans maintained: 1,574 in June 2024. That is 4 more than the month before. "
        "It is 2 above the agreed trajectory (1,572), within the tolerance of 3."
    )
    assert [line.name for line in chart.series] == ["EHC plans", "Agreed trajectory"]
    assert chart.categories[0] == "January 2024"
    assert chart.categories[-1] == "December 2024"
    assert "straight line between its dated points" in chart.subtitle
    assert not chart.axis_from_zero
    assert chart.as_at == date(2024, 6, 30)


def test_the_few_plans_that_a_council_told_stand_beside_those_published(torbay: Authority) -> None:
    records.put(
        torbay, Row("plans_maintained", Period.month(2023, 3), Decimal(1570), status="provisional", source="Minute")
    )
    chart = demand.plans(board(torbay).measures, ALL)
    assert chart is not None
    published, told = chart.series
    assert chart.title.startswith("EHC plans: 1,643 on 16 January 2025")
    assert (told.name, told.role) == ("As the council told at a month’s end", "comparator")
    assert [pair for pair in zip(chart.categories, told.values, strict=True) if pair[1]] == [("March 2023", 1570)]
    march = chart.categories.index("March 2023")
    assert published.values[march] is None
    assert published.is_passed(march)
    assert chart.source.endswith("As the council told at a month’s end: Minute")


def test_where_the_council_told_last_its_figure_leads_and_the_census_stands_beside(torbay: Authority) -> None:
    records.put(torbay, Row("plans_maintained", Period.month(2025, 3), Decimal(1660)))
    chart = demand.plans(board(torbay).measures, ALL)
    assert chart is not None
    assert chart.title == "EHC plans: 1,660 in March 2025"
    assert [line.name for line in chart.series] == ["EHC plans", "On the January census"]


def test_a_trajectory_names_its_own_source_beside_that_of_the_figures(council: Authority) -> None:
    Target.objects.update(source="Schedule to the agreement.")
    chart = demand.plans(board(council).measures, ALL)
    assert chart is not None
    assert chart.source == "Case system; “Agreed trajectory”: Schedule to the agreement"


def test_the_refusal_rate_names_its_basis_and_does_not_cheer(council: Authority) -> None:
    chart = demand.refusal_rate(board(council).measures, ALL)
    assert chart is not None
    assert chart.title == "11.1% of decisions in June 2024 were not to assess"
    assert "Refusals over decisions made in the period" in chart.subtitle
    for word in ("better", "worse", "improve", "good", "bad", "target"):
        assert word not in f"{chart.title} {chart.summary}".lower()


def test_where_figures_come_yearly_the_published_basis_is_used_and_named(torbay: Authority) -> None:
    chart = demand.refusal_rate(board(torbay).measures, ALL)
    assert chart is not None
    assert chart.title == "10.1% of requests received in 2024 were refused an assessment"
    assert chart.summary == (
        "Requests refused an assessment, as published: 10.1% (31 of 307) in 2024. "
        "That is 25.3 percentage points lower than the year before. "
        "It is 15.1 percentage points lower than England (25.2%)."
    )
    assert [(line.name, line.role) for line in chart.series] == [("Torbay", "actual"), ("England", "comparator")]
    assert chart.categories == ("2023", "2024")


def test_requests_and_decisions_stand_beside_the_rate(council: Authority) -> None:
    chart = demand.requests_and_decisions(board(council).measures, ALL)
    assert chart is not None
    assert [line.name for line in chart.series] == ["Requests received", "Decisions made", "Decisions not to assess"]
    assert chart.title == "29 requests received, 27 decisions made, 3 decisions not to assess in June 2024"


def test_timeliness_says_which_way_is_better(council: Authority) -> None:
    chart = demand.timeliness(board(council).measures, ALL)
    assert chart is not None
    assert chart.title == "63.6% of plans in June 2024 came within 20 weeks"
    assert "11.4 percentage points lower than the month before (worse)" in chart.summary
    assert "below the agreed trajectory (81.4%), outside the tolerance of 4.0 percentage points" in chart.summary


def test_rights_stand_on_the_dashboard_with_demand() -> None:
    keys = [kind.key for kind in CHARTS]
    assert keys.index("timeliness") < 5
    assert {"plans", "refusal-rate", "requests-and-decisions", "mediation-and-appeals"} <= set(keys)


def test_a_council_without_figures_has_no_charts(db: None) -> None:
    records.catalogue()
    assert charts_from(board(factories.make_authority()), CHARTS, ALL) == []


def test_a_gap_stays_open_and_a_marker_keeps_its_letter() -> None:
    points = [series(PLANS, [1540, 1546, 1551, 1560]).points[index] for index in (0, 3)]
    points.insert(1, series(PLANS, [1, "x"]).points[1])
    chart = line_chart("k", series(PLANS, []).with_points(points), title="T", summary="S", name="Plans")
    assert chart is not None
    assert chart.categories == ("January 2024", "February 2024", "March 2024", "April 2024")
    assert chart.series[0].values == (1540, None, None, 1560)
    assert chart.series[0].markers == (None, "x", None, None)


def test_a_break_stands_before_the_first_figure_of_the_new_definition() -> None:
    first, second, third = series(PLANS, [1, 2, 3]).points
    changed = [first, second, Point(third.period, third.value, version=2)]
    chart = line_chart("k", series(PLANS, []).with_points(changed), title="T", summary="S", name="Plans")
    assert chart is not None
    assert [(item.position, item.words) for item in chart.breaks] == [(2, "the definition changed")]


def test_a_provisional_figure_is_drawn_hollow() -> None:
    [first] = series(PLANS, [1540]).points
    provisional = [Point(first.period, first.value, status="provisional")]
    chart = line_chart("k", series(PLANS, []).with_points(provisional), title="T", summary="S", name="Plans")
    assert chart is not None
    assert chart.series[0].is_provisional(0)


def test_a_rebased_trajectory_is_its_own_line_and_at_most_four_are_drawn() -> None:
    day = date(2024, 1, 31)
    ends = (day, date(2024, 3, 31))
    lines = tuple(
        Trajectory(f"Plan {n}", tuple((end, Decimal(n)) for end in ends), tolerance=Decimal(7)) for n in range(1, 6)
    )
    chart = line_chart("k", series(PLANS, [3, 4], trajectories=lines), title="T", summary="S", name="Plans")
    assert chart is not None
    assert [line.name for line in chart.series] == ["Plans", "Plan 3", "Plan 4", "Plan 5"]
    assert chart.band is not None
    assert chart.band.low == (-2, -2, -2), "the tolerance is that of the last line"
    told = ("As told", series(PLANS, [2]).points)
    chart = line_chart(
        "k", series(PLANS, [3, 4], trajectories=lines), title="T", summary="S", name="Plans", beside=told
    )
    assert chart is not None
    assert [line.name for line in chart.series] == ["Plans", "As told", "Plan 4", "Plan 5"]


def test_a_trajectory_is_followed_for_a_year_at_most() -> None:
    far = Trajectory("Agreed", ((date(2024, 1, 31), Decimal(1)), (date(2030, 1, 31), Decimal(9))))
    chart = line_chart("k", series(PLANS, [3, 4], trajectories=(far,)), title="T", summary="S", name="Plans")
    assert chart is not None
    assert chart.categories[-1] == "February 2025"


def test_years_back_counts_from_the_last_figure() -> None:
    [cut] = Frame(years=1).cut(series(PLANS, range(1500, 1520)[:12]))
    assert len(cut.points) == 12
    two_years = series(PLANS, []).with_points(
        Point(records.Period.month(year, month), Decimal(9)) for year in (2022, 2023) for month in range(1, 13)
    )
    [cut] = Frame(years=1).cut(two_years)
    assert [cut.points[0].period.label, cut.points[-1].period.label] == ["December 2022", "December 2023"]


def test_a_measure_in_the_catalogue_has_its_own_chart() -> None:
    chart = measure_chart(series(RATE, [40, 38]), ALL)
    assert chart is not None
    assert (chart.key, chart.title) == (
        "measure-rate",
        "Refusal rate: 38.0% in February 2024, 2.0 percentage points lower than the month before",
    )
    assert measure_chart(series(RATE, [None]), ALL) is None


def test_small_and_swinging_figures_are_drawn_from_zero() -> None:
    def lines(*values: int) -> list:
        return [line_chart("k", series(PLANS, values), title="T", summary="S", name="P").series[0]]  # type: ignore[union-attr]

    assert starts_near_zero(lines(5, 7))
    assert starts_near_zero(lines(20, 90))
    assert not starts_near_zero(lines(1540, 1570))


def test_a_figure_that_cannot_be_relied_on_is_passed_over_and_the_chart_says_so(torbay: Authority) -> None:
    row = records.Row(
        "refusals_published", records.Period.calendar_year(2024), Decimal(31), status="unreliable", note="Half a year."
    )
    records.put(torbay, row, kind="published")
    chart = demand.refusal_rate(board(torbay).measures, ALL)
    assert chart is not None
    assert chart.title == "35.4% of requests received in 2023 were refused an assessment"
    assert chart.summary == (
        "Requests refused an assessment, as published: 35.4% (124 of 350) in 2023. "
        "2024 is not reliable; the latest figure that can be used is 2023."
    )
    assert chart.series[0].is_unreliable(1)
    assert chart.notes == (
        "Refusals to assess as published by the Department for Education, 2024: not reliable. Half a year.",
    )
