"""How a measure is worked out from others: ratio of sums, growth, and what stock and flow leave unexplained.

A marker of a part is the result's. What is provisional, restated or not reliable in a part is so in the result, and a
part that is counted differently breaks it. A figure that a source gave without its parts is never worked with.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

from dashboards.periods import Grain, Period
from dashboards.points import Point

PLACES = Decimal("0.0001")
PERCENTAGE, QUOTIENT, PER_THOUSAND, GROWTH, RESIDUAL = "percentage", "quotient", "per_thousand", "growth", "residual"
WORST_FIRST = ("unreliable", "provisional", "restated", "final")
STANDS_FOR = timedelta(days=730)
"""How long a count of people serves those who work with it, until a newer one is there."""
FOLLOWS_WITHIN = timedelta(days=45)
"""The January census that follows a calendar year is the count at its end."""

Points = Mapping[Period, Point]


def value_of(formula: str, top: Decimal | None, bottom: Decimal | None) -> Decimal | None:
    """The two sums in the measure's formula, to four decimals; None when one is missing or nothing was counted."""
    if top is None or not bottom:
        return None
    value = {
        PERCENTAGE: lambda: top * 100 / bottom,
        PER_THOUSAND: lambda: top * 1000 / bottom,
        QUOTIENT: lambda: top / bottom,
        GROWTH: lambda: (top - bottom) * 100 / bottom,
    }[formula]()
    return value.quantize(PLACES, ROUND_HALF_UP)


def residual(
    opening: Decimal | None, closing: Decimal | None, new: Decimal | None, ceased: Decimal | None
) -> Decimal | None:
    """What new and ceased plans do not explain of a change in stock; None when any of the four is missing."""
    if opening is None or closing is None or new is None or ceased is None:
        return None
    return closing - opening - new + ceased


def ratio_points(
    tops: Points, bottoms: Points, formula: str = PERCENTAGE, *, of_a_stock: bool = False
) -> Iterator[Point]:
    """The ratio of each period that both parts have.

    What happened in a year ``of_a_stock`` (requests of a population) is held against the stock at the year's end.
    """
    for period, top in tops.items():
        bottom = bottoms.get(period)
        if bottom is None and of_a_stock and period.grain == Grain.YEAR:
            bottom = standing_at(bottoms, period)
        if bottom is None:
            continue
        value = value_of(formula, _sum_of(top), _sum_of(bottom))
        nothing_counted = bottom.is_known and not bottom.value
        yield worked_out(
            period, value, (top, bottom), numerator=top.value, denominator=bottom.value,
            otherwise="z" if nothing_counted else "",
        )  # fmt: skip


def standing_at(points: Points, period: Period) -> Point | None:
    """The census that follows the period, or else the last count from before its end that is not too old to serve."""
    following = [each for each in points if period.end < each.start <= period.end + FOLLOWS_WITHIN]
    census = [each for each in following if each.grain == Grain.CENSUS]
    if census:
        return points[min(census)]
    usable = [each for each in points if period.end - STANDS_FOR <= each.end <= period.end]
    return points[max(usable, key=lambda each: each.end)] if usable else None


def growth_points(points: Points) -> Iterator[Point]:
    """The change on a year earlier, in per cent. None across a change of what is counted."""
    census = {period.end.year: point for period, point in points.items() if period.grain == Grain.CENSUS}
    for period, now in points.items():
        is_census = period.grain == Grain.CENSUS
        before = census.get(period.end.year - 1) if is_census else points.get(period.a_year_before())
        if before is None or before.version != now.version:
            continue
        value = value_of(GROWTH, _sum_of(now), _sum_of(before))
        yield worked_out(period, value, (now, before), numerator=now.value, denominator=before.value)


def residual_points(stock: Points, new: Points, ceased: Points) -> Iterator[Point]:
    """What stays unexplained of each period in which plans were counted before and after it."""
    for period, issued in new.items():
        ended, counted = ceased.get(period), _counts_around(stock, period)
        if ended is None or counted is None:
            continue
        opening, closing = counted
        parts = (closing, issued, ended, opening)
        value = residual(_sum_of(opening), _sum_of(closing), _sum_of(issued), _sum_of(ended))
        yield worked_out(period, value, parts, counts=tuple(part.value for part in parts))


def _counts_around(stock: Points, period: Period) -> tuple[Point, Point] | None:
    """The stock before a month and at its end; of a calendar year, at the censuses on both sides of it."""
    if period.grain == Grain.MONTH:
        found = stock.get(period.previous()), stock.get(period)
    elif period.grain == Grain.YEAR and period.start.month == 1:
        census = {each.end.year: point for each, point in stock.items() if each.grain == Grain.CENSUS}
        found = census.get(period.start.year), census.get(period.start.year + 1)
    else:
        return None
    opening, closing = found
    return (opening, closing) if opening and closing else None


def worked_out(
    period: Period,
    value: Decimal | None,
    parts: Sequence[Point],
    *,
    numerator: Decimal | None = None,
    denominator: Decimal | None = None,
    counts: tuple[Decimal | None, ...] = (),
    otherwise: str = "",
) -> Point:
    """A figure made of others, with everything that they hand on to it."""
    marker = next((part.marker for part in parts if part.marker and not part.is_known), otherwise)
    return Point(
        period=period,
        value=value,
        marker="" if value is not None else marker,
        status=worst(part.status for part in parts),
        version=1 + sum(part.version - 1 for part in parts[:3]),
        numerator=numerator,
        denominator=denominator,
        counts=counts,
        as_at=max((part.as_at for part in parts if part.as_at), default=None),
        source=parts[0].source,
        note=next((part.note for part in parts if not part.is_reliable and part.note), ""),
        edition=parts[0].edition,
        is_published=all(part.is_published for part in parts),
        is_so_far=any(part.is_so_far for part in parts),
        marks=tuple(mark for part in parts[:3] for mark in part.marks),
    )


def worst(statuses: Iterable[str]) -> str:
    """The status of what is made of parts with these."""
    return min(statuses, key=WORST_FIRST.index, default="final")


def added(points: Iterable[Point]) -> Decimal | None:
    """The sum of counts; None when one is missing, is not reliable, or was reported without its parts."""
    found = list(points)
    values = [point.value for point in found if point.is_reliable and point.is_addable and point.value is not None]
    return sum(values, Decimal(0)) if found and len(values) == len(found) else None


def ratio_of_sums(points: Iterable[Point], formula: str = PERCENTAGE) -> Decimal | None:
    """A rate over several periods or areas: the sum of the numerators over the sum of the denominators.

    None when any part is missing or not reliable: a rate without its parts is never averaged.
    """
    found = list(points)
    tops = [point.numerator for point in found if point.has_parts and point.numerator is not None]
    bottoms = [point.denominator for point in found if point.has_parts and point.denominator is not None]
    if not found or len(tops) != len(found) or len(bottoms) != len(found):
        return None
    return value_of(formula, sum(tops, Decimal(0)), sum(bottoms, Decimal(0)))


def _sum_of(point: Point) -> Decimal | None:
    """The count to work with: none for what was reported without its parts, or as a range."""
    return point.value if point.is_addable else None
