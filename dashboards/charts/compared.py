"""A measure here and elsewhere: rates as lines, counts against a common first year, and every area in a table."""

from dataclasses import dataclass, replace
from decimal import Decimal

from dashboards import words
from dashboards.charts.around import as_at_of, breaks_of, notes_of, source_of
from dashboards.charts.lines import (
    Frame,
    aimed,
    drawn,
    periods_of,
    render_unit,
    starts_near_zero,
    subtitle_of,
    usable_trajectories,
)
from dashboards.charts.parts import COLUMNS, cell_of, with_statuses
from dashboards.comparators import PUBLISHED
from dashboards.comparisons import Comparison
from dashboards.periods import Period, without_holes
from dashboards.points import Definition, MeasureSeries, Point
from safetyvalve.render.data import MAXIMUM_LINES, ChartData, Column, Table
from safetyvalve.render.format import count, rounded

HUNDRED = Decimal(100)


def compared_chart(comparison: Comparison, frame: Frame) -> ChartData | None:
    """The council and what it is held against; the council alone, and why, where that cannot be drawn."""
    own, line = _cut(comparison, frame)
    if not any(point.is_known or point.marker for point in own.points):
        return None
    if line is None or not line.known():
        return _chart(comparison, own, None, _titled(own), words.summary(own, own.definition.name))
    if comparison.held.key == PUBLISHED:
        return _chart(comparison, own, line, _titled(own), _beside_published(own, line))
    if not own.definition.is_relative:
        return _index_chart(comparison, own, line)
    held = replace(own, comparators=(line,))
    return _chart(comparison, own, line, _titled(own), words.summary(held, own.definition.name))


def _cut(comparison: Comparison, frame: Frame) -> tuple[MeasureSeries, MeasureSeries | None]:
    if comparison.line is None:
        return frame.cut(comparison.own)[0], None
    own, line = frame.cut(comparison.own, comparison.line)
    return own, line


def _titled(own: MeasureSeries) -> str:
    latest = own.latest
    if latest is None:
        return words.nothing(own, own.definition.name)
    return f"{own.definition.name}: {words.figure_of(own.definition, latest)} {latest.phrase}"


def _beside_published(own: MeasureSeries, line: MeasureSeries) -> str:
    """The last year that both have, in one sentence."""
    both = [(a, b) for a in own.points if a.is_comparable and (b := line.at(a.period)) and b.is_comparable]
    if not both:
        return "There is no year yet that both the council's own months and the published statistics give whole."
    mine, theirs = both[-1]
    assert mine.value is not None  # noqa: S101 - comparable, so known
    assert theirs.value is not None  # noqa: S101
    gap = words.change(own.definition, mine.value, theirs.value, "published")
    figures = words.figure(own.definition, mine.value), words.figure(own.definition, theirs.value)
    return (
        f"The council's own figures come to {figures[0]} {mine.period.phrase}, {gap} ({figures[1]}). "
        "Months are put together only where all of a year are known."
    )


def _chart(
    comparison: Comparison, own: MeasureSeries, line: MeasureSeries | None, title: str, summary: str
) -> ChartData:
    trajectories = usable_trajectories(own, room=MAXIMUM_LINES - 2)
    found = set(periods_of(own, trajectories)) | {point.period for point in (line.points if line else ())}
    periods = list(without_holes(found))
    lines = [drawn(own.area_name, own.points, periods), *(aimed(each, periods) for each in trajectories)]
    if line:
        lines.append(drawn(line.area_name, line.points, periods, role="comparator"))
    return ChartData(
        key=f"measure-{own.definition.code}",
        title=title,
        subtitle=subtitle_of(own, periods, trajectories),
        kind="line",
        unit=render_unit(own),
        categories=tuple(period.label for period in periods),
        series=tuple(lines),
        summary=summary,
        source=_sources(own, line),
        as_at=as_at_of(own),
        breaks=breaks_of(own, periods),
        axis_from_zero=own.definition.is_rate or starts_near_zero(lines),
        category_name=periods[0].grain.word,
        notes=_notes(comparison, own, line),
    )


def _sources(own: MeasureSeries, line: MeasureSeries | None) -> str:
    return source_of(*(each for each in (own, line) if each and each.known()))


def _notes(comparison: Comparison, own: MeasureSeries, line: MeasureSeries | None) -> tuple[str, ...]:
    latest = line.latest if line else None
    said = comparison.coverage(latest.period) if latest else ""
    return tuple(filter(None, (*notes_of(own), said, comparison.why)))


@dataclass(frozen=True)
class Index:
    """Two series, each against its own figure of the first period that both have."""

    base: Period
    own: MeasureSeries
    line: MeasureSeries


def index_of(own: MeasureSeries, line: MeasureSeries) -> Index | None:
    """None without a common period in which both have something to count from, and a later one to hold against it."""
    common = [
        (point, other)
        for point in own.points
        if point.is_comparable and (other := line.at(point.period)) and other.is_comparable
    ]
    bases = [(point, other) for point, other in common if (point.value or 0) > 0 and (other.value or 0) > 0]
    if not bases or bases[0] == common[-1]:
        return None
    point, other = bases[0]
    return Index(point.period, _against(own, point), _against(line, other))


def _against(series: MeasureSeries, base: Point) -> MeasureSeries:
    assert base.value  # noqa: S101 - a base is more than nothing
    whole = base.value

    def held(value: Decimal | None) -> Decimal | None:
        return None if value is None else rounded(value * HUNDRED / whole, 1)

    after = (point for point in series.points if point.period >= base.period)
    definition = Definition(series.code, series.definition.name, "count", decimals=1)
    return replace(
        series,
        definition=replace(definition, breaks=series.definition.breaks),
        points=tuple(point._replace(value=held(point.value), upper=held(point.upper)) for point in after),
        trajectories=(),
    )


def _index_chart(comparison: Comparison, own: MeasureSeries, line: MeasureSeries) -> ChartData:
    index = index_of(own, line)
    if index is None:
        both = f"{own.area_name} and {words.elsewhere(line)}"
        why = f"{both} have fewer than two periods in common, so no change to compare."
        alone = _chart(comparison, own, None, _titled(own), words.summary(own, own.definition.name))
        return replace(alone, notes=(*alone.notes, why))
    periods = list(without_holes(point.period for each in (index.own, index.line) for point in each.points))
    lines = [
        drawn(own.area_name, index.own.points, periods),
        drawn(line.area_name, index.line.points, periods, role="comparator"),
    ]
    base, name = index.base.label, own.definition.name
    basis = own.definition.basis_in(periods[0].grain)
    return ChartData(
        key=f"measure-{own.definition.code}",
        title=_index_title(index, name),
        subtitle=". ".join(filter(None, (name, f"Each line against its own {base}, which counts as 100", basis))) + ".",
        kind="line",
        unit="count",
        categories=tuple(period.label for period in periods),
        series=tuple(lines),
        summary=f"{_from_to(own, index)} {_from_to(line, index)}".strip(),
        source=_sources(own, line),
        as_at=as_at_of(own),
        breaks=breaks_of(index.own, periods),
        axis_from_zero=starts_near_zero(lines),
        category_name=periods[0].grain.word,
        notes=_notes(comparison, own, line),
    )


def _index_title(index: Index, name: str) -> str:
    """ "New EHC plans, 2019 counted as 100: Torbay 137 and England 124 in 2024"."""
    both = [(a, b) for a in index.own.points if a.is_comparable and (b := index.line.at(a.period)) and b.is_comparable]
    mine, theirs = both[-1]
    figures = [count(point.value or 0, 0) for point in (mine, theirs)]
    where = f"{index.own.area_name} {figures[0]} and {words.elsewhere(index.line)} {figures[1]}"
    return f"{name}, {index.base.label} counted as 100: {where} {mine.period.phrase}"


def _from_to(series: MeasureSeries, index: Index) -> str:
    """ "Torbay: 150 in 2019, 205 in 2024." in plain counts."""
    first, last = series.at(index.base), series.latest
    if first is None or last is None:
        return ""
    told = [f"{words.figure(series.definition, point.value)} {point.period.phrase}" for point in (first, last)]
    return f"{series.area_name}: {', '.join(dict.fromkeys(told))}."


def compared_table(
    comparison: Comparison, frame: Frame, *, every_period: bool = False, has_statuses: bool = False
) -> Table:
    """A row for the council, one for the group's line, and one for each area; "x" stays "not published".

    ``has_statuses``: after the figures, for each of the periods, how its figure stands.
    """
    rows: list[MeasureSeries] = [comparison.own]
    if comparison.line and comparison.held.is_group:
        rows.append(replace(comparison.line, area_name=f"{comparison.held.name} together"))
    rows += comparison.areas
    cut = frame.cut(*rows)
    periods = sorted({point.period for each in cut for point in each.points})
    if periods and not every_period:
        periods = periods[-COLUMNS[periods[-1].grain.value] :]
    definition, unit = comparison.own.definition, render_unit(comparison.own)
    columns = (Column("Area"), *(Column(period.label, unit, definition.decimals) for period in periods))
    body = tuple((each.area_name, *(cell_of(each, period) for period in periods)) for each in cut)
    doubtful = [point.period.label for point in cut[0].points if not point.is_reliable and point.period in periods]
    notes = [f"{comparison.own.area_name}, not reliable: {', '.join(doubtful)}."] if doubtful else []
    notes += filter(None, [comparison.coverages(periods)])
    notes += filter(None, [comparison.why])
    table = Table(f"{definition.name}, here and elsewhere", columns, body, notes=tuple(notes))
    return with_statuses(table, cut, periods) if has_statuses else table
