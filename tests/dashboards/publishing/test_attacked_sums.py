"""Sums of twelve months are attacked by subtraction: no small month can be told from them and whatever else is known.

Random runs of editions with months, sums of twelve months and shares of such sums; figures restated in between. The
reader is written from the true counts and the printed cells alone, and tries whole numbers. A month is known to be
small only where a table has hidden it. What holds of sums of two months holds of sums of twelve.
"""

import json
from collections.abc import Iterator, Sequence
from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboards import rolling
from dashboards.periods import Period
from dashboards.points import MeasureSeries, Point
from dashboards.publishing import twelve
from dashboards.publishing.charts import Material, collect, cut
from dashboards.publishing.collecting import Collected
from dashboards.publishing.earlier import add_counts, counts_to_plain
from dashboards.publishing.linking import link
from dashboards.publishing.offers import BY_KEY
from dashboards.publishing.protection import protect
from safetyvalve.core import audit
from safetyvalve.render.data import SUPPRESSED, Table
from tests.dashboards.publishing import attack as attacks
from tests.dashboards.publishing.attack import Reader
from tests.dashboards.publishing.test_frozen_disclosure import (
    DECISIONS,
    PARTS,
    RATE,
    REFUSALS,
    REQUESTS,
    cell_shown,
    frozen,
)

YEAR, MONTHS = 2, 4
"""A year of two months, of which a reader can try every number."""
COUNTS, SUMS, SHARE = "requests-and-decisions", "requests-and-decisions-12-months", "refusal-rate-12-months"
CALLED = {"requests": "Requests received", "decided": "Decisions made", "refused": "Decisions not to assess"}
Months = list[tuple[int, int, int]]
# Of each month: requests, decisions to assess, refusals; mostly small.
MONTH = st.tuples(st.integers(0, 7), st.integers(0, 7), st.integers(0, 3))
STATES = st.lists(MONTH, min_size=MONTHS, max_size=MONTHS)
RUNS = st.lists(
    st.tuples(
        st.sets(st.sampled_from((COUNTS, SUMS, SHARE)), min_size=1), st.dictionaries(st.integers(0, MONTHS - 1), MONTH)
    ),
    min_size=1,
    max_size=2,
)


@pytest.fixture(scope="module", autouse=True)
def short_year() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rolling, "MONTHS", YEAR)
        patch.setattr(twelve, "MONTHS", YEAR)
        patch.setattr(attacks, "MOST", 50)
        yield


def month(number: int) -> Period:
    return Period.month(2023 + number // 12, number % 12 + 1)


def counts_of(state: tuple[int, int, int]) -> dict[str, int]:
    requests, agreed, refused = state
    return {"requests": requests, "decided": agreed + refused, "refused": refused, "agreed": agreed}


def material(months: Months, keys: Sequence[str], threshold: int) -> Material:
    def series(definition, points):
        return MeasureSeries(definition, tuple(points), "E06000999", "Saltmarsh")

    true = [counts_of(each) for each in months]
    measures = {
        definition.code: series(definition, (Point(month(n), Decimal(each[what])) for n, each in enumerate(true)))
        for what, definition in (("requests", REQUESTS), ("decided", DECISIONS), ("refused", REFUSALS))
    }
    shares = [(n, Decimal(each["refused"]), Decimal(each["decided"])) for n, each in enumerate(true)]
    measures[RATE.code] = series(
        RATE,
        (
            Point(month(n), top * 100 / all_ if all_ else None, numerator=top, denominator=all_)
            for n, top, all_ in shares
        ),
    )
    return Material({key: cut(BY_KEY[key], measures, None, PARTS) for key in keys}, PARTS, threshold)


class Kept:
    """All that was published, and the reader who has it."""

    def __init__(self, threshold: int) -> None:
        self.threshold = threshold
        self.facts: list[dict[str, object]] = []
        self.reader = Reader(threshold)
        self.truth: dict[object, int] = {}
        self.marked: set[object] = set()
        self.shown = 0

    def publish(self, months: Months, charts: Sequence[str]) -> None:
        """As ``build_edition`` does it, without a database; not at all where a small count would be given away."""
        made, own, everything = material(months, charts, self.threshold), Collected(), Collected()
        collect(made, own)
        collect(made, everything)
        for facts in self.facts:
            add_counts(everything, facts)
        link(everything, PARTS)
        knowledge = everything.knowledge()
        protection = protect(knowledge, self.threshold)
        if not protection.exposed:
            self.facts.append(json.loads(audit.canonical(counts_to_plain(knowledge, own, protection.hidden))))
            self.read(months, frozen(made, protection.hidden))

    def read(self, months: Months, tables: dict[str, list[Table]]) -> None:
        true = [counts_of(each) for each in months]
        for n, each in enumerate(true):
            names = {what: self._name(what, (n,), value) for what, value in each.items()}
            self.reader.adds_up(names["decided"], [names["refused"], names["agreed"]])
            self._look(tables.get(COUNTS, []), n, names)
        for n in range(YEAR - 1, MONTHS):
            window = tuple(range(n - YEAR + 1, n + 1))
            names = {what: self._name(what, window, sum(true[i][what] for i in window)) for what in true[n]}
            for what, name in names.items():
                self.reader.adds_up(name, [self._name(what, (i,), true[i][what]) for i in window])
            self._look(tables.get(SUMS, []), n, names)
            if cell_shown(tables.get(SHARE, []), "Saltmarsh", month(n).label) is not None:
                self._learn(names["decided"], names["refused"])

    def _look(self, tables: list[Table], n: int, names: dict[str, object]) -> None:
        for what, called in CALLED.items():
            if cell_shown(tables, called, month(n).label) is not None:
                self._learn(names[what])
            elif is_marked(tables, called, month(n).label):
                self.marked.add(names[what])

    def _name(self, what: str, window: tuple[int, ...], value: int) -> object:
        """A count that was restated is another, one that was not is the same."""
        name = (what, window, value)
        self.truth[name] = value
        return name

    def _learn(self, *names: object) -> None:
        self.reader.known |= {name: self.truth[name] for name in names}
        self.shown += len(names)

    def told(self) -> list[object]:
        """Small counts, whether of a month or of twelve, that the reader can tell."""
        reader = self.reader
        small = {name for name, value in self.truth.items() if 0 < value < self.threshold}
        assert not small & reader.known.keys()
        reader.small = small & self.marked
        assert reader.is_right(self.truth)
        return [name for name in sorted(small, key=repr) if reader.can_tell(name, self.truth[name])]


def is_marked(tables: list[Table], row: str, column: str) -> bool:
    """Whether any of the tables says of this place that it is hidden."""
    for table in tables:
        names = [each.name for each in table.columns]
        for cells in table.rows:
            places = zip(names[1:], cells[1:], strict=True)
            if any({str(cells[0]), name} == {row, column} and cell == SUPPRESSED for name, cell in places):
                return True
    return False


def attack(threshold: int, months: Months, editions: list) -> Kept:
    kept = Kept(threshold)
    for charts, restated in editions:
        months = [restated.get(n, each) for n, each in enumerate(months)]
        kept.publish(months, sorted(charts))
    assert kept.told() == []
    return kept


# One small month among large ones that an edition shows: the sum of twelve would give it back.
ALONE: Months = [(20, 15, 10), (3, 15, 10), (20, 15, 10), (20, 15, 10)]


@given(st.sampled_from([5, 10]), STATES, RUNS)
@example(5, ALONE, [({COUNTS}, {}), ({SUMS}, {})])
@example(5, ALONE, [({SUMS}, {}), ({COUNTS}, {})])
@settings(max_examples=10, deadline=None)
def test_no_small_month_can_be_told_from_sums_of_twelve(threshold: int, months: Months, editions: list) -> None:
    attack(threshold, months, editions)


@pytest.mark.slow
@given(st.sampled_from([5, 10]), STATES, RUNS)
@settings(max_examples=150, deadline=None)
def test_no_small_month_can_be_told_from_many_sums_of_twelve(threshold: int, months: Months, editions: list) -> None:
    attack(threshold, months, editions)


def test_the_attack_tells_a_month_from_a_sum_that_an_edition_without_memory_shows() -> None:
    kept = Kept(5)
    kept.publish(ALONE, [COUNTS])
    assert kept.told() == []
    window = (0, 1)
    value = sum(ALONE[i][0] for i in window)
    kept.truth["requests", window, value] = kept.reader.known["requests", window, value] = value
    assert kept.told() == [("requests", (1,), 3)]


def test_small_months_that_no_edition_has_shown_leave_their_sums_readable() -> None:
    """What the form is for: sums instead of months full of letters, also after a month was restated."""
    months: Months = [(3 + n % 2, 4, 3) for n in range(MONTHS)]
    windows = MONTHS - YEAR + 1
    assert attack(5, months, [({SUMS, SHARE}, {})]).shown == windows * (3 + 2)
    assert attack(5, months, [({SUMS}, {}), ({SUMS}, {0: (4, 4, 3)})]).shown == windows * 3 * 2


def test_where_months_were_shown_before_sums_are_withheld_that_would_give_one_back() -> None:
    kept = attack(5, ALONE, [({COUNTS}, {}), ({SUMS}, {})])
    sums = [(what, window) for what, window, _ in kept.reader.known if len(window) == YEAR]
    assert {what for what, _ in sums} == {"requests", "decided", "refused"}
    assert [window for what, window in sums if what == "requests"] == [(2, 3)]
