"""Counts that stand in two charts under two names, and months in which nothing is left of one inside another."""

from decimal import Decimal

import pytest

from dashboards.periods import Period
from dashboards.points import Definition, MeasureSeries, Point
from dashboards.publishing.collecting import Collected, CountKey, collect_breakdown, collect_series
from dashboards.publishing.linking import link
from dashboards.publishing.offers import PLACE_COSTS
from dashboards.publishing.protection import Protection, protect
from dashboards.publishing.recovery import recoverable

THRESHOLD = 5
JANUARY = Period.month(2025, 1)
PLANS, INDEPENDENT = "plans_maintained", "plans_independent"
BY_PLACEMENT = {
    "mainstream": 613,
    "resourced": 72,
    "special": 512,
    "independent": 32,
    "ap": 0,
    "post_16": 231,
    "other": 181,
}
ALL_PLANS = 1643


def series(code: str, value: int, heading: str = "") -> MeasureSeries:
    definition = Definition(code, code, "count", period_basis="snapshot")
    return MeasureSeries(definition, (Point(JANUARY, Decimal(value)),), heading, heading or "Torbay")


def key(value: int, code: str = INDEPENDENT, heading: str = "", period: Period = JANUARY) -> CountKey:
    topic = "placement_group" if heading else ""
    return CountKey(code, period.start.isoformat(), period.end.isoformat(), topic, heading, value)


def by_placement(into: Collected, chart: str = "plans-by-placement") -> None:
    headings = [series(PLANS, value, heading) for heading, value in BY_PLACEMENT.items()]
    collect_breakdown(into, series(PLANS, ALL_PLANS), headings, "placement_group", chart)


def protected(into: Collected) -> Protection:
    """What is withheld, with nothing small left that could be worked out."""
    link(into, {})
    knowledge = into.knowledge()
    protection = protect(knowledge, THRESHOLD)
    assert not protection.exposed
    assert not recoverable(knowledge, protection.hidden, THRESHOLD) & knowledge.small(THRESHOLD)
    return protection


@pytest.mark.parametrize("chart", ["plans-by-placement", PLACE_COSTS])
def test_independent_places_are_withheld_in_both_charts_or_in_none(chart: str) -> None:
    """1,643 plans, of 2 of which no placement is known: 32 cannot cover them while the other chart prints it."""
    into = Collected()
    by_placement(into, chart)
    collect_series(into, series(INDEPENDENT, 32), "out-of-area-and-independent", {})
    hidden = protected(into).hidden
    assert (key(32) in hidden) is (key(32, PLANS, "independent") in hidden)
    assert {each.value for each in hidden if isinstance(each, CountKey)} >= {2}


def test_a_small_number_of_independent_places_is_no_less_small_in_the_other_chart() -> None:
    into = Collected()
    into.add(key(3), chart="out-of-area-and-independent")
    into.add(key(3, PLANS, "independent"), chart="plans-by-placement")
    assert protected(into).hidden >= {key(3), key(3, PLANS, "independent")}


def test_two_sources_that_differ_say_how_many_there_are_and_their_difference_is_nobody() -> None:
    """199 in one chart and 195 in the other are two counts of the same plans, and not four children."""
    into = Collected()
    into.add(key(199), chart="out-of-area-and-independent")
    into.add(key(195, PLANS, "independent"), chart="plans-by-placement")
    assert not protected(into).hidden


def test_a_number_is_not_covered_by_one_that_another_chart_nearly_gives() -> None:
    into = Collected()
    by_placement(into)
    collect_series(into, series(INDEPENDENT, 33), "out-of-area-and-independent", {})
    hidden = protected(into).hidden
    assert (key(33) in hidden) is (key(32, PLANS, "independent") in hidden)


def test_what_was_published_of_the_same_count_is_public_and_a_corrected_one_is_not() -> None:
    into = Collected()
    into.add(key(6), is_public=True)
    same, corrected = key(6, PLANS, "independent"), key(4, PLANS, "independent")
    into.add(same, chart="plans-by-placement")
    into.add(corrected, chart="plans-by-placement")
    assert protected(into).hidden == {corrected}
    assert same in into.public


NEW = (10, 3, 11, 12, 9, 10, 13, 8, 12, 11, 10, 14)


def test_a_cover_that_hides_nothing_stands_in_for_no_real_one() -> None:
    """August 8 covers February 3 of a published year: of no use while the chart of timeliness prints August, and all
    the other months say that the two are the same."""
    into = Collected()
    new, without = "plans_new", "plans_issued_excluding_exceptions"
    for number, value in enumerate(NEW, start=1):
        for code, chart in ((new, "plans-new-and-ceased"), (without, "timeliness")):
            into.add(key(value, code, period=Period.month(2024, number)), chart=chart)
    into.add(key(sum(NEW), new, period=Period.calendar_year(2024)), is_public=True)
    hidden = protected(into).hidden
    gone = {
        code: {each.start for each in hidden if isinstance(each, CountKey) and each.code == code and each.value}
        for code in (new, without)
    }
    assert len(gone[new]) == 2
    assert gone[new] == gone[without]


def test_an_edition_is_not_stopped_where_nothing_else_can_be_withheld() -> None:
    """An edition that readers have prints the new plans without exceptions of every month but the small one."""
    into = Collected()
    for number, value in enumerate(NEW, start=1):
        month = Period.month(2024, number)
        into.add(key(value, "plans_new", period=month), chart="plans-new-and-ceased")
        into.add(key(value, "plans_issued_excluding_exceptions", period=month), is_public=value >= THRESHOLD)
    into.add(key(sum(NEW), "plans_new", period=Period.calendar_year(2024)), is_public=True)
    link(into, {})
    assert not protect(into.knowledge(), THRESHOLD).exposed


def test_refusals_are_no_part_of_the_requests_of_their_month() -> None:
    """12 refusals in a month of 14 requests: the two that are left are nobody."""
    into = Collected()
    into.add(key(14, "requests_received"), chart="requests-and-decisions")
    into.add(key(12, "refusals_to_assess"), chart="requests-and-decisions")
    link(into, {"refusal_rate_requests": ("refusals_to_assess", "requests_received")})
    assert not protect(into.knowledge(), THRESHOLD).withheld
