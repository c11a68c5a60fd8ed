"""Whether hidden counts can be worked out, asked again and again while more is hidden.

One model of all counts serves every question: a count that is shown is a column that stands still. How far a hidden one
can go is asked without the demand for whole numbers first, so that the solver only goes on from where it stands. What
it finds counts when it is in whole numbers and adds up exactly, or when no other whole number lies between it and the
true count. Otherwise whole numbers are asked for, of the counts that hang together with the one in question.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from enum import Enum, auto
from typing import TYPE_CHECKING

from dashboards.publishing.knowledge import Key, Knowledge
from dashboards.publishing.recovery import SECONDS, Range, WholeNumbers, extreme, solver_of, told
from safetyvalve import later

if TYPE_CHECKING:
    import highspy
else:
    highspy = later.module("highspy")

NEAR = 1e-6


Watch = Callable[[int], None]
"""Told before every question how many counts are hidden by then. What it raises ends the search."""


class Verdict(Enum):
    SAFE = auto()
    GIVEN_AWAY = auto()
    UNDECIDED = auto()
    """The solver could not say in time."""


class Attacker:
    """What a reader can find out who knows all that is shown, and the rule by which small counts are hidden.

    ``hidden`` are the counts hidden so far. A count that can be another number still can when more is hidden: it is
    never asked about again.
    """

    def __init__(
        self, knowledge: Knowledge, threshold: int, *, seconds: float = SECONDS, watch: Watch | None = None
    ) -> None:
        self.knowledge, self.threshold, self.seconds, self._watch = knowledge, threshold, seconds, watch
        self.hidden: set[Key] = set()
        # Larger counts that no page has are nobody's secret: to work one out harms no child, and withholds no figure.
        self.safe: set[Key] = set(knowledge.unseen - knowledge.small(threshold))
        self._small = knowledge.told_small(threshold)
        self._keys = list(dict.fromkeys(key for relation in knowledge.relations for key in relation.keys))
        self._columns = {key: column for column, key in enumerate(self._keys)}
        self._counts = [knowledge.counts[key] for key in self._keys]
        self._rows = [
            ([(self._columns[key], factor) for key, factor in relation.terms], relation.constant)
            for relation in knowledge.relations
        ]
        # With everything shown; what is hidden is let go later.
        still = [(float(count), float(count)) for count in self._counts]
        self._solver = solver_of(still, self._rows, are_whole=False)

    def hide(self, keys: Iterable[Key]) -> None:
        for key in keys:
            self.hidden.add(key)
            if key in self._columns:
                self._solver.changeColBounds(self._columns[key], *self._range(key))

    def verdict(self, key: Key) -> Verdict:
        """Whether a reader can work out this hidden count. What is found out about others on the way is kept."""
        if key in self.safe or key not in self._columns:
            return Verdict.SAFE
        if self._watch is not None:
            self._watch(len(self.hidden))
        is_decided = True
        for sense in (highspy.ObjSense.kMaximize, highspy.ObjSense.kMinimize):
            found, is_known = self._furthest(key, sense)
            is_decided = is_decided and is_known
            self.safe.update(found)
            if key in self.safe:
                return Verdict.SAFE
        return Verdict.GIVEN_AWAY if is_decided else Verdict.UNDECIDED

    def is_covered_by(self, key: Key, other: Key) -> bool:
        """Whether a count could no longer be worked out if another were hidden as well."""
        with self._trying(other):
            return self.verdict(key) is Verdict.SAFE

    @contextmanager
    def _trying(self, other: Key) -> Iterator[None]:
        kept = set(self.safe)
        self.hide([other])
        try:
            yield
        finally:
            self.safe = kept
            self.hidden.discard(other)
            count = float(self.knowledge.counts[other])
            self._solver.changeColBounds(self._columns[other], count, count)

    def _furthest(self, key: Key, sense: "highspy.ObjSense") -> tuple[Iterable[Key], bool]:
        """Counts that can be another number, of which ``key`` is one if any way leads there; and whether that is
        certain."""
        column = self._columns[key]
        furthest, is_known = extreme(self._solver, column, sense, self.seconds)
        if furthest is None:
            return ([key] if is_known else []), is_known
        if abs(furthest - self._counts[column]) < 1 - NEAR:
            return [], True
        found = [round(value) for value in self._solver.getSolution().col_value]
        if found[column] != self._counts[column] and self._adds_up(found):
            return self._moved(found), True
        keys, relations = self.knowledge.cluster(key, self.hidden)
        bounds = WholeNumbers(self.knowledge, keys, relations, self.threshold, self.seconds).bounds_of(keys.index(key))
        return ([] if bounds.gives_away else [key]), bounds.is_resolved

    def _moved(self, found: Sequence[int]) -> list[Key]:
        return [key for key, before, after in zip(self._keys, self._counts, found, strict=True) if before != after]

    def _adds_up(self, found: Sequence[int]) -> bool:
        """Whether a reader has to allow for these numbers: everything shown is as it is shown, and adds up."""
        for key, count, number in zip(self._keys, self._counts, found, strict=True):
            if number != count:
                low, high = self._range(key)
                if key not in self.hidden or not low <= number <= high:
                    return False
        return all(sum(found[column] * factor for column, factor in row) == right for row, right in self._rows)

    def _range(self, key: Key) -> Range:
        return told(key in self._small, self.threshold)
