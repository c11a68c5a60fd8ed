"""What a place costs in an edition: an average over plans, which is shown where all their numbers may be.

A council reports it for a financial year without the number that it divided by: that of a day in the year, a mean of
several, or the census after it. So every number on record of that kind of place, from the first day of the year to that
census, counts as behind it: whoever has the spending would work it out. They are protected as if the chart printed
them, with what they add up to; the cost goes where one of them is withheld, is nobody's or not known, and where the
year has none. A kind of place without a cost stands nowhere, so that its number is the first to cover another.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace

from dashboards.breakdowns import Breakdown
from dashboards.periods import Period, months_after
from dashboards.points import MeasureSeries, Point
from dashboards.publishing.collecting import Collected, collect_breakdown, keys_behind, without
from dashboards.publishing.knowledge import Key
from dashboards.publishing.protection import Why

PLANS = "plans_maintained"
CENSUS_AFTER = 10
"""Months from the end of a financial year to the end of the January after it."""
NUMBER_WITHHELD = "the number of plans that it is an average of is withheld"
PART_WITHHELD = "whoever knows the others would work out what is withheld of it"
Cost = tuple[str, Period, str]
"""Heading, "" for all of them together, year, and why it is withheld."""


def collect_costs(into: Collected, costs: Breakdown | None, plans: Breakdown | None, chart: str) -> None:
    """The plans behind every cost of the council's own that is known, with their tables."""
    if costs is None or plans is None:
        return
    priced = {part.area_code: {point.period for point in _own(part)} for part in costs.parts}
    years = {point.period for point in _own(costs.total)}.union(*priced.values())
    whole, topic = _near(plans.total, years), plans.topic.code
    collect_breakdown(into, whole, [_near(part, years) for part in plans.parts], topic, "")
    printed = [_near(part, priced.get(part.area_code, ())) for part in plans.parts]
    for series, of in ((whole, ""), *((part, topic) for part in printed)):
        for point in series.points:
            for key in keys_behind(series, point, {}, of):
                into.add(key, chart=chart)


def _near(series: MeasureSeries, years: Collection[Period]) -> MeasureSeries:
    return series.with_points(point for point in series.points if any(_is_near(point.period, year) for year in years))


def hide_costs(costs: Breakdown, plans: Breakdown | None, hidden: frozenset[Key], threshold: int) -> Breakdown:
    """The costs without those that are withheld."""
    gone = {(heading, year) for heading, year, _ in _withheld(costs, plans, hidden, threshold)}

    def shown(series: MeasureSeries, heading: str) -> MeasureSeries:
        return series.with_points(
            without(point) if (heading, point.period) in gone else point for point in series.points
        )

    parts = tuple(shown(part, part.area_code) for part in costs.parts)
    return replace(costs, total=shown(costs.total, ""), parts=parts)


def costs_withheld(costs: Breakdown, plans: Breakdown | None, hidden: frozenset[Key], threshold: int) -> Iterator[Cost]:
    """Those, each by the name of its heading, for the publisher."""
    names = {part.area_code: part.area_name for part in costs.parts}
    for heading, year, why in _withheld(costs, plans, hidden, threshold):
        yield names.get(heading, ""), year, why


def _withheld(costs: Breakdown, plans: Breakdown | None, hidden: frozenset[Key], threshold: int) -> list[Cost]:
    found = [
        (part.area_code, point.period, why)
        for part in costs.parts
        for point in _own(part)
        if (why := _why_not(plans, part.area_code, point.period, hidden, threshold))
    ]
    without_part = {year for _, year, _ in found}
    for point in _own(costs.total):
        why = PART_WITHHELD if point.period in without_part else ""
        why = why or _why_not(plans, "", point.period, hidden, threshold)
        if why:
            found.append(("", point.period, why))
    return found


def _own(series: MeasureSeries) -> list[Point]:
    return [point for point in series.known() if not point.is_published]


def _is_near(period: Period, year: Period) -> bool:
    return year.start <= period.end <= months_after(year.end, CENSUS_AFTER)


def _why_not(plans: Breakdown | None, heading: str, year: Period, hidden: frozenset[Key], threshold: int) -> str:
    """Why what a place costs cannot be shown; "" where it can."""
    if plans is None:
        return Why.UNKNOWN
    parts = {each.area_code: each for each in plans.parts}
    series = parts.get(heading) if heading else plans.total
    near = [point for point in series.points if _is_near(point.period, year)] if series else []
    if series is None or not any(point.period.end <= year.end for point in near):
        return Why.UNKNOWN
    topic = plans.topic.code if heading else ""
    keys = [keys_behind(series, point, {}, topic) for point in near]
    if not all(keys):
        return Why.UNKNOWN
    if any(not hidden.isdisjoint(found) or found[0].value < threshold for found in keys):
        return NUMBER_WITHHELD
    return ""
