"""Several divided measures at once, each exactly as ``read_breakdown`` would give it to this reader.

Four queries, however many measures, topics, headings or periods.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from django.db.models import Q

from dashboards.breakdowns import (
    Breakdown,
    arranged,
    for_outside,
    in_order,
    measures_divided,
    points_by_heading,
    topic_called,
    unlisted,
)
from dashboards.categories import TOPICS, own_last
from dashboards.formulas import RESIDUAL
from dashboards.models import Category, Crosswalk, Indicator, Measurement
from dashboards.points import MeasureSeries
from dashboards.rows import Row, rows_of
from dashboards.scope import Scope
from dashboards.series import current_version
from safetyvalve.core.models import Authority

Pair = tuple[str, str]
Into = dict[str, dict[str, str]]


def read_divided(
    authority: Authority,
    pairs: Sequence[Pair],
    indicators: Iterable[Indicator],
    totals: Mapping[str, MeasureSeries],
    scope: Scope,
) -> dict[Pair, Breakdown]:
    """By measure and topic; a pair this reader may not see, or that has no figures, is left out.

    ``totals`` are the undivided series as on record: small counts are hidden here, parts and whole together.
    """
    measures = {each.code: each for each in indicators if _can_be_divided(each)}
    wanted = [(code, topic) for code, topic in pairs if code in measures and scope.may_see_parts_by(topic)]
    if not wanted:
        return {}
    kept = _kept(authority, [measures[code] for code, _ in wanted], scope)
    walks = _crosswalks(authority)
    shown = [(code, topic) for code, topic in wanted if topic in _topics(_common(measures[code], kept), walks, scope)]
    rows = _rows(authority, [(measures[code], topic) for code, topic in shown], walks, scope)
    labels = _labels(authority, {topic for _, topic in shown})
    found: dict[Pair, Breakdown] = {}
    for code, topic in shown:
        breakdown = _breakdown(measures[code], topic, totals[code], rows, walks.get(topic, {}), labels)
        if breakdown is not None:
            seen = breakdown if scope.is_inside else for_outside(breakdown, scope)
            found |= {(code, topic): seen} if seen else {}
    return found


def _can_be_divided(indicator: Indicator) -> bool:
    version = current_version(indicator)
    return version is not None and not (version.is_derived and version.formula == RESIDUAL)


def _kept(authority: Authority, indicators: Iterable[Indicator], scope: Scope) -> dict[int, set[str]]:
    """The topics that each measure's figures are kept by. One query."""
    parts = {pk for each in indicators for pk in measures_divided(each)}
    rows = Measurement.objects.filter(
        authority=authority, version__indicator__in=parts, area_code=authority.gss_code
    ).exclude(breakdown_topic="")
    found: dict[int, set[str]] = defaultdict(set)
    pairs = scope.narrow_parts(rows).order_by().values_list("version__indicator", "breakdown_topic")
    for part, topic in pairs.distinct():
        found[part].add(topic)
    return found


def _common(indicator: Indicator, kept: Mapping[int, set[str]]) -> set[str]:
    return set.intersection(*(kept.get(part, set()) for part in measures_divided(indicator)))


def _crosswalks(authority: Authority) -> dict[str, Into]:
    """By grouping, from each finer topic, which of its codes go into which heading. One query."""
    found: dict[str, Into] = defaultdict(lambda: defaultdict(dict))
    for row in own_last(Crosswalk.objects.usable_by(authority)):
        found[row.group_topic][row.topic][row.code] = row.group_code
    return found


def _topics(kept: set[str], walks: Mapping[str, Into], scope: Scope) -> set[str]:
    """What the measure can be divided by, for this reader: outside the programme the coarsest of each family only."""
    order = list(TOPICS)
    groups: dict[str, list[str]] = defaultdict(list)
    for group in sorted(walks, key=lambda each: order.index(each) if each in order else len(order)):
        for topic in walks[group]:
            groups[topic].append(group)
    within = {group for topic in kept for group in groups[topic]}
    families = [(topic, groups[topic]) for topic in kept if topic not in within]
    if scope.is_inside:
        return {each for topic, wider in families for each in (topic, *wider)}
    return {wider[0] if wider else topic for topic, wider in families}


def _rows(
    authority: Authority, shown: Sequence[tuple[Indicator, str]], walks: Mapping[str, Into], scope: Scope
) -> list[Row]:
    """The figures of all of them. One query, none without any."""
    if not shown:
        return []
    wanted = Q()
    for indicator, topic in shown:
        topics = ["", topic, *walks.get(topic, {})]
        wanted |= Q(version__indicator__in=measures_divided(indicator), breakdown_topic__in=topics)
    rows = Measurement.objects.filter(wanted, authority=authority, area_code=authority.gss_code)
    rows = rows.order_by("period_end", "version__number", "breakdown")
    return list(rows_of(scope.narrow_parts(rows)))


def _labels(authority: Authority, topics: set[str]) -> dict[str, dict[str, Category]]:
    """The headings of each topic. One query."""
    found: dict[str, dict[str, Category]] = defaultdict(dict)
    for row in own_last(Category.objects.usable_by(authority).filter(topic__in={*topics, "placement_group"})):
        found[row.topic][row.code] = row
    return found


def _breakdown(
    indicator: Indicator,
    topic: str,
    total: MeasureSeries,
    rows: Sequence[Row],
    into: Into,
    labels: Mapping[str, Mapping[str, Category]],
) -> Breakdown | None:
    parts, topics = set(measures_divided(indicator)), {"", topic, *into}
    mine = [row for row in rows if row.indicator_id in parts and row.breakdown_topic in topics]
    kept = arranged(mine, topic, into)
    series = tuple(
        MeasureSeries(replace(total.definition, name=label, breaks=()), in_order(points), heading, label)
        for heading, label in _named(topic, {heading for _, heading in kept}, labels).items()
        if (points := points_by_heading(indicator, heading, kept))
    )
    whole = replace(total, comparators=(), trajectories=())
    return Breakdown(topic_called(topic), series, whole) if series else None


def _named(topic: str, found: set[str], labels: Mapping[str, Mapping[str, Category]]) -> dict[str, str]:
    """In the council's order, with its words; headings that are on no list come last."""
    rows = labels.get(topic, {})
    listed = sorted((row for row in rows.values() if row.code in found), key=lambda row: (row.order, row.label))
    named = {row.code: row.label for row in listed}
    groups = {row.code: row.label for row in labels.get("placement_group", {}).values()}
    named |= {code: unlisted(code, topic, groups, {}) for code in sorted(found - set(named))}
    names = list(named.values())
    return {code: label if names.count(label) == 1 else f"{label} ({code})" for code, label in named.items()}
