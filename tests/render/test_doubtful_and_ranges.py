"""Figures that cannot be relied on, and figures reported as a range: marked on every face, joined by no line."""

import csv
import io
from decimal import Decimal as D

import pytest
from openpyxl import load_workbook
from plotly import graph_objects

from safetyvalve.render import format as fmt
from safetyvalve.render.csv import to_csv
from safetyvalve.render.data import ChartData, Column, Range, Series, Table
from safetyvalve.render.html import to_html
from safetyvalve.render.plotly import to_plotly
from safetyvalve.render.svg import to_svg
from safetyvalve.render.xlsx import Sheet, to_xlsx
from tests.render.examples import AT

REQUESTS = Series("Requests", (350, 382, 74, 360), statuses=("final", "final", "unreliable", "final"))


def chart(series: Series, **fields: object) -> ChartData:
    categories = ("2021", "2022", "2024", "2025")
    usual = {"title": "T", "subtitle": "S", "summary": "W", "source": "DfE", "kind": "line", "unit": "count"}
    return ChartData("k", categories=categories, series=(series,), **usual | fields)  # type: ignore[arg-type]


def test_a_line_leads_past_a_figure_that_cannot_be_relied_on() -> None:
    drawing = str(to_svg(chart(REQUESTS)))
    assert drawing.count('class="marker"') == 4
    assert "Requests, 2024: 74 (not reliable)" in drawing
    assert "Crosses are figures that cannot be relied on." in drawing
    path = drawing.partition('stroke-linejoin="round"')[2].partition("</g>")[0]
    assert path.count("L") == 1, "from 2021 to 2022, and no further"


def test_a_line_is_named_by_its_last_figure_that_can_be_relied_on() -> None:
    doubtful_end = Series("Requests", (350, 382, None, 74), statuses=("final", "final", None, "unreliable"))
    drawing = str(to_svg(chart(doubtful_end)))
    assert ">382</text>" in drawing
    assert ">74</text>" not in drawing


def test_a_bar_that_cannot_be_relied_on_is_empty_with_a_dotted_edge() -> None:
    drawing = str(to_svg(chart(REQUESTS, kind="bar")))
    assert drawing.count('stroke-dasharray="2 3"') == 1
    assert "Empty bars with a dotted edge" in drawing


def test_the_table_names_what_cannot_be_relied_on() -> None:
    note = "Not reliable, and not used in any comparison: Requests for 2024."
    assert note in chart(REQUESTS).as_table().notes
    assert note in str(to_html(chart(REQUESTS).as_table()))


def test_exploring_a_chart_breaks_the_line_there_too() -> None:
    drawn = to_plotly(chart(REQUESTS))
    graph_objects.Figure(data=drawn["data"], layout=drawn["layout"])
    line, crosses = drawn["data"]
    assert line["y"] == [350, 382, None, 360]
    assert crosses["y"] == [None, None, 74, None]


def test_the_native_chart_draws_a_cross_without_a_line() -> None:
    book = load_workbook(io.BytesIO(to_xlsx([Sheet("Chart", (chart(REQUESTS),), title="T")], title="T", at=AT)))
    [drawn] = book["Chart"]._charts
    points = {point.idx: point for point in drawn.series[0].dPt}
    assert points[2].marker.symbol == "x"
    assert set(points) == {2, 3}
    assert all(point.spPr.ln.noFill for point in points.values())


SO_FAR = Series("Received", (350, 382, 390, 0), statuses=("final",) * 3 + ("provisional",), apart=frozenset({3}))


def test_a_year_so_far_has_a_hollow_mark_of_its_own_and_no_line_falls_to_it() -> None:
    drawing = str(to_svg(chart(SO_FAR)))
    assert drawing.count('class="marker"') == 4
    assert "Received, 2025: 0 (provisional)" in drawing
    assert "stroke-dasharray" not in drawing.partition('stroke-linejoin="round"')[2].partition("</g>")[0]
    assert [len(stretch) for stretch in SO_FAR.stretches] == [3, 1]
    assert "Hollow marks are provisional." in drawing
    assert "dashed line" not in drawing


def test_exploring_and_the_native_chart_leave_a_year_so_far_apart_too() -> None:
    line, alone = to_plotly(chart(SO_FAR))["data"]
    assert line["y"] == [350, 382, 390, None]
    assert (alone["y"], alone["marker"]["symbol"]) == ([None, None, None, 0], "circle-open")
    book = load_workbook(io.BytesIO(to_xlsx([Sheet("Chart", (chart(SO_FAR),), title="T")], title="T", at=AT)))
    points = {point.idx: point for point in book["Chart"]._charts[0].series[0].dPt}
    assert points[3].spPr.ln.noFill
    assert points[3].marker.spPr.solidFill.srgbClr == "FFFFFF"


PACE = Series("On time", (None, D(40), None, D(29)), ranges=(None, None, Range(D(96), D(100)), None))


def test_a_range_reads_as_it_was_reported() -> None:
    assert fmt.span("percent", Range(96, 100)) == "96 to 100%"
    assert fmt.span("money", Range(1000, 2000)) == "£1,000 to £2,000"
    assert fmt.cell(Column("A", "percent", 1), Range(D("96.5"), 100)) == "96.5 to 100.0%"


def test_a_range_is_drawn_from_end_to_end_and_no_line_leads_through_it() -> None:
    ranged = chart(PACE, unit="percent")
    drawing = str(to_svg(ranged))
    assert "On time, 2024: 96 to 100%" in drawing
    assert "A bar with two ends is a range, as it was reported." in drawing
    assert 'stroke-linejoin="round"' not in drawing
    assert 100 in ranged.numbers()
    drawn = to_plotly(ranged)
    graph_objects.Figure(data=drawn["data"], layout=drawn["layout"])
    assert drawn["data"][1]["y"] == [96, 100]


def test_a_range_is_text_in_every_table() -> None:
    table = Table("T", (Column("Year"), Column("On time", "percent")), (("2024", Range(96, 100)),))
    assert "96 to 100%" in str(to_html(table))
    assert list(csv.reader(io.StringIO(to_csv(table).decode("utf-8-sig"))))[1] == ["2024", "96 to 100"]
    book = load_workbook(io.BytesIO(to_xlsx([Sheet("T", (table,), title="T")], title="T", at=AT)))
    assert "96 to 100%" in [cell.value for row in book["T"].iter_rows() for cell in row]


def test_under_a_native_chart_a_range_leaves_its_cell_empty_and_is_said_beneath() -> None:
    book = load_workbook(io.BytesIO(to_xlsx([Sheet("T", (chart(PACE, unit="percent"),), title="T")], title="T", at=AT)))
    words = [str(cell.value) for row in book["T"].iter_rows() for cell in row]
    assert "96 to 100%" not in words
    assert "On time, 2024: 96 to 100%, as it was reported." in words


@pytest.mark.parametrize("ends", [(100, 96), (None, 3)])
def test_a_range_has_two_ends_in_order(ends: tuple[int | None, int]) -> None:
    with pytest.raises(ValueError, match="range"):
        Range(*ends)  # type: ignore[arg-type]


def test_a_value_is_no_range() -> None:
    with pytest.raises(ValueError, match="a value and a range"):
        Series("On time", (D(98),), ranges=(Range(96, 100),))


def test_notes_of_a_chart_stand_under_drawing_and_table() -> None:
    noted = chart(REQUESTS, notes=("8 of 10 neighbours have figures.",))
    assert "8 of 10 neighbours have figures." in str(to_svg(noted))
    assert "8 of 10 neighbours have figures." in noted.as_table().notes
