"""Costs of places are attacked by whoever has the spending: every shown cost tells the numbers of plans behind it.

Random runs of editions with plans by kind of place and with what a place costs. The reader is written from the true
counts and the shown cells alone, and tries whole numbers.
"""

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dashboards.periods import Period
from dashboards.publishing.offers import PLACE_COSTS
from safetyvalve.render.data import SUPPRESSED
from tests.dashboards.publishing.attack import Reader
from tests.dashboards.publishing.test_place_costs import COSTS, MARCH, SEPTEMBER, THRESHOLD, Edition, plans_of

KINDS = (*COSTS, "unknown")
"""The last has no cost."""
TABLE = "plans-by-placement"
COUNTS = st.tuples(*(st.integers(0, 12) for _ in KINDS))
Counts = tuple[int, ...]


def attack(tables: dict[Period, Counts], editions: list[str]) -> int:
    """How many costs were shown. What was refused because of earlier editions is not published."""
    plans = plans_of({period: dict(zip(KINDS, counts, strict=True)) for period, counts in tables.items()})
    truth: dict[object, int] = {}
    reader = Reader(THRESHOLD)
    for period, counts in tables.items():
        truth |= {(period, kind): count for kind, count in zip(KINDS, counts, strict=True)}
        truth[period, ""] = sum(counts)
        reader.adds_up((period, ""), [(period, kind) for kind in KINDS])
    facts, shown = [], 0
    for key in editions:
        edition = Edition(plans, earlier=facts, key=key)
        if edition.protection.exposed:
            continue
        facts.append(edition.facts)
        if key == TABLE:
            read_table(edition, sorted(tables), reader, truth)
            continue
        for kind in (kind for kind, cell in edition.table.items() if isinstance(cell, Decimal)):
            shown += 1
            reader.known |= {(period, kind): truth[period, kind] for period in tables}
    assert reader.is_right(truth)
    small = [name for name, count in truth.items() if 0 < count < THRESHOLD]
    assert not set(small) & reader.known.keys()
    assert not [name for name in small if reader.can_tell(name, truth[name])]
    return shown


def read_table(edition: Edition, periods: list[Period], reader: Reader, truth: dict[object, int]) -> None:
    for row in edition.rows:
        kind = "" if row[0] == "All" else str(row[0])
        for cell, period in zip(row[1:], periods, strict=True):
            if cell == SUPPRESSED and 0 < truth[period, kind] < THRESHOLD:
                reader.small.add((period, kind))
            elif cell is not None and cell != SUPPRESSED:
                reader.known[period, kind] = truth[period, kind]


RUNS = st.lists(st.sampled_from([TABLE, PLACE_COSTS]), min_size=1, max_size=3)


@pytest.mark.slow
@given(st.dictionaries(st.sampled_from([SEPTEMBER, MARCH]), COUNTS, min_size=1), RUNS)
@example({MARCH: (9, 8, 7, 3)}, [TABLE, PLACE_COSTS])
@example({MARCH: (9, 8, 7, 3)}, [PLACE_COSTS, TABLE])
@settings(max_examples=300, deadline=None)
def test_no_few_plans_can_be_told_from_costs_and_spending(tables: dict[Period, Counts], editions: list[str]) -> None:
    attack(tables, editions)


def test_most_costs_are_shown_where_one_kind_has_few_plans() -> None:
    for editions in ([TABLE, PLACE_COSTS], [PLACE_COSTS, TABLE]):
        assert attack({MARCH: (90, 80, 70, 3)}, editions) == 2
