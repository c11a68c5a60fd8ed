"""A measure as one reader asked to look at it: by itself, divided, or held against somewhere else."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from dashboards.board import read_measures
from dashboards.breakdowns import Breakdown, read_breakdown
from dashboards.charts.compared import compared_chart, compared_table
from dashboards.charts.lines import Frame, measure_chart
from dashboards.charts.parts import parts_chart, parts_table
from dashboards.comparators import PUBLISHED, Held, held_against
from dashboards.comparisons import compare, has_both
from dashboards.points import MeasureSeries
from dashboards.rolling import has_small_months
from dashboards.scope import Scope
from safetyvalve.core.models import Authority
from safetyvalve.render.data import ChartData, Table

NOBODY = "none"
AS_PUBLISHED = Held(PUBLISHED, "The published figures", ())


class Asked(NamedTuple):
    """What the address asks for: a topic to divide by, or whom to hold against. What is not understood is nothing."""

    by: str = ""
    against: str = ""


NOTHING_ASKED = Asked()


@dataclass(frozen=True)
class Look:
    """The chart, the table beside it for the page, and the table with every period for the files.

    ``in_file`` makes that table with a status for each figure. ``has_small_months``: it counts what happens month by
    month, mostly little, or one of its parts does.
    """

    chart: ChartData | None
    table: Table | None = None
    whole_table: Table | None = None
    held: Held | None = None
    is_divided: bool = False
    in_file: Callable[[], Table] | None = None
    has_small_months: bool = False


def look_at(
    authority: Authority,
    series: MeasureSeries,
    scope: Scope,
    frame: Frame,
    asked: Asked,
    held: list[Held] | None = None,
) -> Look:
    """What was asked for, or the measure by itself where this reader may not see it or there is nothing to see."""
    if asked.by and (divided := read_breakdown(authority, series.code, asked.by, scope)):
        chart = parts_chart(divided, frame)
        return divided_look(divided, frame, chart, parts_table(divided, frame))
    chosen = _chosen(authority, asked.against, held)
    if chosen and (compared := compare(authority, series.code, chosen, scope)):
        every = partial(compared_table, compared, Frame(years=None), every_period=True)
        table, in_file = compared_table(compared, frame), partial(every, has_statuses=True)
        return Look(compared_chart(compared, frame), table, every(), held=chosen, in_file=in_file)
    alone = series.with_comparators(()) if asked.against == NOBODY else series
    return Look(measure_chart(alone, frame), has_small_months=has_small_months(series))


def divided_look(divided: Breakdown, frame: Frame, chart: ChartData | None, table: Table | None = None) -> Look:
    """A divided measure's chart with its whole table: in the file every period stands, in months or sums as drawn."""
    every = partial(parts_table, divided, Frame(None, frame.is_rolling), every_period=True)
    has_small = any(map(has_small_months, (divided.total, *divided.parts)))
    in_file = partial(every, has_statuses=True)
    return Look(chart, table, every(), is_divided=True, in_file=in_file, has_small_months=has_small)


def look_by_code(authority: Authority, code: str, scope: Scope, frame: Frame, asked: Asked) -> Look | None:
    """For a file: None where there is no such measure."""
    series = read_measures(authority, (code,), scope).get(code)
    return look_at(authority, series, scope, frame, asked) if series else None


def _chosen(authority: Authority, key: str, held: list[Held] | None) -> Held | None:
    if not key or key == NOBODY:
        return None
    if key == PUBLISHED:
        return AS_PUBLISHED
    return next((each for each in (held_against(authority) if held is None else held) if each.key == key), None)


def possible(held: list[Held], series: MeasureSeries) -> list[Held]:
    """Whom this measure can be held against, its own published figures with them when there are both."""
    return [*held, AS_PUBLISHED] if has_both(series) else held


def has_england_as_usual(series: MeasureSeries, frame: Frame) -> bool:
    """Whether the measure's own chart has England's line already: a rate that comes in the same periods there."""
    [cut] = frame.cut(series)
    return series.definition.is_relative and any(other.known() for other in cut.comparators)
