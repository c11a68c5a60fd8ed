"""The drawing: safe under a strict policy, named for those who cannot see it, honest about gaps."""

import re
from dataclasses import replace
from decimal import Decimal as D
from xml.etree import ElementTree

import pytest

from safetyvalve.render.data import ChartData, Series
from safetyvalve.render.metrics import text_width
from safetyvalve.render.png import to_png
from safetyvalve.render.scale import Axis, axis_for, shown_labels, spread
from safetyvalve.render.svg import to_svg
from safetyvalve.render.svg_layout import EDGE, SIZE, lay_out
from safetyvalve.render.svg_notes import in_lines
from tests.render.examples import CHARTS, DEFICIT, PLANS

SVG = "{http://www.w3.org/2000/svg}"


def drawn(chart: ChartData, compact: bool = False) -> ElementTree.Element:
    return ElementTree.fromstring(to_svg(chart, compact=compact))  # noqa: S314 - our own markup


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_attributes_alone_carry_the_look(chart: ChartData, compact: bool) -> None:
    assert not re.search(r"\sstyle=|<style|<script|\son[a-z]+=|href", to_svg(chart, compact=compact))


def test_the_drawing_has_a_name_and_a_description() -> None:
    root = drawn(PLANS)
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None
    assert description is not None
    assert (title.text, description.text) == (PLANS.title, PLANS.summary)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"


def test_both_widths_can_stand_on_one_page() -> None:
    ids = [item.get("id") for compact in (False, True) for item in drawn(PLANS, compact).iter() if item.get("id")]
    assert len(set(ids)) == len(ids)


def test_words_from_outside_are_escaped() -> None:
    nasty = replace(PLANS, title='<script>"&', categories=("<b>", "b", "c", "d", "e"))
    assert "<script" not in to_svg(nasty)
    assert "<b>" not in to_svg(nasty)


def test_a_lone_value_after_a_gap_is_a_mark_and_no_line_crosses_the_gap() -> None:
    chart = replace(PLANS, series=(Series("Plans", (1400, 1410, None, None, 1484)),), band=None, breaks=())
    root = drawn(chart)
    paths = [item.get("d", "") for item in root.iterfind(f"{SVG}g[@stroke-linejoin]/{SVG}path")]
    assert [path.count("L") for path in paths] == [1]
    assert len([item for item in root.iter() if item.get("class") == "marker"]) == 3


def test_a_line_passes_a_place_that_belongs_to_another_series() -> None:
    passed = ("final", "final", "passed", None, "final")
    chart = replace(PLANS, series=(Series("Plans", (1400, 1410, None, None, 1484), statuses=passed),), band=None)
    line = f"{SVG}g[@stroke-linejoin]/{SVG}path"
    assert [item.get("d", "").count("L") for item in drawn(chart).iterfind(line)] == [1]
    whole = replace(chart, series=(replace(chart.series[0], statuses=(*passed[:3], "passed", "final")),))
    assert [item.get("d", "").count("L") for item in drawn(whole).iterfind(line)] == [2]


def test_a_provisional_value_is_hollow() -> None:
    hollow = [item for item in drawn(PLANS).iter() if item.get("class") == "marker" and item.get("fill") == "#ffffff"]
    assert [item.findtext(f"{SVG}title") for item in hollow] == ["Plans, 2024: 1,484 (provisional)"]


def test_short_notes_share_a_line_and_long_ones_have_lines_of_their_own() -> None:
    notes = ["Hollow marks are provisional.", "x: not published.", "The vertical axis does not start at zero."]
    assert in_lines(notes, 14, 720) == [" ".join(notes)]
    assert in_lines(notes, 14, 300) == [" ".join(notes[:2]), notes[2]]
    assert in_lines(["No figures", "x: not published."], 14, 720) == ["No figures", "x: not published."]


def test_a_target_is_dashed_and_named_at_its_end() -> None:
    root = drawn(PLANS)
    assert any(item.get("stroke-dasharray") == "8 5" for item in root.iter(f"{SVG}path"))
    assert "Agreed trajectory" in [item.text for item in root.iter(f"{SVG}text")]


def test_a_hidden_value_shows_its_letter_and_the_letter_is_explained() -> None:
    words = "".join(drawn(PLANS).itertext())
    letters = ["".join(item.itertext()) for item in drawn(PLANS).iter() if item.get("class") == "absent"]
    assert letters == ["2022: c: hidden to protect childrenc", "2025: x: not publishedx"]
    assert "c: hidden to protect children. x: not published." in words


def test_a_changed_definition_is_marked_with_its_words() -> None:
    assert "each child is counted once" in "".join(drawn(PLANS).itertext())


def test_an_axis_that_does_not_start_at_zero_says_so() -> None:
    chart = replace(PLANS, axis_from_zero=False)
    assert axis_for(chart).low > 0
    assert "The vertical axis does not start at zero." in "".join(drawn(chart).itertext())


def test_a_deficit_hangs_below_zero() -> None:
    layout = lay_out(DEFICIT, compact=False)
    bars = [item for item in drawn(DEFICIT).iter() if item.get("class") == "marker"]
    deficit = next(bar for bar in bars if "Latest, 2022-23" in str(bar.findtext(f"{SVG}title")))
    assert float(deficit.get("y", "")) == pytest.approx(layout.y(0), abs=0.1)
    assert float(deficit.get("height", "")) == pytest.approx(layout.y(D(-2_500_000)) - layout.y(0), abs=0.1)


def test_a_chart_without_any_figure_says_so() -> None:
    empty = replace(DEFICIT, series=(Series("Latest", (None, None, None)),))
    assert "No figures are available for this chart." in "".join(drawn(empty).itertext())


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("chart", CHARTS, ids=lambda chart: chart.key)
def test_nothing_is_drawn_outside_the_picture(chart: ChartData, compact: bool) -> None:
    root = drawn(chart, compact)
    width, height = (float(part) for part in root.get("viewBox", "").split()[2:])
    for item in root.iter():
        for key in ("x", "cx", "x1", "x2"):
            assert 0 <= float(item.get(key, "0")) <= width
        for key in ("y", "cy", "y1", "y2"):
            assert 0 <= float(item.get(key, "0")) <= height


def test_ticks_are_round_numbers_that_hold_every_value() -> None:
    assert axis_for(DEFICIT) == Axis(D("-3000000"), D("1000000"), D("1000000"))


def test_labels_are_pushed_apart_and_stay_in_order() -> None:
    centres = spread([(50, 20), (52, 20), (48, 20)], 0, 100)
    assert centres[2] < centres[0] < centres[1]
    assert centres[0] - centres[2] >= 20
    assert centres[1] - centres[0] >= 20
    assert max(spread([(99, 20), (98, 20)], 0, 100)) <= 90


def test_the_latest_category_always_has_its_label() -> None:
    assert shown_labels(36, 600, 40)[-1] == 35
    assert shown_labels(3, 600, 40) == [0, 1, 2]


def test_the_picture_is_the_same_every_time_and_has_words_in_it() -> None:
    picture = to_png(PLANS, width=360)
    assert picture.startswith(b"\x89PNG")
    assert picture == to_png(PLANS, width=360)
    wordless = replace(PLANS, series=tuple(replace(item, name=".") if not index else item
                                           for index, item in enumerate(PLANS.series)))  # fmt: skip
    assert to_png(wordless, width=360) != picture


def test_a_long_name_in_a_narrow_key_goes_on_in_the_next_line() -> None:
    long_name = replace(PLANS.series[1], name="Agreed trajectory, re-profiled with the Department in April 2025")
    chart = replace(PLANS, series=(PLANS.series[0], long_name, PLANS.series[2]))
    layout, before = lay_out(chart, compact=True), lay_out(PLANS, compact=True)
    words = [item.text or "" for item in drawn(chart, compact=True).iter(f"{SVG}text")]
    assert [line for line in words if text_width(line, SIZE) > layout.width - 2 * EDGE] == []
    assert "".join(words).count("re-profiled") == 1
    assert layout.top > before.top
