"""Several measures on one chart: what was agreed for one of them is drawn while there is a line to spare."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from dashboards.charts.demand import several
from dashboards.charts.lines import Frame, measure_chart
from dashboards.periods import Period
from dashboards.points import Point, Trajectory
from tests.dashboards.records import PLANS, RATE, series

CEILING = Trajectory("Agreed ceiling", ((date(2024, 1, 31), Decimal(30)), (date(2024, 3, 31), Decimal(20))), Decimal(2))
MEASURES = {
    PLANS.code: series(PLANS, [31, 30, 29], trajectories=(CEILING,)),
    RATE.code: series(RATE, [3, 4, 5]),
}


def test_what_was_agreed_is_drawn_with_its_tolerance_and_told() -> None:
    chart = several("both", MEASURES, {PLANS.code: "Requests", RATE.code: "Refusals"}, Frame(), "Number")
    assert chart is not None
    assert [(line.name, line.role) for line in chart.series] == [
        ("Requests", "actual"),
        ("Refusals", "actual"),
        ("Requests: agreed ceiling", "target"),
    ]
    assert chart.series[2].values[-1] == 20
    assert chart.band is not None
    assert "9 above the agreed ceiling (20), outside the tolerance of 2" in chart.summary


def test_four_measures_leave_no_line_to_spare() -> None:
    more = {code: series(replace(RATE, code=code), [6, 7, 8]) for code in ("third", "fourth")}
    names = {PLANS.code: "Requests", RATE.code: "Refusals", "third": "Third", "fourth": "Fourth"}
    chart = several("four", {**MEASURES, **more}, names, Frame(), "Number")
    assert chart is not None
    assert [line.name for line in chart.series] == ["Requests", "Refusals", "Third", "Fourth"]
    assert chart.band is None


def test_what_was_agreed_for_no_time_that_is_shown_is_no_line() -> None:
    of_a_day = Trajectory("Agreed number", ((date(2024, 2, 15), Decimal(30)),))
    years = [Point(Period.calendar_year(year), Decimal(300)) for year in (2023, 2024, 2025)]
    chart = measure_chart(series(PLANS, [], trajectories=(of_a_day,)).with_points(years), Frame())
    assert chart is not None
    assert [line.name for line in chart.series] == ["Saltmarsh", "Agreed number"]
    censuses = [Point(Period.census(year), Decimal(300)) for year in (2023, 2024, 2025)]
    chart = measure_chart(series(PLANS, [], trajectories=(of_a_day,)).with_points(censuses), Frame())
    assert chart is not None
    assert [line.name for line in chart.series] == ["Saltmarsh"]
    assert "Agreed number" not in chart.source


def test_a_title_says_what_is_told_where_the_names_of_the_lines_alone_do_not() -> None:
    names = {RATE.code: "Of decisions made"}
    chart = several("rates", MEASURES, names, Frame(), "Refusals. Per cent", subject="Refused to assess")
    plain = several("rates", MEASURES, names, Frame(), "Refusals. Per cent")
    assert chart is not None
    assert plain is not None
    assert plain.title.split()[1:4] == ["of", "decisions", "made"]
    assert chart.title == f"Refused to assess: {plain.title}"


def test_a_source_that_several_measures_share_is_named_once() -> None:
    typed = {
        code: replace(
            each, points=tuple(point._replace(source=source) for point, source in zip(each.points, told, strict=True))
        )
        for (code, each), told in zip(MEASURES.items(), (["System", "Return", "Return"], ["System"] * 3), strict=True)
    }
    chart = several("both", typed, {PLANS.code: "Requests", RATE.code: "Refusals"}, Frame(), "Number")
    assert chart is not None
    assert chart.source == "System; Return"
