"""Figures of the finest grain put together under the headings of a topic: a group is the sum of its headings."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import chain

from dashboards.formulas import worked_out
from dashboards.models import Indicator, IndicatorVersion
from dashboards.periods import Period
from dashboards.points import Point
from dashboards.rows import Row, point_in
from dashboards.series import Record, compute, current_version

NOT_GROUPED = "not_grouped"
NOT_GIVEN = ("x", "z")

Points = dict[Period, Point]


def measures_divided(indicator: Indicator) -> list[int]:
    """The measures whose figures are divided: those of a rate, or the measure itself."""
    version = current_version(indicator)
    if version is None or not version.is_derived:
        return [indicator.pk]
    return list(dict.fromkeys(pk for pk in (version.numerator_id, version.denominator_id) if pk))


def arranged(rows: Iterable[Row], topic: str, into: Mapping[str, Mapping[str, str]]) -> dict[tuple[int, str], Points]:
    """Rows by measure and heading of the topic; those of other topics and of no crosswalk of ``into`` are passed by."""
    fine: dict[tuple[int, Period], dict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
    given: list[tuple[int, str, Point]] = []
    wholes: dict[tuple[int, Period], Decimal | None] = {}
    for row in rows:
        part, by, code = row.indicator_id, row.breakdown_topic, row.breakdown
        if by == topic:
            given.append((part, code, point_in(row)))
        elif not by:
            point = point_in(row)
            wholes[part, point.period] = point.value
        elif by in into:
            point = point_in(row)
            fine[part, point.period][into[by].get(code, NOT_GROUPED)].append(point)
    kept: dict[tuple[int, str], Points] = defaultdict(dict)
    for part, heading, point in given:
        if not fine or (part, point.period) not in fine:
            kept[part, heading][point.period] = point
    for (part, period), headings in fine.items():
        is_complete = adds_up(chain.from_iterable(headings.values()), wholes.get((part, period)))
        for heading, points in headings.items():
            kept[part, heading][period] = grouped(points, nothing_is_missing=is_complete)
    return kept


def adds_up(points: Iterable[Point], whole: Decimal | None) -> bool:
    """Whether the headings that are known come to the undivided figure, so that those not given hold nobody."""
    found = list(points)
    values = [point.value for point in found if point.is_addable and point.value is not None]
    are_known = all(point.is_addable or point.marker in NOT_GIVEN for point in found)
    return whole is not None and are_known and sum(values, Decimal(0)) == whole


def grouped(points: Iterable[Point], *, nothing_is_missing: bool = False) -> Point:
    """Several headings of a period as one: their sum, when each is known and may be summed.

    A heading that was not given in that year ("x") leaves no sum, unless ``nothing_is_missing`` from the whole.
    """
    found = list(points)
    if nothing_is_missing:
        found = [point for point in found if point.marker not in NOT_GIVEN] or found
    if len(found) == 1:
        return found[0]
    values = [point.value for point in found if point.is_addable and point.value is not None]
    value = sum(values, Decimal(0)) if len(values) == len(found) else None
    whole = worked_out(found[0].period, value, found, counts=tuple(point.value for point in found))
    return whole._replace(version=max(point.version for point in found), marks=found[-1].marks)


def points_by_heading(indicator: Indicator, kept: Mapping[tuple[int, str], Points]) -> dict[str, Points]:
    """The measure's figures by heading, in no order. A rate is worked out of its parts, heading by heading: where one
    of them was counted in a period and the rate is not known, that is a gap, and the heading has a place for it."""
    version = current_version(indicator)
    if version is None or not version.is_derived:
        return {heading: points for (part, heading), points in kept.items() if part == indicator.pk}
    computed = {heading: _rates(version, heading, kept) for heading in {heading for _, heading in kept}}
    told = {point.period for points in computed.values() for point in points.values() if point.is_known or point.marker}
    counted: dict[str, set[Period]] = defaultdict(set)
    for (_, heading), points in kept.items():
        counted[heading].update(points)
    return {
        heading: {period: points.get(period, Point(period, None)) for period in told & {*points, *counted[heading]}}
        for heading, points in computed.items()
    }


def _rates(version: IndicatorVersion, heading: str, kept: Mapping[tuple[int, str], Points]) -> Points:
    return {point.period: point for point in compute(version, lambda part: kept.get((part, heading), {}), Record())}


def in_order(points: Points) -> tuple[Point, ...]:
    return tuple(points[period] for period in sorted(points))
