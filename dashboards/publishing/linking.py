"""How counts of different tables, and of different editions, hang together: what a reader could add up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import product
from typing import NamedTuple

from dashboards.periods import Grain, Period
from dashboards.publishing.collecting import REST, Collected, CountKey, RateParts
from dashboards.publishing.knowledge import Relation, change, total

MOST_TOGETHER = 24
"""Ways to make a longer period of shorter ones that are tried, where months were restated."""
STOCK, NEW, CEASED = "plans_maintained", "plans_new", "plans_ceased"
INSIDE = (
    ("plans_issued_excluding_exceptions", "plans_new"),
    ("plans_issued_excluding_exceptions", "plans_issued"),
    ("plans_issued_20_weeks_excluding_exceptions", "plans_issued_20_weeks"),
    ("plans_issued", "plans_new"),
    ("decisions_timed", "decisions_to_assess_made"),
    ("plans_independent", "plans_maintained"),
    ("plans_out_of_area", "plans_maintained"),
)
"""Measures that by their definitions count some of the cases of another one: the part, and its whole. Printed in two
tables, they give those left over: 23 new plans, of which 22 without exceptions, say that one had an exception."""
OF_OTHER_CASES = ("conversion_to_plans", "refusal_rate_requests")
"""Shares of which the part is no part of the whole: a plan follows its request by months and a refusal by weeks, and
what is left of the month's requests counts nobody."""

ByPeriod = Mapping[Period, Sequence[CountKey]]


class Place(NamedTuple):
    """Of which measure, topic and heading a count is, whatever its period and value."""

    code: str
    topic: str
    heading: str


SAME = ((Place("plans_independent", "", ""), Place("plans_maintained", "placement_group", "independent")),)
"""One count under two names by its definition: as a measure of its own, and as a heading of another one."""


def link(into: Collected, parts: RateParts) -> None:
    """Relate all counts that were collected. Counts that follow from others and that nobody prints are added."""
    places = _by_place(into)
    _link_same(into, places)
    _link_shares(into, parts, places)
    _link_inside(into, places)
    for place, periods in places.items():
        if not place.heading.startswith(REST):
            _link_periods(into, periods)
    _link_stock_and_flow(into, places)


def _by_place(into: Collected) -> dict[Place, dict[Period, list[CountKey]]]:
    found: dict[Place, dict[Period, list[CountKey]]] = defaultdict(lambda: defaultdict(list))
    for key in into.counts:
        if isinstance(key, CountKey):
            found[Place(*key.place)][key.period].append(key)
    return found


def _link_same(into: Collected, places: Mapping[Place, ByPeriod]) -> None:
    """Where the one is shown, so is the other; and where everybody has the one, the other is public as well.

    Two that differ come from different sources, or were counted on different days. Their difference counts no
    children: some may be in the one only and others in the other only. So it is not protected. Readers are taken to
    know it all the same, unless there are several of a period, since they take the two for one count: whoever reads
    199 in one chart knows well enough which number is withheld in the other. What is public is related to its equal
    only: a later correction of the other must not count as given away by it.
    """
    for one, other in SAME:
        others = places.get(other, {})
        for period, found in places.get(one, {}).items():
            known = others.get(period, ())
            for first, second in product(found, known):
                pair = {first, second}
                if first.value == second.value and not pair.isdisjoint(into.public):
                    into.public |= pair
                if first.value == second.value or (len(found) == len(known) == 1 and pair.isdisjoint(into.public)):
                    into.relate(Relation(((first, -1), (second, 1)), second.value - first.value))


def _link_shares(into: Collected, parts: RateParts, places: Mapping[Place, ByPeriod]) -> None:
    """A part and its whole give the others away, wherever the two are printed: 28 of 30 says 2."""
    for share, (part_code, whole_code) in parts.items():
        if share in OF_OTHER_CASES:
            continue
        wholes = places.get(Place(whole_code, "", ""), {})
        for period, found in places.get(Place(part_code, "", ""), {}).items():
            for part, whole in product(found, wholes.get(period, ())):
                into.rest(whole, [part], of=whole._replace(code=share))


def _link_inside(into: Collected, places: Mapping[Place, ByPeriod]) -> None:
    for part_code, whole_code in INSIDE:
        wholes = places.get(Place(whole_code, "", ""), {})
        for period, found in places.get(Place(part_code, "", ""), {}).items():
            for part, whole in product(found, wholes.get(period, ())):
                into.rest(whole, [part], of=part, called=f"{REST} of {whole_code}", is_told=False)


def _link_periods(into: Collected, periods: ByPeriod) -> None:
    """Shorter periods that come to a longer one of the same count, however far apart they were published.

    Where some are missing, what is left of the longer one is a count of them.
    """
    for long in sorted(periods):
        if long.grain not in (Grain.YEAR, Grain.QUARTER):
            continue
        inside = sorted(each for each in periods if _is_within(each, long))
        tilings = [tiling for _, tiling in zip(range(MOST_TOGETHER), _tilings(long, inside), strict=False)]
        for tiling in tilings:
            for parts in _together(periods, tiling):
                for whole in periods[long]:
                    if sum(part.value for part in parts) == whole.value:
                        into.relate(total(whole, parts))
        if inside and not tilings:
            _link_what_is_left(into, periods, long, _most_of(inside))


def _is_within(short: Period, long: Period) -> bool:
    return short != long and short.grain != Grain.CENSUS and long.start <= short.start and short.end <= long.end


def _tilings(long: Period, inside: Sequence[Period]) -> Iterator[tuple[Period, ...]]:
    """Every way to make the longer period of shorter ones, whether months, quarters or both."""

    def following(start: object, so_far: tuple[Period, ...]) -> Iterator[tuple[Period, ...]]:
        for each in inside:
            if each.start == start:
                found = (*so_far, each)
                if each.end == long.end:
                    yield found
                else:
                    yield from following(each.end + timedelta(days=1), found)

    return following(long.start, ())


def _together(periods: ByPeriod, tiling: Iterable[Period]) -> Iterator[tuple[CountKey, ...]]:
    """One count for each period, in as many ways as they were restated."""
    ways = product(*(periods[period] for period in tiling))
    return (way for _, way in zip(range(MOST_TOGETHER), ways, strict=False))


def _most_of(inside: Sequence[Period]) -> tuple[Period, ...]:
    """Periods that do not overlap and cover as many days as possible."""
    best: list[tuple[int, tuple[Period, ...]]] = [(0, ())]
    ordered = sorted(inside, key=lambda period: (period.end, period.start))
    for number, period in enumerate(ordered):
        before = sum(1 for each in ordered[:number] if each.end < period.start)
        days, chosen = best[before]
        best.append(max(best[-1], (days + period.days, (*chosen, period)), key=lambda way: way[0]))
    return best[-1][1]


def _link_what_is_left(into: Collected, periods: ByPeriod, long: Period, covered: Sequence[Period]) -> None:
    gone = ",".join(f"{each.start:%y%m%d}-{each.end:%y%m%d}" for each in covered)
    for parts in _together(periods, covered):
        for whole in periods[long]:
            left = into.rest(whole, parts, called=f"{REST} {whole.heading} without {gone}")
            if left:
                into.without[left] = covered


def _link_stock_and_flow(into: Collected, places: Mapping[Place, ByPeriod]) -> None:
    """Plans at the end are those at the start and the new ones without those ceased, but for what is printed beside
    them as the difference; a reader is taken to know it."""
    stock, new, ceased = (places.get(Place(code, "", ""), {}) for code in (STOCK, NEW, CEASED))
    for period in new:
        before = stock.get(period.previous(), ()) if period.grain == Grain.MONTH else ()
        for opening, closing, gained, lost in product(
            before, stock.get(period, ()), new[period], ceased.get(period, ())
        ):
            residual = closing.value - opening.value - gained.value + lost.value
            into.relate(_once(change(opening, closing, gained, lost, residual)))


def _once(relation: Relation) -> Relation:
    """Terms in one order, so that the same relation is kept once."""
    return Relation(tuple(sorted(relation.terms, key=repr)), relation.constant)
