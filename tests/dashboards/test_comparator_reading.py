"""Whom a council is held against, and what the charts and tables of that say."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dashboards.charts.compared import compared_chart, compared_table
from dashboards.charts.lines import Frame
from dashboards.comparators import Held, held_against
from dashboards.comparisons import NO_PARTS, Comparison, compare, has_both
from dashboards.models import Area, ComparatorGroup, ImportBatch, Indicator, IndicatorVersion
from dashboards.periods import Period
from dashboards.scope import INSIDE
from dashboards.series import read_series
from dashboards.yearly import by_year
from safetyvalve.core.models import Authority
from safetyvalve.render.data import Marker
from tests import factories
from tests.dashboards import records
from tests.dashboards.records import Row
from tests.factories import NOW

FRAME = Frame(years=None)
NEAR = {"E06000022": "Bath and North East Somerset", "E06000026": "Plymouth", "E06000046": "Isle of Wight"}
REFUSED = {"E06000022": (20, 200), "E06000026": (90, 300), "E06000046": (6, None)}
Y2023, Y2024 = Period.calendar_year(2023), Period.calendar_year(2024)


@pytest.fixture
def torbay(db: None) -> Authority:
    authority = factories.make_authority("Torbay", "880", gss_code="E06000027")
    records.torbay(authority)
    records.code_lists()
    group(authority, "2024", *NEAR)
    rows = [
        Row(code, Y2024, None if value is None else Decimal(value), "x" if value is None else "", area_code=area,
            area_name=NEAR[area], source="DfE")
        for area, parts in REFUSED.items()
        for code, value in zip(("refusals_published", "requests_received"), parts, strict=True)
    ]  # fmt: skip
    records.put(authority, *rows, kind="published")
    return authority


def group(authority: Authority, edition: str, *areas: str, **fields: object) -> ComparatorGroup:
    fields = {"kind": "statistical", "name": "Statistical neighbours", **fields}
    made = ComparatorGroup.objects.create(authority=authority, edition=edition, **fields)
    for rank, code in enumerate(areas, start=1):
        made.members.create(area=Area.objects.get(gss_code=code), rank=rank)
    return made


def held(authority: Authority, key: str) -> Held:
    return next(each for each in held_against(authority) if each.key == key)


def compared(authority: Authority, code: str, key: str) -> Comparison:
    found = compare(authority, code, held(authority, key), INSIDE)
    assert found is not None
    return found


def test_england_the_region_the_neighbours_and_own_groups_can_be_chosen(torbay: Authority) -> None:
    own = group(torbay, "", "E06000026", kind="own", name="South coast")
    assert [(each.key, each.name) for each in held_against(torbay)] == [
        ("england", "England"),
        ("region", "South West"),
        ("neighbours", "Statistical neighbours"),
        (f"group-{own.pk}", "South coast"),
    ]


def test_the_newest_standing_edition_of_the_neighbours_is_in_force(torbay: Authority) -> None:
    newer = ImportBatch.objects.create(authority=torbay, imported_at=NOW)
    group(torbay, "2025", "E06000026", batch=newer)
    assert held(torbay, "neighbours").edition == "2025"
    newer.undone_at, newer.undone_by = NOW, factories.make_user()
    newer.save()
    assert held(torbay, "neighbours").edition == "2024"


def test_an_unknown_area_may_be_held_against_england_only(db: None) -> None:
    assert [each.key for each in held_against(factories.make_authority())] == ["england"]


def test_neighbours_are_one_line_the_ratio_of_the_sums_of_those_that_gave_both(torbay: Authority) -> None:
    found = compared(torbay, "refusal_rate_published", "neighbours")
    assert found.line is not None
    [point] = found.line.points
    assert point.value == Decimal("22.0000"), "110 of 500, not the mean of 10% and 30%"
    assert found.coverage(Y2024) == "Statistical neighbours: 2 of 3 have figures for 2024."
    chart = compared_chart(found, FRAME)
    assert chart is not None
    assert [(line.name, line.role) for line in chart.series] == [
        ("Torbay", "actual"),
        ("Statistical neighbours", "comparator"),
    ]
    assert "than statistical neighbours taken together (22.0%)" in chart.summary
    assert "Statistical neighbours: 2 of 3 have figures for 2024." in chart.notes


def test_what_is_not_published_of_a_neighbour_is_said_and_is_no_zero(torbay: Authority) -> None:
    table = compared_table(compared(torbay, "requests_received", "neighbours"), FRAME)
    cells = {row[0]: row[-1] for row in table.rows}
    assert cells["Isle of Wight"] == Marker("x")
    assert cells["Plymouth"] == 300


def test_a_doubtful_figure_of_a_neighbour_is_in_nothing(torbay: Authority) -> None:
    row = Row(
        "refusals_published", Y2024, Decimal(90), status="unreliable", area_code="E06000026", area_name="Plymouth"
    )
    records.put(torbay, row, kind="published")
    own = group(torbay, "", "E06000022", "E06000026", kind="own", name="Both")
    found = compared(torbay, "refusal_rate_published", f"group-{own.pk}")
    assert found.line is not None
    assert found.line.points[0].value == 10
    assert "Plymouth" in {area.area_name for area in found.areas}
    assert not next(area for area in found.areas if area.area_name == "Plymouth").known()


def test_fewer_than_half_of_a_group_do_not_stand_for_it(torbay: Authority) -> None:
    row = Row(
        "refusals_published", Y2024, Decimal(90), status="unreliable", area_code="E06000026", area_name="Plymouth"
    )
    records.put(torbay, row, kind="published")
    found = compared(torbay, "refusal_rate_published", "neighbours")
    assert found.line is None
    assert "too few to stand for the group" in found.why


def test_one_year_in_common_shows_no_change(torbay: Authority) -> None:
    records.put(torbay, *yearly("plans_new", "E92000001", {2024: 90000}), kind="published")
    chart = compared_chart(compared(torbay, "plans_new", "england"), FRAME)
    assert chart is not None
    assert len(chart.series) == 1


def test_the_table_says_how_many_of_the_group_are_together(torbay: Authority) -> None:
    table = compared_table(compared(torbay, "refusal_rate_published", "neighbours"), FRAME)
    assert "Statistical neighbours together are 2 of 3 in 2024." in table.notes


def test_rates_without_their_counts_are_listed_and_never_averaged(torbay: Authority) -> None:
    rate = Indicator.objects.create(authority=torbay, code="own_rate", name="Own rate")
    IndicatorVersion.objects.create(indicator=rate, unit="percent", decimals=1, period_basis="calendar_year")
    areas = ["E06000027", *NEAR]
    rows = [Row("own_rate", Y2024, Decimal(10 * n), area_code=area) for n, area in enumerate(areas, start=1)]
    records.put(torbay, *rows, kind="published")
    found = compared(torbay, "own_rate", "neighbours")
    assert (found.line, found.why) == (None, NO_PARTS)
    assert [row[1] for row in compared_table(found, FRAME).rows] == [10, 20, 30, 40]
    chart = compared_chart(found, FRAME)
    assert chart is not None
    assert NO_PARTS in chart.notes
    assert len(chart.series) == 1


def yearly(code: str, area: str, values: dict[int, int]) -> list[Row]:
    return [Row(code, Period.calendar_year(year), Decimal(n), area_code=area) for year, n in values.items()]


def test_counts_are_held_against_a_common_first_year(torbay: Authority) -> None:
    rows = yearly("plans_new", "E06000027", {2020: 150, 2021: 180}) + yearly(
        "plans_new", "E92000001", {2021: 60000, 2024: 90000}
    )
    records.put(torbay, *rows, kind="published")
    chart = compared_chart(compared(torbay, "plans_new", "england"), FRAME)
    assert chart is not None
    assert chart.title == "New EHC plans, 2021 counted as 100: Torbay 114 and England 150 in 2024"
    assert "Each line against its own 2021, which counts as 100" in chart.subtitle
    assert chart.summary == "Torbay: 180 in 2021, 205 in 2024. England: 60,000 in 2021, 90,000 in 2024."
    assert chart.categories == ("2021", "2022", "2023", "2024")
    assert [line.values[0] for line in chart.series] == [100, 100]


def test_a_group_of_counts_is_the_same_areas_in_every_year(torbay: Authority) -> None:
    for area, values in {"E06000022": {2023: 100, 2024: 110}, "E06000026": {2023: 200, 2024: 240},
                         "E06000046": {2024: 900}}.items():  # fmt: skip
        records.put(torbay, *yearly("plans_new", area, values), kind="published")
    found = compared(torbay, "plans_new", "neighbours")
    assert found.line is not None
    assert [point.value for point in found.line.points] == [300, 350]
    assert found.coverage(Y2024) == "Statistical neighbours: 2 of 3 have figures for 2024."


def test_without_a_year_in_common_the_council_stands_alone_and_the_chart_says_why(torbay: Authority) -> None:
    records.put(torbay, *yearly("plans_new", "E92000001", {2022: 60000}), kind="published")
    chart = compared_chart(compared(torbay, "plans_new", "england"), FRAME)
    assert chart is not None
    assert len(chart.series) == 1
    assert "Torbay and England have fewer than two periods in common, so no change to compare." in chart.notes


def test_months_are_put_together_for_a_year_only_when_all_twelve_are_there(torbay: Authority) -> None:
    months = [
        Row(code, Period.month(2023, month), Decimal(n))
        for month in range(1, 13)
        for code, n in (("refusals_to_assess", month), ("decisions_to_assess_made", 20))
    ]
    records.put(torbay, *months, Row("refusals_to_assess", Period.month(2024, 1), Decimal(3)))
    read = read_series(torbay, ("refusals_to_assess", "refusal_rate_decisions"), INSIDE)
    assert [(p.period, p.value) for p in by_year(read["refusals_to_assess"]).points] == [(Y2023, 78)]
    [rate] = by_year(read["refusal_rate_decisions"]).points
    assert (rate.value, rate.numerator, rate.denominator) == (Decimal("32.5000"), 78, 240)


def test_own_months_stand_beside_what_is_published_of_the_same_year(torbay: Authority) -> None:
    records.put(torbay, *(Row("requests_received", Period.month(2024, m), Decimal(25)) for m in range(1, 13)))
    found = compare(torbay, "requests_received", Held("published", "As published", ()), INSIDE)
    assert found is not None
    chart = compared_chart(found, FRAME)
    assert chart is not None
    assert [line.name for line in chart.series] == ["Torbay, own figures", "As published"]
    assert chart.summary.startswith("The council's own figures come to 300 in 2024, 7 fewer than published (307).")


def test_what_is_published_stands_beside_a_year_that_the_council_has_counted_itself(torbay: Authority) -> None:
    records.put(torbay, Row("requests_received", Y2024, Decimal(311)))
    series = read_series(torbay, ("requests_received",), INSIDE)["requests_received"]
    assert has_both(series)
    found = compare(torbay, "requests_received", Held("published", "As published", ()), INSIDE)
    assert found is not None
    assert found.line is not None
    assert [(point.period, point.value) for point in found.own.points] == [(Y2024, 311)]
    assert found.line.at(Y2024).value == 307
    records.put(torbay, Row("requests_received", Y2024, Decimal(309)), kind="published")
    records.put(torbay, Row("requests_received", Y2024, Decimal(312)))
    again = compare(torbay, "requests_received", Held("published", "As published", ()), INSIDE)
    assert (again.own.at(Y2024).value, again.line.at(Y2024).value) == (312, 309)


def test_the_number_of_queries_does_not_grow_with_neighbours_or_years(torbay: Authority) -> None:
    def counted() -> int:
        with CaptureQueriesContext(connection) as queries:
            compare(torbay, "refusal_rate_published", held(torbay, "neighbours"), INSIDE)
        return len(queries)

    few = counted()
    others = Area.objects.filter(level="authority").exclude(gss_code__in=[*NEAR, torbay.gss_code])[:7]
    everybody = ComparatorGroup.objects.get(authority=torbay)
    for area in others:
        everybody.members.create(area=area)
        records.put(torbay, *yearly("requests_received", area.gss_code, dict.fromkeys(range(2015, 2025), 300)))
    assert counted() == few
