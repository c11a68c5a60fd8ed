"""Twelve months at a time, where single months are small: what the sums give away about the months.

A month stands in thirteen sums of twelve, of which neighbours differ by two months a year apart. So the months are
counts that no page prints, each sum is related to its twelve, and whatever is known of the months from elsewhere (an
earlier edition, another chart, the Department) meets them there: what could be worked out by subtraction is withheld.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from dashboards.charts.lines import Frame
from dashboards.periods import Period
from dashboards.points import MeasureSeries, Point
from dashboards.publishing.averages import rate_parts
from dashboards.publishing.collecting import Collected, CountKey, RateParts, is_count, keys_behind, without
from dashboards.publishing.knowledge import total
from dashboards.publishing.offers import OFFERS
from dashboards.rolling import MONTHS, TwelveMonths, has_small_months
from dashboards.scope import as_at
from dashboards.series import read_series, usable
from safetyvalve.core.models import Authority

ROLLING = Frame(is_rolling=True)
Pair = tuple[MeasureSeries, MeasureSeries]
"""Sums of twelve months, and the months they were made of."""


def small_months(authority: Authority, today: date) -> frozenset[str]:
    """The charts with twelve months at a time that have a point: of counts, or shares of counts, whose months are
    mostly small. A fixed number of queries."""
    parts = rate_parts(usable(authority))
    counted = {
        offer.key: [code for each in offer.codes for code in parts.get(each, (each,)) if code]
        for offer in OFFERS
        if offer.form_of
    }
    measures = read_series(authority, sorted({code for codes in counted.values() for code in codes}), as_at(today))
    few = {code for code, series in measures.items() if has_small_months(series)}
    return frozenset(key for key, codes in counted.items() if not few.isdisjoint(codes))


def twelve_months(found: Sequence[MeasureSeries], parts: RateParts) -> list[Pair]:
    """Exactly the sums that the chart will show; without measures that have no months to add.

    A sum of which not every month is on record as a whole number of people is taken out: nobody could say whom it
    gives away.
    """
    pairs = []
    for cut, series in zip(ROLLING.cut(*found) if found else (), found, strict=True):
        if any(isinstance(point.period, TwelveMonths) for point in cut.points):
            backed = (
                point if not point.is_known or months_behind(cut, series, point, parts) else without(point)
                for point in cut.points
            )
            pairs.append((cut.with_points(backed), series))
    return pairs


def months_behind(
    sums: MeasureSeries, months: MeasureSeries, point: Point, parts: RateParts
) -> Mapping[CountKey, Sequence[tuple[CountKey, bool]]]:
    """The counts behind a sum, each with its twelve months and whether those are published; nothing where one is not
    on record, or where they come to something else."""
    behind: dict[str, list[tuple[CountKey, bool]]] = defaultdict(list)
    for period in _months_to(point.period):
        month = months.at(period)
        for key in keys_behind(months, month, parts) if month else ():
            behind[key.code].append((key, bool(month and month.is_published and is_count(months))))
    found = {whole: tuple(behind[whole.code]) for whole in keys_behind(sums, point, parts)}
    is_backed = all(
        len(keys) == MONTHS and sum(key.value for key, _ in keys) == whole.value for whole, keys in found.items()
    )
    return found if is_backed else {}


def _months_to(last: Period) -> list[Period]:
    """The twelve months that end with it, the earliest first."""
    found = [last]
    while len(found) < MONTHS:
        found.append(found[-1].previous())
    return found[::-1]


def collect_twelve(into: Collected, sums: MeasureSeries, months: MeasureSeries, chart: str, parts: RateParts) -> None:
    """The sums that a chart shows, and the months in them, which it does not."""
    for point in sums.points:
        if not point.is_known:
            continue
        for whole, behind in months_behind(sums, months, point, parts).items():
            into.add(whole, chart=chart)
            for key, is_public in behind:
                into.add(key, is_public=is_public)
                into.unseen.add(key)
            into.relate(total(whole, [key for key, _ in behind]))
