"""What bands cost: value × count, by days. No database."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from workstreams.rules.top_ups import (
    BandsCost,
    Value,
    beside_outturn,
    cost_of_year,
    costed,
    count_on,
    value_on,
)
from workstreams.top_ups import LINES, Outturn, comparison

FIRST = Value(date(2023, 4, 1), 1, Decimal(4000))
RAISED = Value(date(2024, 9, 1), 2, Decimal(4200))
COUNTS = {date(2024, 1, 18): 35, date(2024, 11, 1): 38}
WHOLE = cost_of_year([FIRST], {date(2023, 4, 1): 10}, "2023-24")
LATE = cost_of_year([FIRST], {date(2024, 1, 18): 35}, "2023-24")
LATER = cost_of_year([FIRST], {date(2024, 3, 1): 2}, "2023-24")
UNKNOWN = cost_of_year([FIRST], {}, "2023-24")


def test_the_value_of_a_day_is_the_last_to_begin_and_a_later_number_puts_it_right() -> None:
    assert value_on([FIRST, RAISED], date(2023, 3, 31)) is None
    assert value_on([FIRST, RAISED], date(2024, 8, 31)) == FIRST
    right = Value(RAISED.effective_from, 3, Decimal(4250))
    assert value_on([FIRST, RAISED, right], date(2024, 9, 1)) == right
    assert count_on(COUNTS, date(2024, 10, 31)) == 35


def test_a_count_is_costed_with_the_value_of_its_day_and_says_the_arithmetic() -> None:
    newest, first = costed([FIRST, RAISED], COUNTS)
    assert (first.amount, first.arithmetic) == (140_000, "£4,000 a year × 35 = £140,000")
    assert newest.arithmetic == "£4,200 a year × 38 = £159,600"
    assert costed([], {date(2024, 1, 18): 3})[0].arithmetic == "3, with no value on that day"


def test_a_year_is_counted_by_days_across_a_new_value_and_a_new_count() -> None:
    year = cost_of_year([FIRST, RAISED], COUNTS, "2024-25")
    assert [(each.days, each.count, each.value) for each in year.stretches] == [
        (153, 35, 4000),
        (61, 35, 4200),
        (151, 38, 4200),
    ]
    assert year.amount == Decimal("149278.36")
    assert year.arithmetic == (
        "£4,000 × 35 × 153 of 365 days + £4,200 × 35 × 61 of 365 days + £4,200 × 38 × 151 of 365 days = £149,278.36"
    )


def test_a_sum_that_is_written_out_comes_to_what_it_says() -> None:
    [each] = costed([Value(FIRST.effective_from, 1, Decimal("2220.50"))], {date(2024, 10, 1): 4})
    assert each.arithmetic == "£2,220.50 a year × 4 = £8,882"


def test_days_before_the_first_count_are_not_known_and_never_nothing() -> None:
    year = cost_of_year([FIRST], {date(2024, 1, 18): 35}, "2023-24")
    assert (year.known, year.days, year.is_whole) == (74, 366, False)
    assert year.arithmetic.endswith("for the 74 days that are known")
    assert cost_of_year([FIRST], {}, "2023-24").amount is None


def test_after_its_last_day_a_band_costs_nothing_and_that_is_known() -> None:
    year = cost_of_year([FIRST], {date(2023, 4, 1): 10}, "2024-25", ends_on=date(2024, 3, 31))
    assert (year.amount, year.is_whole) == (0, True)


@given(st.integers(0, 500), st.decimals(0, 50_000, places=2))
def test_a_count_and_a_value_that_never_change_cost_their_product(count: int, amount: Decimal) -> None:
    year = cost_of_year([Value(date(2020, 4, 1), 1, amount)], {date(2020, 4, 1): count}, "2024-25")
    assert year.amount == amount * count


@given(st.dictionaries(st.dates(date(2023, 1, 1), date(2025, 3, 31)), st.integers(0, 99), max_size=6))
def test_the_days_of_a_year_are_each_counted_once(counts: dict[date, int]) -> None:
    year = cost_of_year([FIRST, RAISED], counts, "2024-25")
    assert sum(each.days for each in year.stretches) == year.known <= 365


def test_the_outturn_is_compared_only_where_both_are_known() -> None:
    assert beside_outturn(None, Decimal(5), "2024-25") == beside_outturn(Decimal(5), None, "2024-25") == ""
    said = beside_outturn(Decimal(400), Decimal(1000), "2024-25")
    assert said == "The outturn of the top-up lines in 2024-25 is £1,000, £600 more than the bands come to."
    pence = beside_outturn(Decimal("400.40"), Decimal("999.60"), "2024-25")
    assert pence == "The outturn of the top-up lines in 2024-25 is £1,000, £600 more than the bands come to."


def test_bands_together_say_of_how_many_days_they_speak() -> None:
    assert BandsCost((WHOLE, LATE)).amount == Decimal("68306.01")
    assert [
        (str(each.amount), each.is_whole, each.caveat)
        for each in (BandsCost((LATE,)), BandsCost((WHOLE,)), BandsCost((UNKNOWN,)))
    ] == [("28306.01", False, "74 of 366 days known"), ("40000.00", True, ""), ("None", False, "")]
    assert BandsCost((WHOLE, LATE, LATER)).caveat == "every band known on 31 of 366 days"
    assert BandsCost((LATE, UNKNOWN)).caveat == "1 of 2 bands known, on 74 of 366 days"
    assert BandsCost((WHOLE, UNKNOWN)).caveat == "1 of 2 bands known"


def test_an_outturn_of_a_whole_year_is_not_held_against_bands_of_some_of_its_days() -> None:
    outturn = Outturn(dict.fromkeys(LINES, Decimal(20_000)))
    assert comparison(BandsCost((WHOLE,)), outturn, "2023-24") == (
        "The outturn of the top-up lines in 2023-24 is £60,000, £20,000 more than the bands come to."
    )
    for partly in ((LATE,), (WHOLE, LATE), (WHOLE, UNKNOWN), ()):
        assert comparison(BandsCost(partly), outturn, "2023-24") == ""
