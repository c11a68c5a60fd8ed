"""A measure divided: columns that stand on each other, up to four lines, or the latest period's bars lying down."""

from collections.abc import Sequence
from dataclasses import replace

from dashboards import words
from dashboards.breakdowns import Breakdown
from dashboards.charts.around import as_at_of, breaks_of, notes_together, source_of
from dashboards.charts.lines import Frame, drawn, render_unit, unit_in_words
from dashboards.periods import IN_TIME, Period, without_holes
from dashboards.points import MeasureSeries, usual_grain
from dashboards.rolling import TwelveMonths
from safetyvalve.render.data import MAXIMUM_LINES, Cell, ChartData, Column, Marker, Range, Series, Table, Total
from safetyvalve.render.format import count
from safetyvalve.render.standing import status_heading, status_of

COLUMNS = {"month": 6, "quarter": 5, "year": 6, "census": 6}
"""Periods side by side in the table of a page, at most; the file has them all."""


def parts_chart(breakdown: Breakdown, frame: Frame) -> ChartData | None:
    """Up to four headings over time; more of them, or a single period, as bars of the latest period."""
    total, *parts = _cut(breakdown, frame)
    parts = [part for part in parts if any(point.is_known or point.marker for point in part.points)]
    periods = list(without_holes(point.period for part in parts for point in part.points))
    if not periods:
        return None
    latest = latest_of(parts) or periods[-1]
    many = len(parts) > MAXIMUM_LINES or len(periods) == 1
    shown = [latest] if many else periods
    kind = "across" if many else "stacked_bar" if breakdown.is_of_counts else "line"
    series = _bars(parts, latest) if many else tuple(drawn(part.area_name, part.points, periods) for part in parts)
    definition, noun = total.definition, words.in_sentence(breakdown.topic.name)
    span = shown[0].label if len(shown) == 1 else f"{shown[0].label} to {shown[-1].label}"
    basis = definition.basis_in(shown[0].grain)
    subtitle = ". ".join(filter(None, (f"{definition.name} by {noun}", unit_in_words(definition), basis, span)))
    return ChartData(
        key=f"measure-{definition.code}",
        title=_title(breakdown, parts, total, latest),
        subtitle=f"{subtitle}.",
        kind=kind,
        unit=render_unit(total),
        categories=tuple(part.area_name for part in parts) if many else tuple(period.label for period in periods),
        series=series,
        summary=_summary(parts, total, latest, _in_table(parts) if many else periods),
        source="; ".join(dict.fromkeys(source_of(part) for part in parts)),
        as_at=as_at_of(*parts),
        breaks=() if many else breaks_of(total, periods),
        category_name=breakdown.topic.name if many else periods[0].grain.word,
        notes=notes_together(parts),
    )


def _cut(breakdown: Breakdown, frame: Frame) -> list[MeasureSeries]:
    """The whole and its parts, in the grain that the parts come in: the whole is often counted more often."""
    grain = usual_grain(*breakdown.parts)
    whole = breakdown.total.of_grain(grain) if grain else breakdown.total
    return frame.cut(whole, *breakdown.parts)


def latest_of(parts: Sequence[MeasureSeries]) -> Period | None:
    """The last period of which any heading has a figure that can be used."""
    return max((part.latest.period for part in parts if part.latest), default=None)


def _bars(parts: Sequence[MeasureSeries], period: Period) -> tuple[Series, ...]:
    lines = [drawn(part.area_name, part.points, [period]) for part in parts]
    return (
        Series(
            period.label,
            tuple(line.values[0] for line in lines),
            statuses=tuple(line.statuses[0] for line in lines),
            markers=tuple(line.markers[0] for line in lines),
            ranges=tuple(line.ranges[0] for line in lines),
        ),
    )


def _ranked(parts: Sequence[MeasureSeries], period: Period) -> list[MeasureSeries]:
    """Those with a figure that can be used in the period, the largest first."""
    usable = [(point.value, part) for part in parts if (point := part.at(period)) and point.is_comparable]
    return [part for value, part in sorted(usable, key=lambda pair: -(pair[0] or 0))]


def _title(breakdown: Breakdown, parts: Sequence[MeasureSeries], total: MeasureSeries, period: Period) -> str:
    """ "Requests by source: most are School, 233 of 421 in 2025", and of rates the highest: no opinion in either."""
    subject = f"{total.definition.name} by {words.in_sentence(breakdown.topic.name)}"
    ranked = _ranked(parts, period)
    if not ranked:
        return f"{subject}: no figure that can be shown"
    first = ranked[0].at(period)
    whole = total.at(period)
    assert first is not None  # noqa: S101 - ranked by that point
    figure = words.figure_of(total.definition, first)
    if not breakdown.is_of_counts:
        return f"{subject}: highest for {ranked[0].area_name}, {figure} {period.phrase}"
    of = f" of {count(whole.value)}" if whole and whole.is_comparable and whole.value is not None else ""
    return f"{subject}: the largest part is {ranked[0].area_name}, {figure}{of} {period.phrase}"


def _summary(parts: Sequence[MeasureSeries], total: MeasureSeries, period: Period, told_of: Sequence[Period]) -> str:
    """The three largest, how many more there are, how many are not shown, and how the largest has moved.

    ``told_of`` are the periods of the chart, or of the table beneath it: nothing is said of any other.
    """
    ranked = _ranked(parts, period)
    if not ranked:
        return "No heading has a figure that can be shown for this time."
    told = []
    for part in ranked[:3]:
        point = part.at(period)
        if point:
            told.append(f"{part.area_name}: {words.figure_with_parts(total.definition, point)}")
    when = f"{period.phrase[:1].upper()}{period.phrase[1:]}" if isinstance(period, TwelveMonths) else period.label
    sentences = [f"{when}: {'; '.join(told)}."]
    first = ranked[0].at(period)
    largest = ranked[0].with_points(point for point in ranked[0].points if point.period in told_of)
    changes = words.changes_of(largest, first) if first else []
    if len(ranked) > 3:
        sentences.append(f"{len(ranked) - 3} more {'heading has' if len(ranked) == 4 else 'headings have'} figures.")
    hidden = sum((point := part.at(period)) is not None and point.marker == "c" for part in parts)
    if hidden:
        sentences.append(f"{hidden} {'is' if hidden == 1 else 'are'} hidden to protect children.")
    if unusable := len(parts) - len(ranked) - hidden:
        sentences.append(f"{unusable} {'has' if unusable == 1 else 'have'} none that can be used.")
    if changes:
        sentences.append(f"{ranked[0].area_name}: {changes[-1]}.")
    return " ".join(sentences)


def parts_table(breakdown: Breakdown, frame: Frame, *, every_period: bool = False, has_statuses: bool = False) -> Table:
    """A row for each heading and one for the whole, the latest periods side by side; ``has_statuses``: after them, for
    each of the periods, how its figure stands."""
    total, *parts = _cut(breakdown, frame)
    periods = _every(parts) if every_period else _in_table(parts)
    definition = total.definition
    kind = render_unit(total)
    columns = (Column(breakdown.topic.name), *(Column(period.label, kind, definition.decimals) for period in periods))
    rows = [(part.area_name, *(cell_of(part, period) for period in periods)) for part in parts]
    whole = ("All" if breakdown.is_of_counts else "Overall", *(cell_of(total, period) for period in periods))
    totals = (Total("row", len(rows), tuple(range(len(rows)))),) if breakdown.is_of_counts and rows else ()
    caption = f"{definition.name} by {words.in_sentence(breakdown.topic.name)}"
    notes = notes_together((total, *parts))
    notes = (*notes, *_doubtful((total, *parts), periods))
    table = Table(caption, columns, (*rows, whole), totals, notes=notes)
    return with_statuses(table, (*parts, total), periods) if has_statuses else table


def with_statuses(table: Table, series: Sequence[MeasureSeries], periods: Sequence[Period]) -> Table:
    """The table with a status for each period after its figures: of the series that its rows are of, in order."""
    columns = (*table.columns, *(Column(status_heading(period.label)) for period in periods))
    rows = (
        (*row, *(status_of(cell_of(each, period), _status(each, period)) for period in periods))
        for row, each in zip(table.rows, series, strict=True)
    )
    return replace(table, columns=columns, rows=tuple(rows))


def _status(series: MeasureSeries, period: Period) -> str | None:
    point = series.at(period)
    return point.status if point else None


def _every(parts: Sequence[MeasureSeries]) -> list[Period]:
    return sorted({point.period for part in parts for point in part.points}, key=IN_TIME)


def _in_table(parts: Sequence[MeasureSeries]) -> list[Period]:
    """The latest periods, as many as stand side by side."""
    periods = _every(parts)
    return periods[-COLUMNS[periods[-1].grain.value] :] if periods else []


def _doubtful(series: Sequence[MeasureSeries], periods: Sequence[Period]) -> list[str]:
    labels = [
        period.label
        for period in periods
        if any((point := each.at(period)) and not point.is_reliable for each in series)
    ]
    return [f"Not reliable: {', '.join(labels)}."] if labels else []


def cell_of(series: MeasureSeries, period: Period) -> Cell:
    """The figure, the range, or the letter that says why there is none."""
    point = series.at(period)
    if point is None:
        return None
    if point.value is None:
        return Marker(point.marker) if point.marker else None
    return point.value if point.upper is None else Range(point.value, point.upper)
