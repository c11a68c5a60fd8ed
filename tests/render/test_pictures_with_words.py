"""A picture that is taken away says whose figures it shows, what they say, and of when they are."""

import re
from datetime import date
from html import unescape
from xml.etree import ElementTree

from safetyvalve.render.data import ChartData, Series
from safetyvalve.render.png import rasterise
from safetyvalve.render.svg import to_svg
from safetyvalve.render.svg_told import to_told_svg

CHART = ChartData(
    key="plans",
    title="EHC plans in March 2023 are 2 above the agreed number, and this finding has more words than fit a line",
    subtitle="EHC plans maintained. Number.",
    kind="line",
    unit="count",
    categories=("January 2023", "March 2023"),
    series=(Series("EHC plans", (1595, 1570)),),
    summary="EHC plans maintained: 1,570 in March 2023 & <2> above.",
    source="Minute of the Forum",
    as_at=date(2023, 3, 31),
    notes=("The day is approximate.",),
)


def test_everything_that_stands_around_a_chart_stands_in_its_picture() -> None:
    svg = to_told_svg(CHART, place="Torbay")
    told = " ".join(unescape(each) for each in re.findall(r"<text[^>]*>([^<]*)</text>", svg))
    assert told.count(CHART.notes[0]) == 1
    for words in ("Torbay", CHART.title, CHART.subtitle, CHART.summary, *CHART.notes):
        assert words in told
    assert "Source: Minute of the Forum. As at 31 March 2023." in told


def test_it_is_one_well_formed_drawing_as_high_as_what_is_in_it() -> None:
    root = ElementTree.fromstring(to_told_svg(CHART, place="Torbay"))  # noqa: S314 - our own
    [inner] = root.findall("{http://www.w3.org/2000/svg}svg")
    plain = ElementTree.fromstring(to_svg(CHART))  # noqa: S314 - our own
    assert inner.get("height") == plain.get("height")
    assert float(root.get("height", "0")) > float(inner.get("y", "0")) + float(inner.get("height", "0"))
    lowest = max(float(each.get("y", "0")) for each in root.findall("{http://www.w3.org/2000/svg}text"))
    assert lowest < float(root.get("height", "0"))
    assert rasterise(to_told_svg(CHART, place="Torbay"), width=720).startswith(b"\x89PNG")
