"""Small counts hidden, and what would give them away."""

from decimal import Decimal

import pytest

from dashboards.disclosure import is_small, suppress
from dashboards.periods import Period
from dashboards.points import Point
from safetyvalve.render.data import NOT_PUBLISHED, SUPPRESSED, Column, Table, Total
from tests.dashboards.records import PLANS, RATE, series


@pytest.mark.parametrize(
    ("value", "hidden"), [(None, False), (0, False), (1, True), (4, True), (5, False), (-3, True), (100, False)]
)
def test_counts_from_one_to_four_are_small(value, hidden) -> None:
    assert is_small(value, 5) is hidden


def test_a_small_count_becomes_the_letter_c_and_zero_stays() -> None:
    points = suppress(series(PLANS, [0, 1, 4, 5, None, "x"]), 5).points
    assert [(point.value, point.marker) for point in points] == [
        (0, ""),
        (None, "c"),
        (None, "c"),
        (5, ""),
        (None, ""),
        (None, "x"),
    ]


def test_the_councils_own_threshold_decides() -> None:
    assert [point.marker for point in suppress(series(PLANS, [7, 12]), 10).points] == ["c", ""]


@pytest.mark.parametrize(
    ("numerator", "denominator", "hidden"), [(3, 30, True), (12, 30, False), (0, 4, True), (0, 30, False)]
)
def test_a_rate_is_hidden_with_either_of_its_counts(numerator, denominator, hidden) -> None:
    point = Point(Period.month(2024, 5), Decimal(40), numerator=Decimal(numerator), denominator=Decimal(denominator))
    [found] = suppress(series(RATE, []).with_points([point]), 5).points
    assert (found.marker == "c") is hidden
    assert (found.value is None) is hidden
    assert (found.numerator is None) is hidden


@pytest.mark.parametrize(
    ("numerator", "denominator", "hidden"),
    [(None, 30, True), (None, 300, False), (3, None, True), (30, None, False), (None, None, False)],
)
def test_a_rate_that_gives_a_count_away_beside_the_other_is_hidden(numerator, denominator, hidden) -> None:
    known = {
        name: None if count is None else Decimal(count)
        for name, count in (("numerator", numerator), ("denominator", denominator))
    }
    [found] = suppress(series(RATE, []).with_points([Point(Period.month(2024, 5), Decimal(10), **known)]), 5).points
    assert (found.marker == "c") is hidden
    assert (found.value is None) is hidden


def test_a_small_percentage_is_not_a_small_count() -> None:
    assert suppress(series(RATE, [3]), 5).points[0].value == 3


def test_comparators_are_hidden_alike() -> None:
    found = suppress(series(PLANS, [9], comparators=(series(PLANS, [2]),)), 5)
    assert found.comparators[0].points[0].marker == "c"


def counts(*values: object, total: bool = True) -> Table:
    rows = tuple((f"Row {number}", value) for number, value in enumerate(values))
    last = len(values) - 1
    totals = (Total("row", last, tuple(range(last))),) if total else ()
    return Table("Counts", (Column("What"), Column("Number", "count")), rows, totals)  # type: ignore[arg-type]


def shown(table: Table) -> list[object]:
    return [row[1] for row in table.rows]


def test_one_hidden_part_of_a_shown_total_takes_the_smallest_other_with_it() -> None:
    assert shown(suppress(counts(3, 40, 12, 55), 5)) == [SUPPRESSED, 40, SUPPRESSED, 55]


def test_two_hidden_parts_protect_each_other() -> None:
    assert shown(suppress(counts(3, 4, 40, 47), 5)) == [SUPPRESSED, SUPPRESSED, 40, 47]


def test_a_part_of_zero_protects_nobody() -> None:
    assert shown(suppress(counts(3, 0, 9, 12), 5)) == [SUPPRESSED, 0, SUPPRESSED, 12]


def test_a_hidden_total_needs_no_second_hiding() -> None:
    assert shown(suppress(counts(0, 3, 3), 5)) == [0, SUPPRESSED, SUPPRESSED]


def test_without_a_total_only_the_small_count_goes() -> None:
    assert shown(suppress(counts(3, 40, 12, total=False), 5)) == [SUPPRESSED, 40, 12]


def test_other_markers_and_other_columns_stay_as_they_are() -> None:
    columns = (Column("What"), Column("Number", "count"), Column("Share", "percent"))
    table = Table("Counts", columns, (("A", NOT_PUBLISHED, Decimal(3)), ("B", 30, None)))
    assert suppress(table, 5) == table


def test_totals_across_columns_are_protected_too() -> None:
    columns = (Column("What"), Column("Boys", "count"), Column("Girls", "count"), Column("All", "count"))
    table = Table("Counts", columns, (("A", 3, 40, 43), ("B", 20, 30, 50)), (Total("column", 3, (1, 2)),))
    assert suppress(table, 5).rows == (("A", SUPPRESSED, SUPPRESSED, 43), ("B", 20, 30, 50))
