"""What a reader of several tables knows about the counts in them: some figures, and how they add up.

A count is named by a key of the caller's choosing, the same key wherever the same count appears: in two tables of an
edition, in an earlier edition, in published statistics. If a count was restated in between, its two values are two
counts with two keys.
"""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

Key = Hashable


@dataclass(frozen=True)
class Relation:
    """Counts that add up: the terms' coefficients times their counts come to ``constant``. Readers can check it.

    A count that is named twice is one term: the solver takes no row that has a column twice.
    """

    terms: tuple[tuple[Key, int], ...]
    constant: int = 0

    def __post_init__(self) -> None:
        factors: dict[Key, int] = {}
        for key, factor in self.terms:
            factors[key] = factors.get(key, 0) + factor
        if len(factors) < len(self.terms):
            object.__setattr__(self, "terms", tuple((key, factor) for key, factor in factors.items() if factor))

    @cached_property
    def keys(self) -> tuple[Key, ...]:
        return tuple(key for key, _ in self.terms)

    @property
    def total_of(self) -> Key | None:
        """The total, of a total and its parts."""
        taken = [key for key, factor in self.terms if factor < 0]
        return taken[0] if len(taken) == 1 else None


def total(of: Key, parts: Iterable[Key]) -> Relation:
    """A total and the parts that make it up."""
    return Relation(((of, -1), *((part, 1) for part in parts)))


def change(before: Key, after: Key, gained: Key, lost: Key, residual: int) -> Relation:
    """A stock explained by its flows: after − before − gained + lost is the residual printed beside it."""
    return Relation(((after, 1), (before, -1), (gained, -1), (lost, 1)), residual)


@dataclass(frozen=True)
class Knowledge:
    """True counts, how they add up, and which of them are public already and cannot be taken back.

    ``unprinted`` are counts that no page prints and that others give: withholding one costs a reader nothing. Of those
    ``unseen`` no page has ever said that they are hidden either: nobody knows that one of them is small.
    ``apart`` are to be withheld whatever they are: readers know something else of them that would give them away.
    ``counts`` are whole numbers of people, none negative. Raises ValueError for a count that is not, and for a relation
    that the counts contradict: a reader could not use it either, and it must not be reasoned with.
    """

    counts: Mapping[Key, int]
    relations: Sequence[Relation] = ()
    public: frozenset[Key] = field(default=frozenset())
    unprinted: frozenset[Key] = field(default=frozenset())
    unseen: frozenset[Key] = field(default=frozenset())
    apart: frozenset[Key] = field(default=frozenset())

    def __post_init__(self) -> None:
        for key, count in self.counts.items():
            if count < 0 or count != int(count):
                raise ValueError(f"{key}: {count} is not a number of people")
        for relation in self.relations:
            if sum(self.counts[key] * factor for key, factor in relation.terms) != relation.constant:
                raise ValueError(f"These counts do not add up as stated: {', '.join(map(str, relation.keys))}")

    def small(self, threshold: int) -> frozenset[Key]:
        """Counts from 1 to one below the threshold that are not public: the ones to protect."""
        return frozenset(k for k, n in self.counts.items() if 0 < n < threshold and k not in self.public)

    def beside(self, keys: Iterable[Key]) -> frozenset[Key]:
        """All counts that stand in a relation with one of these and are not public, these among them where related."""
        found = {other for key in keys for relation in self.touching.get(key, ()) for other in relation.keys}
        return frozenset(found - self.public)

    def with_apart_known(self) -> "Knowledge":
        """The same for a reader who has found out every count that is kept apart."""
        return replace(self, public=self.public | self.apart, apart=frozenset())

    def told_small(self, threshold: int) -> frozenset[Key]:
        """Of those the ones that a reader knows to be small, because a page hides them."""
        return self.small(threshold) - self.unseen

    def clusters(self, hidden: frozenset[Key]) -> Iterator[tuple[list[Key], list[Relation]]]:
        """Hidden counts that hang together through relations, with those relations. Each stands alone."""
        seen: set[Key] = set()
        for first in sorted(hidden, key=repr):
            if first not in seen:
                keys, relations = self.cluster(first, hidden)
                seen.update(keys)
                yield keys, relations

    def cluster(self, first: Key, hidden: Collection[Key]) -> tuple[list[Key], list[Relation]]:
        """The one of these that a hidden count is in."""
        keys, found, queue, seen = [], {}, [first], {first}
        while queue:
            key = queue.pop()
            keys.append(key)
            for relation in self.touching.get(key, ()):
                if id(relation) in found:
                    continue
                found[id(relation)] = relation
                for other in relation.keys:
                    if other in hidden and other not in seen:
                        seen.add(other)
                        queue.append(other)
        return keys, list(found.values())

    @cached_property
    def touching(self) -> Mapping[Key, Sequence[Relation]]:
        """The relations of each count."""
        found: dict[Key, list[Relation]] = defaultdict(list)
        for relation in self.relations:
            for key in relation.keys:
                found[key].append(relation)
        return dict(found)
