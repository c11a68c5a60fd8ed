"""Which counts to withhold so that no small one can be worked out: the small ones themselves, and others to cover them.

Small counts are hidden first. While one of the hidden counts can be worked out from what is shown, another figure that
helps to work it out is hidden too: of those that cover it by themselves the one that readers lose least by. Where it
cannot be decided in time, everything beside it goes.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from enum import StrEnum

from dashboards.publishing.attacker import Attacker, Verdict, Watch
from dashboards.publishing.collecting import is_rest
from dashboards.publishing.knowledge import Key, Knowledge
from dashboards.publishing.recovery import SECONDS

LEAST_THRESHOLD = 3
TRIED = 8
"""Counts that are tried as the only cover of another, in the order of what readers would lose."""
FURTHEST = 3
"""Relations between a count and its cover, unless there is none so near."""


class Why(StrEnum):
    """Why a count is withheld; told to the publisher, never to a reader."""

    SMALL = "a small count"
    COVERS = "another count could be worked out from it"
    UNKNOWN = "the counts behind it are not on record, so nobody can say whom it gives away"
    APART = "everybody knows a percentage of it that the council reported"
    UNPRINTED = "no page prints it"
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


def protect(
    knowledge: Knowledge, threshold: int, *, seconds: float = SECONDS, watch: Watch | None = None
) -> Protection:
    """The counts to withhold. Ends always: each round withholds at least one more, or gives up on what is left.

    ``watch`` is told how far it is, and may end it by raising what it likes.
    Raises ValueError for a threshold below 3: where only 1 is small, saying that a count is small says what it is.
    """
    if threshold < LEAST_THRESHOLD:
        raise ValueError(f"Small counts cannot be hidden below {LEAST_THRESHOLD}")
    small = knowledge.small(threshold)
    withheld: dict[Key, Why] = dict.fromkeys(sorted(small, key=repr), Why.SMALL)
    withheld |= dict.fromkeys(sorted(knowledge.unseen, key=repr), Why.UNPRINTED)
    withheld |= dict.fromkeys(sorted(knowledge.apart - small, key=repr), Why.APART)
    # Of a few numbers, what readers know of such a count leaves one: nothing that says how large it is may stand.
    beside = knowledge.beside(knowledge.apart) - withheld.keys()
    withheld |= dict.fromkeys(sorted(beside, key=repr), Why.COVERS)
    exposed = _cover(Attacker(knowledge, threshold, seconds=seconds, watch=watch), withheld, small)
    if knowledge.apart:
        knowing = knowledge.with_apart_known()
        _cover(Attacker(knowing, threshold, seconds=seconds, watch=watch), withheld, knowing.small(threshold))
    return Protection(withheld, frozenset(exposed & small))


def _cover(attacker: Attacker, withheld: dict[Key, Why], small: frozenset[Key]) -> set[Key]:
    """Withhold more until this reader can work out nothing; gives what nothing can cover."""
    attacker.hide(withheld.keys() - attacker.knowledge.public)
    exposed: set[Key] = set()
    while covers := _round(attacker, small, exposed):
        attacker.hide(covers)
        withheld.update(covers)
    return exposed


def _round(attacker: Attacker, small: frozenset[Key], exposed: set[Key]) -> dict[Key, Why]:
    """What to hide next: of each cluster for the first count given away that anything can cover.

    Small ones come first: what covers them often covers the others as well.
    """
    found: dict[Key, Why] = {}
    for keys, _ in attacker.knowledge.clusters(frozenset(attacker.hidden)):
        for key in sorted(keys, key=lambda each: each not in small):
            if key in exposed or (verdict := attacker.verdict(key)) is Verdict.SAFE:
                continue
            if free := _free(attacker.knowledge, key, attacker.hidden):
                found.update(_covers(attacker, key, free, verdict))
                break
            exposed.add(key)
    return found


def _covers(attacker: Attacker, key: Key, free: Mapping[Key, int], verdict: Verdict) -> dict[Key, Why]:
    """What to hide next, for a count that is given away."""
    if verdict is Verdict.UNDECIDED:
        real = {each for each in free if not _is_nothing_left(attacker.knowledge, each)} or set(free)
        steps = min(free[each] for each in real)
        return dict.fromkeys((each for each in free if each in real and free[each] == steps), Why.UNDECIDED)
    ordered = sorted(free, key=lambda each: (*_cost(attacker.knowledge, each, free[each]), repr(each)))
    for each in ordered[:TRIED]:
        if attacker.is_covered_by(key, each):
            return {each: Why.COVERS}
    # None covers it alone: the nearest is one of several that will.
    nearest = min(ordered, key=lambda each: (_is_nothing_left(attacker.knowledge, each), free[each]))
    return {nearest: Why.COVERS}


def _free(knowledge: Knowledge, key: Key, withheld: Set[Key]) -> dict[Key, int]:
    """The counts that help to work out ``key`` and can still be hidden, each with how many relations away it is.

    Those of the count's own relations first, then of the counts hidden with it, and so on outwards.
    """
    found: dict[Key, int] = {}
    reached, layer, steps = {key}, {key}, 0
    while layer and (steps < FURTHEST or all(_is_nothing_left(knowledge, each) for each in found)):
        beside = {other for each in layer for relation in knowledge.touching.get(each, ()) for other in relation.keys}
        for other in beside - found.keys():
            if other not in withheld and other not in knowledge.public:
                found[other] = steps
        layer = (beside & withheld) - reached
        reached |= layer
        steps += 1
    return found


def _cost(knowledge: Knowledge, key: Key, steps: int) -> tuple[bool, bool, bool, bool, int, int]:
    """Least loss first: what no page prints, then a part before a total, something before nothing, the nearer before
    the further, the smaller before the larger. That nothing is left of a count is the last resort."""
    is_total = any(relation.total_of == key for relation in knowledge.touching.get(key, ()))
    is_printed, count = key not in knowledge.unprinted, knowledge.counts[key]
    return _is_nothing_left(knowledge, key), is_printed, is_total, count == 0, steps, count


def _is_nothing_left(knowledge: Knowledge, key: Key) -> bool:
    """Whether hiding it withholds no figure: two counts are equal, and readers are only not taken to know that. Whoever
    sees that they are equal in all other months does know."""
    return knowledge.counts[key] == 0 and is_rest(key)
