"""Which charts of an edition are open at first, and which stand behind "more"."""

from itertools import permutations

from dashboards.publishing.offers import BEFORE_MORE, USUAL, open_at_first


def test_the_usual_five_are_open_the_biggest_risks_and_top_ups_being_one() -> None:
    assert USUAL[: open_at_first(USUAL)] == USUAL
    assert USUAL[-2:] == ("biggest-risks", "top-ups")


def test_apart_they_count_as_two_and_nothing_else_counts_as_one() -> None:
    apart = ["biggest-risks", "plans", "top-ups", "timeliness", "requests-and-decisions", "refusal-rate"]
    assert open_at_first(apart) == BEFORE_MORE
    assert open_at_first([*apart[3:], "plans", "deficit-after-payments", "biggest-risks", "top-ups"]) == BEFORE_MORE
    assert {open_at_first(keys) for keys in permutations(["plans", "top-ups", "biggest-risks"])} == {5, 6}


def test_a_short_edition_is_open_whole() -> None:
    assert ["plans"][: open_at_first(["plans"])] == ["plans"]
    assert open_at_first([]) == BEFORE_MORE
