"""In a return too a figure that is not reliable is printed and nothing rests on it; a range is printed as one."""

from copy import deepcopy

from conditions.returns.measure_charts import chart_of
from conditions.returns.measures import tables
from conditions.returns.series import Measure
from safetyvalve.render import format as fmt
from safetyvalve.render.standing import figures_with_standing


def point(year: int, value: str | None, status: str = "final", **reported: object) -> dict[str, object]:
    return {
        "period_start": f"{year}-01-01",
        "period_end": f"{year}-12-31",
        "label": str(year),
        "value": value,
        "marker": "",
        "status": status,
        **reported,
    }


FACTS = {
    "code": "requests_received",
    "name": "Requests",
    "unit": "count",
    "decimals": 0,
    "basis": "By calendar year",
    "source": "DfE",
    "as_at": None,
    "points": [point(2021, "350"), point(2022, "382"), point(2024, "74", "unreliable")],
    "target": [],
}


def test_the_title_and_the_sentence_rest_on_figures_that_can_be_relied_on() -> None:
    chart = chart_of(Measure(FACTS))
    assert chart is not None
    assert chart.title == "Requests: 382 (2022)"
    assert chart.summary == "The figure for 2022 is 382; for 2021 it was 350."
    assert chart.series[0].is_unreliable(2)


def test_a_figure_put_right_since_is_called_restated_as_on_the_dashboards() -> None:
    chart = chart_of(Measure(FACTS | {"points": [point(2021, "350"), point(2022, "382", "restated")]}))
    assert chart is not None
    assert [row[-1] for row in figures_with_standing(chart).rows] == ["Final", "Restated"]


def test_the_table_prints_the_figure_and_names_it_as_not_reliable() -> None:
    [table] = tables({"sections": {"measures": {"facts": {"series": [FACTS]}}}})
    assert table.rows[0][-1] == 74
    assert "Requests: not reliable for 2024." in table.notes


def test_a_range_is_printed_and_is_no_point_of_a_line() -> None:
    facts = deepcopy(FACTS) | {"unit": "percent", "points": [point(2021, "40"), point(2022, "29"),
                               point(2024, "96", upper="100", is_as_reported=True)]}  # fmt: skip
    chart = chart_of(Measure(facts))
    assert chart is not None
    assert chart.title == "Requests: 29% (2022)"
    assert chart.series[0].values[2] is None
    [table] = tables({"sections": {"measures": {"facts": {"series": [facts]}}}})
    assert fmt.cell(table.columns[-1], table.rows[0][-1]) == "96 to 100%"
