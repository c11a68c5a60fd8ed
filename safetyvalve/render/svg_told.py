"""A chart as a picture that goes somewhere alone: its words stand in it, as they stand around it on a page."""

import re
from collections.abc import Iterator

from django.utils.safestring import SafeString, mark_safe

from safetyvalve.render.data import ChartData
from safetyvalve.render.format import source_line
from safetyvalve.render.metrics import wrap
from safetyvalve.render.palette import GREY, INK, PAPER
from safetyvalve.render.svg import FONT, to_svg
from safetyvalve.render.svg_layout import EDGE, WIDE
from safetyvalve.render.svg_parts import tag, text

ROOM = WIDE - 2 * EDGE
BOLDER = 1.08
"""Bold letters are wider than the regular ones that are measured, by no more than this."""
_HEIGHT = re.compile(r'height="(\d+)"')


def to_told_svg(chart: ChartData, *, place: str) -> SafeString:
    """The drawing beneath whose it is, its finding, its sentence and what is counted; beneath it source and day.

    ``place`` is whose figures they are: the council.
    """
    drawing = str(to_svg(chart))
    found = _HEIGHT.search(drawing)
    height = float(found[1]) if found else 0.0
    above, top = _lines(
        [
            (place, 14.0, {"fill": GREY}),
            (chart.title, 20.0, {"font_weight": "bold"}),
            (chart.subtitle, 13.0, {"fill": GREY}),
            (chart.summary, 15.0, {}),
        ],
        EDGE,
    )
    beneath, bottom = _lines([(source_line(chart), 13.0, {"fill": GREY})], top + height + EDGE)
    return mark_safe(  # noqa: S308 - every word was escaped when its element was made
        tag(
            "svg",
            tag("rect", width=WIDE, height=bottom, fill=PAPER),
            *above,
            drawing.replace("<svg ", f'<svg y="{top:.0f}" ', 1),
            *beneath,
            viewBox=f"0 0 {WIDE:.0f} {bottom:.0f}",
            width=f"{WIDE:.0f}",
            height=f"{bottom:.0f}",
            xmlns="http://www.w3.org/2000/svg",
            font_family=FONT,
            fill=INK,
        )
    )


def _lines(told: list[tuple[str, float, dict[str, str]]], top: float) -> tuple[list[str], float]:
    """Each of them in as many lines as it needs, and where the next thing can begin."""
    made = []
    for words, size, look in told:
        for broken in _broken(words, size, look):
            top += size * 1.3
            made.append(text(broken, EDGE, top, font_size=size, **look))
        top += size * 0.4
    return made, top + EDGE


def _broken(words: str, size: float, look: dict[str, str]) -> Iterator[str]:
    yield from wrap(words, size, ROOM / BOLDER if "font_weight" in look else ROOM) if words else ()
