"""A measure divided: by source, need, placement. Kept at the finest grain and grouped when it is read.

A fixed number of queries, however many headings or periods.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import chain

from django.db.models import Q

from dashboards.categories import TOPICS, Topic, own_last
from dashboards.disclosure import suppress_parts
from dashboards.formulas import RESIDUAL, worked_out
from dashboards.models import Category, Crosswalk, Indicator, Measurement, School
from dashboards.periods import Period
from dashboards.points import MeasureSeries, Point
from dashboards.rows import IN_PARTS, Row, point_in, rows_of
from dashboards.scope import Scope
from dashboards.series import Record, compute, current_version, read_series, usable
from safetyvalve.core.models import Authority

NOT_GROUPED = "not_grouped"
NOT_GIVEN = ("x", "z")
ARROW = " to "

Points = dict[Period, Point]


@dataclass(frozen=True)
class Breakdown:
    """One measure by the headings of one topic, in their order, beside its undivided figures."""

    topic: Topic
    parts: tuple[MeasureSeries, ...]
    total: MeasureSeries

    @property
    def is_of_counts(self) -> bool:
        return self.total.definition.unit == "count" and self.total.definition.kind == "stored"


@dataclass(frozen=True)
class Family:
    """A topic as its figures are kept, and the groupings that it can be read in."""

    topic: str
    groups: tuple[str, ...] = ()


def topics_of(authority: Authority, indicator: Indicator, scope: Scope) -> list[Topic]:
    """What the measure's figures on record can be divided by, for this reader. Two queries.

    Outside the programme each family of topics is shown at one grain only, the coarsest: two grains beside each other
    would give away what is hidden in either.
    """
    version = current_version(indicator)
    if version is None or (version.is_derived and version.formula == RESIDUAL):
        return []
    families = _families(authority, _kept_topics(authority, indicator, scope), scope)
    if scope.is_inside:
        found = {topic for family in families for topic in (family.topic, *family.groups)}
    else:
        found = {family.groups[0] if family.groups else family.topic for family in families}
    order = list(TOPICS)
    return sorted(
        (topic_called(each) for each in found), key=lambda t: order.index(t.code) if t.code in order else len(order)
    )


def read_breakdown(authority: Authority, code: str, topic: str, scope: Scope) -> Breakdown | None:
    """The measure's figures by the headings of a topic, through the crosswalk where the topic is a grouping.

    A group is the sum of its headings; a rate of a group is the ratio of the sums. A heading that no crosswalk knows
    stands by itself and is never lost. None when this reader may not see it, or there is nothing to see. Outside the
    programme small counts are hidden, and rates are not divided at all.
    """
    found = usable(authority, [code])
    if not found or not scope.may_see_parts_by(topic):
        return None
    indicator = found[0]
    version = current_version(indicator)
    if version is None or topic not in {each.code for each in topics_of(authority, indicator, scope)}:
        return None
    total = read_series(authority, (code,), scope)[code]
    into = _crosswalk(authority, topic)
    kept = _read(authority, indicator, topic, into, scope)
    headings = {heading for _, heading in kept}
    series = tuple(
        MeasureSeries(replace(total.definition, name=label, breaks=()), in_order(points), heading, label)
        for heading, label in _labelled(authority, topic, headings).items()
        if (points := points_by_heading(indicator, heading, kept))
    )
    if not series:
        return None
    breakdown = Breakdown(topic_called(topic), series, replace(total, comparators=(), trajectories=()))
    return breakdown if scope.is_inside else for_outside(breakdown, scope)


def _kept_topics(authority: Authority, indicator: Indicator, scope: Scope) -> set[str]:
    """The topics that there are figures by; of a rate, those of both its parts. One query."""
    parts = measures_divided(indicator)
    rows = Measurement.objects.filter(
        authority=authority, version__indicator__in=parts, area_code=authority.gss_code
    ).exclude(breakdown_topic="")
    pairs = scope.narrow_parts(rows).order_by().values_list("version__indicator", "breakdown_topic").distinct()
    by_part: dict[int, set[str]] = defaultdict(set)
    for part, topic in pairs:
        by_part[part].add(topic)
    return set.intersection(*(by_part[part] for part in parts))


def _families(authority: Authority, kept: set[str], scope: Scope) -> list[Family]:
    """One query."""
    pairs = Crosswalk.objects.usable_by(authority).order_by().values_list("topic", "group_topic").distinct()
    order = list(TOPICS)
    groups: dict[str, list[str]] = defaultdict(list)
    for topic, group in sorted(set(pairs), key=lambda p: order.index(p[1]) if p[1] in order else len(order)):
        groups[topic].append(group)
    within = {group for topic in kept for group in groups[topic]}
    return [Family(topic, tuple(groups[topic])) for topic in kept if topic not in within]


def _crosswalk(authority: Authority, group: str) -> dict[str, dict[str, str]]:
    """From each finer topic, which of its codes go into which heading of this one. One query."""
    rows = Crosswalk.objects.usable_by(authority).filter(group_topic=group)
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in own_last(rows):
        found[row.topic][row.code] = row.group_code
    return found


def measures_divided(indicator: Indicator) -> list[int]:
    """The measures whose figures are divided: those of a rate, or the measure itself."""
    version = current_version(indicator)
    if version is None or not version.is_derived:
        return [indicator.pk]
    return list(dict.fromkeys(pk for pk in (version.numerator_id, version.denominator_id) if pk))


def _read(
    authority: Authority, indicator: Indicator, topic: str, into: Mapping[str, Mapping[str, str]], scope: Scope
) -> dict[tuple[int, str], Points]:
    """Figures by measure and heading, grouped. What was given in groups serves where nothing finer was. One query."""
    rows = Measurement.objects.filter(
        authority=authority,
        version__indicator__in=measures_divided(indicator),
        area_code=authority.gss_code,
        breakdown_topic__in=["", topic, *into],
    ).order_by(*IN_PARTS)
    return arranged(rows_of(scope.narrow_parts(rows)), topic, into)


def arranged(rows: Iterable[Row], topic: str, into: Mapping[str, Mapping[str, str]]) -> dict[tuple[int, str], Points]:
    """Rows by measure and heading of the topic; rows of other topics and of no crosswalk of ``into`` do not belong."""
    fine: dict[tuple[int, Period], dict[str, list[Point]]] = defaultdict(lambda: defaultdict(list))
    given: list[tuple[int, str, Point]] = []
    wholes: dict[tuple[int, Period], Decimal | None] = {}
    for row in rows:
        point, part = point_in(row), row.indicator_id
        if not row.breakdown_topic:
            wholes[part, point.period] = point.value
        elif row.breakdown_topic == topic:
            given.append((part, row.breakdown, point))
        else:
            heading = into[row.breakdown_topic].get(row.breakdown, NOT_GROUPED)
            fine[part, point.period][heading].append(point)
    kept: dict[tuple[int, str], Points] = defaultdict(dict)
    for part, heading, point in given:
        if (part, point.period) not in fine:
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


def points_by_heading(indicator: Indicator, heading: str, kept: Mapping[tuple[int, str], Points]) -> Points:
    version = current_version(indicator)
    if version is None or not version.is_derived:
        return kept.get((indicator.pk, heading), {})
    computed = compute(version, lambda part: kept.get((part, heading), {}), Record())
    return {point.period: point for point in computed if point.is_known or point.marker}


def in_order(points: Points) -> tuple[Point, ...]:
    return tuple(points[period] for period in sorted(points))


def _labelled(authority: Authority, topic: str, found: set[str]) -> dict[str, str]:
    """The headings that have figures, in the council's order, with their words; unlisted ones last. Two queries."""
    listed = own_last(Category.objects.usable_by(authority).filter(Q(topic=topic) | Q(topic="placement_group")))
    rows = {row.code: row for row in listed if row.topic == topic}
    ordered = sorted((row for row in rows.values() if row.code in found), key=lambda row: (row.order, row.label))
    labels = {row.code: row.label for row in ordered}
    groups = {row.code: row.label for row in listed if row.topic == "placement_group"}
    schools = _schools(authority, found) if topic == "school" else {}
    for code in sorted(found - set(labels)):
        labels[code] = unlisted(code, topic, groups, schools)
    names = list(labels.values())
    return {code: label if names.count(label) == 1 else f"{label} ({code})" for code, label in labels.items()}


def _schools(authority: Authority, urns: set[str]) -> dict[str, str]:
    return dict(School.objects.standing(authority).filter(urn__in=urns).values_list("urn", "name"))


def unlisted(code: str, topic: str, groups: Mapping[str, str], schools: Mapping[str, str]) -> str:
    if code == NOT_GROUPED:
        return "Not in any group"
    if topic == "school":
        return schools.get(code, f"School {code}")
    if topic not in ("placement_move", "year_group_move"):
        return code
    year, _, move = code.rpartition(":")
    ends = [groups.get(end, end.replace("_", " ")) for end in move.split(">")]
    return f"{f'Year {year}: ' if year else ''}{ARROW.join(ends)}"


def topic_called(code: str) -> Topic:
    return TOPICS.get(code, Topic(code, code.replace("_", " ").capitalize()))


def for_outside(breakdown: Breakdown, scope: Scope) -> Breakdown | None:
    if not breakdown.is_of_counts:
        return None
    parts, total = suppress_parts(breakdown.parts, breakdown.total, scope.threshold)
    return replace(breakdown, parts=parts, total=total)
