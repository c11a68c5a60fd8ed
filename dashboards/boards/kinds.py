"""Kinds of charts that a line of the registry can name: one measure, several together, or one divided."""

from dataclasses import replace

from dashboards import words
from dashboards.board import Board, ChartKind
from dashboards.charts.demand import several
from dashboards.charts.lines import Frame, line_chart
from dashboards.charts.parts import parts_chart
from safetyvalve.render.data import ChartData


def one(key: str, code: str, subject: str) -> ChartKind:
    """One measure with its trajectory and, for a rate, somewhere else beside it. ``subject``, a plural, begins its
    sentences."""

    def build(board: Board, frame: Frame) -> ChartData | None:
        series = board.measures.get(code)
        if series is None:
            return None
        [cut] = frame.cut(series)
        title = words.finding(cut, subject)
        return line_chart(key, cut, title=title, summary=words.summary(cut, subject), name=cut.area_name)

    return ChartKind(key, build, (code,))


def together(key: str, names: dict[str, str], what: str, *, subject: str = "") -> ChartKind:
    """Up to four measures of one unit. ``names``: code → its name on the chart; ``what`` they are together;
    ``subject`` begins the title where the names alone do not say what is told."""
    codes = tuple(names)

    def build(board: Board, frame: Frame) -> ChartData | None:
        return several(key, board.measures, names, frame, what, subject=subject)

    return ChartKind(key, build, codes)


def divided(code: str, topic: str) -> ChartKind:
    """One measure by the headings of a topic, as ``read_breakdown`` allows this reader to see it."""
    key = f"{code}-by-{topic}".replace("_", "-")

    def build(board: Board, frame: Frame) -> ChartData | None:
        found = board.divided.get((code, topic))
        chart = parts_chart(found, frame) if found else None
        return replace(chart, key=key) if chart else None

    return ChartKind(key, build, (code,), by=(code, topic))
