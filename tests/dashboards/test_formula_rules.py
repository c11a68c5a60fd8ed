"""Growth, averages, rates per thousand, the residual: fixed values, what parts hand on, and laws that always hold."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.charts.lines import Frame, measure_chart
from dashboards.formulas import (
    added,
    growth_points,
    ratio_of_sums,
    ratio_points,
    residual,
    residual_points,
    value_of,
)
from dashboards.models import Indicator, IndicatorVersion
from dashboards.periods import Period
from dashboards.points import Point
from dashboards.scope import INSIDE
from dashboards.series import read_series
from safetyvalve.core.models import Authority
from tests import factories
from tests.dashboards import records
from tests.dashboards.records import Row

Y2023, Y2024 = Period.calendar_year(2023), Period.calendar_year(2024)
JANUARY, FEBRUARY = Period.month(2024, 1), Period.month(2024, 2)


def points(*found: Point) -> dict[Period, Point]:
    return {point.period: point for point in found}


def a(period: Period, value: int | None, **fields: object) -> Point:
    return Point(period, None if value is None else Decimal(value), **fields)  # type: ignore[arg-type]


@pytest.fixture
def torbay(db: None) -> Authority:
    authority = factories.make_authority("Torbay", "880")
    records.torbay(authority)
    return authority


@pytest.mark.parametrize(
    ("formula", "top", "bottom", "expected"),
    [
        ("percentage", 31, 307, "10.0977"),
        ("per_thousand", 1643, 46700, "35.1820"),
        ("quotient", 28340, 218, "130.0000"),
        ("growth", 1643, 1535, "7.0358"),
        ("growth", 1535, 1608, "-4.5398"),
        ("percentage", 31, 0, None),
        ("percentage", None, 307, None),
    ],
)
def test_each_formula_to_four_decimals(formula: str, top: int | None, bottom: int, expected: str | None) -> None:
    value = value_of(formula, None if top is None else Decimal(top), Decimal(bottom))
    assert value == (None if expected is None else Decimal(expected))


def test_the_residual_of_torbay_in_2024_is_a_measure_of_its_own(torbay: Authority) -> None:
    series = read_series(torbay, ("plans_residual",), INSIDE)["plans_residual"]
    [point] = series.points
    assert (point.period, point.value) == (Y2024, 41)
    assert series.definition.name == "Transfers in and data corrections"
    chart = measure_chart(series, Frame(years=None))
    assert chart is not None
    assert chart.title == "Transfers in and data corrections: 41 in 2024"


def test_growth_of_plans_is_between_two_januaries(torbay: Authority) -> None:
    series = read_series(torbay, ("plans_growth",), INSIDE)["plans_growth"]
    [point] = series.points
    assert (point.period, point.value) == (Period.census(2025), Decimal("7.0358"))


def test_a_residual_of_a_month_needs_the_stock_before_it() -> None:
    stock = points(a(JANUARY, 1540), a(FEBRUARY, 1546))
    new, ceased = points(a(JANUARY, 12), a(FEBRUARY, 14)), points(a(JANUARY, 8), a(FEBRUARY, 9))
    [point] = residual_points(stock, new, ceased)
    assert (point.period, point.value) == (FEBRUARY, 1)
    assert point.counts == (1546, 14, 9, 1540)


def test_a_residual_with_a_hidden_part_is_hidden_with_it() -> None:
    stock = points(a(JANUARY, 1540), a(FEBRUARY, 1546))
    [point] = residual_points(stock, points(a(FEBRUARY, 14)), points(a(FEBRUARY, None, marker="c")))
    assert (point.value, point.marker) == (None, "c")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("final", "provisional", "provisional"),
        ("provisional", "unreliable", "unreliable"),
        ("unreliable", "restated", "unreliable"),
        ("restated", "provisional", "provisional"),
        ("final", "restated", "restated"),
        ("final", "final", "final"),
    ],
)
def test_what_is_worked_out_is_no_better_than_its_parts(one: str, other: str, expected: str) -> None:
    [rate] = ratio_points(points(a(Y2024, 31, status=one)), points(a(Y2024, 307, status=other)))
    assert rate.status == expected


def test_a_rate_with_an_unreliable_part_keeps_its_reason() -> None:
    doubtful = a(Y2024, 74, status="unreliable", note="Counted for half of the year.")
    [rate] = ratio_points(points(a(Y2024, 31)), points(doubtful))
    assert (rate.status, rate.note) == ("unreliable", "Counted for half of the year.")


@pytest.mark.parametrize("fields", [{"is_as_reported": True}, {"upper": Decimal(40)}])
def test_what_was_reported_without_its_parts_is_never_worked_with(fields: dict) -> None:
    reported = a(Y2024, 31, **fields)
    [rate] = ratio_points(points(reported), points(a(Y2024, 307)))
    assert rate.value is None
    assert added([reported, a(Y2023, 30)]) is None
    assert ratio_of_sums(
        [a(Y2024, 10)._replace(numerator=Decimal(1), denominator=Decimal(9), is_as_reported=True)]
    ) is (None)


def test_sums_leave_no_doubtful_figure_in() -> None:
    doubtful = a(Y2024, 74, status="unreliable")
    assert added([a(Y2023, 382), doubtful]) is None
    rate = a(Y2024, 10, status="unreliable")._replace(numerator=Decimal(1), denominator=Decimal(9))
    assert ratio_of_sums([rate]) is None


def test_what_happened_in_a_year_is_held_against_the_stock_at_its_end() -> None:
    people = points(a(Period.census(2024), 46000), a(Period.census(2025), 46500))
    [share] = ratio_points(points(a(Y2024, 465)), people, of_a_stock=True)
    assert share.value == 1
    [earlier] = ratio_points(points(a(Period.calendar_year(2025), 465)), people, of_a_stock=True)
    assert earlier.denominator == 46500
    assert list(ratio_points(points(a(Y2024, 465)), people)) == []
    assert list(ratio_points(points(a(FEBRUARY, 40)), people, of_a_stock=True)) == []


def test_growth_does_not_reach_over_a_changed_definition() -> None:
    assert list(growth_points(points(a(Y2023, 100), a(Y2024, 150, version=2)))) == []


def test_a_rate_breaks_whenever_either_part_is_counted_differently(torbay: Authority) -> None:
    for code, number, year in (("requests_received", 2, 2023), ("refusals_published", 2, 2024)):
        indicator = Indicator.objects.get(code=code)
        IndicatorVersion.objects.create(
            indicator=indicator,
            number=number,
            unit="count",
            period_basis="month",
            valid_from=date(year, 1, 1),
            definition="Counted anew.",
            change_note=f"{code} counted anew",
        )
    records.put(
        torbay,
        *(
            Row(code, Period.calendar_year(year), Decimal(value))
            for code, value in (("requests_received", 300), ("refusals_published", 30))
            for year in (2022, 2023, 2024)
        ),
        kind="published",
    )
    series = read_series(torbay, ("refusal_rate_published",), INSIDE)["refusal_rate_published"]
    assert [point.period.label for point in series.points] == ["2022", "2023", "2024"]
    assert len({point.version for point in series.points}) == 3
    chart = measure_chart(series, Frame(years=None))
    assert chart is not None
    assert [(each.position, each.words) for each in chart.breaks] == [
        (1, "requests_received counted anew"),
        (2, "refusals_published counted anew"),
    ]
    assert series.before(series.points[-1]) is None


def test_the_two_appeal_rates_are_two_measures(torbay: Authority) -> None:
    old, new = (Indicator.objects.get(code=code).versions.get() for code in ("appeal_rate_old", "appeal_rate_new"))
    assert old.denominator != new.denominator
    records.put(
        torbay,
        *(
            Row(each.numerator.code, Y2024, Decimal(39))
            for each in {old.numerator.code: old, new.numerator.code: new}.values()
        ),
        Row("appealable_decisions_old", Y2024, Decimal(1708)),
        Row("appealable_decisions_new", Period.calendar_year(2025), Decimal(1125)),
    )
    read = read_series(torbay, ("appeal_rate_old", "appeal_rate_new"), INSIDE)
    assert [round(point.value, 1) for point in read["appeal_rate_old"].points] == [Decimal("2.3")]
    assert read["appeal_rate_new"].points == ()


COUNT = st.integers(min_value=0, max_value=10_000).map(Decimal)


@given(COUNT, COUNT, COUNT, COUNT)
def test_opening_and_new_less_ceased_and_the_residual_make_the_closing(
    opening: Decimal, closing: Decimal, new: Decimal, ceased: Decimal
) -> None:
    assert opening + new - ceased + residual(opening, closing, new, ceased) == closing


@given(st.lists(st.tuples(COUNT, COUNT), min_size=2, max_size=14), COUNT)
def test_residuals_of_months_add_up_to_that_of_the_whole_time(
    flows: list[tuple[Decimal, Decimal]], step: Decimal
) -> None:
    stocks = [step * number + new for number, (new, _) in enumerate(flows)]
    parts = [
        residual(before, after, new, ceased)
        for before, after, (new, ceased) in zip(stocks, stocks[1:], flows[1:], strict=False)
    ]
    new, ceased = (sum((flow[side] for flow in flows[1:]), Decimal(0)) for side in (0, 1))
    assert sum(parts, Decimal(0)) == residual(stocks[0], stocks[-1], new, ceased)


SHARES = st.lists(st.tuples(COUNT, st.integers(min_value=1, max_value=10_000).map(Decimal)), min_size=1, max_size=12)


@given(SHARES, st.randoms())
def test_a_rate_of_sums_does_not_depend_on_the_order_and_lies_between_its_parts(shares: list, random: object) -> None:
    rates = [
        point._replace(numerator=top, denominator=bottom)
        for top, bottom in shares
        for point in [Point(Y2024, value_of("percentage", top, bottom))]
    ]
    whole = ratio_of_sums(rates)
    shuffled = list(rates)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert ratio_of_sums(shuffled) == whole
    values = [rate.value for rate in rates if rate.value is not None]
    assert whole is not None
    assert min(values) <= whole <= max(values)


@given(SHARES)
def test_a_rate_of_sums_of_one_figure_is_that_figure(shares: list[tuple[Decimal, Decimal]]) -> None:
    for top, bottom in shares:
        rate = value_of("percentage", top, bottom)
        assert ratio_of_sums([Point(Y2024, rate, numerator=top, denominator=bottom)]) == rate


@given(SHARES)
def test_one_missing_part_leaves_no_rate_of_sums(shares: list[tuple[Decimal, Decimal]]) -> None:
    rates = [Point(Y2024, Decimal(1), numerator=top, denominator=bottom) for top, bottom in shares]
    assert ratio_of_sums([*rates, Point(Y2023, Decimal(40))]) is None
