"""What stands around the lines of a chart: where a definition changes, notes, sources, and the day of the figures."""

from collections.abc import Sequence
from datetime import date

from dashboards.periods import Period
from dashboards.points import MeasureSeries, Point, Trajectory
from safetyvalve.render.data import Break


def breaks_of(series: MeasureSeries, periods: Sequence[Period]) -> tuple[Break, ...]:
    """Where the definition changes: before the first period counted by a newer version."""
    found, last = [], None
    for point in series.points:
        if last is not None and point.version != last.version and point.period in periods:
            found.append(Break(periods.index(point.period), _what_changed(series, last, point)))
        last = point
    return tuple(found)


def breaks_of_all(series: Sequence[MeasureSeries], periods: Sequence[Period]) -> tuple[Break, ...]:
    """Those of several measures on one chart; one that they share is marked once."""
    found = {(each.position, each.words): each for item in series for each in breaks_of(item, periods)}
    return tuple(sorted(found.values(), key=lambda each: each.position))


def _what_changed(series: MeasureSeries, before: Point, after: Point) -> str:
    """In the words of the definition that is new, of the measure itself or of a part that it is worked out from."""
    told = [words for mark in after.marks if mark not in before.marks and (words := mark[1])]
    notes = dict(series.definition.breaks)
    return "; ".join(dict.fromkeys(told)) or notes.get(after.version, "the definition changed")


def notes_of(series: MeasureSeries) -> tuple[str, ...]:
    """Why figures cannot be relied on, and which were reported without their parts."""
    name = series.definition.name
    why: dict[str, list[str]] = {}
    for point in series.known():
        if not point.is_reliable and point.note:
            why.setdefault(point.note.rstrip("."), []).append(point.period.label)
    reported = [point.period.label for point in series.known() if point.is_as_reported]
    notes = [f"{name}, {', '.join(labels)}: not reliable. {note}." for note, labels in why.items()]
    if reported:
        notes.append(f"{name}, as reported, without the counts behind it: {', '.join(reported)}.")
    return tuple(notes)


def notes_together(series: Sequence[MeasureSeries]) -> tuple[str, ...]:
    """The notes of several measures or parts, each reason once: with the names it holds for, or for all of them."""
    doubts: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    reported: dict[tuple[str, ...], list[str]] = {}
    for each in series:
        known, why = each.known(), dict[str, list[str]]()
        for point in known:
            if point.note and not point.is_reliable:
                why.setdefault(point.note.rstrip("."), []).append(point.period.label)
        for reason, labels in why.items():
            doubts.setdefault((reason, tuple(labels)), []).append(_named(each))
        if told := tuple(point.period.label for point in known if point.is_as_reported):
            reported.setdefault(told, []).append(_named(each))
    whole = len(series)
    notes = [f"{_of(names, whole)}{', '.join(at)}: not reliable. {why}." for (why, at), names in doubts.items()]
    notes += [
        f"{_of(names, whole)}as reported, without the counts behind it: {', '.join(at)}."
        for at, names in reported.items()
    ]
    return tuple(f"{note[:1].upper()}{note[1:]}" for note in notes)


def _named(series: MeasureSeries) -> str:
    return series.definition.name


def _of(names: Sequence[str], whole: int) -> str:
    """Whose note it is: nobody's in particular where it holds for all of several."""
    return "" if len(names) == whole > 1 else f"{', '.join(names)}, "


def source_of(*shown: MeasureSeries) -> str:
    """Where the figures shown come from: their own sources, in words, or the definition's. Each is said once."""
    return "; ".join(dict.fromkeys(source for series in shown for source in _sources(series)))


def _sources(series: MeasureSeries) -> Sequence[str]:
    own = dict.fromkeys(point.source for point in series.points if point.value is not None and point.source)
    return list(own)[:2] or [series.definition.source or "Not stated"]


def with_trajectories_sources(figures: str, trajectories: Sequence[Trajectory]) -> str:
    """The source of the figures, and after it where each trajectory comes from, as far as its record says."""
    told = [f"“{each.name}”: {each.source.rstrip('.')}" for each in trajectories if each.source]
    return "; ".join([figures, *told])


def as_at_of(*series: MeasureSeries) -> date | None:
    """The latest day on which any of the figures was taken, or the end of the last period when none says."""
    days = [point.as_at or point.period.end for item in series for point in item.known()]
    return max(days, default=None)
