"""Several divided measures at once, each exactly as ``read_breakdown`` would give it to this reader.

Two queries, however many measures, topics, headings or periods.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import chain
from operator import or_

from django.db.models import Q, Value

from dashboards.breakdowns import Breakdown, for_outside
from dashboards.categories import TOPICS
from dashboards.formulas import RESIDUAL
from dashboards.grouping import arranged, in_order, measures_divided, points_by_heading
from dashboards.headings import topic_called, unlisted
from dashboards.models import Category, Crosswalk, Indicator, Measurement
from dashboards.points import MeasureSeries
from dashboards.rows import IN_PARTS, Row, divided_of, rows_of
from dashboards.scope import INSIDE, Scope
from dashboards.series import current_version
from safetyvalve.core.asking import Question
from safetyvalve.core.models import Authority

Pair = tuple[str, str]
Into = dict[str, dict[str, str]]
Headings = dict[str, tuple[int, str]]
"""By code their place in the council's order and what they are called."""
_LISTED = ("authority", "topic", "code")
_LISTS = Question(
    lambda council, topics: (
        Crosswalk.objects.filter(Q(authority=None) | Q(authority=council))
        .order_by()
        .values_list(*_LISTED, "group_topic", "group_code", Value(0))
        .union(
            Category.objects.filter(Q(authority=None) | Q(authority=council), topic__in=topics)
            .order_by()
            .values_list(*_LISTED, Value(""), "label", "order"),
            all=True,
        )
    )
)
"""Which code goes into which heading of a grouping and, without a grouping, what a heading is called and its place."""


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
    walks, labels = _lists(authority, {topic for _, topic in wanted})
    rows = _rows(authority, [(measures[code], topic) for code, topic in wanted], walks, scope)
    kept = _kept(rows)
    found: dict[Pair, Breakdown] = {}
    for code, topic in wanted:
        if topic not in _topics(_common(measures[code], kept), walks, scope):
            continue
        breakdown = _breakdown(measures[code], topic, totals[code], rows, walks.get(topic, {}), labels)
        if breakdown is not None:
            seen = breakdown if scope.is_inside else for_outside(breakdown, scope)
            found |= {(code, topic): seen} if seen else {}
    return found


def _can_be_divided(indicator: Indicator) -> bool:
    version = current_version(indicator)
    return version is not None and not (version.is_derived and version.formula == RESIDUAL)


def _kept(rows: Mapping[int, Iterable[Row]]) -> dict[int, set[str]]:
    """The topics that each measure's figures are kept by, of those that were read: whether a topic can be shown rests
    on itself and on what is grouped into it."""
    return {measure: {row.breakdown_topic for row in found} - {""} for measure, found in rows.items()}


def _common(indicator: Indicator, kept: Mapping[int, set[str]]) -> set[str]:
    return set.intersection(*(kept.get(part, set()) for part in measures_divided(indicator)))


def _lists(authority: Authority, topics: set[str]) -> tuple[dict[str, Into], dict[str, Headings]]:
    """By grouping, from each finer topic, which of its codes go into which heading; and the headings of these topics.

    Of a shipped row and the council's own the latter. One query.
    """
    walks: dict[str, Into] = defaultdict(lambda: defaultdict(dict))
    labels: dict[str, Headings] = defaultdict(dict)
    rows = _LISTS.ask(council=authority.pk, topics=sorted({*topics, "placement_group"}))
    for _, topic, code, group, words, order in sorted(rows, key=lambda row: row[0] is not None):
        if group:
            walks[group][topic][code] = words
        else:
            labels[topic][code] = order, words
    return walks, labels


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
    authority: Authority, wanted: Sequence[tuple[Indicator, str]], walks: Mapping[str, Into], scope: Scope
) -> dict[int, list[Row]]:
    """The figures of all of them by measure, of these topics and what is grouped into them. One query."""
    pairs = [(measures_divided(each), _topics_with(topic, walks)) for each, topic in wanted]
    found: dict[int, list[Row]] = defaultdict(list)
    for row in _read(authority, pairs, scope):
        found[row.indicator_id].append(row)
    return found


def _topics_with(topic: str, walks: Mapping[str, Into]) -> list[str]:
    """The topic and what is grouped into it; then the undivided figures as well, to tell whether it is complete."""
    finer = walks.get(topic, {})
    return [topic, "", *finer] if finer else [topic]


def _read(authority: Authority, pairs: Sequence[tuple[list[int], list[str]]], scope: Scope) -> Iterable[Row]:
    if scope == INSIDE:
        return divided_of(authority, pairs)
    asked = (Q(version__indicator__in=measures, breakdown_topic__in=topics) for measures, topics in pairs)
    rows = Measurement.objects.filter(reduce(or_, asked), authority=authority, area_code=authority.gss_code)
    return rows_of(scope.narrow_parts(rows.order_by(*IN_PARTS)))


def _breakdown(
    indicator: Indicator,
    topic: str,
    total: MeasureSeries,
    rows: Mapping[int, Sequence[Row]],
    into: Into,
    labels: Mapping[str, Headings],
) -> Breakdown | None:
    kept = arranged(chain.from_iterable(rows[part] for part in measures_divided(indicator)), topic, into)
    figures = points_by_heading(indicator, kept)
    series = tuple(
        MeasureSeries(replace(total.definition, name=label, breaks=()), in_order(points), heading, label)
        for heading, label in _named(topic, set(figures), labels).items()
        if (points := figures.get(heading))
    )
    whole = replace(total, comparators=(), trajectories=())
    return Breakdown(topic_called(topic), series, whole) if series else None


def _named(topic: str, found: set[str], labels: Mapping[str, Headings]) -> dict[str, str]:
    """In the council's order, with its words; headings that are on no list come last."""
    listed = labels.get(topic, {})
    named = {code: listed[code][1] for code in sorted(found & listed.keys(), key=listed.__getitem__)}
    groups = {code: label for code, (_, label) in labels.get("placement_group", {}).items()}
    named |= {code: unlisted(code, topic, groups, {}) for code in sorted(found - set(named))}
    names = list(named.values())
    return {code: label if names.count(label) == 1 else f"{label} ({code})" for code, label in named.items()}
