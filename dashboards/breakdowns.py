"""A measure divided: by source, need, placement. Kept at the finest grain and grouped when it is read.

A fixed number of queries, however many headings or periods.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboards.categories import TOPICS, Topic, own_last
from dashboards.disclosure import suppress_parts
from dashboards.formulas import RESIDUAL
from dashboards.grouping import Points, arranged, in_order, measures_divided, points_by_heading
from dashboards.headings import labelled, topic_called
from dashboards.models import Crosswalk, Indicator, Measurement
from dashboards.points import MeasureSeries
from dashboards.rows import IN_PARTS, rows_of
from dashboards.scope import Scope
from dashboards.series import current_version, read_series, usable
from safetyvalve.core.models import Authority


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
    figures = points_by_heading(indicator, kept)
    series = tuple(
        MeasureSeries(replace(total.definition, name=label, breaks=()), in_order(points), heading, label)
        for heading, label in labelled(authority, topic, set(figures)).items()
        if (points := figures.get(heading))
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


def for_outside(breakdown: Breakdown, scope: Scope) -> Breakdown | None:
    if not breakdown.is_of_counts:
        return None
    parts, total = suppress_parts(breakdown.parts, breakdown.total, scope.threshold)
    return replace(breakdown, parts=parts, total=total)
