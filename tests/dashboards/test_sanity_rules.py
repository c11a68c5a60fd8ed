"""What is worth a second look in a month's figures, and what is not."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboards.sanity import FEWEST, Doubt, Entry, doubts, in_words, jump, usual_range

NAMES = {"source": "Source of request", "budget_kind": "Kind of personal budget"}
USUAL = tuple(Decimal(value) for value in (30, 31, 28, 33, 36, 29, 27, 35, 32, 30, 31, 34))


def entry(code: str = "requests_received", value: str | int | None = 32, **facts) -> Entry:
    key = "--".join(part for part in (code, facts.get("topic", ""), facts.pop("part", "")) if part)
    number = None if value is None else Decimal(value)
    return Entry(key, code, facts.pop("name", code), facts.pop("unit", "count"), value=number, **facts)


def said(*entries: Entry) -> list[str]:
    return [doubt.sentence for doubt in doubts(entries, topic_names=NAMES)]


@pytest.mark.parametrize("value", [13, 20, 32, 45, 50, None])
def test_figures_within_their_usual_range_raise_no_doubt(value) -> None:
    assert jump(entry(value=value, history=USUAL)) is None


@pytest.mark.parametrize(("value", "side"), [(320, "above"), (2, "below"), (0, "below")])
def test_a_figure_far_from_the_last_ones_is_asked_about_without_judging_it(value, side) -> None:
    assert jump(entry(value=value, history=USUAL)) == Doubt(
        "requests_received",
        f"requests_received: {value} is {side} the usual range, 12 to 50, judging by the last 12 figures.",
    )


def test_nothing_is_usual_while_little_is_known() -> None:
    assert usual_range(entry(history=USUAL[: FEWEST - 1])) is None
    assert jump(entry(value=9999, history=USUAL[: FEWEST - 1])) is None


def test_only_the_last_twelve_say_what_is_usual() -> None:
    assert usual_range(entry(history=(Decimal(9999),) * 20 + USUAL)) == usual_range(entry(history=USUAL))


def test_a_count_that_never_changed_may_still_change_by_chance() -> None:
    low, high = usual_range(entry(history=(Decimal(9),) * 12)) or (0, 0)
    assert (low, high) == (0, 20)


def test_a_count_of_nothing_is_left_alone_until_there_is_something() -> None:
    assert usual_range(entry(history=(Decimal(0),) * 12)) == (0, 0)
    assert jump(entry(value=3, history=(Decimal(0),) * 12)) is not None


def test_a_rising_number_of_plans_may_go_on_rising() -> None:
    rising = tuple(Decimal(1500 + 8 * month) for month in range(12))
    assert jump(entry("plans_maintained", 1600, history=rising)) is None
    assert jump(entry("plans_maintained", 15960, history=rising)) is not None
    assert jump(entry("plans_maintained", 160, history=rising)) is not None


def test_rates_and_money_are_written_in_their_own_way() -> None:
    rates = tuple(Decimal(value) for value in (60, 61, 59, 62, 60, 58))
    doubt = jump(entry(unit="percent", decimals=1, value="12.5", history=rates))
    assert doubt is not None
    assert "12.5% is below the usual range" in doubt.sentence
    costs = tuple(Decimal(-value) for value in (100_000, 101_000, 99_000, 100_500, 100_200, 99_900))
    doubt = jump(entry(unit="money", value="-1200000", history=costs))
    assert doubt is not None
    assert "−£1,200,000 is below the usual range, −£110,110 to −£90,090" in doubt.sentence
    assert in_words(Decimal("1570.0000"), "count") == "1,570"


def test_only_what_is_being_typed_is_asked_about() -> None:
    assert said(entry(value=320, history=USUAL)) == []
    assert len(said(entry(value=320, history=USUAL, is_changed=True))) == 1


def plans(stock: int | None, new: int | None = 16, ceased: int | None = 5, before: int | None = 1560, **which) -> list:
    entries = [
        entry("plans_maintained", stock, before=None if before is None else Decimal(before), is_changed=True),
        entry("plans_new", new),
        entry("plans_ceased", ceased),
    ]
    return [*entries, *([entry("plans_transferred_in", which["moved"])] if "moved" in which else [])]


def test_plans_that_do_not_follow_from_the_month_before_are_asked_about() -> None:
    assert said(*plans(1571)) == []
    assert said(*plans(1570)) == [
        "plans_maintained: 1,560 the month before, plus 16 new, less 5 ceased, makes 1,571. Here it is 1,570, 1 fewer. "
        "Transfers in or corrections?"
    ]


def test_known_transfers_are_counted_and_no_longer_asked_about() -> None:
    assert said(*plans(1573, moved=2)) == []
    assert said(*plans(1571, moved=2)) == [
        "plans_maintained: 1,560 the month before, plus 16 new, less 5 ceased, plus 2 transferred in, makes 1,573. "
        "Here it is 1,571, 2 fewer. Corrections?"
    ]
    assert "Transfers in or" in said(*plans(1572, moved=None))[0]


@pytest.mark.parametrize("missing", ["stock", "new", "ceased", "before"])
def test_what_is_not_known_is_not_counted_as_nothing(missing) -> None:
    assert said(*plans(**{"stock": 1, **{missing: None}})) == []


def sources(total: int | None, *parts: int | None, topic: str = "source", **facts) -> list[Entry]:
    whole = entry(value=total, is_changed=True)
    return [whole, *(entry(value=part, topic=topic, part=str(n), **facts) for n, part in enumerate(parts))]


def test_parts_that_do_not_come_to_their_total_are_asked_about() -> None:
    assert said(*sources(36, 20, 16)) == []
    assert said(*sources(36, 20, 15)) == [
        "requests_received: the parts by source of request come to 35, the total is 36."
    ]


def test_parts_are_not_added_where_one_is_hidden_or_they_overlap_or_none_is_there() -> None:
    assert said(*sources(36, 20), entry(value=None, topic="source", part="c", marker="c")) == []
    assert said(*sources(36, 20, 15, topic="budget_kind")) == []
    assert said(*sources(36, None, None)) == []
    assert said(*sources(None, 5, 5)) == []


def test_doubts_come_in_the_order_of_the_page() -> None:
    entries = [entry("b", 320, history=USUAL, is_changed=True), entry("a", 320, history=USUAL, is_changed=True)]
    assert [doubt.key for doubt in doubts(entries, topic_names={})] == ["b", "a"]


@given(st.lists(st.integers(0, 10**9), min_size=FEWEST, max_size=30), st.sampled_from(["count", "percent", "money"]))
def test_the_usual_range_holds_the_middle_of_what_it_is_made_of(values: list[int], unit: str) -> None:
    found = usual_range(entry(unit=unit, history=tuple(map(Decimal, values))))
    assert found is not None
    last = sorted(values[-12:])
    assert found[0] <= last[len(last) // 2]
    assert last[(len(last) - 1) // 2] <= found[1]
