"""The projection is attacked: no small count can be told from it, from the plans, new plans and plans ceased, and from
every edition before.

Random runs of editions, months restated in between. A reader who sees a projection is taken to see what it is made of.
"""

import json
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboards.points import Definition, MeasureSeries, Point
from dashboards.publishing.charts import Material, collect, cut
from dashboards.publishing.collecting import NO_PARTS, Collected
from dashboards.publishing.earlier import add_counts, counts_to_plain
from dashboards.publishing.linking import link
from dashboards.publishing.offers import BY_KEY
from dashboards.publishing.protection import protect
from safetyvalve.core import audit
from safetyvalve.render.data import Table
from tests.dashboards.publishing.attack import Reader, Sum
from tests.dashboards.publishing.test_frozen_disclosure import cell_shown, frozen, month

THRESHOLD, MONTHS, BEGUN = 5, 3, 100
CODES = ("plans_new", "plans_ceased", "plans_about_to_be_issued", "plans_about_to_cease")
STOCK = "plans_maintained"
CALLED = {
    "plans": {STOCK: "EHC plans"},
    "plans-new-and-ceased": {"plans_new": "New plans", "plans_ceased": "Plans ceased"},
    "projection": {STOCK: "EHC plans"},
}
AHEAD = "With those about to begin or end"
State = list[tuple[int, int, int, int]]
# Of each month: new, ceased, about to be issued, about to cease.
MONTH = st.tuples(*(st.integers(0, 9) for _ in CODES))
STATES = st.lists(MONTH, min_size=MONTHS, max_size=MONTHS)
RUNS = st.lists(
    st.tuples(st.sets(st.sampled_from(list(CALLED)), min_size=1), st.dictionaries(st.integers(0, MONTHS - 1), MONTH)),
    min_size=1,
    max_size=3,
)


def true_counts(months: State) -> list[dict[str, int]]:
    found, stock = [], BEGUN
    for values in months:
        stock += values[0] - values[1]
        found.append({STOCK: stock, **dict(zip(CODES, values, strict=True))})
    return found


def material(months: State, keys: list[str]) -> Material:
    measures = {}
    for code in (STOCK, *CODES):
        definition = Definition(code, code, "count", period_basis="snapshot" if code == STOCK else "month")
        points = tuple(Point(month(n), Decimal(each[code])) for n, each in enumerate(true_counts(months)))
        measures[code] = MeasureSeries(definition, points, "E06000999", "Saltmarsh")
    return Material({key: cut(BY_KEY[key], measures) for key in keys}, NO_PARTS, THRESHOLD)


class Kept:
    """All that was published, and the reader who has it."""

    def __init__(self) -> None:
        self.facts: list[dict[str, object]] = []
        self.reader = Reader(THRESHOLD)
        self.truth: dict[object, int] = {}
        self.met: set[object] = set()
        self.sums: list[Sum] = []

    def publish(self, months: State, keys: list[str]) -> None:
        """As ``build_edition`` does it, without a database; not at all where a small count would be given away."""
        made, own, everything = material(months, keys), Collected(), Collected()
        collect(made, own)
        collect(made, everything)
        for facts in self.facts:
            add_counts(everything, facts)
        link(everything, NO_PARTS)
        knowledge = everything.knowledge()
        protection = protect(knowledge, THRESHOLD)
        if not protection.exposed:
            plain = counts_to_plain(knowledge, own, protection.hidden)
            self.facts.append(json.loads(audit.canonical(plain)))
            self.read(months, frozen(made, protection.hidden))

    def read(self, months: State, tables: dict[str, list[Table]]) -> None:
        before: tuple[str, int, int] | None = None
        for n, true in enumerate(true_counts(months)):
            names = {code: (code, n, value) for code, value in true.items()}
            self.truth |= {name: name[2] for name in names.values()}
            stand = {code for key in tables for code in (*CALLED[key], *(CODES[2:] if key == "projection" else ()))}
            self.met |= {names[code] for code in stand}
            seen = {
                code
                for key, called in CALLED.items()
                for code, words in called.items()
                if cell_shown(tables.get(key, []), words, month(n).label) is not None
            }
            ahead = cell_shown(tables.get("projection", []), AHEAD, month(n).label)
            if ahead is not None:
                assert ahead == true[STOCK] + true[CODES[2]] - true[CODES[3]]
                seen |= {STOCK, CODES[2], CODES[3]}
            self.reader.known |= {names[code]: true[code] for code in seen}
            if before:
                terms = {names[STOCK]: 1, before: -1, names["plans_new"]: -1, names["plans_ceased"]: 1}
                self.sums.append((terms, 0))
            before = names[STOCK]

    def told(self) -> list[object]:
        """Small counts of what was published that the reader can tell: of months of which editions had all four."""
        reader = self.reader
        small = {name for name in self.met if 0 < self.truth[name] < THRESHOLD}
        assert not small & reader.known.keys()
        reader.small = small
        reader.sums = [each for each in self.sums if self.met >= each[0].keys()]
        assert reader.is_right(self.truth)
        return [name for name in sorted(small, key=repr) if reader.can_tell(name, self.truth[name])]


def attack(months: State, editions: list) -> Kept:
    kept = Kept()
    for charts, restated in editions:
        months = [restated.get(n, each) for n, each in enumerate(months)]
        kept.publish(months, sorted(charts))
    assert kept.told() == []
    return kept


# Nothing about to happen is small, but the plans of a month cover those ceased in it: the projection would say them.
COVERED: State = [(9, 8, 9, 8), (9, 3, 9, 8), (9, 8, 9, 8)]


@given(STATES, RUNS)
@example(COVERED, [({"plans-new-and-ceased", "plans"}, {}), ({"projection"}, {})])
@example(COVERED, [({"projection"}, {}), ({"plans-new-and-ceased", "plans"}, {})])
@settings(max_examples=15, deadline=None)
def test_no_small_count_can_be_told_from_projections(months: State, editions: list) -> None:
    attack(months, editions)


@pytest.mark.slow
@given(STATES, RUNS)
@settings(max_examples=300, deadline=None)
def test_no_small_count_can_be_told_from_many_projections(months: State, editions: list) -> None:
    attack(months, editions)


@pytest.mark.parametrize(("issuing", "ceasing", "is_shown"), [(9, 8, True), (4, 8, False), (9, 1, False), (0, 8, True)])
def test_a_projection_goes_with_a_small_part_of_it_and_the_plans_stay(
    issuing: int, ceasing: int, is_shown: bool
) -> None:
    made = material([(9, 8, 9, 8), (9, 8, issuing, ceasing)], ["projection"])
    own = Collected()
    collect(made, own)
    tables = frozen(made, protect(own.knowledge(), THRESHOLD).hidden)["projection"]
    assert cell_shown(tables, "EHC plans", month(1).label) == 102
    assert (cell_shown(tables, AHEAD, month(1).label) is not None) is is_shown


def test_the_attack_tells_what_an_edition_without_memory_shows() -> None:
    kept = Kept()
    kept.publish(COVERED, ["plans", "plans-new-and-ceased"])
    assert kept.told() == []
    kept.reader.known |= {name: name[2] for name in kept.truth if name[0] in (STOCK, "plans_new")}
    assert ("plans_ceased", 1, 3) in kept.told()
