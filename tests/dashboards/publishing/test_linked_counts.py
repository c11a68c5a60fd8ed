"""What readers could add up beyond one table: periods, parts that overlap, stock and flow, averages and costs."""

from datetime import date
from decimal import Decimal

import pytest

from dashboards.periods import Period
from dashboards.points import Definition, MeasureSeries, Point
from dashboards.publishing.averages import rate_parts
from dashboards.publishing.charts import names_of
from dashboards.publishing.collecting import (
    REST,
    Collected,
    CountKey,
    cannot_be_shown,
    collect_breakdown,
    keys_behind,
)
from dashboards.publishing.linking import INSIDE, link
from dashboards.publishing.material import Material
from dashboards.publishing.protection import protect
from dashboards.series import usable
from tests import factories
from tests.dashboards import records

THRESHOLD = 5
MAY = Period.month(2024, 5)
YEAR = Period.calendar_year(2024)


def key(period: Period, value: int, code: str = "requests_received", heading: str = "") -> CountKey:
    return CountKey(code, period.start.isoformat(), period.end.isoformat(), "", heading, value)


def collected(*shown: CountKey, public: tuple[CountKey, ...] = ()) -> Collected:
    into = Collected()
    for each in shown:
        into.add(each, chart="a chart")
    for each in public:
        into.add(each, is_public=True)
    link(into, {})
    return into


def hidden(into: Collected) -> set[CountKey]:
    protection = protect(into.knowledge(), THRESHOLD)
    assert not protection.exposed
    return {each for each in protection.hidden if isinstance(each, CountKey) and not each.heading.startswith(REST)}


def test_a_year_of_quarters_and_months_does_not_give_the_last_month() -> None:
    quarters = [key(Period(date(2024, m, 1), date(2024, m + 2, 30 if m != 1 else 31)), 30) for m in (1, 4, 7)]
    months = [key(Period.month(2024, 10), 10), key(Period.month(2024, 11), 11), key(Period.month(2024, 12), 3)]
    assert hidden(collected(*quarters, *months, public=(key(YEAR, 114),))) == {months[2], months[0]}


def test_what_is_left_of_a_published_year_is_not_given_by_the_months_before() -> None:
    """December is printed nowhere: eleven months and the year the Department publishes would say it."""
    months = [key(Period.month(2024, n), 10) for n in range(1, 12)]
    assert len(hidden(collected(*months, public=(key(YEAR, 112),)))) == 1
    assert hidden(collected(*months, public=(key(YEAR, 120),))) == set()


def test_what_everybody_can_work_out_already_stops_no_edition() -> None:
    months = tuple(key(Period.month(2024, n), 10) for n in range(1, 12))
    assert hidden(collected(key(Period.month(2025, 1), 9), public=(key(YEAR, 112), *months))) == set()


def test_headings_that_overlap_do_not_give_those_who_are_not_under_one() -> None:
    needs = Definition("plans_maintained", "Plans", "count", period_basis="snapshot")

    def series(value: int, heading: str = "") -> MeasureSeries:
        return MeasureSeries(needs, (Point(MAY, Decimal(value)),), heading, heading or "Saltmarsh")

    into = Collected()
    collect_breakdown(into, series(30), [series(28, "ASD"), series(12, "SEMH")], "need", "plans-by-need")
    link(into, {})
    assert {each.value for each in hidden(into)} == {28}


@pytest.mark.parametrize(("without", "is_gone"), [(22, True), (23, False), (18, False)])
def test_plans_without_exceptions_do_not_give_the_few_with_one(without: int, is_gone: bool) -> None:
    """New plans stand in one chart, and those without exceptions beneath the share within 20 weeks in another."""
    part = key(MAY, without, "plans_issued_excluding_exceptions")
    assert bool(hidden(collected(key(MAY, 23, "plans_new"), part))) is is_gone


def test_each_measure_inside_another_is_linked_with_it_whichever_charts_hold_the_two() -> None:
    for part, whole in INSIDE:
        assert hidden(collected(key(MAY, 30, whole), key(MAY, 28, part))), part


def test_that_all_new_plans_came_without_exceptions_is_nothing_a_reader_is_taken_to_know() -> None:
    """Or a hidden number of new plans would count as given away, and no edition could be published any more."""
    new, without = key(MAY, 25, "plans_new"), key(MAY, 25, "plans_issued_excluding_exceptions")
    knowledge = collected(new, without).knowledge()
    assert [knowledge.counts[each] for relation in knowledge.relations for each in relation.keys] == [25, 25, 0]


def test_what_is_behind_a_chart_and_in_none_has_its_name_in_the_list_of_what_is_withheld() -> None:
    names = names_of(Material({}, {}, THRESHOLD, names={"decisions_within_6_weeks": "Decisions within six weeks"}))
    assert names[key(MAY, 3, "decisions_within_6_weeks").place] == "Decisions within six weeks"


def test_new_plans_are_no_part_of_the_requests_of_their_month() -> None:
    into = Collected()
    for each in (key(MAY, 28), key(MAY, 25, "plans_new")):
        into.add(each, chart="a chart")
    link(into, {"conversion_to_plans": ("plans_new", "requests_received")})
    assert hidden(into) == set()


@pytest.mark.parametrize(("ceased", "gone"), [(3, {3, 34}), (9, set())])
def test_plans_at_start_and_end_and_the_new_ones_do_not_give_those_ceased(ceased: int, gone: set[int]) -> None:
    stocks = [key(MAY.previous(), 1570, "plans_maintained"), key(MAY, 1570 + 34 - ceased, "plans_maintained")]
    into = collected(*stocks, key(MAY, 34, "plans_new"), key(MAY, ceased, "plans_ceased"))
    assert {each.value for each in hidden(into)} == gone


@pytest.fixture
def parts(db: None) -> dict[str, tuple[str, str]]:
    records.catalogue()
    return rate_parts(usable(factories.make_authority()))


def test_of_an_average_the_people_are_given_away(parts: dict[str, tuple[str, str]]) -> None:
    assert parts["mean_days_to_issue"] == ("", "plans_issued")
    assert parts["timeliness_20_weeks"] == (
        "plans_issued_20_weeks_excluding_exceptions",
        "plans_issued_excluding_exceptions",
    )
    days = Definition("mean_days_to_issue", "Days", "days", kind="derived", formula="quotient")
    point = Point(MAY, Decimal(150), numerator=Decimal(450), denominator=Decimal(3))
    series = MeasureSeries(days, (point,), "E06000999", "Saltmarsh")
    assert keys_behind(series, point, parts) == [key(MAY, 3, "plans_issued")]
    assert not cannot_be_shown(series, point, parts, THRESHOLD)


@pytest.mark.parametrize("unit", ["percent", "weeks", "days"])
def test_an_average_without_the_counts_behind_it_is_withheld_unless_it_is_published(unit: str) -> None:
    reported = Definition("reported", "As reported", unit)
    ours, theirs = Point(MAY, Decimal(40)), Point(MAY, Decimal(40), is_published=True)
    series = MeasureSeries(reported, (ours, theirs), "E06000999", "Saltmarsh")
    assert [cannot_be_shown(series, point, {}, THRESHOLD) for point in series.points] == [True, False]


def test_a_unit_cost_of_nobody_knows_how_many_is_withheld_and_a_sum_is_not() -> None:
    cost, spent = Definition("unit_cost_weekly", "Cost", "money"), Definition("transport_cost", "Cost", "money")
    shown = [
        not cannot_be_shown(MeasureSeries(each, (point,), "E06000999", "Saltmarsh"), point, {}, THRESHOLD)
        for each in (cost, spent)
        for point in [Point(MAY, Decimal(900))]
    ]
    assert shown == [False, True]
