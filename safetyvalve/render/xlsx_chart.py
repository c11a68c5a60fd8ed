"""A native Excel chart on cells that already hold its figures."""

from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.marker import Marker as PointMarker
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.drawing.colors import ColorChoice
from openpyxl.drawing.fill import PatternFillProperties
from openpyxl.drawing.line import LineProperties

from safetyvalve.render import format as fmt
from safetyvalve.render.data import NOT_AVAILABLE, ChartData, Column, Series
from safetyvalve.render.palette import PAPER
from safetyvalve.render.scale import axis_for
from safetyvalve.render.styles import SeriesStyle
from safetyvalve.render.xlsx_bridge import levels_chart
from safetyvalve.render.xlsx_parts import number_format

CHART_ROWS = 18
WIDTH_CM, HEIGHT_CM = 22, 9
SYMBOLS = {"circle": "circle", "square": "square", "triangle": "triangle", "diamond": "diamond"}
MANY_POINTS, SMALL_MARK = 24, 4
PATTERNS = {"hatch": "wdUpDiag", "dots": "pct25"}


def native_chart(sheet: Any, chart: ChartData, styles: tuple[SeriesStyle, ...], header: int) -> Any:
    """The chart for the table whose header stands in row `header`: categories in A, series from B on.

    A bridge is drawn on the levels written beside it (`xlsx_bridge.write_levels`).
    """
    if chart.is_bridge:
        drawn = _finished(levels_chart(sheet, chart, header, colour=_hex(styles[0].fill)), chart)
        drawn.legend = None
        return drawn
    last = header + len(chart.categories)
    categories = Reference(sheet, min_col=1, min_row=header + 1, max_row=last)
    lines, bars = LineChart(), BarChart()
    for position, (series, style) in enumerate(zip(chart.series, styles, strict=True)):
        as_line = chart.kind == "line" or series.role == "target"
        target = lines if as_line else bars
        target.add_data(Reference(sheet, min_col=position + 2, min_row=header, max_row=last), titles_from_data=True)
        (_paint_line if as_line else _paint_bar)(target.series[-1], style)
        if as_line:
            _leave_out(target.series[-1], series, style)
    if chart.kind == "across":
        bars.type = "bar"
        bars.x_axis.scaling.orientation = "maxMin"
    if chart.kind == "stacked_bar":
        bars.grouping, bars.overlap = "stacked", 100
    for built in (lines, bars):
        if built.series:
            built.set_categories(categories)
    if not bars.series:
        return _finished(lines, chart)
    if lines.series:
        bars += lines
    return _finished(bars, chart)


def _finished(result: Any, chart: ChartData) -> Any:
    result.title = None
    result.width, result.height = WIDTH_CM, HEIGHT_CM
    result.legend.position = "b"
    # A missing value is a gap, never a fall to zero.
    result.display_blanks = "gap"
    # openpyxl marks axes as deleted unless told otherwise, and newer Excel then hides them.
    result.x_axis.delete = result.y_axis.delete = False
    result.x_axis.tickLblPos = "low"
    result.y_axis.number_format = number_format(Column("", chart.unit, 0))
    result.y_axis.majorGridlines.spPr = GraphicalProperties(ln=_line("D9DCDE", 0.75))
    if chart.axis_from_zero and all(value >= 0 for value in chart.numbers()):
        result.y_axis.scaling.min = 0
    return result


def like_the_page(drawn: Any, chart: ChartData) -> None:
    """The page's own axis; small marks where points stand close; what was aimed for is told by its dashes alone."""
    axis = axis_for(chart)
    share = 100 if chart.unit == "percent" else 1
    drawn.y_axis.scaling.min, drawn.y_axis.scaling.max = float(axis.low) / share, float(axis.high) / share
    if chart.kind == "across":
        drawn.x_axis.tickLblSkip = 1
    aims = {position for position, series in enumerate(chart.series) if series.role == "target"}
    for part in drawn._charts:
        if part.tagname != "lineChart":
            continue
        for position, series in enumerate(part.series):
            if chart.kind != "line" or position in aims:
                series.marker.symbol = "none"
            elif len(chart.categories) > MANY_POINTS:
                series.marker.size = SMALL_MARK


def _line(colour: str, points: float, dash: str | None = None) -> Any:
    return LineProperties(solidFill=colour, w=int(points * 12700), prstDash=dash)


def _leave_out(drawn: Any, series: Series, style: SeriesStyle) -> None:
    """A cross for each value that cannot be relied on, a hollow mark for what stands apart, and no line to either or
    from it."""
    doubtful = {index for index, _ in series.present() if series.is_unreliable(index)}
    alone = doubtful | series.apart
    for index in sorted(alone | {index + 1 for index in alone}):
        point = DataPoint(idx=index, spPr=GraphicalProperties(ln=LineProperties(noFill=True)))
        if index in doubtful:
            edge = GraphicalProperties(noFill=True, ln=_line(_hex(style.colour), 1.75))
            point.marker = PointMarker(symbol="x", size=8, spPr=edge)
        else:
            inside, edge = (PAPER, 1.75) if index in series.apart else (style.colour, 0.75)
            fill = GraphicalProperties(solidFill=_hex(inside), ln=_line(_hex(style.colour), edge))
            point.marker = PointMarker(symbol=SYMBOLS[style.shape], size=7, spPr=fill)
        drawn.dPt.append(point)


def _hex(colour: str) -> str:
    return colour.removeprefix("#").upper()


def _paint_line(series: Any, style: SeriesStyle) -> None:
    series.spPr = GraphicalProperties(ln=_line(_hex(style.colour), style.width, "dash" if style.dash else None))
    series.smooth = False
    fill = GraphicalProperties(solidFill=_hex(style.colour), ln=_line(_hex(style.colour), 0.75))
    series.marker = PointMarker(symbol=SYMBOLS[style.shape], size=7, spPr=fill)


def _paint_bar(series: Any, style: SeriesStyle) -> None:
    line = _line(_hex(style.colour), 1, "dash" if style.dash else None)
    if style.pattern:
        filled = PatternFillProperties(prst=PATTERNS[style.pattern])
        filled.foreground, filled.background = _choice(style.colour), _choice(style.fill)
        series.spPr = GraphicalProperties(pattFill=filled, ln=line)
    else:
        series.spPr = GraphicalProperties(solidFill=_hex(style.fill), ln=line)
    series.invertIfNegative = False


def _choice(colour: str) -> Any:
    return ColorChoice(srgbClr=_hex(colour))


def absences(chart: ChartData) -> list[str]:
    """The reasons for empty cells, which hold no sign because the chart would draw it as zero."""
    reasons = [
        f"{series.name}, {category}: {absent.code}, {absent.meaning}."
        for series in chart.series
        for index, category in enumerate(chart.categories)
        if (absent := series.marker_at(index))
    ]
    reasons += [
        f"{series.name}, {chart.categories[index]}: {fmt.span(chart.unit, ends, chart.places)}, as it was reported."
        for series in chart.series
        for index, ends in series.spans()
    ]
    plain = any(series.cell_at(index) is None for series in chart.series for index in range(len(series.values)))
    return [*reasons, f"Empty: {NOT_AVAILABLE}."] if plain else reasons
