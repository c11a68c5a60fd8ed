"""Reading measures out of the record: ratios of sums, markers, breaks, targets, comparators, scopes."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from dashboards.aims import plain
from dashboards.formulas import ratio_of_sums
from dashboards.models import Indicator, IndicatorVersion, Measurement, Target
from dashboards.periods import Grain, Period
from dashboards.points import usual_grain
from dashboards.publishing.released import Released
from dashboards.scope import INSIDE, Scope, as_at
from dashboards.series import STOCK_AND_FLOW, read_series, usable
from safetyvalve.core.models import Authority
from tests import factories
from tests.dashboards import records
from tests.dashboards.records import Row

MAY = Period.month(2024, 5)


@pytest.fixture
def council(db: None) -> Authority:
    authority = factories.make_authority()
    records.six_months(authority)
    return authority


def read(council: Authority, code: str, scope: Scope = INSIDE):
    return read_series(council, (code,), scope)[code]


def test_the_published_refusal_rate_of_torbay_is_31_of_307(db: None) -> None:
    torbay = factories.make_authority("Torbay", "880")
    records.torbay(torbay)
    series = read(torbay, "refusal_rate_published")
    latest = series.latest
    assert (latest.numerator, latest.denominator, round(latest.value, 1)) == (31, 307, Decimal("10.1"))
    assert latest.period == Period.calendar_year(2024)
    [england] = series.comparators
    assert england.area_name == "England"
    assert round(england.latest.value, 1) == Decimal("25.2")


def test_a_derived_rate_is_the_ratio_of_its_counts(council: Authority) -> None:
    rate = read(council, "refusal_rate_decisions").at(MAY)
    assert (rate.numerator, rate.denominator) == (10, 29)
    assert rate.value == Decimal("34.4828")


def test_over_several_months_a_rate_is_the_ratio_of_sums_not_the_mean_of_ratios(council: Authority) -> None:
    points = read(council, "refusal_rate_decisions").points
    assert ratio_of_sums(points) == Decimal("28.9941")  # 49 of 169
    assert ratio_of_sums(points) != sum(point.value for point in points) / len(points)


def test_a_rate_reported_without_its_counts_is_never_aggregated(council: Authority) -> None:
    rate = Indicator.objects.create(authority=council, code="own_rate", name="Own rate")
    IndicatorVersion.objects.create(indicator=rate, unit="percent", decimals=1, period_basis="month")
    records.put(council, Row("own_rate", Period.month(2024, 4), Decimal(40)), Row("own_rate", MAY, Decimal(50)))
    points = read(council, "own_rate").points
    assert [point.value for point in points] == [40, 50]
    assert ratio_of_sums(points) is None


def test_a_stored_rate_stands_as_reported_and_is_worked_out_where_only_counts_were_given(council: Authority) -> None:
    top, bottom = (Indicator.objects.get(code=code) for code in ("refusals_to_assess", "requests_received"))
    rate = Indicator.objects.create(authority=council, code="own_rate", name="Own rate")
    IndicatorVersion.objects.create(
        indicator=rate, unit="percent", decimals=1, period_basis="month", numerator=top, denominator=bottom
    )
    records.put(council, Row("own_rate", MAY, Decimal("27.7")), Row("own_rate", Period.month(2024, 6), None, "x"))
    series = read(council, "own_rate")
    assert series.at(MAY).value == Decimal("27.7")
    assert series.at(MAY).numerator == 10
    assert series.at(Period.month(2024, 6)).value == Decimal("10.3448")


def test_a_stored_rate_knows_the_one_count_that_is_on_record(council: Authority) -> None:
    top, bottom = (Indicator.objects.get(code=code) for code in ("refusals_to_assess", "requests_received"))
    rate = Indicator.objects.create(authority=council, code="own_rate", name="Own rate")
    IndicatorVersion.objects.create(
        indicator=rate, unit="percent", decimals=1, period_basis="month", numerator=top, denominator=bottom
    )
    july = Period.month(2024, 7)
    records.put(council, Row("own_rate", july, Decimal(10)), Row("requests_received", july, Decimal(30)))

    point = read(council, "own_rate").at(july)

    assert (point.value, point.numerator, point.denominator) == (10, None, 30)


def test_nothing_counted_gives_no_rate(council: Authority) -> None:
    july = Period.month(2024, 7)
    records.put(council, Row("refusals_to_assess", july, Decimal(0)), Row("decisions_to_assess_made", july, Decimal(0)))
    point = read(council, "refusal_rate_decisions").at(july)
    assert (point.value, point.marker) == (None, "z")


def test_a_marker_of_a_part_is_the_rates_marker_and_provisional_stays(council: Authority) -> None:
    july, august = Period.month(2024, 7), Period.month(2024, 8)
    records.put(
        council,
        Row("refusals_to_assess", july, None, "x"),
        Row("decisions_to_assess_made", july, Decimal(20)),
        Row("refusals_to_assess", august, Decimal(5), status=Measurement.Status.PROVISIONAL),
        Row("decisions_to_assess_made", august, Decimal(20)),
    )
    series = read(council, "refusal_rate_decisions")
    assert (series.at(july).value, series.at(july).marker) == (None, "x")
    assert series.at(august).status == "provisional"


def test_breakdowns_and_restated_rows_are_not_in_the_series(council: Authority) -> None:
    by_source = Row("requests_received", MAY, Decimal(20), breakdown_topic="source", breakdown="parent")
    records.put(council, by_source, Row("requests_received", MAY, Decimal(37)))
    assert read(council, "requests_received").at(MAY).value == 37
    assert len(read(council, "requests_received").points) == 6


def test_a_councils_own_measure_stands_before_a_shipped_one_of_the_same_code(council: Authority) -> None:
    own = Indicator.objects.create(authority=council, code="requests_received", name="Our requests")
    IndicatorVersion.objects.create(indicator=own, unit="count", period_basis="month", definition="Ours.")
    assert read(council, "requests_received").definition.name == "Our requests"


def test_another_councils_figures_and_measures_are_not_read(council: Authority) -> None:
    elsewhere = factories.make_authority("Elsewhere", "998")
    Indicator.objects.create(authority=council, code="ours", name="Ours")
    assert read(elsewhere, "requests_received").points == ()
    assert read_series(elsewhere, ("ours", "no_such"), INSIDE) == {}


def test_trajectories_keep_their_names_and_the_one_begun_last_is_answered_to(council: Authority) -> None:
    plans = Indicator.objects.get(code="plans_maintained")
    for on, value in ((date(2024, 4, 1), 1580), (date(2024, 12, 31), 1620)):
        Target.objects.create(authority=council, indicator=plans, name="Re-based", on=on, value=value)
    series = read(council, "plans_maintained")
    assert [trajectory.name for trajectory in series.trajectories] == ["Agreed trajectory", "Re-based"]
    assert series.trajectory_at(date(2024, 3, 31)).name == "Agreed trajectory"
    assert series.trajectory_at(date(2024, 5, 31)).name == "Re-based"
    assert series.trajectory_at(date(2025, 5, 31)) is None


def test_targets_saved_out_of_order_make_the_same_trajectory_however_they_are_read(council: Authority) -> None:
    """Read with the measures, as on the overview, and by themselves; another council's are in neither."""
    received = Indicator.objects.get(code="requests_received")
    for on, value in ((date(2027, 3, 31), 200), (date(2025, 3, 31), 100), (date(2026, 3, 31), 140)):
        Target.objects.create(authority=council, indicator=received, on=on, value=value)
    Target.objects.create(
        authority=factories.make_authority("Elsewhere", "998"), indicator=received, on=date(2024, 1, 1), value=9
    )
    found = usable(council, ("requests_received", *STOCK_AND_FLOW), with_aims=True, and_aimed_at=True)
    for measures in (None, found):
        series = read_series(council, ("requests_received",), INSIDE, found=measures)["requests_received"]
        [agreed] = series.trajectories
        assert [value for _, value in agreed.points] == [100, 140, 200]
        assert agreed.starts_on == date(2025, 3, 31)
        assert agreed.at(date(2026, 9, 30)) == 170


def test_a_target_of_thousands_is_written_in_full() -> None:
    assert [str(plain(Decimal(value))) for value in ("1E+3", "1000.0000", "29.0000", "2.5000")] == [
        "1000",
        "1000",
        "29",
        "2.5",
    ]


def test_between_two_points_a_trajectory_is_straight_and_outside_it_is_nothing(council: Authority) -> None:
    [agreed] = read(council, "plans_maintained").trajectories
    assert agreed.at(date(2024, 5, 31)) == 1568
    assert agreed.at(date(2024, 3, 16)) == 1552
    assert agreed.at(date(2025, 1, 1)) is None
    assert agreed.in_period(MAY) == 1568


def test_a_new_definition_is_a_break_and_its_figures_are_not_compared(council: Authority) -> None:
    requests = Indicator.objects.get(code="requests_received")
    IndicatorVersion.objects.create(
        indicator=requests,
        number=2,
        unit="count",
        period_basis="month",
        valid_from=date(2024, 7, 1),
        definition="Now with those withdrawn.",
        change_note="withdrawn requests are counted",
    )
    records.put(council, Row("requests_received", Period.month(2024, 7), Decimal(50)))
    series = read(council, "requests_received")
    assert [point.version for point in series.points] == [1, 1, 1, 1, 1, 1, 2]
    assert series.definition.breaks == ((2, "withdrawn requests are counted"),)
    assert series.before(series.latest) is None


def test_a_return_reads_figures_of_periods_that_had_ended(council: Authority) -> None:
    assert read(council, "requests_received", as_at(date(2024, 5, 31))).latest.period == MAY


def test_from_outside_only_published_figures_and_those_of_an_edition_are_seen(council: Authority) -> None:
    records.put(council, Row("requests_received", Period.calendar_year(2023), Decimal(300)), kind="published")
    first, second, third = (
        ("requests_received", f"2024-0{n}-01", f"2024-0{n}-{day}") for n, day in ((1, 31), (2, 29), (3, 31))
    )
    edition = Released({first: 30, second: None, third: 99})
    seen = read(council, "requests_received", Scope(False, date(2024, 6, 30), 5, released=edition))
    assert [(point.period.label, point.value, point.marker) for point in seen.points] == [
        ("2023", 300, ""),
        ("January 2024", 30, ""),
        ("February 2024", None, "c"),
    ]
    nothing_yet = read(council, "requests_received", Scope(False, date(2024, 6, 30), 5))
    assert [point.period.label for point in nothing_yet.points] == ["2023"]


def test_months_are_shown_before_years(council: Authority) -> None:
    records.put(council, Row("requests_received", Period.calendar_year(2023), Decimal(300)))
    assert usual_grain(read(council, "requests_received")) == Grain.MONTH


def test_months_that_ended_long_ago_do_not_hide_later_years(council: Authority) -> None:
    records.put(council, Row("requests_received", Period.calendar_year(2025), Decimal(310)))
    assert usual_grain(read(council, "requests_received")) == Grain.YEAR


def test_the_number_of_queries_does_not_grow_with_rows_or_measures(council: Authority) -> None:
    def counted(*codes: str) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read_series(council, codes, INSIDE)
        return len(queries)

    few = counted("requests_received")
    records.put(council, *records.monthly(2023), *records.monthly(2022))
    assert counted(*records.CODES, "refusal_rate_decisions", "timeliness_20_weeks") == few == 3
