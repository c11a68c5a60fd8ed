"""A bridge: each step starts where the one before it ended, and the last balance is what they come to."""

import re
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safetyvalve.render.bridge import ends, starts
from safetyvalve.render.data import ChartData, Series
from safetyvalve.render.plotly import to_plotly
from safetyvalve.render.scale import axis_for
from safetyvalve.render.svg import to_svg
from tests.render.svg_geometry import Geometry, read

STEPS = (-14_355_000, -1_700_000, 400_000, 3_375_000, -12_280_000)
NAMES = ("Last year", "In year", "Transfer", "Payments", "This year")
pounds = st.decimals(min_value=-50_000_000, max_value=50_000_000, places=2)


def chart(values: tuple[object, ...], **more: object) -> ChartData:
    return ChartData(
        key="bridge",
        title="What moved the balance",
        subtitle="Pounds",
        kind="bar",
        unit="money",
        categories=tuple(f"Step {n}" for n in range(len(values))) if len(values) != 5 else NAMES,
        series=(Series("Pounds", values),),  # type: ignore[arg-type]
        summary="It rose.",
        source="The record",
        **{"is_bridge": True, **more},  # type: ignore[arg-type]
    )


def test_each_step_starts_where_the_one_before_it_ended() -> None:
    found = chart(STEPS)
    assert starts(found, found.series[0]) == [0, -14_355_000, -16_055_000, -15_655_000, 0]
    assert ends(found) == [-14_355_000, -16_055_000, -15_655_000, -12_280_000, -12_280_000]


@pytest.mark.parametrize("compact", [False, True])
def test_bars_are_drawn_from_level_to_level_with_the_steps_own_figures(compact: bool) -> None:
    drawing = str(to_svg(chart(STEPS), compact=compact))
    seen: Geometry = read(drawing)
    bars = sorted(seen.boxes, key=lambda box: box.left)
    near = seen.tolerance(3)
    spans = [tuple(sorted((seen.value_at(box.top), seen.value_at(box.bottom)))) for box in bars]
    wanted = [(-14_355_000, 0), (-16_055_000, -14_355_000), (-16_055_000, -15_655_000), (-15_655_000, -12_280_000)]
    for span, level in zip(spans, [*wanted, (-12_280_000, 0)], strict=True):
        assert span == pytest.approx(level, abs=near)
    lines = re.findall(r'<line[^>]*stroke-width="1"[^>]*/?>', drawing)
    assert len(lines) >= 4
    assert "£3,375,000" in drawing or "£3.4m" in drawing


@settings(max_examples=40)
@given(st.lists(pounds, min_size=2, max_size=8))
def test_whatever_the_steps_the_axis_holds_every_level_and_the_ends_meet(moves: list[Decimal]) -> None:
    values = (*moves, sum(moves, Decimal(0)))
    found = chart(values)
    levels = ends(found)
    assert levels[-1] == levels[-2]
    axis = axis_for(found)
    assert all(axis.low <= level <= axis.high for level in levels)
    [trace] = to_plotly(found)["data"]
    assert [base + (y or 0) for base, y in zip(trace["base"], trace["y"], strict=True)] == pytest.approx(
        [float(level) for level in levels], abs=0.01
    )


def test_other_bars_still_start_from_zero_and_a_bridge_is_of_one_series() -> None:
    plain = chart(STEPS, is_bridge=False)
    assert set(starts(plain, plain.series[0])) == {0}
    assert "base" not in to_plotly(plain)["data"][0]
    with pytest.raises(ValueError, match="a bridge is of bars of one series"):
        replace(chart(STEPS), kind="line")
