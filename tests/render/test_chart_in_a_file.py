"""One chart as a file: how each figure stands is beside it, and its workbook is printed on whole pages."""

import io
from dataclasses import replace
from decimal import Decimal as D

from openpyxl import load_workbook

from safetyvalve.render.csv import to_csv
from safetyvalve.render.data import NOT_PUBLISHED, ChartData, Column, Range, Series, Table
from safetyvalve.render.standing import HIGHEST, LOWEST, MEANINGS, figures_with_standing, status_of
from safetyvalve.render.xlsx_chart_sheet import NO_STATUS, chart_book
from tests.render.examples import AT, DEFICIT, PLANS, REFUSALS


def book_of(chart: ChartData) -> bytes:
    return chart_book(chart, None, title="T", at=AT)


def test_a_file_says_of_every_figure_how_it_stands_and_between_which_it_may_lie() -> None:
    lines = to_csv(figures_with_standing(PLANS)).decode("utf-8-sig").splitlines()
    assert lines[0] == (
        'Period,Plans,Agreed trajectory,"England, scaled",Plans: status,"England, scaled: status",'
        "Tolerance: lowest,Tolerance: highest"
    )
    assert lines[2:] == [
        "2022,c,1440,1380,Hidden to protect children,,1390,1490",
        "2023,,1470,1430,Not available,,1420,1520",
        "2024,1484,1482,1500,Provisional,,1430,1530",
        "2025,x,1450,,Not published,Not available,,",
    ]


def test_a_figure_whose_record_says_nothing_of_its_standing_is_not_called_final() -> None:
    found = figures_with_standing(DEFICIT)
    assert [column.name for column in found.columns[4:]] == ["Latest: status", "Agreed: status", "Forecast: status"]
    assert [row[4:] for row in found.rows] == [
        ("", "", "Not available"),
        ("", "", "Not available"),
        ("Not available", "", "Forecast"),
    ]
    assert "is empty where the record does not say" in dict(MEANINGS)["“…: status”"]
    words = [str(cell.value) for row in load_workbook(io.BytesIO(book_of(DEFICIT)))["Chart"] for cell in row]
    assert NO_STATUS in words
    assert "Final" not in words


def test_a_forecast_is_never_final_and_keeps_that_it_cannot_be_relied_on() -> None:
    statuses = ("final", "provisional", "unreliable", "final")
    ahead = Series("Ahead", (1, 2, 3, None), "forecast", statuses, ranges=(None, None, None, Range(4, 5)))
    known = Series("Known", (1, 2, 3, None), "actual", statuses, ranges=(None, None, None, Range(4, 5)))
    chart = replace(PLANS, series=(known, ahead), categories=("1", "2", "3", "4"), band=None, breaks=())
    assert [row[3:] for row in figures_with_standing(chart).rows] == [
        ("Final", "Forecast"),
        ("Provisional", "Forecast"),
        ("Not reliable", "Forecast, not reliable"),
        ("Final, reported as a range", "Forecast, reported as a range"),
    ]
    assert status_of(Range(1, 2)) == "Reported as a range"


def test_the_columns_of_figures_come_first_and_stay_what_they_were() -> None:
    for chart in (PLANS, DEFICIT, REFUSALS):
        plain, found = chart.as_table(), figures_with_standing(chart)
        assert found.columns[: len(plain.columns)] == plain.columns
        assert tuple(row[: len(plain.columns)] for row in found.rows) == plain.rows
        assert ({LOWEST, HIGHEST} <= {column.name for column in found.columns}) == bool(chart.band)


def test_every_standing_has_its_words() -> None:
    assert status_of(D(3), "unreliable") == "Not reliable"
    assert status_of(Range(96, 100), "provisional") == "Provisional, reported as a range"
    assert status_of(NOT_PUBLISHED, "final") == "Not published"
    told = dict(MEANINGS)["“…: status”"]
    assert all(words in told for words in ("final", "provisional", "restated", "not reliable", "not published"))


def test_the_chart_comes_first_and_its_table_is_printed_one_page_wide_with_its_header_on_every_page() -> None:
    book = load_workbook(io.BytesIO(chart_book(PLANS, None, title="T", at=AT)))
    [sheet] = book.worksheets
    [drawn] = sheet._charts
    header = next(cell.row for cell in sheet["A"] if cell.value == "Period")
    assert drawn.anchor._from.row < header - 1
    assert sheet.print_title_rows == f"${header}:${header}"
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)
    assert sheet.print_area.startswith("'Chart'!$A$1:")
    assert [sheet.cell(header + 2, column).value for column in (1, 2, 5)] == [
        "2022",
        None,
        "Hidden to protect children",
    ]
    reach = str(next(iter(sheet.merged_cells.ranges)))
    assert reach.startswith("A")
    assert all(cell.alignment.wrap_text for cell in sheet["A"] if cell.coordinate in sheet.merged_cells)


def test_a_table_too_wide_for_one_page_goes_on_beside_it_with_its_first_column() -> None:
    columns = (Column("Need"), *(Column(f"September {year}", "count") for year in range(1990, 2026)))
    wide = Table("By need", columns, (("Autism", *range(36)),))
    book = load_workbook(io.BytesIO(chart_book(PLANS, wide, title="T", at=AT)))
    figures = book["Figures"]
    assert figures.page_setup.fitToWidth > 1
    assert figures.print_title_cols == "$A:$A"
    assert book["Chart"].page_setup.fitToWidth == 1
