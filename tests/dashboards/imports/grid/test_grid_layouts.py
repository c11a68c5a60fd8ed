"""A grid is read by its headings: wide or long, wherever they stand, with every cell in its own words."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import Workbook

from dashboards.imports import grid
from dashboards.imports.contract import Cancelled, Delivery, UnusableDelivery
from safetyvalve.core.models import Authority
from tests.dashboards.imports import sheets
from tests.dashboards.imports.sheets import csv_file, delivery, figures, found

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def council() -> Authority:
    return sheets.council()


def test_a_wide_grid_has_a_row_for_each_measure_and_a_column_for_each_period(council: Authority) -> None:
    file = csv_file(
        [
            ["Measure", "Code", "Broken down by", "Breakdown", "April 2024", "May 2024"],
            ["EHC plans maintained", "plans_maintained", "", "", "1,560", "1570p"],
            ["Requests received", "", "Source of request", "Parent or young person", "", "12"],
        ]
    )
    reading = grid.read(delivery(council, file))
    assert figures(reading) == [
        ("plans_maintained", "April 2024", "", "1560"),
        ("plans_maintained", "May 2024", "", "1570 provisional"),
        ("requests_received", "May 2024", "parent", "12"),
    ]
    assert reading.problems == ()
    assert dict(reading.summary) == {"Figures": "3", "Measures": "2", "Periods": "April 2024 to May 2024"}


def test_a_long_grid_has_its_columns_in_any_order_and_reasonable_spelling(council: Authority) -> None:
    file = csv_file(
        [
            ["Figures by month"],
            [],
            ["STATUS", "Value", "Breakdown  category", "breakdown_topic", "Month", "Indicator", "Comment"],
            ["provisional", "36", "", "", "May-24", "requests received", ""],
            ["", "12", "parent", "source", "2024-05", "requests_received", ""],
            ["Unreliable", "74", "", "", "01/04/2024", "Requests received", "System changed in April"],
        ]
    )
    reading = grid.read(delivery(council, file))
    assert figures(reading) == [
        ("requests_received", "May 2024", "", "36 provisional"),
        ("requests_received", "May 2024", "parent", "12"),
        ("requests_received", "April 2024", "", "74 unreliable"),
    ]
    assert [row.note for row in reading.rows] == ["", "", "System changed in April"]


def test_periods_are_read_by_the_basis_of_each_measure(council: Authority) -> None:
    headings = ["Measure", "2023", "Financial year 2023-24", "Academic year 2022/23", "Q1 2024-25", "18 January 2024"]
    file = csv_file(
        [
            headings,
            ["Refusals, published", "31"],
            ["Transport cost", "", "£1.2m"],
            ["Absence rate", "", "", "7.5%"],
            ["SEN officers", "", "", "", "11.5"],
            ["Population aged 0 to 24", "", "", "", "", "33,120"],
        ]
    )
    assert figures(grid.read(delivery(council, file))) == [
        ("refusals_published", "2023", "", "31"),
        ("transport_cost", "2023-24", "", "1200000"),
        ("absence_rate", "September 2022 to August 2023", "", "7.5"),
        ("officers", "April to June 2024", "", "11.5"),
        ("population_0_24", "January 2024", "", "33120"),
    ]


def test_markers_ranges_and_nothing_each_keep_their_meaning(council: Authority) -> None:
    file = csv_file(
        [
            ["Measure", "January 2024", "February 2024", "March 2024", "April 2024", "May 2024"],
            ["Requests received", "c", "0", "", "-", "low"],
            ["Reviews on time, as reported", "96–100%", "96 to 100%", "40%", "29 %", "x"],
        ]
    )
    reading = grid.read(delivery(council, file))
    assert [value for _, _, _, value in figures(reading)] == ["c", "0", "low", "96-100", "96-100", "40", "29", "x"]
    assert [row.is_as_reported for row in reading.rows] == [False] * 3 + [True] * 5


def test_a_workbook_has_its_figures_on_several_sheets(council: Authority) -> None:
    file = sheets.workbook(
        Months=[["Measure", date(2024, 5, 1)], ["Requests received", 36]],
        Years=[["Measure", 2023], ["Refusals, published", 31]],
        Ideas=[["Ask the schools about May"]],
    )
    reading = grid.read(delivery(council, file))
    assert figures(reading) == [("requests_received", "May 2024", "", "36"), ("refusals_published", "2023", "", "31")]
    assert [(p.code, p.sheet, p.level) for p in reading.problems] == [("sheet-left-out", "Ideas", "note")]


def test_places_follow_the_figures(council: Authority) -> None:
    file = sheets.workbook(Months=[["Measure", "May 2024"], ["Requests received", 36]])
    reading = grid.read(delivery(council, file))
    assert [tuple(place) for place in reading.places] == [("Months", 2, "B (May 2024)")]


def test_a_cell_of_a_percentage_format_is_read_as_it_looks(council: Authority) -> None:
    book = Workbook()
    sheet = book.active
    sheet.append(["Measure", "May 2024"])
    sheet.append(["Reviews on time, as reported", 0.403])
    sheet["B2"].number_format = "0.0%"
    reading = grid.read(delivery(council, sheets.saved(book)))
    assert reading.rows[0].value == Decimal("40.3")


def test_a_day_in_a_snapshot_s_column_is_that_day(council: Authority) -> None:
    file = sheets.workbook(Days=[["Measure", datetime(2024, 1, 18)], ["EHC plans maintained", 1535]])  # noqa: DTZ001
    [row] = grid.read(delivery(council, file)).rows
    assert (row.period.start, row.period.end) == (date(2024, 1, 18), date(2024, 1, 18))


def test_a_file_without_headings_says_what_they_would_be(council: Authority) -> None:
    with pytest.raises(UnusableDelivery) as refused:
        grid.read(delivery(council, csv_file([["Requests received", "36"], ["New EHC plans", "12"]])))
    [problem] = refused.value.problems
    assert (problem.code, problem.level) == ("no-headings", "fatal")
    assert "Measure, Period and Value" in problem.fix


def test_a_long_file_without_a_value_column_says_so(council: Authority) -> None:
    with pytest.raises(UnusableDelivery) as refused:
        grid.read(delivery(council, csv_file([["Measure", "Month", "Total"], ["Requests received", "May 2024", "36"]])))
    assert refused.value.problems[0].sentence == "There is a column for the measure, but none for value."


def test_a_column_that_means_nothing_is_left_out_and_named(council: Authority) -> None:
    file = csv_file([["Measure", "May 2024", "Total so far"], ["Requests received", "36", "180"]])
    reading = grid.read(delivery(council, file))
    assert (len(reading.rows), found(reading)) == (1, [("column-left-out", 1, "C (Total so far)")])


def test_a_hidden_sheet_is_left_out_and_said(council: Authority) -> None:
    book = Workbook()
    book.active.title = "Months"
    for title in ("Months", "Old"):
        sheet = book[title] if title in book.sheetnames else book.create_sheet(title)
        sheet.append(["Measure", "May 2024"])
        sheet.append(["Requests received", 36 if title == "Months" else 12])
    book["Old"].sheet_state = "hidden"
    reading = grid.read(delivery(council, sheets.saved(book)))
    assert figures(reading) == [("requests_received", "May 2024", "", "36")]
    assert [problem.code for problem in reading.problems] == ["hidden-sheet-left-out"]


def test_a_long_grid_takes_as_many_queries_as_a_short_one(
    council: Authority, django_assert_num_queries: Callable[[int], AbstractContextManager[object]]
) -> None:
    rows = [["Measure", "Month", "Split by", "Breakdown", "Value"]]
    rows += [["Requests received", "May 2024", "School", str(113000 + n), str(n % 9)] for n in range(3000)]
    for length in (2, len(rows)):
        with django_assert_num_queries(2):
            assert len(grid.read(delivery(council, csv_file(rows[:length]))).rows) == length - 1


def test_reading_says_how_far_it_is_and_can_be_stopped(council: Authority) -> None:
    said: list[tuple[int, int, str]] = []

    def progress(done: int, total: int, words: str) -> None:
        said.append((done, total, words))
        if done >= 2000:
            raise Cancelled

    rows = [["Measure", "Month", "Split by", "Breakdown", "Value"]]
    rows += [["Requests received", "May 2024", "School", str(113000 + n), "1"] for n in range(3000)]
    with pytest.raises(Cancelled):
        grid.read(Delivery(council, (csv_file(rows),), progress=progress))
    assert said == [(1000, 3001, "Reading rows"), (2000, 3001, "Reading rows")]


def test_the_note_of_a_wide_row_is_about_its_unreliable_figures(council: Authority) -> None:
    rows = [["Measure", "Note", "April 2024", "May 2024"], ["Requests received", "New system", "74 unreliable", "36"]]
    reading = grid.read(delivery(council, csv_file(rows)))
    assert [(row.status, row.note) for row in reading.rows] == [("unreliable", "New system"), ("final", "")]
