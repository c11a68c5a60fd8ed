"""What is known to be safe is not asked again while more is hidden: the answers stay those of a fresh look."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboards.publishing.attacker import Attacker, Verdict
from dashboards.publishing.knowledge import Key, Knowledge, Relation, total
from dashboards.publishing.recovery import recoverable
from tests.dashboards.publishing.test_attacked_tables import THRESHOLDS, Cells, cells_of, with_totals


def told(attacker: Attacker) -> set[Key]:
    return {key for key in attacker.hidden if attacker.verdict(key) is Verdict.GIVEN_AWAY}


def look_again_and_again(cells: Cells, threshold: int, order: st.DataObject) -> None:
    """Hides the small counts, then one count after the other, and holds each answer against a solver that is new."""
    knowledge = with_totals(cells)
    attacker = Attacker(knowledge, threshold)
    attacker.hide(knowledge.small(threshold))
    shown = [key for key in knowledge.counts if key not in attacker.hidden]
    for key in order.draw(st.permutations(shown))[:4]:
        assert told(attacker) == recoverable(knowledge, frozenset(attacker.hidden), threshold)
        covered = {each for each in told(attacker) if attacker.is_covered_by(each, key)}
        before = told(attacker)
        attacker.hide([key])
        after = recoverable(knowledge, frozenset(attacker.hidden), threshold)
        assert before - covered <= after
        assert not covered & after


@given(cells_of((3, 3), 9), THRESHOLDS, st.data())
@settings(max_examples=4, deadline=None)
def test_of_a_table_hidden_step_by_step(cells: Cells, threshold: int, order: st.DataObject) -> None:
    look_again_and_again(cells, threshold, order)


@pytest.mark.slow
@given(cells_of((3, 2, 2), 14), THRESHOLDS, st.data())
@settings(max_examples=150, deadline=None)
def test_of_a_cube_hidden_step_by_step(cells: Cells, threshold: int, order: st.DataObject) -> None:
    look_again_and_again(cells, threshold, order)


@pytest.mark.parametrize(("threshold", "given_away"), [(6, {"a", "b"}), (7, set())])
def test_parts_of_people_prove_nothing(threshold: int, given_away: set[str]) -> None:
    """2a + 3b = 20: in whole people only 4 and 4 up to 5; up to 6 also 1 and 6."""
    knowledge = Knowledge({"a": 4, "b": 4}, [Relation((("a", 2), ("b", 3)), 20)])
    attacker = Attacker(knowledge, threshold)
    attacker.hide("ab")
    assert told(attacker) == recoverable(knowledge, frozenset("ab"), threshold) == given_away


def test_a_count_that_nothing_bounds_is_safe() -> None:
    knowledge = Knowledge({"all": 50, "a": 20, "b": 30}, [total("all", "ab")])
    attacker = Attacker(knowledge, 5)
    attacker.hide(["all", "a"])
    assert told(attacker) == set()
    assert attacker.verdict("a") is Verdict.SAFE
