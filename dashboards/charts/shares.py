"""The parts of a divided measure in one period: ranked as they are printed, and whether the largest of them is known.

One rule says so. Where parts are hidden, missing or not reliable, one of them may be larger than those that are shown;
then no title, sentence, edition or file claims a largest part.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from dashboards.periods import Period
from dashboards.points import MeasureSeries, Point
from safetyvalve.render.format import rounded


@dataclass(frozen=True)
class Shares:
    """The parts in one period: those with a figure that can be used, the largest first, and how many have none.

    ``hidden`` are hidden to protect children. ``is_known``: no part without a figure can be as large as the first.
    Figures are held against each other as they are printed.
    """

    ranked: tuple[MeasureSeries, ...]
    whole: Point | None
    period: Period
    hidden: int = 0
    unusable: int = 0
    is_known: bool = True
    is_of_counts: bool = True

    @property
    def silent(self) -> int:
        return self.hidden + self.unusable

    @property
    def everything(self) -> int:
        return len(self.ranked) + self.silent

    @property
    def word(self) -> str:
        return "largest" if self.is_of_counts else "highest"

    @property
    def first(self) -> list[MeasureSeries]:
        """The largest; several where as many are printed with the same figure."""
        largest = self.printed(self.ranked[0])
        return [part for part in self.ranked if self.printed(part) == largest]

    @property
    def are_nothing(self) -> bool:
        """Whether every figure is 0, exactly."""
        return not any(self.told(part).value for part in self.ranked)

    def told(self, part: MeasureSeries) -> Point:
        """The figure of one of ``ranked``."""
        found = part.at(self.period)
        assert found is not None  # noqa: S101 - ranked by that point
        return found

    def printed(self, part: MeasureSeries) -> Decimal:
        return _printed(part, self.told(part))


def _printed(part: MeasureSeries, point: Point) -> Decimal:
    return rounded(point.value or Decimal(0), part.definition.decimals)


def shares_of(parts: Sequence[MeasureSeries], total: MeasureSeries, period: Period, *, is_of_counts: bool) -> Shares:
    """Of counts the rest of the whole bounds what is not seen; of rates nothing does."""
    found = [(part, part.at(period)) for part in parts]
    usable = [(part, point) for part, point in found if point and point.is_comparable]
    usable.sort(key=lambda pair: -_printed(*pair))
    ranked = [part for part, _ in usable]
    hidden = sum(point is not None and point.marker == "c" for _, point in found)
    whole = total.at(period)
    is_known = len(ranked) == len(found)
    if not is_known and usable and is_of_counts and whole and whole.is_comparable and whole.value is not None:
        rest = whole.value - sum((point.value or Decimal(0) for _, point in usable), Decimal(0))
        is_known = rest >= 0 and rounded(rest, total.definition.decimals) < _printed(*usable[0])
    unusable = len(found) - len(ranked) - hidden
    return Shares(tuple(ranked), whole, period, hidden, unusable, is_known, is_of_counts)
