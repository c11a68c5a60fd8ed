"""The bridge in a workbook: stacked columns on an invisible base, from level to level, above £0 and below."""

import io
import re
from decimal import Decimal
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from safetyvalve.render.bridge import ends, starts
from safetyvalve.render.data import ChartData, Series
from safetyvalve.render.xlsx import Sheet, to_xlsx
from safetyvalve.render.xlsx_bridge import FIRST, HEADINGS
from tests.factories import NOW

pence = st.integers(-5_000_000_000, 5_000_000_000).map(lambda n: Decimal(n) / 100)
CROSSING = (Decimal(-300), Decimal(500), Decimal(-50), Decimal(-400), Decimal(-250))


def chart(values: tuple[Decimal, ...]) -> ChartData:
    return ChartData(
        key="bridge",
        title="What moved the balance",
        subtitle="Pounds",
        kind="bar",
        unit="money",
        categories=tuple(f"Step {n}" for n in range(len(values))),
        series=(Series("Pounds", values),),
        summary="It rose.",
        source="The record",
        is_bridge=True,
    )


def page_of(found: ChartData) -> Any:
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx([Sheet("Bridge", (found,))], title="T", at=NOW)))
    return book["Bridge"]


def worked_out(page: Any) -> list[list[Decimal]]:
    """The helper columns as a spreadsheet works them out: MIN, MAX, N, plus and minus."""

    def value(name: str) -> Decimal:
        raw = page[name].value
        if not str(raw).startswith("="):
            return Decimal(str(raw))
        words = re.sub(r"\b([A-Z]\d+)\b", r'value("\1")', str(raw)[1:])
        words = words.replace("MAX(", "max(").replace("MIN(", "min(").replace("N(", "Decimal(")
        return Decimal(eval(words, {"value": value, "Decimal": Decimal, "max": max, "min": min}))  # noqa: S307

    header = next(cell.row for cell in page["D"] if cell.value == HEADINGS[0])
    rows = [row for row in range(header + 1, page.max_row + 1) if page.cell(row, FIRST).value is not None]
    return [[value(page.cell(row, FIRST + offset).coordinate) for offset in range(5)] for row in rows]


@settings(max_examples=25, deadline=None)
@given(st.lists(pence, min_size=1, max_size=5))
def test_columns_stand_where_the_drawing_has_them(found: list[Decimal]) -> None:
    made = chart((*found, sum(found, Decimal(0))))

    rows = worked_out(page_of(made))

    assert [row[:2] for row in rows] == [
        list(pair) for pair in zip(starts(made, made.series[0]), ends(made), strict=True)
    ]
    for start, end, base, above, below in rows:
        assert above >= 0 >= below
        assert above - below == abs(end - start)
        # What is drawn stacks away from £0: upwards on a base above it, downwards from one below it.
        drawn = (min(base, Decimal(0)) + below if below else max(base, Decimal(0)), max(base, Decimal(0)) + above)
        if above or below:
            assert drawn == ((min(start, end), max(start, end)) if above else (min(start, end), max(base, Decimal(0))))


def test_a_step_across_nothing_has_a_part_on_each_side_and_no_base() -> None:
    rows = worked_out(page_of(chart(CROSSING)))

    assert rows[1] == [-300, 200, 0, 200, -300]
    assert rows[2] == [200, 150, 150, 50, 0]
    assert rows[3] == [150, -250, 0, 150, -250]


def test_the_base_has_neither_fill_nor_line_and_there_is_no_legend() -> None:
    [drawn] = page_of(chart(CROSSING))._charts

    assert (drawn.grouping, drawn.overlap, drawn.legend) == ("stacked", 100, None)
    base, above, below = drawn.series
    assert base.spPr.noFill
    assert base.spPr.ln.noFill
    assert above.spPr.solidFill.srgbClr == below.spPr.solidFill.srgbClr
    assert ["$F$" in part.val.numRef.f for part in (base, above, below)] == [True, False, False]


def test_other_charts_have_no_levels_beside_them() -> None:
    plain = ChartData("k", "T", "S", "bar", "money", ("A",), (Series("Pounds", (Decimal(1),)),), "Sum.", "The record")

    assert all(cell.value is None for cell in page_of(plain)["D"])
