"""From series to the lines of a chart: continuous periods, gaps kept, trajectories, comparators, breaks."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from dashboards import words
from dashboards.charts.around import as_at_of, breaks_of, notes_of, source_of, with_trajectories_sources
from dashboards.periods import LONGEST_RUN, Grain, Period, without_holes
from dashboards.points import Definition, MeasureSeries, Point, Trajectory, first_day_of_window, usual_grain
from dashboards.rolling import rolled
from safetyvalve.render.data import MAXIMUM_LINES, Band, ChartData, Range, Series

AHEAD = {"month": 12, "quarter": 4, "year": 3, "census": 3}
"""How far past the last figure a trajectory is drawn: as many periods as this."""
SMALL = 20
UNITS = {"percent": "Per cent", "money": "Pounds", "count": "Number", "days": "Days", "weeks": "Weeks"}
MARKERS = ("c", "x", "z", "u", "low")


@dataclass(frozen=True)
class Frame:
    """What a page shows of a series: one grain, so many years back; where asked, twelve months rolling.

    ``grain`` is the one asked for: months, Januaries or years of a measure that has several. Where there are no figures
    of it, and where nothing is asked, the usual one is shown.
    """

    years: int | None = 3
    is_rolling: bool = False
    grain: Grain | None = None

    def cut(self, *series: MeasureSeries) -> list[MeasureSeries]:
        """The same series in the one grain that suits them all, from the first period of the window."""
        series = tuple(rolled(item) for item in series) if self.is_rolling else series
        has_asked = self.grain is not None and any(self.grain in item.grains() for item in series)
        grain = self.grain if has_asked else usual_grain(*series)
        if grain is None:
            return [item.with_points(()) for item in series]
        cut = [item.of_grain(grain) for item in series]
        lasts = [item.latest.period.end for item in cut if item.latest]
        first = first_day_of_window(max(lasts), self.years) if lasts else None
        return [item.since(first) for item in cut]


def line_chart(
    key: str,
    series: MeasureSeries,
    *,
    title: str,
    summary: str,
    name: str,
    subtitle: str = "",
    with_trajectories: bool = True,
    beside: tuple[str, Sequence[Point]] | None = None,
) -> ChartData | None:
    """One measure with its trajectories and, for rates, the same measure elsewhere; None without a single figure.

    ``beside`` names further figures of the same measure, taken at other times, that stand on a line of their own.
    """
    others = [point.period for point in beside[1]] if beside else []
    room = MAXIMUM_LINES - (2 if beside else 1)
    trajectories = usable_trajectories(series, others, room=room) if with_trajectories else []
    periods = periods_of(series, trajectories)
    if not periods or not any(point.is_known or point.marker for point in series.points):
        return None
    lines = [drawn(name, series.points, periods)]
    if beside:
        own = periods[0].grain
        periods = sorted({*periods, *(point.period for point in beside[1])}, key=lambda period: period.end)
        lines = [
            _passing(drawn(name, series.points, periods), periods, own),
            drawn(*beside, periods, role="comparator"),
        ]
    lines += [aimed(trajectory, periods) for trajectory in trajectories]
    if series.definition.is_relative:
        lines += [
            drawn(other.area_name, usable(other), periods, role="comparator")
            for other in series.comparators
            if other.known()
        ]
    return ChartData(
        key=key,
        title=title,
        subtitle=subtitle or subtitle_of(series, periods, trajectories),
        kind="line",
        unit=render_unit(series),
        categories=tuple(period.exactly if beside else period.label for period in periods),
        series=tuple(lines[:MAXIMUM_LINES]),
        summary=summary,
        source=with_trajectories_sources(_sources_of(series, beside), trajectories),
        as_at=as_at_of(series),
        breaks=breaks_of(series, periods),
        axis_from_zero=series.definition.is_rate or starts_near_zero(lines),
        band=tolerance_band(trajectories, periods),
        category_name="Counted" if beside else periods[0].grain.word,
        notes=notes_of(series),
    )


def _sources_of(series: MeasureSeries, beside: tuple[str, Sequence[Point]] | None) -> str:
    own = source_of(series)
    return f"{own}. {beside[0]}: {source_of(series.with_points(beside[1]))}" if beside else own


def tolerance_band(trajectories: Sequence[Trajectory], periods: Sequence[Period]) -> Band | None:
    """The tolerance around the trajectory that was begun last; None where none was agreed."""
    if not trajectories or trajectories[-1].tolerance is None:
        return None
    aimed_at, tolerance = [trajectories[-1].in_period(period) for period in periods], trajectories[-1].tolerance
    low = tuple(None if value is None else value - tolerance for value in aimed_at)
    high = tuple(None if value is None else value + tolerance for value in aimed_at)
    return Band("Tolerance", low, high) if any(value is not None for value in aimed_at) else None


def starts_near_zero(lines: Sequence[Series]) -> bool:
    """Whether the axis should reach down to zero: for small figures, and those that vary by half of their size."""
    values = [value for line in lines for _, value in line.present()]
    return not values or max(values) < SMALL or min(values) * 2 < max(values)


def periods_of(series: MeasureSeries, trajectories: Sequence[Trajectory] = ()) -> list[Period]:
    """Every period from the first figure to the last, gaps included, and on to where a trajectory leads."""
    periods = list(without_holes(point.period for point in series.points))[-LONGEST_RUN:]
    if not periods:
        return []
    furthest = max((t.points[-1][0] for t in trajectories), default=date.min)
    following = periods[-1].next()
    for _ in range(AHEAD[following.grain.value]):
        if following.end > furthest and following.start > furthest:
            break
        periods.append(following)
        following = following.next()
    return periods


def usable_trajectories(
    series: MeasureSeries, also: Sequence[Period] = (), *, room: int = MAXIMUM_LINES - 1
) -> list[Trajectory]:
    """Those with a value in a period shown, or in one of ``also``: the latest, when there are more than ``room``."""
    reaching = [
        each
        for each in series.trajectories
        if any(each.in_period(period) is not None for period in (*periods_of(series, [each]), *also))
    ]
    return reaching[-room:]


def drawn(name: str, points: Sequence[Point], periods: Sequence[Period], role: str = "actual") -> Series:
    """A line of figures, with None where there is none and the marker that says why. What there is so far of a time
    that is not over stands apart: a line down to it would look like a fall."""
    by_period = {point.period: point for point in points}
    found = [by_period.get(period) for period in periods]
    return Series(
        name,
        tuple(point.value if point and point.upper is None else None for point in found),
        role=role,
        statuses=tuple(point.status if point and point.is_known else None for point in found),
        markers=tuple(point.marker if point and point.marker in MARKERS and not point.is_known else None
                      for point in found),
        ranges=tuple(Range(point.value, point.upper)
                     if point and point.value is not None and point.upper is not None else None for point in found),
        apart=frozenset(index for index, point in enumerate(found) if point and point.is_so_far),
    )  # fmt: skip


def _passing(line: Series, periods: Sequence[Period], grain: Grain) -> Series:
    """The line with periods of another grain passed: it has no figure there, and none is missing."""
    statuses = ("passed" if period.grain != grain else line.statuses[index] for index, period in enumerate(periods))
    return replace(line, statuses=tuple(statuses))


def usable(other: MeasureSeries) -> list[Point]:
    """The figures of another place without those that are not reliable: nobody is held against them."""
    return [point for point in other.points if point.is_reliable]


def aimed(trajectory: Trajectory, periods: Sequence[Period]) -> Series:
    values: tuple[Decimal | None, ...] = tuple(trajectory.in_period(period) for period in periods)
    return Series(trajectory.name, values, role="target")


def subtitle_of(series: MeasureSeries, periods: Sequence[Period], trajectories: Sequence[Trajectory] = ()) -> str:
    """Measure, unit, basis and time: what is counted, without an opinion."""
    definition = series.definition
    basis = definition.basis_in(periods[0].grain)
    span = periods[0].label if len(periods) == 1 else f"{periods[0].label} to {periods[-1].label}"
    parts = [definition.name, unit_in_words(definition), basis, span]
    words_of_basis = ". ".join(part for part in parts if part) + "."
    if any(not t.is_dated_in(p) and t.in_period(p) is not None for t in trajectories for p in periods):
        words_of_basis += " The trajectory is a straight line between its dated points."
    return words_of_basis


def unit_in_words(definition: Definition) -> str:
    if definition.is_per_thousand:
        return "Per thousand"
    return UNITS[definition.unit]


def render_unit(series: MeasureSeries) -> str:
    """The unit as renderers know it: days and weeks are counted."""
    return {"percent": "percent", "money": "money"}.get(series.definition.unit, "count")


def measure_chart(series: MeasureSeries, frame: Frame) -> ChartData | None:
    """Any one measure under its own name, for its page in the catalogue."""
    [cut] = frame.cut(series)
    definition = cut.definition
    title = words.finding_of(cut, definition.name)
    return line_chart(
        f"measure-{definition.code}", cut, title=title, summary=words.summary(cut, definition.name), name=cut.area_name
    )
