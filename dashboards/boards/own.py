"""The charts of a dashboard that a council put together, read together however many they are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from dashboards.board import Board
from dashboards.boards.reading import Wanted, read_figures
from dashboards.changed import read_by
from dashboards.charts.compared import compared_chart, compared_table
from dashboards.charts.lines import Frame, measure_chart
from dashboards.charts.parts import parts_with_table
from dashboards.comparators import Held, held_against
from dashboards.comparisons import comparison
from dashboards.headings import topic_called
from dashboards.looks import NOBODY, Asked
from dashboards.models import Indicator
from dashboards.points import Definition, MeasureSeries
from dashboards.scope import Scope
from dashboards.series import ENGLAND, STOCK_AND_FLOW, usable
from safetyvalve.core.models import Authority
from safetyvalve.render.data import ChartData, Table

UNDIVIDED = "There are no figures by “{}” that you can see: it is shown undivided."


@dataclass(frozen=True)
class OwnChart:
    """``chart`` is None where there is nothing this reader may see; ``definition`` is None for an unknown measure.

    ``words`` are about the chart that was asked for: readers outside the programme who get another, or none, get none
    of them. ``reads`` are the measures that it is drawn from. ``undivided`` says that it is not divided as was chosen.
    """

    code: str
    words: str
    asked: Asked
    definition: Definition | None = None
    chart: ChartData | None = None
    table: Table | None = None
    reads: frozenset[int] = frozenset()
    undivided: str = ""


def read_own(
    authority: Authority,
    charts: Sequence[dict[str, str]],
    scope: Scope,
    frame: Frame,
    *,
    today: date,
    found: Sequence[Indicator] | None = None,
    has_statuses: bool = False,
) -> list[OwnChart]:
    """Each chart as its measure's own page would show it to this reader. A fixed number of queries.

    ``found``: what ``measures_of`` gives for these charts, or for more of them, where it has been read already.
    ``has_statuses``: tables say after their figures how each of them stands.
    """
    asked = [(each, Asked(each.get("by", ""), each.get("against", ""))) for each in charts]
    held = held_against(authority) if any(one.against for _, one in asked) else []
    groups = {each.key: each for each in held}
    areas = {area for _, one in asked if one.against in groups for area in groups[one.against].areas}
    wanted = Wanted(
        tuple(dict.fromkeys(each["code"] for each in charts)),
        tuple(dict.fromkeys((each["code"], one.by) for each, one in asked if one.by)),
    )
    found = measures_of(authority, charts) if found is None else found
    by_code = {indicator.code: indicator for indicator in found}
    board = read_figures(authority, None, wanted, scope, today=today, areas=tuple(sorted(areas)), found=found)
    drawer = _Drawer(board, groups, frame, has_statuses)
    drawn = [drawer.chart(each["code"], each.get("words", ""), one) for each, one in asked]
    kept = [one.words if one.chart or scope.is_inside else "" for one in drawn]
    return [replace(one, words=words, reads=read_by(one.code, by_code)) for one, words in zip(drawn, kept, strict=True)]


def measures_of(authority: Authority, charts: Sequence[dict[str, str]]) -> list[Indicator]:
    """The measures of these charts and those of stock and flow, with what was agreed for each. One query."""
    return usable(authority, [*(each["code"] for each in charts), *STOCK_AND_FLOW], with_aims=True)


@dataclass(frozen=True)
class _Drawer:
    """Everything that was read, and how it is to be drawn."""

    board: Board
    groups: dict[str, Held]
    frame: Frame
    has_statuses: bool

    def chart(self, code: str, words: str, asked: Asked) -> OwnChart:
        series = self.board.measures.get(code)
        if series is None:
            return OwnChart(code, words, asked)
        found = OwnChart(code, words, asked, series.definition)
        breakdown = self.board.divided.get((code, asked.by)) if asked.by else None
        if breakdown:
            chart, table = parts_with_table(breakdown, self.frame, has_statuses=self.has_statuses)
            return replace(found, chart=chart, table=table)
        compared = comparison(series, self.groups[asked.against]) if asked.against in self.groups else None
        if compared:
            chart = compared_chart(compared, self.frame)
            return replace(
                found, chart=chart, table=compared_table(compared, self.frame, has_statuses=self.has_statuses)
            )
        alone = measure_chart(_usual(series, asked.against), self.frame)
        is_another = bool(asked.by) or asked.against not in ("", NOBODY)
        said = "" if is_another and not self.board.scope.is_inside else words
        told = UNDIVIDED.format(topic_called(asked.by).name) if asked.by and alone else ""
        return replace(found, words=said, asked=Asked("", asked.against), chart=alone, undivided=told)


def _usual(series: MeasureSeries, against: str) -> MeasureSeries:
    """Beside England as everywhere, or by itself where somebody asked for that."""
    england = [each for each in series.comparators if each.area_code == ENGLAND]
    return series.with_comparators(() if against == NOBODY else england)
