"""Random runs of editions are attacked by a reader who keeps all of them, and what the Department publishes besides.

Other charts for each edition, figures restated in between, thresholds of 5 and of 10. The reader is written from the
true counts and the printed cells alone, and tries whole numbers.
"""

import json
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.publishing.collecting import Collected, CountKey
from dashboards.publishing.earlier import add_counts, counts_to_plain
from dashboards.publishing.linking import link
from dashboards.publishing.protection import protect
from safetyvalve.core import audit
from safetyvalve.render.data import Table
from tests.dashboards.publishing.attack import Reader
from tests.dashboards.publishing.test_frozen_disclosure import (
    ALL_PARTS,
    HEADINGS,
    Columns,
    cell_shown,
    collect,
    frozen,
    material,
    month,
)

CHARTS = ("requests-and-decisions", "refusal-rate", "refusal-rate-month", "requests-by-source")
MONTHS = 3
QUARTER = ("2024-01-01", "2024-03-31")
COLUMN = st.tuples(st.lists(st.integers(0, 12), min_size=3, max_size=3), st.integers(0, 12), st.integers(0, 12))
STATES = st.lists(COLUMN, min_size=MONTHS, max_size=MONTHS)
# Of each edition: its charts, and the months that were restated before it.
EDITIONS = st.lists(
    st.tuples(st.sets(st.sampled_from(CHARTS), min_size=1), st.dictionaries(st.integers(0, MONTHS - 1), COLUMN)),
    min_size=1,
    max_size=3,
)
Name = tuple[str, int, int]


class Kept:
    """All that was published, and the reader who has it. ``called``: what the tables call the headings."""

    def __init__(self, threshold: int, called: Sequence[str] = HEADINGS) -> None:
        self.threshold = threshold
        self.called = dict(zip(HEADINGS, called, strict=True))
        self.facts: list[dict[str, object]] = []
        self.reader = Reader(threshold)
        self.truth: dict[object, int] = {}
        self.quarter: CountKey | None = None

    def publish(self, columns: Columns, charts: Sequence[str]) -> None:
        """As ``build_edition`` does it, without a database; not at all where a small count would be given away."""
        made, own, everything = material(columns, charts, ALL_PARTS), Collected(), Collected()
        collect(made, own)
        collect(made, everything)
        for facts in self.facts:
            add_counts(everything, facts)
        if self.quarter:
            everything.add(self.quarter, is_public=True)
        link(everything, ALL_PARTS)
        knowledge = everything.knowledge()
        protection = protect(knowledge, self.threshold)
        if not protection.exposed:
            plain = counts_to_plain(knowledge, own, protection.hidden)
            self.facts.append(json.loads(audit.canonical(plain)))
            self.read(columns, frozen(made, protection.hidden))

    def read(self, columns: Columns, tables: dict[str, list[Table]]) -> None:
        lines, divided = tables.get("requests-and-decisions", []), tables.get("requests-by-source", [])
        for n, column in enumerate(columns):
            names = self.meet(n, column)
            places = [("requests", "Requests received", lines), ("decided", "Decisions made", lines)]
            places += [("refused", "Decisions not to assess", lines), ("requests", "All", divided)]
            places += [(heading, called, divided) for heading, called in self.called.items()]
            shown = [what for what, words, where in places if cell_shown(where, words, month(n).label) is not None]
            if cell_shown(tables.get("refusal-rate", []), "Saltmarsh", month(n).label) is not None:
                shown += ["decided", "refused"]
            if cell_shown(tables.get("refusal-rate-month", []), "Saltmarsh", month(n).label) is not None:
                shown += ["requests", "refused"]
            self.reader.known |= {names[what]: names[what][2] for what in shown}

    def meet(self, n: int, column: tuple[list[int], int, int]) -> dict[str, Name]:
        """The counts of a month as it stands: one that was restated is another, one that was not is the same."""
        sources, agreed, refused = column
        true = {"requests": sum(sources), "decided": agreed + refused, "refused": refused, "agreed": agreed}
        true |= dict(zip(HEADINGS, sources, strict=True))
        names = {what: (what, n, value) for what, value in true.items()}
        self.truth |= {name: name[2] for name in names.values()}
        self.reader.adds_up(names["decided"], [names["refused"], names["agreed"]])
        self.reader.adds_up(names["requests"], [names[heading] for heading in HEADINGS])
        return names

    def hear_of_the_quarter(self, columns: Columns) -> None:
        """The Department publishes the three months together."""
        months = [self.meet(n, column)["requests"] for n, column in enumerate(columns)]
        total = sum(name[2] for name in months)
        self.quarter = CountKey("requests_received", *QUARTER, "", "", total)
        self.truth["quarter"] = self.reader.known["quarter"] = total
        self.reader.adds_up("quarter", months)

    def told(self) -> list[object]:
        """Small counts of what was published that the reader can tell."""
        reader = self.reader
        small = {name for name, value in self.truth.items() if 0 < value < self.threshold}
        assert not small & reader.known.keys() - {"quarter"}
        reader.small = small - reader.known.keys()
        assert reader.is_right(self.truth)
        return [name for name in sorted(reader.small, key=repr) if reader.can_tell(name, self.truth[name])]


def attack(threshold: int, columns: Columns, editions: list, is_quarter_first: bool) -> None:
    kept = Kept(threshold)
    if is_quarter_first:
        kept.hear_of_the_quarter(columns)
    for charts, restated in editions:
        columns = [restated.get(n, column) for n, column in enumerate(columns)]
        kept.publish(columns, sorted(charts))
    if kept.facts:
        assert kept.told() == []


@given(st.sampled_from([5, 10]), STATES, EDITIONS)
@settings(max_examples=12)
def test_a_run_of_editions_gives_no_small_count_away(threshold: int, columns: Columns, editions: list) -> None:
    attack(threshold, columns, editions, is_quarter_first=False)


@given(st.sampled_from([5, 10]), STATES, st.sets(st.sampled_from(CHARTS), min_size=1))
@settings(max_examples=12)
def test_an_edition_gives_nothing_away_beside_a_published_quarter(
    threshold: int, columns: Columns, charts: set[str]
) -> None:
    attack(threshold, columns, [(charts, {})], is_quarter_first=True)


@pytest.mark.slow
@given(st.sampled_from([5, 10]), STATES, EDITIONS)
@settings(max_examples=400)
def test_many_runs_of_editions_give_no_small_count_away(threshold: int, columns: Columns, editions: list) -> None:
    attack(threshold, columns, editions, is_quarter_first=False)


def test_the_attack_finds_what_an_edition_without_memory_gives_away() -> None:
    """The first shows the total and hides two parts; the second, not knowing of it, shows one of them."""
    columns: Columns = [([20, 9, 3], 20, 10)] * MONTHS
    kept = Kept(5)
    kept.publish(columns, ["requests-by-source"])
    assert kept.told() == []
    kept.reader.known |= {("Parent", 0, 9): 9}
    assert ("Health", 0, 3) in kept.told()
