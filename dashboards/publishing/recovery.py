"""Whether a hidden count can be worked out: its least and greatest possible whole number, given all that is shown.

The HiGHS solver decides. A reader is taken to know the rule itself: that a count hidden for being small lies between 1
and the threshold, and that no count is negative.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboards.publishing.knowledge import Key, Knowledge, Relation
from safetyvalve import later

if TYPE_CHECKING:
    import highspy
else:
    highspy = later.module("highspy")

SECONDS = 5.0
"""A count that the solver has not bounded by then counts as unresolved, and its breakdown is hidden."""


@dataclass(frozen=True)
class Bounds:
    """The least and greatest a hidden count can be; ``greatest`` None when nothing bounds it."""

    least: int
    greatest: int | None
    is_resolved: bool = True

    @property
    def gives_away(self) -> bool:
        """Whether the count can be worked out, or could not be shown not to be."""
        return not self.is_resolved or self.least == self.greatest


def bounds(
    knowledge: Knowledge, hidden: frozenset[Key], threshold: int, *, seconds: float = SECONDS
) -> dict[Key, Bounds]:
    """What a reader can find out about each hidden count, everything else being shown."""
    found: dict[Key, Bounds] = {}
    for keys, relations in knowledge.clusters(hidden):
        found.update(bounds_within(knowledge, keys, relations, threshold, seconds=seconds))
    return found


def bounds_within(
    knowledge: Knowledge,
    keys: Sequence[Key],
    relations: Sequence[Relation],
    threshold: int,
    *,
    seconds: float = SECONDS,
) -> dict[Key, Bounds]:
    """The same for one cluster of ``knowledge.clusters``."""
    small = knowledge.told_small(threshold)
    if not relations:
        # Nothing links it to another figure: only the rule itself is known.
        return {key: Bounds(1, threshold - 1) if key in small else Bounds(0, None) for key in keys}
    model = _Model(knowledge, keys, relations, small, threshold, seconds)
    return {key: model.bounds_of(column) for column, key in enumerate(keys)}


def given_away(
    knowledge: Knowledge,
    keys: Sequence[Key],
    relations: Sequence[Relation],
    threshold: int,
    *,
    only: Key | None = None,
    seconds: float = SECONDS,
) -> dict[Key, bool]:
    """The counts of a cluster, or the ``only`` one asked for, that a reader can work out; False for those that could
    not be shown in time to be safe.

    Whatever makes everything add up with another number for one count often has another for many, so that the solver
    is asked much less often than for the bounds of each.
    """
    if not relations:
        return {}
    model = _Model(knowledge, keys, relations, knowledge.told_small(threshold), threshold, seconds)
    # Larger counts that no page has are nobody's secret: to work one out harms no child, and withholds no figure.
    safe: set[Key] = set(knowledge.unseen - knowledge.small(threshold))
    found: dict[Key, bool] = {}
    for column, key in enumerate(keys):
        if key in safe or only not in (None, key):
            continue
        is_decided = True
        for sense in (highspy.ObjSense.kMaximize, highspy.ObjSense.kMinimize):
            values, is_unbounded, is_known = model.furthest(column, sense)
            is_decided = is_decided and is_known
            safe.update(each for each, value in zip(keys, values, strict=False) if value != knowledge.counts[each])
            if is_unbounded:
                safe.add(key)
            if key in safe:
                break
        else:
            found[key] = is_decided
    return found


def recoverable(knowledge: Knowledge, hidden: frozenset[Key], threshold: int, *, seconds: float = SECONDS) -> set[Key]:
    """The hidden counts that a reader can work out, or that could not be shown to be safe in time."""
    return {key for key, each in bounds(knowledge, hidden, threshold, seconds=seconds).items() if each.gives_away}


class _Model:
    """One cluster as an integer programme: a column for each hidden count, a row for each relation."""

    def __init__(
        self,
        knowledge: Knowledge,
        keys: Sequence[Key],
        relations: Sequence[Relation],
        small: frozenset[Key],
        threshold: int,
        seconds: float,
    ) -> None:
        columns = {key: column for column, key in enumerate(keys)}
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(keys), len(relations)
        lp.col_cost_ = [0.0] * len(keys)
        lp.col_lower_ = [1.0 if key in small else 0.0 for key in keys]
        lp.col_upper_ = [threshold - 1.0 if key in small else highspy.kHighsInf for key in keys]
        starts, indices, values, right = [0], [], [], []
        for relation in relations:
            known = relation.constant
            for key, factor in relation.terms:
                if key in columns:
                    indices.append(columns[key])
                    values.append(float(factor))
                else:
                    known -= knowledge.counts[key] * factor
            starts.append(len(indices))
            right.append(float(known))
        lp.row_lower_ = lp.row_upper_ = right
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = starts, indices, values
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(keys)
        self.solver = highspy.Highs()
        self.solver.setOptionValue("output_flag", False)
        self.seconds = seconds
        self.solver.setOptionValue("threads", 1)
        self.solver.passModel(lp)

    def bounds_of(self, column: int) -> Bounds:
        self.solver.changeColCost(column, 1.0)
        least, least_known = self._extreme(highspy.ObjSense.kMinimize)
        greatest, greatest_known = self._extreme(highspy.ObjSense.kMaximize)
        self.solver.changeColCost(column, 0.0)
        return Bounds(least or 0, greatest, is_resolved=least_known and greatest_known)

    def furthest(self, column: int, sense: "highspy.ObjSense") -> tuple[list[int], bool, bool]:
        """All counts where one of them is as great or small as it can be; whether nothing bounds it, and whether the
        solver is sure."""
        self.solver.changeColCost(column, 1.0)
        extreme, is_known = self._extreme(sense)
        self.solver.changeColCost(column, 0.0)
        if extreme is None:
            return [], is_known, is_known
        return [round(value) for value in self.solver.getSolution().col_value], False, True

    def _extreme(self, sense: "highspy.ObjSense") -> tuple[int | None, bool]:
        """The extreme value, None when unbounded, and whether the solver is sure."""
        self.solver.changeObjectiveSense(sense)
        # The solver's clock runs on from question to question, and the limit is a time on that clock.
        self.solver.setOptionValue("time_limit", self.solver.getRunTime() + self.seconds)
        self.solver.run()
        status = self.solver.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return round(self.solver.getInfo().objective_function_value), True
        unbounded = (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible)
        return None, status in unbounded
