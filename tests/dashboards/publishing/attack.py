"""A reader who works out what is hidden, by trying whole numbers. It knows nothing of the solver that decided.

Every unknown count has a range; each sum that a reader can check narrows the ranges of its terms; where that leaves
more than one number, each half is tried by itself until a way is found to make everything add up, or none is left.
"""

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, field

MOST = 500
"""No count of these tests is greater: a reader who knew that would know more than any."""

Name = Hashable
Ranges = dict[Name, tuple[int, int]]
Sum = tuple[dict[Name, int], int]
"""Factors of names, and what they come to."""


@dataclass
class Reader:
    """What somebody has read: figures, sums that add up, and which hidden counts are hidden for being small."""

    threshold: int
    known: dict[Name, int] = field(default_factory=dict)
    small: set[Name] = field(default_factory=set)
    sums: list[Sum] = field(default_factory=list)

    def adds_up(self, whole: Name, parts: Iterable[Name]) -> None:
        self.sums.append(({whole: -1} | dict.fromkeys(parts, 1), 0))

    def can_tell(self, name: Name, true: int) -> bool:
        """Whether no other number than the true one is possible."""
        sums, ranges = self._about(name)
        low, high = ranges[name]
        others = [(low, min(high, true - 1)), (max(low, true + 1), high)]
        return not any(first <= last and is_possible(sums, ranges | {name: (first, last)}) for first, last in others)

    def is_right(self, truth: Mapping[Name, int]) -> bool:
        """Whether all of it is so of the true figures: an attack on what is not would prove nothing."""
        adds_up = all(sum(truth[name] * f for name, f in terms.items()) == right for terms, right in self.sums)
        return adds_up and max(truth.values(), default=0) <= MOST

    def _about(self, name: Name) -> tuple[list[Sum], Ranges]:
        """The sums that lead to it, without what is known, and the range of each unknown in them."""
        unknown = []
        for terms, right in self.sums:
            left = {each: factor for each, factor in terms.items() if each not in self.known}
            unknown.append((left, right - sum(self.known[each] * f for each, f in terms.items() if each in self.known)))
        reached, before = {name}, set()
        while reached != before:
            before = set(reached)
            for terms, _ in unknown:
                if not reached.isdisjoint(terms):
                    reached |= terms.keys()
        sums = [(terms, right) for terms, right in unknown if not reached.isdisjoint(terms)]
        return sums, {each: (1, self.threshold - 1) if each in self.small else (0, MOST) for each in reached}


def is_possible(sums: list[Sum], ranges: Ranges) -> bool:
    """Whether there are numbers in these ranges of which every sum is right."""
    narrowed = narrow(sums, ranges)
    if narrowed is None:
        return False
    name = min(narrowed, key=lambda each: (narrowed[each][0] == narrowed[each][1], _width(narrowed[each])))
    low, high = narrowed[name]
    if low == high:
        return True
    middle = (low + high) // 2
    halves = ((low, middle), (middle + 1, high))
    return any(is_possible(sums, narrowed | {name: half}) for half in halves)


def _width(ends: tuple[int, int]) -> int:
    return ends[1] - ends[0]


def narrow(sums: list[Sum], ranges: Ranges) -> Ranges | None:
    """What the sums leave of the ranges; None where nothing is possible. Factors are 1 and -1."""
    found, moved = dict(ranges), True
    while moved:
        moved = False
        for terms, right in sums:
            # Each term between its ends, as it enters the sum.
            ends = {each: sorted((f * found[each][0], f * found[each][1])) for each, f in terms.items()}
            least, most = sum(low for low, _ in ends.values()), sum(high for _, high in ends.values())
            if not least <= right <= most:
                return None
            for name, factor in terms.items():
                low, high = ends[name]
                # With all the others at one end, this one is at the other.
                first, last = max(low, right - (most - high)), min(high, right - (least - low))
                if (first, last) != (low, high):
                    found[name], moved = (min(factor * first, factor * last), max(factor * first, factor * last)), True
    return found
