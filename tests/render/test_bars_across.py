"""Bars that lie down, for headings that are many or long."""

import io

import pytest
from openpyxl import load_workbook
from plotly import graph_objects

from safetyvalve.render.data import ChartData, Series
from safetyvalve.render.plotly import to_plotly
from safetyvalve.render.png import to_png
from safetyvalve.render.svg import to_svg
from safetyvalve.render.xlsx import Sheet, to_xlsx
from tests.render.examples import AT

NEEDS = ("Speech, language and communication needs", "Autism", "Social, emotional and mental health", "Vision", "Other")
CHART = ChartData(
    key="needs",
    title="Most plans are for autism",
    subtitle="Plans by primary need, number, January 2025",
    kind="across",
    unit="count",
    categories=NEEDS,
    series=(Series("January 2025", (412, 530, 333, None, 12), markers=(None, None, None, "c", None),
                   statuses=("final", "provisional", "unreliable", None, "final")),),
    summary="Autism: 530 of 1,643.",
    source="SEN2",
    category_name="Primary need",
)  # fmt: skip


@pytest.mark.parametrize("compact", [False, True])
def test_every_heading_is_printed_with_its_figure(compact: bool) -> None:
    drawing = str(to_svg(CHART, compact=compact))
    words = drawing.replace("</text>", " ")
    for part in ("Speech,", "Autism", "emotional", "Vision", ">412<", ">530<", ">c<"):
        assert part in words or part in drawing, part
    assert drawing.count('class="marker"') == 4
    assert drawing.count('stroke-dasharray="2 3"') == 1
    assert "c: hidden to protect children." in drawing
    assert "style=" not in drawing


def test_it_is_a_picture_a_workbook_and_a_chart_to_explore() -> None:
    assert to_png(CHART).startswith(b"\x89PNG")
    drawn = to_plotly(CHART)
    graph_objects.Figure(data=drawn["data"], layout=drawn["layout"])
    assert drawn["data"][0]["x"] == [412, 530, 333, None, 12]
    book = load_workbook(io.BytesIO(to_xlsx([Sheet("Chart", (CHART,), title="T")], title="T", at=AT)))
    [native] = book["Chart"]._charts
    assert native.type == "bar"


def test_it_is_of_one_series() -> None:
    with pytest.raises(ValueError, match="one series"):
        ChartData("k", "T", "S", "across", "count", ("a",), (Series("A", (1,)), Series("B", (1,))), "W", "DfE")
