"""Which counts of people stand behind the figures of an edition, and how a reader could add them up.

A count is named by its measure, period, topic and heading, and by its value: where it was restated since, the two
values are two counts. Counts that no page prints are collected as well when they can be worked out from two that are
printed: those not refused of those decided, those of no known heading.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from dashboards.disclosure import is_small
from dashboards.periods import Grain, Period
from dashboards.points import MeasureSeries, Point
from dashboards.publishing.knowledge import Key, Knowledge, Relation, total
from safetyvalve.render.data import SUPPRESSED, Number
from safetyvalve.render.format import rounded

REST = "rest"
"""The heading of what is left of a count when its known part is taken away."""
MOST_TOGETHER = 24
"""Ways to make a longer period of shorter ones that are tried, where months were restated."""

Aim = tuple[str, str, str]
"""A point of a trajectory: name, day, value."""
RateParts = Mapping[str, tuple[str, str]]
"""Of each measure that is a share, the measures that it is a share of: part and whole."""


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

    ``aims`` are the points of trajectories of each chart, by measure.
    """

    counts: dict[Key, int] = field(default_factory=dict)
    relations: dict[tuple[tuple[Key, int], ...], Relation] = field(default_factory=dict)
    public: set[Key] = field(default_factory=set)
    charts: dict[Key, set[str]] = field(default_factory=lambda: defaultdict(set))
    aims: dict[str, dict[str, set[Aim]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))

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

    def knowledge(self) -> Knowledge:
        unprinted = frozenset(key for key in self.counts if isinstance(key, CountKey) and key.heading == REST)
        return Knowledge(dict(self.counts), tuple(self.relations.values()), frozenset(self.public), unprinted)


def whole_number(value: Number | None) -> int | None:
    """A number of people, or None for what is none."""
    if value is None or value != int(value) or value < 0:
        return None
    return int(value)


def count_key(code: str, period: Period, value: Number | None, topic: str = "", heading: str = "") -> CountKey | None:
    count = whole_number(value)
    if count is None:
        return None
    return CountKey(code, period.start.isoformat(), period.end.isoformat(), topic, heading, count)


def keys_behind(series: MeasureSeries, point: Point, parts: RateParts, topic: str = "") -> list[CountKey]:
    """The counts that a shown figure gives away: itself, or the two behind a share, worked out if need be."""
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
    keys = (count_key(code, point.period, value) for code, value in found)
    return [key for key in keys if key is not None]


def is_count(series: MeasureSeries) -> bool:
    return series.definition.unit == "count" and series.definition.kind == "stored"


def cannot_be_shown(series: MeasureSeries, point: Point, threshold: int) -> bool:
    """A count that is no whole number, or a range, of which one end is small: it is withheld whatever stands beside."""
    if not is_count(series) or point.is_published or not point.is_known:
        return False
    if point.upper is None and whole_number(point.value) is not None:
        return False
    return is_small(point.value, threshold) or is_small(point.upper, threshold)


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
    """Headings that come to more than the whole overlap: nothing can be worked out from them in this way."""
    left = whole.value - sum(part.value for part in parts)
    if not parts or left < 0:
        return
    if left:
        is_public = {whole, *parts} <= into.public
        rest = into.add(whole._replace(topic=topic, heading=REST, value=left), is_public=is_public)
        parts = [*parts, rest]
    into.relate(total(whole, parts))


def link(into: Collected, parts: RateParts) -> None:
    """How counts of different tables, and of different editions, hang together."""
    _link_shares(into, parts)
    _link_periods(into)


def _link_shares(into: Collected, parts: RateParts) -> None:
    """A part and its whole give the others away, wherever the two are printed: 28 of 30 says 2."""
    undivided: dict[tuple[str, str, str], list[CountKey]] = defaultdict(list)
    for key in _keys(into):
        if not key.topic:
            undivided[key.code, key.start, key.end].append(key)
    for share, (part_code, whole_code) in parts.items():
        for code, start, end in [place for place in undivided if place[0] == part_code]:
            pairs = product(undivided[code, start, end], undivided.get((whole_code, start, end), []))
            for part, whole in pairs:
                if part.value <= whole.value:
                    is_public = {part, whole} <= into.public
                    left = CountKey(share, start, end, "", REST, whole.value - part.value)
                    into.add(left, is_public=is_public or left in into.public)
                    into.relate(total(whole, [part, left]))


def _link_periods(into: Collected) -> None:
    """Months that come to a quarter or a year of the same count, however far apart they were published."""
    places: dict[tuple[str, str, str], dict[Period, list[CountKey]]] = defaultdict(lambda: defaultdict(list))
    for key in _keys(into):
        if key.heading != REST:
            places[key.place][key.period].append(key)
    for periods in places.values():
        for long in periods:
            if long.grain in (Grain.YEAR, Grain.QUARTER):
                for grain in (Grain.MONTH, Grain.QUARTER):
                    _link_tiles(into, periods, long, grain)


def _link_tiles(into: Collected, periods: Mapping[Period, list[CountKey]], long: Period, grain: Grain) -> None:
    inside = sorted(
        p for p in periods if p != long and p.grain == grain and long.start <= p.start and p.end <= long.end
    )
    if sum(period.days for period in inside) != long.days:
        return
    for tried, parts in enumerate(product(*(periods[period] for period in inside))):
        if tried == MOST_TOGETHER:
            return
        for whole in periods[long]:
            if sum(part.value for part in parts) == whole.value:
                into.relate(total(whole, parts))


def _keys(into: Collected) -> list[CountKey]:
    return [key for key in into.counts if isinstance(key, CountKey)]


def hide(
    series: MeasureSeries, hidden: frozenset[Key], parts: RateParts, threshold: int, topic: str = ""
) -> MeasureSeries:
    """The series with every figure that rests on a withheld count as the marker c, and nothing of it left behind."""

    def shown(points: Iterable[Point]) -> Iterable[Point]:
        for point in points:
            is_gone = not hidden.isdisjoint(keys_behind(series, point, parts, topic))
            yield without(point) if is_gone or cannot_be_shown(series, point, threshold) else point

    return series.with_points(shown(series.points))


def without(point: Point) -> Point:
    """The point as one that is hidden to protect children."""
    return replace(
        point, value=None, upper=None, marker=SUPPRESSED.code, numerator=None, denominator=None, counts=(), note=""
    )


def known_from(rows: Iterable[tuple[str, Period, Decimal | None, str, str]], into: Collected) -> None:
    """Counts that are published already: measure, period, value, topic and heading of each."""
    for code, period, value, topic, heading in rows:
        key = count_key(code, period, value, topic, heading)
        if key:
            into.add(key, is_public=True)
