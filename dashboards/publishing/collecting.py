"""Which counts of people stand behind the figures of an edition, and how a reader could add them up.

A count is named by its measure, period, topic and heading, and by its value: where it was restated since, the two
values are two counts. Counts that no page prints are collected as well when they can be worked out from two that are
printed: those not refused of those decided, those of no known heading.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from dashboards.disclosure import is_small
from dashboards.periods import Period
from dashboards.points import MeasureSeries, Point
from dashboards.publishing.knowledge import Key, Knowledge, Relation, total
from dashboards.rolling import TwelveMonths
from safetyvalve.render.data import SUPPRESSED, Number
from safetyvalve.render.format import rounded

REST = "rest"
"""The heading of what is left of a count when its known part is taken away."""
Aim = tuple[str, str, str]
"""A point of a trajectory: name, day, value."""
RateParts = Mapping[str, tuple[str, str]]
"""Of each share, the measures of its part and its whole; of another average, "" for the one that counts nobody."""
NO_PARTS: RateParts = {}
UNIT_COSTS = ("unit_cost_weekly", "sen_unit_cost_published")
"""What one place costs, stored without the number of places."""


class CountKey(NamedTuple):
    """The name of one count, the same wherever the same count appears."""

    code: str
    start: str
    end: str
    topic: str
    heading: str
    value: int

    @property
    def period(self) -> Period:
        return Period(date.fromisoformat(self.start), date.fromisoformat(self.end))

    @property
    def place(self) -> tuple[str, str, str]:
        return self.code, self.topic, self.heading


@dataclass
class Collected:
    """Counts as they are gathered; ``charts`` says in which charts of the edition each one stands.

    ``aims`` are the points of trajectories of each chart, by measure. ``unseen`` are months behind sums of twelve of
    them; ``seen`` stood in an earlier edition, be it as a letter, so that readers know which are small. ``without``
    says of what is left of a longer time what is known of it. ``shares`` are percentages without counts that readers
    know: measure, first and last day, value; and ``apart`` the counts behind those, which are withheld.
    """

    counts: dict[Key, int] = field(default_factory=dict)
    relations: dict[tuple[tuple[Key, int], ...], Relation] = field(default_factory=dict)
    public: set[Key] = field(default_factory=set)
    charts: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    aims: dict[str, dict[str, set[Aim]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    unseen: set[Key] = field(default_factory=set)
    seen: set[Key] = field(default_factory=set)
    without: dict[Key, Sequence[Period]] = field(default_factory=dict)
    shares: set[tuple[str, str, str, str]] = field(default_factory=set)
    apart: set[Key] = field(default_factory=set)

    def add(self, key: CountKey, *, chart: str = "", is_public: bool = False) -> CountKey:
        self.counts[key] = key.value
        if chart:
            self.charts[key].add(chart)
        if is_public:
            self.public.add(key)
        return key

    def relate(self, relation: Relation) -> None:
        """Keep a relation once; one that holds public counts only tells nobody anything."""
        self.relations.setdefault(relation.terms, relation)

    def rest(
        self,
        whole: CountKey,
        parts: Sequence[CountKey],
        *,
        of: CountKey | None = None,
        called: str = REST,
        is_told: bool = True,
    ) -> CountKey | None:
        """The whole and its parts, with what is left of it as a count that nobody prints. Nothing where parts overlap.

        It is public where all the others are: whoever knows them has worked it out. ``of`` says where it belongs
        when that is not where the whole does. Without ``is_told`` readers are not taken to know that nothing is left.
        Gives that count.
        """
        left = whole.value - sum(part.value for part in parts)
        if not parts or left < 0:
            return None
        is_public = {whole, *parts} <= self.public
        rest = (of or whole)._replace(heading=called, value=left)
        beside = [self.add(rest, is_public=is_public)] if left or not is_told else []
        self.relate(total(whole, [*parts, *beside]))
        return rest if beside else None

    def knowledge(self) -> Knowledge:
        unprinted = frozenset(key for key in self.counts if key not in self.charts and key not in self.public)
        relations = tuple(self.relations.values())
        months, nowhere = (self.unseen & unprinted) - self.seen, unprinted - self.seen
        # Nor has anybody seen what is left of a count when such a month is taken away.
        beside = {key for each in relations if not months.isdisjoint(each.keys) for key in each.keys}
        apart = frozenset(self.apart - self.public)
        unseen = frozenset(months | {key for key in beside & nowhere if is_rest(key)}) - apart
        return Knowledge(dict(self.counts), relations, frozenset(self.public), unprinted, unseen, apart)


def is_rest(key: Key) -> bool:
    """Whether it is what is left of a count, and so printed by no page."""
    return isinstance(key, CountKey) and key.heading.startswith(REST)


def whole_number(value: Number | None) -> int | None:
    """A number of people, or None for what is none."""
    if value is None or value != int(value) or value < 0:
        return None
    return int(value)


def count_key(code: str, period: Period, value: Number | None, topic: str = "", heading: str = "") -> CountKey | None:
    count = whole_number(value)
    if count is None:
        return None
    if isinstance(period, TwelveMonths):
        period = period.covers
    return CountKey(code, period.start.isoformat(), period.end.isoformat(), topic, heading, count)


def keys_behind(series: MeasureSeries, point: Point, parts: RateParts, topic: str = "") -> list[CountKey]:
    """The counts that a shown figure gives away: itself, or those behind a share or an average, worked out if need be.

    Of an average cost the number of people: the total spent gives it back.
    """
    if not point.is_known:
        return []
    if is_count(series):
        if point.upper is not None:
            return []
        own = count_key(series.code, point.period, point.value, topic, series.area_code if topic else "")
        return [own] if own else []
    if series.code not in parts:
        return []
    found = zip(parts[series.code], _counts_of_rate(series, point), strict=True)
    keys = (count_key(code, point.period, value) for code, value in found if code)
    return [key for key in keys if key is not None]


def is_count(series: MeasureSeries) -> bool:
    return series.definition.unit == "count" and series.definition.kind == "stored"


def cannot_be_shown(series: MeasureSeries, point: Point, parts: RateParts, threshold: int) -> bool:
    """What is withheld whatever stands beside it: a count that is no whole number, or a range, of which one end is
    small; and a share or an average of the council's own of which the counts are not known, so that nobody can say
    whom it would give away.
    """
    if point.is_published or not point.is_known:
        return False
    if not is_count(series):
        codes = parts.get(series.code, ("", ""))
        known = zip(codes, _counts_of_rate(series, point), strict=True)
        return is_average(series) and (not any(codes) or any(code and count is None for code, count in known))
    if point.upper is None and whole_number(point.value) is not None:
        return False
    return is_small(point.value, threshold) or is_small(point.upper, threshold)


def is_average(series: MeasureSeries) -> bool:
    """Whether its figures are about so and so many people each, and no sum: a share, a time, a cost of one place."""
    definition = series.definition
    return definition.is_relative or definition.unit == "days" or series.code in UNIT_COSTS


def _counts_of_rate(series: MeasureSeries, point: Point) -> tuple[Number | None, Number | None]:
    """Numerator and denominator; of a percentage with one of them, the other is what anybody would work out."""
    top, bottom = point.numerator, point.denominator
    if series.definition.is_rate and point.value is not None and point.upper is None:
        if top is None and bottom is not None:
            top = rounded(bottom * point.value / 100, 0)
        elif bottom is None and top is not None and point.value:
            bottom = rounded(top * 100 / point.value, 0)
    return top, bottom


def collect_series(into: Collected, series: MeasureSeries, chart: str, parts: RateParts) -> None:
    """The counts behind one line of a chart, and what was aimed for."""
    for line in series.trajectories:
        into.aims[chart][series.code] |= {(line.name, on.isoformat(), str(value)) for on, value in line.points}
    for point in series.points:
        for key in keys_behind(series, point, parts):
            into.add(key, chart=chart, is_public=point.is_published and is_count(series))


def collect_breakdown(
    into: Collected, whole: MeasureSeries, parts: Sequence[MeasureSeries], topic: str, chart: str
) -> None:
    """The counts of a table by headings, and that they add up to the whole with what no heading holds."""
    by_period: dict[Period, list[CountKey]] = defaultdict(list)
    for series in parts:
        for point in series.points:
            for key in keys_behind(series, point, {}, topic):
                into.add(key, chart=chart, is_public=point.is_published)
                by_period[point.period].append(key)
    for point in whole.points:
        for whole_key in keys_behind(whole, point, {}):
            into.add(whole_key, chart=chart, is_public=point.is_published)
            _relate_parts(into, whole_key, by_period.get(point.period, []), topic)


def _relate_parts(into: Collected, whole: CountKey, parts: Sequence[CountKey], topic: str) -> None:
    """Headings that come to more than the whole overlap: then each leaves those who are not under it."""
    divided = whole._replace(topic=topic)
    if sum(part.value for part in parts) <= whole.value:
        into.rest(whole, parts, of=divided)
        return
    for part in parts:
        into.rest(whole, [part], of=divided, called=f"{REST} {part.heading}")


def hide(
    series: MeasureSeries, hidden: frozenset[Key], parts: RateParts, threshold: int, topic: str = ""
) -> MeasureSeries:
    """The series with every figure that rests on a withheld count as the marker c, and nothing of it left behind."""

    def shown(points: Iterable[Point]) -> Iterable[Point]:
        for point in points:
            is_gone = not hidden.isdisjoint(keys_behind(series, point, parts, topic))
            yield without(point) if is_gone or cannot_be_shown(series, point, parts, threshold) else point

    return series.with_points(shown(series.points))


def without(point: Point) -> Point:
    """The point as one that is hidden to protect children."""
    return point._replace(
        value=None, upper=None, marker=SUPPRESSED.code, numerator=None, denominator=None, counts=(), note=""
    )
