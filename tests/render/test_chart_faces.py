"""One test holds the faces together: the figures read back out of each are those of `as_table()`."""

import csv
import io
import re
from decimal import Decimal
from xml.etree import ElementTree

import docx
import plotly.graph_objects as go
import pytest
from openpyxl import load_workbook

from safetyvalve.render import format as fmt
from safetyvalve.render.csv import to_csv
from safetyvalve.render.data import ChartData, Marker, Table
from safetyvalve.render.document import Document, TableBlock
from safetyvalve.render.docx import to_docx
from safetyvalve.render.html import figure_html, to_html
from safetyvalve.render.plotly import to_plotly
from safetyvalve.render.svg import chart_id, to_svg
from safetyvalve.render.xlsx import Sheet, to_xlsx
from tests.render.examples import AT, CHARTS, DEFICIT, PLANS, ROLL_FORWARD

SVG = "{http://www.w3.org/2000/svg}"


def printed(table: Table) -> list[list[str]]:
    return [[fmt.cell(column, cell) for column, cell in zip(table.columns, row, strict=True)] for row in table.rows]


@pytest.fixture(params=CHARTS, ids=lambda chart: chart.key)
def chart(request: pytest.FixtureRequest) -> ChartData:
    return request.param


@pytest.mark.parametrize("compact", [False, True])
def test_the_drawing_has_a_mark_for_every_value_and_for_no_other(chart: ChartData, compact: bool) -> None:
    root = ElementTree.fromstring(to_svg(chart, compact=compact))  # noqa: S314 - our own markup
    marks = [item for item in root.iter() if item.get("class") == "marker"]
    spoken = sorted(str(mark.findtext(f"{SVG}title")).removesuffix(" (provisional)") for mark in marks)
    expected = sorted(
        f"{series.name}, {chart.categories[index]}: {fmt.number(chart.unit, value, chart.places)}"
        for series in chart.series
        for index, value in series.present()
    )
    assert spoken == expected


def test_the_html_table_prints_every_cell(chart: ChartData) -> None:
    for table in (chart.as_table(), ROLL_FORWARD):
        root = ElementTree.fromstring(f"<div>{to_html(table)}</div>")  # noqa: S314 - our own markup
        rows = [
            [(cell.text or cell.findtext("span") or "").strip() for cell in row]
            for row in root.findall("./table/tbody/tr")
        ]
        assert rows == printed(table)


def test_the_csv_holds_exact_figures(chart: ChartData) -> None:
    table = chart.as_table()
    rows = list(csv.reader(io.StringIO(to_csv(table).decode("utf-8-sig"))))
    assert rows[0] == [column.name for column in table.columns]
    for read, row in zip(rows[1:], table.rows, strict=True):
        for words, cell in zip(read[1:], row[1:], strict=True):
            if cell is None or isinstance(cell, Marker):
                assert words == ("" if cell is None else cell.code)
            else:
                assert Decimal(words) == cell


def test_the_workbook_holds_native_figures(chart: ChartData) -> None:
    book = load_workbook(io.BytesIO(to_xlsx([Sheet("Chart", (chart,))], title="T", at=AT)))
    table = chart.as_table()
    rows = list(book["Chart"].iter_rows(min_row=5, max_row=4 + len(table.rows), max_col=len(table.columns)))
    for cells, row in zip(rows, table.rows, strict=True):
        assert cells[0].value == row[0]
        for read, cell in zip(cells[1:], row[1:], strict=True):
            if cell is None or isinstance(cell, Marker):
                assert read.value is None
            else:
                scale = 100 if chart.unit == "percent" else 1
                assert Decimal(str(read.value)) * scale == cell
    assert len(book["Chart"]._charts) == 1


def test_the_word_table_prints_every_cell(chart: ChartData) -> None:
    table = chart.as_table()
    file = docx.Document(io.BytesIO(to_docx(Document("T", (TableBlock(table),)), at=AT)))
    assert [[cell.text for cell in row.cells] for row in file.tables[0].rows][1:] == printed(table)


def test_the_interactive_chart_holds_every_value(chart: ChartData) -> None:
    figure = to_plotly(chart)
    traces = [trace for trace in figure["data"] if trace.get("hoverinfo") == "text"]
    for trace, series in zip(traces, chart.series, strict=True):
        assert trace["name"] == series.name
        assert [None if y is None else Decimal(str(y)) for y in trace["y"]] == list(series.values)


def test_plotly_accepts_the_figure_and_the_shipped_bundle_can_draw_it(chart: ChartData) -> None:
    figure = to_plotly(chart)
    go.Figure(data=figure["data"], layout={**figure["layout"], "template": "none"})
    assert {trace["type"] for trace in figure["data"]} <= {"scatter", "bar"}


def test_the_figure_says_its_finding_sentence_and_source_before_any_script_runs() -> None:
    markup = figure_html(PLANS, plotly_src="/static/p.js", plotly_css="/static/p.css")
    for words in (PLANS.title, PLANS.subtitle, PLANS.summary, "Source: SEN2. As at 24 May 2024."):
        assert words in markup
    assert 'type="application/json"' in markup
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=", markup)


def test_the_offer_to_explore_is_on_the_page_from_the_start_so_that_nothing_moves_when_the_script_runs() -> None:
    markup = figure_html(PLANS, plotly_data="/data.json")
    assert re.search(r'</div><button type="button".*?</button><p [^>]*role="status"></p><figcaption', markup)
    assert f'aria-labelledby="{chart_id(PLANS)}-explore {chart_id(PLANS)}-title">Explore this chart</button>' in markup


def test_without_the_library_nothing_offers_to_explore() -> None:
    assert "data-chart" not in figure_html(DEFICIT)
    assert "Explore this chart" not in figure_html(DEFICIT)
    assert "Explore this chart" not in figure_html(DEFICIT, plotly_data="/data.json", for_print=True)
