"""Colours of charts: marks 3:1, words 4.5:1, neighbours told apart, also without any colour. From the palette."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest

from safetyvalve.render.data import ChartData, Series
from safetyvalve.render.palette import BAND, GREY, INK, LIGHT_FILL, PAPER, RULE, SERIES_COLOURS, contrast, luminance
from safetyvalve.render.plotly import to_plotly
from safetyvalve.render.styles import PALE, SeriesStyle, styles_for
from safetyvalve.render.svg import PALE_RULE, to_svg
from tests.render.examples import CHARTS
from tests.render.svg_geometry import read

MARKS = (*SERIES_COLOURS, INK, GREY)
"""Lines, marks, edges and patterns; words wear the same."""
QUIET = {RULE, PALE_RULE, PAPER, BAND}
"""Rules of the grid and the ground: nothing is told by them alone. The band has an edge of its own."""


def of_kind(kind: str, roles: tuple[str, ...]) -> ChartData:
    series = tuple(Series(f"{role} {number}", (5, 7, 6), role) for number, role in enumerate(roles))
    return ChartData("k", "5 of 7", "Number", kind, "count", ("a", "b", "c"), series, "Seven.", "Somewhere")


LINES = of_kind("line", ("actual",) * 4)
MIXED = of_kind("line", ("actual", "forecast", "target", "comparator"))
STACKED = of_kind("stacked_bar", ("actual",) * 4)
BESIDE = of_kind("bar", ("actual", "actual", "comparator", "target"))
EVERY = (*CHARTS, LINES, MIXED, STACKED, BESIDE)


@pytest.mark.parametrize("colour", sorted(set(MARKS)))
def test_every_mark_stands_out_from_the_paper_and_from_the_band(colour: str) -> None:
    assert contrast(colour, PAPER) >= 3
    assert contrast(colour, BAND) >= 3


@pytest.mark.parametrize("colour", sorted(set(MARKS)))
def test_every_colour_that_words_wear_can_be_read(colour: str) -> None:
    assert contrast(colour, PAPER) >= 4.5


def test_the_band_has_an_edge_that_stands_out() -> None:
    assert contrast(GREY, PAPER) >= 3
    assert contrast(GREY, BAND) >= 3


@pytest.mark.parametrize("chart", EVERY, ids=lambda chart: f"{chart.key}-{chart.kind}")
@pytest.mark.parametrize("compact", [False, True])
def test_nothing_is_drawn_in_a_colour_that_the_sums_do_not_cover(chart: ChartData, compact: bool) -> None:
    assert read(str(to_svg(chart, compact=compact))).colours <= {*MARKS, LIGHT_FILL, *QUIET}


@pytest.mark.parametrize("chart", [STACKED, BESIDE], ids=lambda chart: chart.kind)
def test_fills_that_touch_are_told_apart_by_tone_or_by_the_edge_between_them(chart: ChartData) -> None:
    bars = [style for style in styles_for(chart) if style.dash != "8 5"]
    for one, other in [*pairwise(bars), *combinations(bars, 2)]:
        edges = [one.colour, other.colour]
        assert contrast(one.fill, other.fill) >= 3 or any(
            contrast(edge, one.fill) >= 3 and contrast(edge, other.fill) >= 3 for edge in edges
        ), (one, other)


@pytest.mark.parametrize("style", styles_for(STACKED), ids=lambda style: style.fill + style.pattern)
def test_a_light_fill_has_a_dark_edge_against_the_paper(style: SeriesStyle) -> None:
    assert max(contrast(style.fill, PAPER), contrast(style.colour, PAPER)) >= 3


@pytest.mark.parametrize("chart", [LINES, MIXED], ids=["four of one kind", "one of each"])
def test_lines_are_told_apart_without_colour(chart: ChartData) -> None:
    for one, other in combinations(styles_for(chart), 2):
        assert (one.shape, one.dash) != (other.shape, other.dash)


def test_bars_are_told_apart_in_grey() -> None:
    """By pattern, or by a tone at least three times as light."""
    for one, other in combinations(styles_for(STACKED), 2):
        assert one.pattern != other.pattern or contrast(one.fill, other.fill) >= 3, (one, other)


def test_provisional_bars_are_told_apart_in_grey_too() -> None:
    """Paler, they keep their pattern, or a tone about twice as light."""
    for one, other in combinations(styles_for(STACKED), 2):
        tones = [pale(style.fill) for style in (one, other)]
        assert one.pattern != other.pattern or contrast(*tones) >= 1.9, (one, other)
    of_both = replace(
        STACKED, series=tuple(replace(each, statuses=("final", "final", "provisional")) for each in STACKED.series)
    )
    markup = str(to_svg(of_both))
    assert markup.count(f'fill-opacity="{PALE}"') == len(STACKED.series)
    assert "Paler bars are provisional." in markup
    assert f'fill="{PAPER}" stroke="{SERIES_COLOURS[0]}"' not in markup
    bars = [trace["marker"] for trace in to_plotly(of_both)["data"]]
    assert {tuple(marker["opacity"]) for marker in bars} == {(1, 1, PALE)}


def pale(colour: str) -> str:
    """As a fill of that strength looks on paper."""
    parts = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * PALE):02x}" for part in parts)


def test_the_scale_of_greys_is_the_one_of_the_standard() -> None:
    assert [luminance(colour) for colour in ("#000000", "#ffffff")] == [0, 1]
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)
