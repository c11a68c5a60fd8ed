"""A chart as the plain dictionary that plotly.js draws from, for those who want to point at a value.

Built without the plotly package, which takes a thousand times longer; a test holds it against that
package's own rules. Only scatter and bar are used: the shipped bundle draws nothing else.
"""

from typing import Any

from safetyvalve.render import format as fmt
from safetyvalve.render.bridge import starts
from safetyvalve.render.data import ChartData, Number, Series
from safetyvalve.render.palette import BAND, GREY, INK, PAPER
from safetyvalve.render.scale import axis_for
from safetyvalve.render.styles import PALE, SeriesStyle, keeps_fill, styles_for

SYMBOLS = {"circle": "circle", "square": "square", "triangle": "triangle-up", "diamond": "diamond"}
PATTERNS = {"": "", "hatch": "/", "dots": "."}
GRID = "#d9dcde"


def to_plotly(chart: ChartData) -> dict[str, Any]:
    """`data`, `layout` and `config` for `Plotly.newPlot`; lists, numbers and text only."""
    traces = _band(chart)
    for series, style in zip(chart.series, styles_for(chart), strict=True):
        drawn_as_line = chart.kind == "line" or series.role == "target"
        traces.append(_line(chart, series, style) if drawn_as_line else _bars(chart, series, style))
        if drawn_as_line:
            traces.extend(_by_themselves(chart, series, style))
        if chart.kind != "across":
            traces.extend(_ranges(chart, series, style))
    return {
        "data": traces,
        "layout": _layout(chart),
        "config": {"displayModeBar": False, "responsive": True},
    }


def _number(value: Number | None) -> float | int | None:
    if value is None or isinstance(value, int):
        return value
    return float(value)


def _numbers(values: tuple[Number | None, ...]) -> list[float | int | None]:
    return [_number(value) for value in values]


def _common(chart: ChartData, series: Series) -> dict[str, Any]:
    words = []
    for index, value in enumerate(series.values):
        shown = "" if value is None else fmt.number(chart.unit, value, chart.places)
        words.append(f"{series.name}<br>{chart.categories[index]}: {shown}{fmt.standing(series, index)}")
    return {
        "name": _plain(series.name),
        "x": _categories(chart),
        "y": _numbers(series.values),
        "hovertext": [_plain(line) for line in words],
        "hoverinfo": "text",
    }


def _categories(chart: ChartData) -> list[str]:
    return [_plain(category) for category in chart.categories]


def _plain(words: str) -> str:
    """plotly reads a little HTML in labels: only our own line break may mean anything."""
    return words.replace("&", "&amp;").replace("<", "&lt;").replace("&lt;br>", "<br>")


def _line(chart: ChartData, series: Series, style: SeriesStyle) -> dict[str, Any]:
    symbol = SYMBOLS[style.shape]
    symbols = [f"{symbol}-open" if series.is_provisional(index) else symbol for index in range(len(series.values))]
    dash = ",".join(f"{part}px" for part in style.dash.split()) if style.dash else "solid"
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "connectgaps": any(map(series.is_passed, range(len(series.values)))),
        "line": {"color": style.colour, "width": style.width, "dash": dash},
        "marker": {"color": style.colour, "size": 8, "symbol": symbols},
        **_common(chart, series),
        "y": [None if series.is_unreliable(n) or n in series.apart else _number(value)
              for n, value in enumerate(series.values)],
    }  # fmt: skip


def _by_themselves(chart: ChartData, series: Series, style: SeriesStyle) -> list[dict[str, Any]]:
    """Marks that no line leads through: crosses for what cannot be relied on, hollow ones for what stands apart."""
    cross = {"color": style.colour, "size": 10, "symbol": "x-thin-open", "line": {"width": 2.5}}
    hollow = {"color": style.colour, "size": 8, "symbol": f"{SYMBOLS[style.shape]}-open"}
    crossed = {index for index, _ in series.present() if series.is_unreliable(index)}
    return [
        {"type": "scatter", "mode": "markers", "marker": mark, "showlegend": False, **_common(chart, series),
         "y": [_number(value) if index in places else None for index, value in enumerate(series.values)]}
        for mark, places in ((cross, crossed), (hollow, series.apart - crossed))
        if places
    ]  # fmt: skip


def _ranges(chart: ChartData, series: Series, style: SeriesStyle) -> list[dict[str, Any]]:
    """What was reported as a range: from one end to the other."""
    found: list[dict[str, Any]] = []
    for index, ends in series.spans():
        words = f"{series.name}<br>{chart.categories[index]}: {fmt.span(chart.unit, ends, chart.places)}"
        found.append(
            {
                "type": "scatter",
                "mode": "lines+markers",
                "x": [_plain(chart.categories[index])] * 2,
                "y": [_number(ends.low), _number(ends.high)],
                "line": {"color": style.colour, "width": 2.5},
                "marker": {"color": style.colour, "size": 12, "symbol": "line-ew-open"},
                "name": _plain(series.name),
                "hovertext": [_plain(words)] * 2,
                "hoverinfo": "text",
                "showlegend": False,
            }
        )
    return found


def _bars(chart: ChartData, series: Series, style: SeriesStyle) -> dict[str, Any]:
    number = range(len(series.values))
    doubtful = [series.is_unreliable(index) for index in number]
    provisional = [series.is_provisional(index) for index in number]
    is_pale = keeps_fill(chart)
    hollow = [doubtful[index] or (provisional[index] and not is_pale) for index in number]
    fill = style.colour if style.pattern else style.fill
    return {
        "type": "bar",
        "marker": {
            "color": [PAPER if hollow[index] else fill for index in number],
            "opacity": [PALE if provisional[index] and not hollow[index] else 1 for index in number],
            "line": {
                "color": style.colour,
                "width": [2 if doubtful[index] or provisional[index] else 1 for index in number],
            },
            "pattern": {
                "shape": ["" if hollow[index] else PATTERNS[style.pattern] for index in number],
                "bgcolor": PAPER,
            },
        },
        **_common(chart, series),
        **_lying(chart, series),
        **({"base": [_number(start) for start in starts(chart, series)]} if chart.is_bridge else {}),
    }


def _lying(chart: ChartData, series: Series) -> dict[str, Any]:
    """Bars that lie down have their figures along the bottom."""
    if chart.kind != "across":
        return {}
    return {"orientation": "h", "x": _numbers(series.values), "y": _categories(chart)}


def _band(chart: ChartData) -> list[dict[str, Any]]:
    if not chart.band:
        return []
    edge = {
        "type": "scatter", "mode": "lines", "x": _categories(chart), "hoverinfo": "skip",
        "line": {"width": 0.5, "color": GREY}, "connectgaps": False,
    }  # fmt: skip
    low = {**edge, "y": _numbers(chart.band.low), "showlegend": False, "name": _plain(f"{chart.band.name}, low")}
    high = {
        **edge,
        "y": _numbers(chart.band.high),
        "name": _plain(chart.band.name),
        "fill": "tonexty",
        "fillcolor": BAND,
    }
    return [low, high]


def _layout_across(chart: ChartData) -> dict[str, Any]:
    """The first heading on top, as in the drawing."""
    headings = {"type": "category", "categoryarray": _categories(chart), "categoryorder": "array",
                "autorange": "reversed", "automargin": True}  # fmt: skip
    return {
        "font": {"family": "Arial, sans-serif", "size": 14, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "margin": {"l": 200, "r": 20, "t": 20, "b": 60},
        "height": 120 + 34 * len(chart.categories),
        "hovermode": "closest",
        "showlegend": False,
        "yaxis": headings,
        "xaxis": {"gridcolor": GRID, "zerolinecolor": INK, "rangemode": "tozero", "automargin": True},
    }


def _layout(chart: ChartData) -> dict[str, Any]:
    if chart.kind == "across":
        return _layout_across(chart)
    axis = axis_for(chart)
    largest = max(abs(axis.low), abs(axis.high))
    return {
        "barmode": "relative" if chart.kind == "stacked_bar" else "group",
        "font": {"family": "Arial, sans-serif", "size": 14, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "margin": {"l": 70, "r": 20, "t": 20 + 22 * len(chart.breaks), "b": 60},
        "height": 420,
        "hovermode": "closest",
        "showlegend": len(chart.series) > 1 or chart.band is not None,
        "legend": {"orientation": "h", "y": 1.02, "yanchor": "bottom"},
        "xaxis": {"type": "category", "categoryarray": _categories(chart), "categoryorder": "array",
                  "automargin": True},
        "yaxis": {
            "range": [_number(axis.low), _number(axis.high)],
            "tickmode": "array",
            "tickvals": [_number(tick) for tick in axis.ticks],
            "ticktext": [fmt.tick(chart.unit, tick, axis.step, largest) for tick in axis.ticks],
            "gridcolor": GRID, "zerolinecolor": INK, "automargin": True,
        },
        "shapes": [_break_line(position.position) for position in chart.breaks],
        "annotations": [*_break_words(chart), *_absent(chart)],
    }  # fmt: skip


def _break_line(position: int) -> dict[str, Any]:
    x = position - 0.5
    line = {"color": GREY, "width": 1.5, "dash": "dot"}
    return {"type": "line", "x0": x, "x1": x, "xref": "x", "y0": 0, "y1": 1, "yref": "paper", "line": line}


def _break_words(chart: ChartData) -> list[dict[str, Any]]:
    return [
        {
            "x": item.position - 0.5, "xref": "x", "y": 1, "yref": "paper", "yshift": 12 + 20 * order,
            "text": _plain(item.words), "showarrow": False,
            "xanchor": "right" if item.position > len(chart.categories) / 2 else "left",
        }
        for order, item in enumerate(chart.breaks)
    ]  # fmt: skip


def _absent(chart: ChartData) -> list[dict[str, Any]]:
    """The letters of values that may not be shown, on the bottom edge."""
    result = []
    for index in range(len(chart.categories)):
        codes = dict.fromkeys(marker.code for series in chart.series if (marker := series.marker_at(index)))
        if codes:
            result.append(
                {"x": index, "xref": "x", "y": 0, "yref": "paper", "yshift": 10,
                 "text": " ".join(codes), "showarrow": False}
            )  # fmt: skip
    return result
