"""Random small tables are attacked by trying whole numbers: nothing that is hidden for being small can be told."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.publishing.knowledge import Key, Knowledge, total
from dashboards.publishing.protection import Protection, protect
from dashboards.publishing.recovery import recoverable
from tests.dashboards.publishing.attack import Reader

THRESHOLDS = st.sampled_from([5, 10])
Cells = dict[tuple[int, ...], int]


def with_totals(cells: Cells) -> Knowledge:
    """The cells with every total and subtotal: a place that is -1 stands for all of them."""
    sizes = [max(at[axis] for at in cells) + 1 for axis in range(len(next(iter(cells))))]
    counts: dict[Key, int] = {}
    for at in itertools.product(*(range(-1, size) for size in sizes)):
        spans = [range(size) if place == -1 else (place,) for place, size in zip(at, sizes, strict=True)]
        counts[at] = sum(cells[inside] for inside in itertools.product(*spans))
    relations = [
        total(at, [(*at[:axis], place, *at[axis + 1 :]) for place in range(size)])
        for at in itertools.product(*(range(-1, size) for size in sizes))
        for axis, size in enumerate(sizes)
        if at[axis] == -1
    ]
    return Knowledge(counts, relations)


def reader_of(knowledge: Knowledge, hidden: frozenset[Key], threshold: int) -> Reader:
    reader = Reader(threshold)
    reader.known = {key: count for key, count in knowledge.counts.items() if key not in hidden}
    reader.small = set(knowledge.small(threshold))
    for relation in knowledge.relations:
        reader.sums.append((dict(relation.terms), relation.constant))
    assert reader.is_right(knowledge.counts)
    return reader


def attacked(knowledge: Knowledge, threshold: int) -> Protection:
    protection = protect(knowledge, threshold)
    small = knowledge.small(threshold)
    assert not protection.exposed
    assert small <= protection.hidden
    reader = reader_of(knowledge, protection.hidden, threshold)
    assert [key for key in small if reader.can_tell(key, knowledge.counts[key])] == []
    return protection


def cells_of(sizes: tuple[int, ...], most: int) -> st.SearchStrategy[Cells]:
    places = list(itertools.product(*map(range, sizes)))
    values = st.lists(st.integers(0, most), min_size=len(places), max_size=len(places))
    return values.map(lambda found: dict(zip(places, found, strict=True)))


@given(cells_of((3, 3), 9), THRESHOLDS)
@settings(max_examples=25)
def test_no_small_count_of_a_table_can_be_told(cells: Cells, threshold: int) -> None:
    attacked(with_totals(cells), threshold)


@given(cells_of((2, 2, 2), 12), THRESHOLDS)
@settings(max_examples=8)
def test_no_small_count_of_a_cube_can_be_told(cells: Cells, threshold: int) -> None:
    attacked(with_totals(cells), threshold)


@pytest.mark.slow
@given(cells_of((4, 4), 16), THRESHOLDS)
@settings(max_examples=400)
def test_no_small_count_of_larger_tables_can_be_told(cells: Cells, threshold: int) -> None:
    attacked(with_totals(cells), threshold)


@pytest.mark.slow
@given(cells_of((3, 2, 2), 14), THRESHOLDS)
@settings(max_examples=120)
def test_no_small_count_of_larger_cubes_can_be_told(cells: Cells, threshold: int) -> None:
    attacked(with_totals(cells), threshold)


@given(cells_of((2, 3), 4), THRESHOLDS)
@settings(max_examples=10)
def test_of_a_table_of_small_counts_only_no_count_can_be_told(cells: Cells, threshold: int) -> None:
    attacked(with_totals(cells), threshold)


def test_nothing_is_hidden_of_a_table_without_small_counts_and_zero_is_shown() -> None:
    knowledge = with_totals({(0, 0): 0, (0, 1): 12, (1, 0): 30, (1, 1): 0})
    assert protect(knowledge, 5).hidden == frozenset()
    assert protect(knowledge, 10).hidden == frozenset()


def test_the_same_table_hides_more_where_more_counts_as_small() -> None:
    knowledge = with_totals({(0, 0): 7, (0, 1): 40, (1, 0): 50, (1, 1): 60})
    assert protect(knowledge, 5).hidden == frozenset()
    assert attacked(knowledge, 10).hidden == {(0, 0), (0, 1), (1, 0), (1, 1)}


def test_the_attack_succeeds_where_only_small_counts_are_hidden() -> None:
    knowledge = with_totals({(0, 0): 3, (0, 1): 40, (1, 0): 50, (1, 1): 60})
    assert reader_of(knowledge, frozenset({(0, 0)}), 5).can_tell((0, 0), 3)
    assert not reader_of(knowledge, protect(knowledge, 5).hidden, 5).can_tell((0, 0), 3)


@given(cells_of((2, 3), 8), THRESHOLDS)
@settings(max_examples=15)
def test_what_the_solver_calls_recoverable_the_attack_can_tell_and_nothing_else(cells: Cells, threshold: int) -> None:
    knowledge = with_totals(cells)
    hidden = knowledge.small(threshold)
    reader = reader_of(knowledge, hidden, threshold)
    told = {key for key in hidden if reader.can_tell(key, knowledge.counts[key])}
    assert told == recoverable(knowledge, hidden, threshold)
