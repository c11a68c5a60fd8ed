"""How the latest figure of a measure lies to what was agreed for it."""

from dataclasses import dataclass
from decimal import Decimal

from dashboards import words
from dashboards.points import MeasureSeries, Point, Trajectory


@dataclass(frozen=True)
class Standing:
    """``is_off`` when it misses what was agreed: on the wrong side by more than the tolerance, or for a measure
    without a wrong side by more than it on either."""

    series: MeasureSeries
    latest: Point
    value: Decimal
    trajectory: Trajectory
    target: Decimal
    is_off: bool

    @property
    def sentence(self) -> str:
        """ "1,590 on 31 May 2024. It is 22 above the agreed trajectory (1,568), outside the tolerance of 15." """
        figure = words.figure_of(self.series.definition, self.latest)
        told = f"{figure} {self.latest.phrase}{words.standing(self.latest)}."
        return f"{told} {words.target_sentence(self.series, self.latest)}"


def standing(series: MeasureSeries) -> Standing | None:
    """Of a series in one grain. None where no figure can be held against anything that was agreed for its time.

    A neutral measure has no wrong side: it is off only where a tolerance was agreed and it lies outside.
    """
    latest = series.latest
    trajectory = series.trajectory_at(latest.period.end) if latest else None
    target = trajectory.in_period(latest.period) if latest and trajectory else None
    if latest is None or latest.value is None or trajectory is None or target is None or not latest.is_comparable:
        return None
    tolerance = trajectory.tolerance
    is_outside = tolerance is not None and abs(latest.value - target) > tolerance
    has_side = series.definition.polarity in ("higher", "lower")
    is_off = words.is_off(series.definition, latest.value, target, tolerance) or (is_outside and not has_side)
    return Standing(series, latest, latest.value, trajectory, target, is_off)
