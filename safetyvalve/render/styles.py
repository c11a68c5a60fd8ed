"""How each series is told apart: by shape, dash and pattern as well as by colour."""

from dataclasses import dataclass

from safetyvalve.render.data import ChartData
from safetyvalve.render.palette import GREY, INK, LIGHT_FILL, PAPER, SERIES_COLOURS

SHAPES = ("circle", "square", "triangle", "diamond")


@dataclass(frozen=True)
class SeriesStyle:
    """`fill` is a colour; `pattern` is "", "hatch" or "dots" in `colour` on paper. `dash` as in SVG."""

    colour: str
    shape: str
    dash: str
    width: float
    fill: str
    pattern: str = ""


PALE = 0.5
"""How much of its fill a provisional bar keeps beside others. Empty bars with coloured edges would be told apart by
their colour alone."""
_BAR_FILLS = (
    (SERIES_COLOURS[0], ""),
    (LIGHT_FILL, ""),
    (PAPER, "hatch"),
    (PAPER, "dots"),
)


def keeps_fill(chart: ChartData) -> bool:
    """Whether a provisional bar is paler than the others, because it stands by or on other bars; else it is hollow."""
    return chart.kind != "line" and sum(series.role != "target" for series in chart.series) > 1


def styles_for(chart: ChartData) -> tuple[SeriesStyle, ...]:
    """One style per series, in order. A forecast wears the colour of the actual before it."""
    result: list[SeriesStyle] = []
    drawn = 0
    for position, series in enumerate(chart.series):
        shape = SHAPES[position % len(SHAPES)]
        if series.role == "target":
            result.append(SeriesStyle(INK, shape, "8 5", 2, PAPER))
        elif series.role == "comparator":
            result.append(SeriesStyle(GREY, shape, "", 2, PAPER, "dots"))
        elif series.role == "forecast":
            colour = SERIES_COLOURS[max(drawn - 1, 0) % len(SERIES_COLOURS)]
            result.append(SeriesStyle(colour, shape, "4 3", 2, PAPER))
        else:
            colour = SERIES_COLOURS[drawn % len(SERIES_COLOURS)]
            fill, pattern = _BAR_FILLS[drawn % len(_BAR_FILLS)]
            result.append(SeriesStyle(colour, shape, "", 2.5, fill, pattern))
            drawn += 1
    return tuple(result)
