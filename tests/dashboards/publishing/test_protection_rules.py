"""Which counts are withheld, so that nobody can work a small one out."""

import pytest

from dashboards.publishing.attacker import Attacker, Verdict
from dashboards.publishing.knowledge import Key, Knowledge, Relation, change, total
from dashboards.publishing.protection import Why, protect
from dashboards.publishing.recovery import Bounds, bounds, recoverable, solver_of

THRESHOLD = 5


def test_a_count_that_stands_alone_is_hidden_and_nothing_else() -> None:
    knowledge = Knowledge({"appeals": 3, "requests": 40})
    assert protect(knowledge, THRESHOLD).withheld == {"appeals": Why.SMALL}


def test_one_small_part_takes_the_smallest_other_part_with_it() -> None:
    knowledge = Knowledge(
        {"all": 60, "parent": 28, "school": 30, "other": 2}, [total("all", ["parent", "school", "other"])]
    )
    assert protect(knowledge, THRESHOLD).withheld == {"other": Why.SMALL, "parent": Why.COVERS}


def test_a_small_complement_cannot_be_worked_out() -> None:
    """28 of 30 shown gives 2 away, though 2 itself is printed nowhere."""
    knowledge = Knowledge({"all": 30, "in time": 28, "late": 2}, [total("all", ["in time", "late"])])
    assert protect(knowledge, THRESHOLD).hidden == {"late", "in time"}


def test_two_small_parts_that_can_only_be_four_each_need_a_third() -> None:
    knowledge = Knowledge({"all": 28, "a": 4, "b": 4, "c": 20}, [total("all", ["a", "b", "c"])])
    assert recoverable(knowledge, frozenset("ab"), THRESHOLD) == {"a", "b"}
    assert protect(knowledge, THRESHOLD).hidden == {"a", "b", "c"}


def test_a_stock_and_its_flows_do_not_give_a_small_flow_away() -> None:
    """34 issued and a change of 31 would say that 3 ceased."""
    counts = {"january": 1570, "february": 1601, "new": 34, "ceased": 3}
    knowledge = Knowledge(counts, [change("january", "february", "new", "ceased", 0)])
    protection = protect(knowledge, THRESHOLD)
    assert protection.withheld["ceased"] == Why.SMALL
    assert not recoverable(knowledge, protection.hidden, THRESHOLD)


def test_months_do_not_give_a_small_month_away_through_the_published_year() -> None:
    months = {f"m{n}": 10 for n in range(1, 12)} | {"m12": 2}
    knowledge = Knowledge({"year": 112, **months}, [total("year", months)], public=frozenset({"year"}))
    protection = protect(knowledge, THRESHOLD)
    assert "year" not in protection.withheld
    assert set(protection.withheld) == {"m12", "m1"}


def test_what_is_public_already_is_said_when_nothing_can_hide_it_any_more() -> None:
    """Everything beside it stood in an earlier edition, so leaving it out now hides nothing."""
    knowledge = Knowledge(
        {"all": 30, "kept": 28, "gone": 2}, [total("all", ["kept", "gone"])], frozenset({"all", "kept"})
    )
    assert protect(knowledge, THRESHOLD).exposed == {"gone"}


def test_a_public_small_count_is_not_hidden() -> None:
    assert not protect(Knowledge({"refused": 3}, public=frozenset({"refused"})), THRESHOLD).withheld


def test_a_count_not_decided_in_time_takes_its_whole_breakdown(monkeypatch: pytest.MonkeyPatch) -> None:
    def undecided(attacker: Attacker, key: Key) -> Verdict:
        return Verdict.SAFE if attacker.hidden >= set(knowledge.counts) else Verdict.UNDECIDED

    monkeypatch.setattr(Attacker, "verdict", undecided)
    knowledge = Knowledge({"all": 62, "a": 2, "b": 20, "c": 40}, [total("all", "abc")])
    assert protect(knowledge, THRESHOLD).withheld == {
        "a": Why.SMALL,
        "b": Why.UNDECIDED,
        "c": Why.UNDECIDED,
        "all": Why.UNDECIDED,
    }


def test_bounds_are_the_least_and_greatest_possible() -> None:
    knowledge = Knowledge({"all": 12, "a": 2, "b": 10}, [total("all", "ab")])
    assert bounds(knowledge, frozenset("ab"), THRESHOLD) == {"a": Bounds(1, 4), "b": Bounds(8, 11)}


def test_figures_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(ValueError, match="do not add up"):
        Knowledge({"all": 5, "a": 2, "b": 2}, [total("all", "ab")])


@pytest.mark.parametrize("threshold", [0, 1, 2])
def test_a_threshold_that_says_what_it_hides_is_refused(threshold: int) -> None:
    with pytest.raises(ValueError, match="below 3"):
        protect(Knowledge({"a": 1}), threshold)


def test_a_count_that_a_relation_names_twice_is_one_term_of_it() -> None:
    """4 and 4 of 8: the solver takes no row that has a column twice, and would be asked for ever."""
    twice = Relation((("all", -1), ("a", 1), ("a", 1)))
    assert twice.terms == (("all", -1), ("a", 2))
    assert Relation((("all", -1), ("all", 1), ("b", 1)), 4).terms == (("b", 1),)
    assert protect(Knowledge({"all": 8, "a": 4}, [twice]), THRESHOLD).hidden == {"all", "a"}


def test_a_model_that_the_solver_does_not_take_is_an_error_and_no_answer() -> None:
    with pytest.raises(RuntimeError, match="did not take"):
        solver_of([(0.0, 9.0)], [([(0, 1), (0, 1)], 8)], are_whole=True)
