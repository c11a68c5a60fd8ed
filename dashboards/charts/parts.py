"""A measure divided: columns that stand on each other, up to four lines, or the latest period's bars lying down."""

from collections.abc import Sequence
from dataclasses import replace

from dashboards import words
from dashboards.breakdowns import Breakdown
from dashboards.charts import parts_words
from dashboards.charts.around import as_at_of, breaks_of, notes_together, source_of
from dashboards.charts.lines import Frame, drawn, render_unit, unit_in_words
from dashboards.charts.shares import shares_of
from dashboards.periods import Period, without_holes
from dashboards.points import MeasureSeries, Point, usual_grain
from dashboards.rolling import NO_TWELVE, TwelveMonths, rolled_parts, why_not_summed
from safetyvalve.render.data import MAXIMUM_LINES, Cell, ChartData, Column, Marker, Range, Series, Table, Total
from safetyvalve.render.standing import status_heading, status_of

COLUMNS = {"month": 6, "quarter": 5, "year": 6, "census": 6}
"""Periods side by side in the table of a page, at most; the file has them all."""


NOT_TWELVE = "Not shown twelve months at a time."
Cut = tuple[list[MeasureSeries], str]


def parts_chart(breakdown: Breakdown, frame: Frame) -> ChartData | None:
    """Up to four headings over time; more of them, or a single period, as bars of the latest period."""
    return _chart(breakdown, _cut(breakdown, frame))


def parts_with_table(
    breakdown: Breakdown, frame: Frame, *, has_statuses: bool = False
) -> tuple[ChartData | None, Table]:
    """Both of the same figures, which are cut once."""
    cut = _cut(breakdown, frame)
    return _chart(breakdown, cut), _table(breakdown, cut, has_statuses=has_statuses)


def _chart(breakdown: Breakdown, cut: Cut) -> ChartData | None:
    (total, *parts), why = cut
    everyone = [part for part in parts if part.points]
    parts = [part for part in parts if any(point.is_known or point.marker for point in part.points)]
    periods = list(without_holes(point.period for part in parts for point in part.points))
    if not periods:
        return None
    latest = latest_of(parts) or periods[-1]
    many = len(parts) > MAXIMUM_LINES or len(periods) == 1
    shown = [latest] if many else periods
    kind = "across" if many else "stacked_bar" if breakdown.is_of_counts else "line"
    series = _bars(parts, latest) if many else tuple(drawn(part.area_name, part.points, periods) for part in parts)
    shares = shares_of(everyone, total, latest, is_of_counts=breakdown.is_of_counts)
    definition, name = total.definition, name_of(breakdown)
    span = shown[0].label if len(shown) == 1 else f"{shown[0].label} to {shown[-1].label}"
    basis = definition.basis_in(shown[0].grain)
    subtitle = ". ".join(filter(None, (name, unit_in_words(definition), basis, span)))
    return ChartData(
        key=f"measure-{definition.code}",
        title=parts_words.title(name, shares),
        subtitle=f"{subtitle}.",
        kind=kind,
        unit=render_unit(total),
        categories=tuple(part.area_name for part in parts) if many else tuple(period.label for period in periods),
        series=series,
        summary=parts_words.summary(shares, _in_table(everyone) if many else periods),
        source=source_of(*parts),
        as_at=as_at_of(*parts),
        breaks=() if many else breaks_of(total, periods),
        category_name=breakdown.topic.name if many else periods[0].grain.word,
        notes=(*filter(None, [why]), *notes_together(parts)),
    )


def name_of(breakdown: Breakdown) -> str:
    """ "EHC plans by primary need"; a measure that is called after its division already says it once."""
    name, noun = breakdown.total.definition.name, words.in_sentence(breakdown.topic.name)
    first, by, last = name.rpartition(" by ")
    return f"{first if by and noun.startswith(last) else name} by {noun}"


def _cut(breakdown: Breakdown, frame: Frame) -> Cut:
    """The whole and its parts, in the grain that the parts come in: the whole is often counted more often. And, where
    twelve months at a time were asked for and cannot be, why."""
    total, parts, why = breakdown.total, breakdown.parts, ""
    if frame.is_rolling:
        frame = replace(frame, is_rolling=False)
        why = why_not_summed(total.definition)
        if sums := rolled_parts(total, parts):
            total, *rest = sums
            parts = _none_forgotten(parts, rest)
        elif not why:
            why = NO_TWELVE
    grain = usual_grain(*parts)
    whole = total.of_grain(grain) if grain else total
    return frame.cut(whole, *parts), f"{NOT_TWELVE} {why}" if why else ""


def _none_forgotten(months: Sequence[MeasureSeries], sums: Sequence[MeasureSeries]) -> tuple[MeasureSeries, ...]:
    """A part with months among the last twelve and no sum, being on record for less than a year, has one that is not
    known: it may be the largest."""
    last = max(point.period for each in sums for point in each.points)
    within = last.covers if isinstance(last, TwelveMonths) else last
    return tuple(
        each.with_points([Point(last, None)])
        if not each.points and any(within.start <= point.period.start <= within.end for point in part.points)
        else each
        for part, each in zip(months, sums, strict=True)
    )


def heading_of(period: Period) -> str:
    """As bars of one time and columns of a table are named."""
    return period.heading if isinstance(period, TwelveMonths) else period.label


def latest_of(parts: Sequence[MeasureSeries]) -> Period | None:
    """The last period of which any heading has a figure that can be used."""
    return max((part.latest.period for part in parts if part.latest), default=None)


def _bars(parts: Sequence[MeasureSeries], period: Period) -> tuple[Series, ...]:
    lines = [drawn(part.area_name, part.points, [period]) for part in parts]
    return (
        Series(
            heading_of(period),
            tuple(line.values[0] for line in lines),
            statuses=tuple(line.statuses[0] for line in lines),
            markers=tuple(line.markers[0] for line in lines),
            ranges=tuple(line.ranges[0] for line in lines),
        ),
    )


def parts_table(breakdown: Breakdown, frame: Frame, *, every_period: bool = False, has_statuses: bool = False) -> Table:
    """A row for each heading and one for the whole, the latest periods side by side; ``has_statuses``: after them, for
    each of the periods, how its figure stands."""
    return _table(breakdown, _cut(breakdown, frame), every_period=every_period, has_statuses=has_statuses)


def _table(breakdown: Breakdown, cut: Cut, *, every_period: bool = False, has_statuses: bool = False) -> Table:
    (total, *parts), why = cut
    periods = _every(parts) if every_period else _in_table(parts)
    definition = total.definition
    kind = render_unit(total)
    columns = (
        Column(breakdown.topic.name),
        *(Column(heading_of(period), kind, definition.decimals) for period in periods),
    )
    rows = [(part.area_name, *(cell_of(part, period) for period in periods)) for part in parts]
    whole = ("All" if breakdown.is_of_counts else "Overall", *(cell_of(total, period) for period in periods))
    totals = (Total("row", len(rows), tuple(range(len(rows)))),) if breakdown.is_of_counts and rows else ()
    caption = name_of(breakdown)
    notes = notes_together((total, *parts))
    notes = (*filter(None, [why]), *notes, *_standing((total, *parts), periods))
    table = Table(caption, columns, (*rows, whole), totals, notes=notes)
    return with_statuses(table, (*parts, total), periods) if has_statuses else table


def with_statuses(table: Table, series: Sequence[MeasureSeries], periods: Sequence[Period]) -> Table:
    """The table with a status for each period after its figures: of the series that its rows are of, in order."""
    columns = (*table.columns, *(Column(status_heading(heading_of(period))) for period in periods))
    rows = (
        (*row, *(status_of(cell_of(each, period), _status(each, period)) for period in periods))
        for row, each in zip(table.rows, series, strict=True)
    )
    return replace(table, columns=columns, rows=tuple(rows))


def _status(series: MeasureSeries, period: Period) -> str | None:
    point = series.at(period)
    return point.status if point else None


def _every(parts: Sequence[MeasureSeries]) -> list[Period]:
    return sorted({point.period for part in parts for point in part.points})


def _in_table(parts: Sequence[MeasureSeries]) -> list[Period]:
    """The latest periods, as many as stand side by side, and before them the latest one's a year earlier."""
    periods, latest = _every(parts), latest_of(parts)
    shown = periods[-COLUMNS[periods[-1].grain.value] :] if periods else []
    earlier = latest.a_year_before() if latest else None
    return [earlier, *shown] if earlier in periods and earlier not in shown else shown


def _standing(series: Sequence[MeasureSeries], periods: Sequence[Period]) -> list[str]:
    """Of which periods any figure may still change, or cannot be relied on."""
    found = {
        heading_of(period): {p.status for each in series if (p := each.at(period)) and p.is_known} for period in periods
    }
    told = {"provisional": "Provisional, may change", "unreliable": "Not reliable"}
    return [
        f"{words_of}: {', '.join(labels)}."
        for status, words_of in told.items()
        if (labels := [label for label, statuses in found.items() if status in statuses])
    ]


def cell_of(series: MeasureSeries, period: Period) -> Cell:
    """The figure, the range, or the letter that says why there is none."""
    point = series.at(period)
    if point is None:
        return None
    if point.value is None:
        return Marker(point.marker) if point.marker else None
    return point.value if point.upper is None else Range(point.value, point.upper)
