"""ChartData, Table and their parts refuse what no face could draw truthfully."""

from dataclasses import replace
from decimal import Decimal

import pytest

from safetyvalve.render.data import SUPPRESSED, Column, Marker, Series, Table, Total
from safetyvalve.render.document import Heading, RagCell
from tests.render.examples import CHARTS, DEFICIT, PLANS, REFUSALS


@pytest.mark.parametrize("value", [1.5, True, "3", Decimal("NaN"), Decimal("Infinity")])
def test_a_figure_is_exact_and_finite_or_absent(value: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        Series("Plans", (value,))  # type: ignore[arg-type]


def test_a_series_is_as_long_as_the_categories() -> None:
    with pytest.raises(ValueError, match="2 values for 5 categories"):
        replace(PLANS, series=(Series("Plans", (1, 2)),))


def test_statuses_and_markers_are_as_long_as_the_values() -> None:
    with pytest.raises(ValueError, match="1 statuses or markers for 2 values"):
        Series("Plans", (1, 2), statuses=("final",))


def test_a_value_cannot_be_shown_and_hidden_at_once() -> None:
    with pytest.raises(ValueError, match="marker 'c' at the same point"):
        Series("Plans", (1,), markers=("c",))


def test_an_unknown_marker_is_refused() -> None:
    with pytest.raises(ValueError, match="Unknown marker"):
        Series("Plans", (None,), markers=("?",))


def test_at_most_four_lines_share_a_chart() -> None:
    five = tuple(Series(f"Line {number}", (1, 2, 3, 4, 5)) for number in range(5))
    with pytest.raises(ValueError, match="at most 4 lines"):
        replace(PLANS, series=five)


@pytest.mark.parametrize("field", ["key", "title", "subtitle", "summary", "source"])
def test_no_chart_goes_without_its_words(field: str) -> None:
    with pytest.raises(ValueError, match=field):
        replace(PLANS, **{field: " "})


def test_bars_start_from_zero() -> None:
    with pytest.raises(ValueError, match="start from zero"):
        replace(DEFICIT, axis_from_zero=False)


def test_the_table_holds_every_value_and_every_reason_for_its_absence() -> None:
    for chart in CHARTS:
        table = chart.as_table()
        assert [row[0] for row in table.rows] == list(chart.categories)
        for position, series in enumerate(chart.series, start=1):
            assert [row[position] for row in table.rows] == [
                series.cell_at(index) for index in range(len(series.values))
            ]
    assert PLANS.as_table().rows[1][1] == Marker("c")
    assert PLANS.as_table().rows[2][1] is None


def test_the_table_says_what_is_provisional_and_where_the_definition_changes() -> None:
    assert PLANS.as_table().notes == (
        "Provisional, may change: Plans for 2024.",
        "From 2023: each child is counted once.",
    )


def test_decimals_are_printed_only_where_there_are_some() -> None:
    assert (PLANS.places, DEFICIT.places, REFUSALS.places) == (0, 0, 1)


def test_a_row_fits_its_columns() -> None:
    with pytest.raises(ValueError, match="1 cells in a table of 2 columns"):
        Table("T", (Column("A"), Column("B")), (("x",),))


@pytest.mark.parametrize(("kind", "cell"), [("text", 3), ("date", "24 May 2024"), ("money", "£3"), ("count", 1.5)])
def test_a_cell_is_of_its_columns_kind(kind: str, cell: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        Table("T", (Column("A", kind),), ((cell,),))  # type: ignore[arg-type]


def test_any_column_may_hold_an_absence() -> None:
    table = Table("T", (Column("A", "date"), Column("B", "money")), ((None, SUPPRESSED),))
    assert table.markers() == (SUPPRESSED,)


def test_a_total_points_inside_the_table() -> None:
    with pytest.raises(ValueError, match="outside the table"):
        Table("T", (Column("A", "count"),), ((1,),), totals=(Total("row", 3, (0,)),))


def test_a_rag_cell_always_has_its_word() -> None:
    with pytest.raises(ValueError, match="always prints its word"):
        RagCell("", "red")


def test_the_title_is_the_only_heading_of_level_one() -> None:
    with pytest.raises(ValueError, match="level 2, 3 or 4"):
        Heading(1, "Second title")
