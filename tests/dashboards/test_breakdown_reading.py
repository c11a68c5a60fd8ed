"""A measure divided: headings in order, grouped through the crosswalk at reading."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from dashboards.breakdowns import read_breakdown, topics_of
from dashboards.charts.lines import Frame
from dashboards.charts.parts import parts_chart, parts_table
from dashboards.formulas import value_of
from dashboards.grouping import grouped
from dashboards.models import Crosswalk, Indicator, IndicatorVersion
from dashboards.periods import Period
from dashboards.points import Point
from dashboards.scope import INSIDE
from safetyvalve.core.models import Authority
from safetyvalve.render.data import Range
from tests.dashboards import records
from tests.dashboards.divisions import JANUARY, PLACEMENTS, divided_by_placement, placements, rate_rows
from tests.dashboards.records import Row

FRAME = Frame(years=None)


@pytest.fixture
def torbay(db: None) -> Authority:
    return divided_by_placement()


def latest(breakdown: object) -> dict[str, Decimal | None]:
    return {part.area_code: part.points[-1].value for part in breakdown.parts}  # type: ignore[attr-defined]


def test_placements_fall_into_the_seven_groups_of_the_plan_and_one_unknown(torbay: Authority) -> None:
    found = read_breakdown(torbay, "plans_maintained", "placement_group", INSIDE)
    assert found is not None
    assert list(latest(found).items()) == [
        ("mainstream", 613),
        ("resourced", 72),
        ("special", 512),
        ("independent", 32),
        ("ap", 0),
        ("post_16", 231),
        ("other", 181),
        ("unknown", 2),
    ]
    assert sum(latest(found).values()) == 1643 == found.total.points[-1].value


def test_the_finest_grain_can_be_read_too(torbay: Authority) -> None:
    found = read_breakdown(torbay, "plans_maintained", "placement", INSIDE)
    assert found is not None
    assert latest(found) == PLACEMENTS


def test_a_heading_that_no_crosswalk_knows_stands_by_itself(torbay: Authority) -> None:
    records.put(
        torbay, Row("plans_maintained", JANUARY, Decimal(5), breakdown_topic="placement", breakdown="moon_base")
    )
    found = read_breakdown(torbay, "plans_maintained", "placement_group", INSIDE)
    assert found is not None
    assert (found.parts[-1].area_name, found.parts[-1].points[-1].value) == ("Not in any group", 5)


def test_a_council_that_changes_its_crosswalk_regroups_all_of_its_history(torbay: Authority) -> None:
    Crosswalk.objects.create(
        authority=torbay,
        topic="placement",
        code="mainstream_independent",
        group_topic="placement_group",
        group_code="mainstream",
    )
    found = read_breakdown(torbay, "plans_maintained", "placement_group", INSIDE)
    assert found is not None
    assert (latest(found)["mainstream"], latest(found)["independent"]) == (621, 24)


def test_figures_given_in_groups_serve_where_nothing_finer_was(torbay: Authority) -> None:
    year = Period.calendar_year(2024)
    earlier = Period.calendar_year(2023)
    by_age = {"4": 3, "6": 20, "7": 30}
    rows = [Row("plans_new", year, Decimal(n), breakdown_topic="age", breakdown=age) for age, n in by_age.items()] + [
        Row("plans_new", period, Decimal(n), breakdown_topic="age_band", breakdown=band)
        for period, band, n in ((earlier, "5_10", 44), (year, "5_10", 999))
    ]
    records.put(torbay, *rows, kind="published")
    found = read_breakdown(torbay, "plans_new", "age_band", INSIDE)
    assert found is not None
    bands = {part.area_code: [point.value for point in part.points] for part in found.parts}
    assert bands == {"under_5": [3], "5_10": [44, 50]}
    assert {topic.code for topic in topics_of(torbay, Indicator.objects.get(code="plans_new"), INSIDE)} == {
        "age",
        "age_band",
    }


def test_a_group_with_a_part_that_is_not_known_has_no_sum() -> None:
    known, hidden = Point(JANUARY, Decimal(450)), Point(JANUARY, None, "c")
    assert (grouped([known, hidden]).value, grouped([known, hidden]).marker) == (None, "c")
    reported = known._replace(is_as_reported=True)
    assert grouped([known, reported]).value is None
    doubtful = known._replace(status="unreliable", note="Half a year.")
    assert (grouped([known, doubtful]).value, grouped([known, doubtful]).status) == (900, "unreliable")


def test_what_was_not_given_in_a_year_holds_nobody_where_the_rest_is_everybody(torbay: Authority) -> None:
    absent = Row("plans_maintained", JANUARY, None, "x", breakdown_topic="placement", breakdown="online_provider")
    records.put(torbay, absent, kind="published")
    found = read_breakdown(torbay, "plans_maintained", "placement_group", INSIDE)
    assert found is not None
    assert latest(found)["other"] == 181
    records.put(torbay, Row("plans_maintained", JANUARY, Decimal(1650)), kind="published")
    found = read_breakdown(torbay, "plans_maintained", "placement_group", INSIDE)
    assert found is not None
    assert (latest(found)["other"], latest(found)["special"]) == (None, 512)


def test_a_rate_is_divided_by_dividing_its_parts(torbay: Authority) -> None:
    records.put(torbay, *rate_rows({"parent": (50, 169), "school": (40, 233), "not_known": (6, 19)}), kind="published")
    found = read_breakdown(torbay, "refusal_rate_published", "source", INSIDE)
    assert found is not None
    assert [(part.area_name, round(part.points[0].value or 0, 1)) for part in found.parts] == [
        ("Parent or young person", Decimal("29.6")),
        ("School or other education setting", Decimal("17.2")),
        ("Not known", Decimal("31.6")),
    ]
    chart = parts_chart(found, FRAME)
    assert chart is not None
    assert chart.title.endswith("by source of request: highest for Not known, 31.6% in 2025")


def test_a_heading_whose_rate_is_not_known_has_a_gap(torbay: Authority) -> None:
    records.put(torbay, *rate_rows({"parent": (50, 169), "school": (40, 233)}), kind="published")
    year = Period.calendar_year(2025)
    alone = Row("requests_received", year, Decimal(30), breakdown_topic="source", breakdown="other")
    reported = Row("refusals_published", year, Decimal(5), upper=Decimal(9), is_as_reported=True,
                   breakdown_topic="source", breakdown="not_known")  # fmt: skip
    counted = Row("requests_received", year, Decimal(20), breakdown_topic="source", breakdown="not_known")
    records.put(torbay, alone, reported, counted, kind="published")
    found = read_breakdown(torbay, "refusal_rate_published", "source", INSIDE)
    assert found is not None
    table = parts_table(found, FRAME)
    cells = {row[0]: row[1] for row in table.rows}
    assert [name for name, cell in cells.items() if cell is None] == ["Somebody else", "Not known", "Overall"]
    chart = parts_chart(found, FRAME)
    assert chart is not None
    assert chart.title.endswith("of the 2 with a figure the highest is Parent or young person, 29.6% in 2025")
    assert "2 have no figure that can be used, so which is highest is not known." in chart.summary


def test_up_to_four_headings_over_time_stand_on_each_other(torbay: Authority) -> None:
    rows = [
        Row("requests_received", Period.calendar_year(year), Decimal(n), breakdown_topic="source", breakdown=source)
        for year, values in ((2024, (100, 200)), (2025, (169, 233)))
        for source, n in zip(("parent", "school"), values, strict=True)
    ]
    records.put(torbay, *rows, Row("requests_received", Period.calendar_year(2025), Decimal(402)))
    found = read_breakdown(torbay, "requests_received", "source", INSIDE)
    assert found is not None
    chart = parts_chart(found, FRAME)
    assert chart is not None
    assert (chart.kind, chart.categories) == ("stacked_bar", ("2024", "2025"))
    assert chart.title == (
        "Requests for an EHC needs assessment by source of request: "
        "the largest part is School or other education setting, 233 of 402 in 2025"
    )


def test_more_headings_are_bars_of_the_latest_period(torbay: Authority) -> None:
    found = read_breakdown(torbay, "plans_maintained", "placement_group", INSIDE)
    assert found is not None
    chart = parts_chart(found, FRAME)
    assert chart is not None
    assert (chart.kind, len(chart.categories), chart.series[0].name) == ("across", 8, "January 2025")
    table = parts_table(found, FRAME)
    assert [row[1] for row in table.rows] == [613, 72, 512, 32, 0, 231, 181, 2, 1643]
    assert table.total_rows == {8}


def test_a_range_stays_a_range_in_the_table(torbay: Authority) -> None:
    row = Row("requests_received", Period.calendar_year(2025), Decimal(5), upper=Decimal(9), is_as_reported=True,
              breakdown_topic="source", breakdown="other")  # fmt: skip
    records.put(torbay, row)
    found = read_breakdown(torbay, "requests_received", "source", INSIDE)
    assert found is not None
    assert parts_table(found, FRAME).rows[0][1] == Range(Decimal(5), Decimal(9))


def test_the_number_of_queries_does_not_grow_with_headings_or_periods(torbay: Authority) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            read_breakdown(torbay, "plans_maintained", "placement_group", INSIDE)
        return len(queries)

    few = counted()
    for year in range(2019, 2025):
        records.put(torbay, *placements(period=Period.census(year)), kind="published")
    assert counted() == few


def test_a_changed_definition_breaks_every_heading(torbay: Authority) -> None:
    plans = Indicator.objects.get(code="plans_maintained")
    IndicatorVersion.objects.create(
        indicator=plans, number=2, unit="count", period_basis="snapshot", valid_from=Period.census(2026).start
    )
    records.put(torbay, *placements(period=Period.census(2026)), kind="published")
    found = read_breakdown(torbay, "plans_maintained", "placement_group", INSIDE)
    assert found is not None
    assert {tuple(point.version for point in part.points) for part in found.parts} == {(1, 2)}


COUNTS = st.lists(
    st.tuples(st.integers(0, 500), st.integers(1, 500)).map(lambda pair: (Decimal(pair[0]), Decimal(pair[1]))),
    min_size=1,
    max_size=9,
)


@given(COUNTS, st.permutations(range(9)))
def test_the_rate_of_a_group_is_the_ratio_of_its_sums_in_any_order(
    shares: list[tuple[Decimal, Decimal]], order: list[int]
) -> None:
    mixed = [shares[n] for n in order if n < len(shares)]
    tops, bottoms = ([Point(JANUARY, share[side]) for share in mixed] for side in (0, 1))
    rate = value_of("percentage", grouped(tops).value, grouped(bottoms).value)
    assert rate == value_of("percentage", sum(top for top, _ in shares), sum(bottom for _, bottom in shares))


@given(COUNTS)
def test_grouping_twice_is_grouping_once(shares: list[tuple[Decimal, Decimal]]) -> None:
    points = [Point(JANUARY, top) for top, _ in shares]
    halves = [grouped(part) for part in (points[: len(points) // 2], points[len(points) // 2 :]) if part]
    assert grouped(halves).value == grouped(points).value
