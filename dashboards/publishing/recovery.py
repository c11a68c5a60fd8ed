"""Whether a hidden count can be worked out: its least and greatest possible whole number, given all that is shown.

The HiGHS solver decides. A reader is taken to know the rule itself: that a count hidden for being small lies between 1
and the threshold, and that no count is negative.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

from dashboards.publishing.knowledge import Key, Knowledge, Relation
from safetyvalve import later

if TYPE_CHECKING:
    import highspy
else:
    highspy = later.module("highspy")

Range = tuple[float, float]
Row = tuple[Sequence[tuple[int, int]], int]
"""Columns with their factors, and what they come to."""
PRIMAL_SIMPLEX = 4
"""The way of solving that goes on from the last solution when another question is asked of the same model."""
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
    model = WholeNumbers(knowledge, keys, relations, threshold, seconds)
    return {key: model.bounds_of(column) for column, key in enumerate(keys)}


def recoverable(knowledge: Knowledge, hidden: frozenset[Key], threshold: int, *, seconds: float = SECONDS) -> set[Key]:
    """The hidden counts that a reader can work out, or that could not be shown to be safe in time."""
    return {key for key, each in bounds(knowledge, hidden, threshold, seconds=seconds).items() if each.gives_away}


class WholeNumbers:
    """One cluster as an integer programme: a column for each hidden count, a row for each relation."""

    def __init__(
        self,
        knowledge: Knowledge,
        keys: Sequence[Key],
        relations: Sequence[Relation],
        threshold: int,
        seconds: float,
    ) -> None:
        columns = {key: column for column, key in enumerate(keys)}
        small = knowledge.told_small(threshold)
        rows = []
        for relation in relations:
            hidden = [(columns[key], factor) for key, factor in relation.terms if key in columns]
            shown = sum(knowledge.counts[key] * factor for key, factor in relation.terms if key not in columns)
            rows.append((hidden, relation.constant - shown))
        ranges = [told(key in small, threshold) for key in keys]
        self.seconds = seconds
        self.solver = solver_of(ranges, rows, are_whole=True)

    def bounds_of(self, column: int) -> Bounds:
        least, least_known = extreme(self.solver, column, highspy.ObjSense.kMinimize, self.seconds)
        greatest, greatest_known = extreme(self.solver, column, highspy.ObjSense.kMaximize, self.seconds)
        return Bounds(
            round(least or 0), None if greatest is None else round(greatest), is_resolved=least_known and greatest_known
        )


def told(is_small: bool, threshold: int) -> Range:
    """Between which numbers a hidden count lies by the rule itself."""
    return (1.0, threshold - 1.0) if is_small else (0.0, highspy.kHighsInf)


def solver_of(ranges: Sequence[Range], rows: Sequence[Row], *, are_whole: bool) -> "highspy.Highs":
    """A solver that knows the range of each column and what each row comes to, and has not been asked anything yet."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(ranges), len(rows)
    lp.col_cost_ = [0.0] * len(ranges)
    lp.col_lower_, lp.col_upper_ = [low for low, _ in ranges], [high for _, high in ranges]
    lp.row_lower_ = lp.row_upper_ = [float(right) for _, right in rows]
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_ = [0, *accumulate(len(row) for row, _ in rows)]
    lp.a_matrix_.index_ = [column for row, _ in rows for column, _ in row]
    lp.a_matrix_.value_ = [float(factor) for row, _ in rows for _, factor in row]
    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)
    solver.setOptionValue("threads", 1)
    if are_whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * len(ranges)
    else:
        solver.setOptionValue("simplex_strategy", PRIMAL_SIMPLEX)
    if solver.passModel(lp) != highspy.HighsStatus.kOk:
        # Without a model it would answer every question, and wrongly.
        raise RuntimeError("The solver did not take the counts of this edition.")
    return solver


def extreme(
    solver: "highspy.Highs", column: int, sense: "highspy.ObjSense", seconds: float
) -> tuple[float | None, bool]:
    """The greatest or least that a column can be, None when nothing bounds it, and whether the solver is sure."""
    solver.changeColCost(column, 1.0)
    solver.changeObjectiveSense(sense)
    # The solver's clock runs on from question to question, and the limit is a time on that clock.
    solver.setOptionValue("time_limit", solver.getRunTime() + seconds)
    solver.run()
    status, found = solver.getModelStatus(), solver.getInfo().objective_function_value
    solver.changeColCost(column, 0.0)
    if status == highspy.HighsModelStatus.kOptimal:
        return found, True
    unbounded = (highspy.HighsModelStatus.kUnbounded, highspy.HighsModelStatus.kUnboundedOrInfeasible)
    return None, status in unbounded
