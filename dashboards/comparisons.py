"""A measure here and where the council is held against: an area, a group as one line, or its own published figures.

Figures elsewhere that are not reliable are left out. A group is one line only as the ratio of its summed parts: rates
without their counts are listed area by area, because their average would not be the group's rate.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from dashboards.comparators import PUBLISHED, Held
from dashboards.disclosure import suppress
from dashboards.formulas import added, ratio_of_sums
from dashboards.periods import Grain, Period
from dashboards.points import MeasureSeries, Point, usual_grain
from dashboards.scope import Scope
from dashboards.series import read_series
from dashboards.yearly import by_year
from safetyvalve.core.models import Authority

NO_PARTS = (
    "These rates came without the counts behind them, so each area stands in the table by itself: "
    "an average of rates would not be the rate of the group."
)


@dataclass(frozen=True)
class Comparison:
    """The council's series, the line to hold it against (None when there can be none, and ``why``), and every area.

    ``used`` says of each period how many of a group's areas are in the line.
    """

    held: Held
    own: MeasureSeries
    line: MeasureSeries | None
    areas: tuple[MeasureSeries, ...]
    used: tuple[tuple[Period, int], ...] = ()
    why: str = ""

    def coverages(self, periods: Iterable[Period]) -> str:
        """ "Statistical neighbours together are 8 of 10 in 2023, 9 of 10 in 2024." in one note under a table."""
        numbers = dict(self.used)
        whole = len(self.held.areas)
        told = [f"{numbers[period]} of {whole} in {period.label}" for period in periods if period in numbers]
        return f"{self.held.name} together are {', '.join(told)}." if told and self.held.is_group else ""

    def coverage(self, period: Period) -> str:
        """ "8 of 10 have figures for 2024." for a group; nothing for a single area."""
        number = dict(self.used).get(period)
        if number is None or not self.held.is_group:
            return ""
        whole = len(self.held.areas)
        return f"{self.held.name}: {number} of {whole} {'has' if number == 1 else 'have'} figures for {period.label}."


def compare(authority: Authority, code: str, held: Held, scope: Scope) -> Comparison | None:
    """The measure here and there, in the grain in which it is known there. None for an unknown code.

    Four queries; eight for the published figures, which are read by themselves.
    """
    series = _seen(authority, code, scope, areas=held.areas)
    if series is None:
        return None
    if held.key == PUBLISHED:
        published = _seen(authority, code, scope, areas=(), as_published=True)
        return _with_published(series, published, held) if published else None
    return comparison(series, held)


def _seen(
    authority: Authority, code: str, scope: Scope, *, areas: Sequence[str], as_published: bool = False
) -> MeasureSeries | None:
    """The measure as this reader may see it."""
    read = read_series(authority, (code,), scope, areas=areas, as_published=as_published).get(code)
    return read if read is None or scope.is_inside else suppress(read, scope.threshold)


def comparison(series: MeasureSeries, held: Held) -> Comparison | None:
    """The same with areas elsewhere, of a series that has been read with their figures and may be seen."""
    names = dict(held.names)
    there = {each.area_code: each for each in series.comparators}
    grain = usual_grain(*there.values()) if there else usual_grain(series)
    areas = tuple(
        replace(_reliable(there[area]), area_name=names.get(area) or there[area].area_name).of_grain(grain)
        if area in there and grain
        else MeasureSeries(series.definition, (), area, names.get(area, area))
        for area in held.areas
    )
    own = _own_in(grain, replace(series, comparators=()))
    if not held.is_group:
        line = areas[0] if areas and areas[0].points else None
        return Comparison(held, own, line, areas, why="" if line else f"{held.name} has no figures for this measure.")
    return _with_group(held, own, areas)


def _reliable(series: MeasureSeries) -> MeasureSeries:
    return series.with_points(point for point in series.points if point.is_reliable)


def _own_in(grain: Grain | None, series: MeasureSeries) -> MeasureSeries:
    """The council's figures in that grain; its months put together by year where it has no others."""
    if grain is None:
        return series
    own = series.of_grain(grain)
    if own.known() or grain not in (Grain.YEAR, Grain.CENSUS):
        return own
    return by_year(series)


def _with_published(series: MeasureSeries, published: MeasureSeries, held: Held) -> Comparison | None:
    """The council's own figures by year, its months put together, beside what is published of the same years."""
    grain = usual_grain(published)
    own = _own_years(series, grain)
    if grain is None or not own.points:
        return None
    line = replace(_reliable(published.of_grain(grain)), area_name="As published", comparators=(), trajectories=())
    own = replace(own, comparators=(), area_name=f"{series.area_name}, own figures")
    return Comparison(held, own, line, (line,))


def _own_years(series: MeasureSeries, grain: Grain | None) -> MeasureSeries:
    """What the council counted itself: a year as it was counted, else its months put together."""
    own = series.with_points(point for point in series.points if not point.is_published)
    found = {point.period: point for point in by_year(own).points}
    if grain in (Grain.YEAR, Grain.CENSUS):
        found |= {point.period: point for point in _reliable(own).of_grain(grain).known()}
    return own.with_points(found[period] for period in sorted(found))


def has_both(series: MeasureSeries) -> bool:
    """Whether there are published figures and figures of the council's own by month or year to hold against them."""
    own = series.with_points(point for point in series.known() if not point.is_published)
    is_published = any(point.is_published for point in series.known())
    return is_published and bool({Grain.MONTH, Grain.YEAR, Grain.CENSUS} & set(own.grains()))


def _with_group(held: Held, own: MeasureSeries, areas: tuple[MeasureSeries, ...]) -> Comparison:
    if not own.definition.is_relative:
        return _with_group_of_counts(held, own, areas)
    formula = own.definition.formula
    points, used = [], []
    for period in _periods(areas):
        parts = [point for area in areas if (point := area.at(period)) and point.has_parts]
        # Fewer than half of a group would be somebody else.
        if formula and parts and len(parts) * 2 >= len(areas):
            points.append(_sum_of_parts(parts, period, ratio_of_sums(parts, formula)))
            used.append((period, len(parts)))
    line = MeasureSeries(own.definition, tuple(points), "", held.name) if points else None
    known = any(area.known() for area in areas)
    some = any(point.has_parts for area in areas for point in area.points)
    too_few = (
        f"{held.name}: fewer than half have published this measure with its counts, too few to stand for the group."
    )
    nothing = f"{held.name}: there are no figures for this measure."
    why = "" if line else too_few if some else NO_PARTS if known else nothing
    return Comparison(held, own, line, areas, tuple(used), why)


def _with_group_of_counts(held: Held, own: MeasureSeries, areas: tuple[MeasureSeries, ...]) -> Comparison:
    """One sum for the same areas in every period: those with a figure in each that most of the group have."""
    periods = [period for period in _periods(areas) if sum(_can_add(area, period) for area in areas) * 2 >= len(areas)]
    steady = [area for area in areas if periods and all(_can_add(area, period) for period in periods)]
    if not steady:
        return Comparison(held, own, None, areas, why=f"No area of {held.name} has a figure for every period.")
    points = []
    for period in periods:
        parts = [point for area in steady if (point := area.at(period))]
        points.append(_sum_of_parts(parts, period, added(parts)))
    line = MeasureSeries(own.definition, tuple(points), "", held.name)
    return Comparison(held, own, line, areas, tuple((period, len(steady)) for period in periods))


def _periods(areas: Iterable[MeasureSeries]) -> list[Period]:
    return sorted({point.period for area in areas for point in area.points})


def _can_add(area: MeasureSeries, period: Period) -> bool:
    point = area.at(period)
    return point is not None and point.is_addable and point.is_reliable


def _sum_of_parts(parts: Sequence[Point], period: Period, value: Decimal | None) -> Point:
    tops = [point.numerator for point in parts if point.numerator is not None]
    bottoms = [point.denominator for point in parts if point.denominator is not None]
    return Point(
        period,
        value,
        status="provisional" if any(point.status == "provisional" for point in parts) else "final",
        version=max(point.version for point in parts),
        numerator=sum(tops, Decimal(0)) if tops else None,
        denominator=sum(bottoms, Decimal(0)) if bottoms else None,
        source=parts[0].source,
        marks=parts[-1].marks,
    )
