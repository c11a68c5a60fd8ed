"""Which counts to withhold so that no small one can be worked out: the small ones themselves, and others to cover them.

Small counts are hidden first. While one of the hidden counts can be worked out from what is shown, another figure that
helps to work it out is hidden too: the smallest that is neither nothing nor public. Where it cannot be decided in time,
everything beside it goes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from dashboards.publishing.knowledge import Key, Knowledge
from dashboards.publishing.recovery import SECONDS, Bounds, bounds_within

LEAST_THRESHOLD = 3


class Why(StrEnum):
    """Why a count is withheld; told to the publisher, never to a reader."""

    SMALL = "a small count"
    COVERS = "another count could be worked out from it"
    UNKNOWN = "the counts behind it are not on record, so nobody can say whom it gives away"
    UNDECIDED = "it could not be shown in time that the breakdown is safe"


@dataclass(frozen=True)
class Protection:
    """What is withheld and why. ``exposed`` are small counts that stay recoverable whatever this edition withholds,
    because of what is public already: an edition with any of those must not be published."""

    withheld: Mapping[Key, Why]
    exposed: frozenset[Key] = field(default=frozenset())

    @property
    def hidden(self) -> frozenset[Key]:
        return frozenset(self.withheld)


def protect(knowledge: Knowledge, threshold: int, *, seconds: float = SECONDS) -> Protection:
    """The counts to withhold. Ends always: each round withholds at least one more, or gives up on what is left.

    Raises ValueError for a threshold below 3: where only 1 is small, saying that a count is small says what it is.
    """
    if threshold < LEAST_THRESHOLD:
        raise ValueError(f"Small counts cannot be hidden below {LEAST_THRESHOLD}")
    small = knowledge.small(threshold)
    withheld: dict[Key, Why] = dict.fromkeys(sorted(small, key=repr), Why.SMALL)
    exposed: set[Key] = set()
    safe: set[frozenset[Key]] = set()
    while True:
        covers: dict[Key, Why] = {}
        for keys, relations in knowledge.clusters(frozenset(withheld)):
            cluster = frozenset(keys)
            if cluster in safe:
                continue
            found = bounds_within(knowledge, keys, relations, threshold, seconds=seconds)
            # Small ones first: what covers them often covers the others as well.
            given_away = sorted((key for key in keys if found[key].gives_away), key=lambda key: key not in small)
            cover = _cover_for(knowledge, given_away, found, withheld)
            covers.update(cover)
            if not cover:
                safe.add(cluster)
                exposed.update(given_away)
        if not covers:
            return Protection(withheld, frozenset(exposed & small))
        withheld.update(covers)


def _cover_for(
    knowledge: Knowledge, given_away: Sequence[Key], found: Mapping[Key, Bounds], withheld: Mapping[Key, Why]
) -> dict[Key, Why]:
    """What to hide next in one cluster: for the first count given away that anything can cover."""
    for key in given_away:
        undecided = not found[key].is_resolved
        cover = _cover(knowledge, key, withheld, everything=undecided)
        if cover:
            return dict.fromkeys(cover, Why.UNDECIDED if undecided else Why.COVERS)
    return {}


def _cover(knowledge: Knowledge, key: Key, withheld: Mapping[Key, Why], *, everything: bool) -> list[Key]:
    """What to hide next because of ``key``: the least loss among the counts that help to work it out, or all of them.

    Looks in the count's own relations first, then in those of the counts hidden with it, and so on outwards.
    """
    reached, layer = {key}, {key}
    while layer:
        relations = [relation for relation in knowledge.relations if not layer.isdisjoint(relation.keys)]
        beside = {other for relation in relations for other in relation.keys}
        free = [other for other in beside if other not in withheld and other not in knowledge.public]
        if free:
            ordered = sorted(free, key=lambda other: _cost(knowledge, other))
            return ordered if everything else ordered[:1]
        layer = (beside & withheld.keys()) - reached
        reached |= layer
    return []


def _cost(knowledge: Knowledge, key: Key) -> tuple[bool, bool, bool, int, str]:
    """Least loss first: what no page prints, then a part before a total, something before nothing, the smaller before
    the larger."""
    is_total = any(relation.total_of == key for relation in knowledge.relations)
    is_printed = key not in knowledge.unprinted
    return is_printed, is_total, knowledge.counts[key] == 0, knowledge.counts[key], repr(key)
