"""What a place costs stands in an edition where the number of plans behind it may; with a withheld number it goes."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dashboards.breakdowns import Breakdown
from dashboards.headings import topic_called
from dashboards.periods import Period
from dashboards.points import Definition, MeasureSeries, Point
from dashboards.publishing.building import build_edition
from dashboards.publishing.charts import Material, collect, cut, draw
from dashboards.publishing.collecting import Collected
from dashboards.publishing.content import tables_of
from dashboards.publishing.earlier import add_counts, counts_to_plain
from dashboards.publishing.editions import Choice
from dashboards.publishing.linking import link
from dashboards.publishing.offers import BY_KEY, PLACE_COSTS
from dashboards.publishing.place_costs import NUMBER_WITHHELD, PART_WITHHELD, collect_costs, costs_withheld
from dashboards.publishing.protection import Why, protect
from dashboards.publishing.released import read_released
from safetyvalve.core import audit
from safetyvalve.render.data import SUPPRESSED
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import published
from tests.dashboards.records import Row

THRESHOLD = 5
TOPIC = "placement_group"
YEAR = Period.financial_year("2022-23")
COST = Definition("unit_cost_weekly", "Cost of a place", "money", period_basis="financial_year")
STOCK = Definition("plans_maintained", "Plans", "count", period_basis="snapshot")
COSTS = {"mainstream": 120, "special": 430, "independent": 1300}
ENOUGH = {"mainstream": 900, "special": 500, "independent": 60}
SEPTEMBER, MARCH = Period.month(2022, 9), Period.month(2023, 3)
Counts = dict[Period, dict[str, int]]


def divided(definition: Definition, figures: Counts, whole: dict[Period, int], public: bool = False) -> Breakdown:
    def series(values: dict[Period, int], heading: str = "") -> MeasureSeries:
        points = (Point(period, Decimal(value), is_published=public) for period, value in sorted(values.items()))
        return MeasureSeries(definition, tuple(points), heading, heading)

    headings = dict.fromkeys(heading for each in figures.values() for heading in each)
    parts = (series({p: each[h] for p, each in figures.items() if h in each}, h) for h in headings)
    return Breakdown(topic_called(TOPIC), tuple(parts), series(whole))


def plans_of(figures: Counts, public: bool = False) -> Breakdown:
    return divided(STOCK, figures, {period: sum(each.values()) for period, each in figures.items()}, public)


class Edition:
    """As ``build_edition`` does it, without a database."""

    def __init__(self, plans: Breakdown | None, *, whole: int | None = None, earlier: Any = (), key: str = PLACE_COSTS):
        costs = divided(COST, {YEAR: COSTS}, {YEAR: whole} if whole else {})
        made = cut(BY_KEY[key], {}, costs if key == PLACE_COSTS else plans, {}, plans)
        material, own, everything = Material({key: made}, {}, THRESHOLD), Collected(), Collected()
        for into in (own, everything):
            collect(material, into)
        for facts in earlier:
            add_counts(everything, facts)
        link(everything, {})
        knowledge = everything.knowledge()
        self.protection = protect(knowledge, THRESHOLD)
        self.facts = json.loads(audit.canonical(counts_to_plain(knowledge, own, self.protection.hidden)))
        drawn = draw(material, key, self.protection.hidden)
        assert drawn is not None
        self.text = repr(drawn)
        self.rows = drawn.table.rows if drawn.table else ()
        self.table = {row[0]: row[-1] for row in self.rows}
        self.why = {h: why for h, _, why in costs_withheld(costs, plans, self.protection.hidden, THRESHOLD)}

    @property
    def hidden(self) -> set[str]:
        return {str(heading) for heading, cell in self.table.items() if cell == SUPPRESSED}


def test_what_a_place_costs_is_shown_where_every_number_of_plans_behind_it_is() -> None:
    edition = Edition(plans_of({SEPTEMBER: ENOUGH, MARCH: ENOUGH}))
    assert edition.table == {**COSTS, "Overall": None}
    assert (edition.why, edition.protection.withheld) == ({}, {})
    assert "highest for independent, £1,300" in edition.text


@pytest.mark.parametrize("plans", [None, plans_of({Period.month(2022, 3): ENOUGH, Period.census(2024): ENOUGH})])
def test_without_a_number_in_the_year_nobody_can_say_whom_it_gives_away(plans: Breakdown | None) -> None:
    edition = Edition(plans)
    assert edition.hidden == set(COSTS)
    assert edition.why == dict.fromkeys(COSTS, Why.UNKNOWN)


@pytest.mark.parametrize("when", [Period.month(2022, 4), Period.census(2023), Period.census(2024)])
def test_a_few_plans_on_any_day_behind_it_take_the_cost_with_them(when: Period) -> None:
    """In the year or at the census after it. The whole is known: the next smallest part stands in for them."""
    edition = Edition(plans_of({SEPTEMBER: ENOUGH, when: {**ENOUGH, "independent": 3}}))
    assert edition.hidden == {"independent", "special"}
    assert edition.why == dict.fromkeys(("special", "independent"), NUMBER_WITHHELD)
    assert not {"1300", "1,300", "430"} & set(edition.text.replace("'", " ").replace("£", " ").split())


def test_a_kind_without_a_cost_covers_another_before_one_with_a_cost_goes() -> None:
    """Three of no known kind: neither they nor those at home stand on any page, and no cost is lost."""
    figures = {SEPTEMBER: {**ENOUGH, "unknown": 3, "home": 700}}
    edition = Edition(plans_of(figures), whole=400)
    assert (edition.hidden, edition.why) == (set(), {})
    assert {key.heading for key in edition.protection.withheld} == {"unknown", "home"}
    again = Edition(plans_of(figures), key="plans-by-placement", earlier=[edition.facts])
    assert not again.protection.exposed
    assert {"unknown", "home"} <= again.hidden


def test_a_kind_with_a_cost_in_another_year_stands_nowhere_in_this_one() -> None:
    costs = divided(COST, {YEAR: COSTS, YEAR.next(): {"home": 90}}, {})
    plans, own = (
        plans_of({SEPTEMBER: {**ENOUGH, "home": 700}, Period.month(2023, 9): {**ENOUGH, "home": 700}}),
        Collected(),
    )
    collect_costs(own, costs, plans, PLACE_COSTS)
    at_home = {key.period: set(own.charts.get(key, ())) for key in own.counts if key.heading == "home"}
    assert at_home == {SEPTEMBER: set(), Period.month(2023, 9): {PLACE_COSTS}}


def test_the_cost_of_few_plans_is_withheld_though_the_department_publishes_their_number() -> None:
    plans = plans_of({SEPTEMBER: {**ENOUGH, "independent": 3}}, public=True)
    assert Edition(plans).hidden == {"independent"}


def test_the_cost_of_all_together_goes_with_any_of_its_parts() -> None:
    assert Edition(plans_of({SEPTEMBER: ENOUGH}), whole=400).table["Overall"] == 400
    edition = Edition(plans_of({SEPTEMBER: {**ENOUGH, "independent": 2}}), whole=400)
    assert "Overall" in edition.hidden
    assert edition.why[""] == PART_WITHHELD


def test_a_kind_of_place_whose_number_is_not_known_has_no_cost() -> None:
    plans = plans_of({SEPTEMBER: ENOUGH})
    first, *others = plans.parts
    unknown = first.with_points(point._replace(value=None, marker="x") for point in first.points)
    assert Edition(replace(plans, parts=(unknown, *others))).hidden == {"mainstream"}


def test_a_number_that_an_earlier_edition_withheld_is_not_given_away_by_the_cost() -> None:
    """Independent places stood in for three of another kind; the next edition has costs alone."""
    plans = plans_of({MARCH: {**ENOUGH, "ap": 3}})
    before = Edition(plans, key="plans-by-placement")
    assert before.hidden == {"ap", "independent"}
    edition = Edition(plans, earlier=[before.facts])
    assert not edition.protection.exposed
    assert edition.hidden == {"independent"}


@pytest.mark.django_db
@pytest.mark.usefixtures("clock")
def test_the_publisher_is_told_and_members_dashboards_take_no_number_from_it() -> None:
    world = factories.make_world()
    records.catalogue()
    by = [{"breakdown_topic": TOPIC, "breakdown": heading} for heading in COSTS]
    costs = [Row(COST.code, YEAR, Decimal(each), **of) for each, of in zip(COSTS.values(), by, strict=True)]
    few = {**ENOUGH, "independent": 3}
    plans = [Row(STOCK.code, MARCH, Decimal(each), **of) for each, of in zip(few.values(), by, strict=True)]
    records.put(world.authority, *costs, *plans, Row(STOCK.code, MARCH, Decimal(sum(few.values()))))
    choices = {"members": Choice("", [PLACE_COSTS])}
    who = world.people["programme_manager"]
    edition = published(world.authority, who, month=date(2024, 5, 1), choices=choices)
    withheld = json.loads(edition.counts.text)["withheld"]
    assert [what for what, _, why, _ in withheld if why == NUMBER_WITHHELD] == [
        "Average weekly cost of a placement: independent",
        "Average weekly cost of a placement: special",
    ]
    [item] = json.loads(edition.contents.get().text)["charts"]
    assert [row[1] for row in tables_of(item)[1].rows] == [SUPPRESSED, 120, SUPPRESSED, None]
    assert read_released(world.authority).figures == {}
    assert build_edition(edition).exposed == ()
