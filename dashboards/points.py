"""Measures as frozen facts: what was counted, for whom, when, and what was aimed for. No database here."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from functools import cached_property
from operator import is_
from typing import NamedTuple

from dashboards.aims import Trajectory as Trajectory
from dashboards.periods import Grain, Period, months_after


@dataclass(frozen=True)
class Definition:
    """A measure's meaning, as its latest version has it; ``breaks`` are earlier changes (version number → words)."""

    code: str
    name: str
    unit: str
    decimals: int = 0
    polarity: str = "neutral"
    basis: str = ""
    definition: str = ""
    source: str = ""
    period_basis: str = ""
    kind: str = "stored"
    formula: str = ""
    parts_unit: str = "count"
    breaks: tuple[tuple[int, str], ...] = ()

    @property
    def is_neutral(self) -> bool:
        return self.polarity == "neutral"

    @property
    def is_rate(self) -> bool:
        return self.unit == "percent"

    @property
    def is_relative(self) -> bool:
        """Whether the figure says something about a place of any size: a rate, a time, an average; no plain count."""
        return self.unit in ("percent", "weeks") or (self.kind == "derived" and self.formula != "residual")

    @property
    def is_per_thousand(self) -> bool:
        return self.kind == "derived" and self.formula == "per_thousand"

    def basis_in(self, grain: Grain) -> str:
        """The basis of figures of that grain: a monthly measure that comes yearly says so."""
        if self.period_basis == "snapshot" and grain == Grain.CENSUS:
            return "Position on the day of the January census"
        if self.period_basis in ("month", "quarter") and grain == Grain.YEAR:
            return f"{self.basis}, by calendar year" if self.basis else "By calendar year"
        return self.basis


class Point(NamedTuple):
    """One figure. ``value`` None with a ``marker`` says why; with none it is simply not known, and is never 0.

    ``numerator`` and ``denominator`` are the counts behind a rate, when they are known, ``counts`` those behind
    another figure that was worked out. ``upper`` is the other end of a range. ``marks`` name the definitions that
    counted it: version and what changed with it, for the measure or for each of its parts. ``is_so_far``: it sums up
    what has happened of a period that is not over.
    """

    period: Period
    value: Decimal | None
    marker: str = ""
    status: str = "final"
    version: int = 1
    numerator: Decimal | None = None
    denominator: Decimal | None = None
    as_at: date | None = None
    source: str = ""
    upper: Decimal | None = None
    is_as_reported: bool = False
    note: str = ""
    edition: str = ""
    is_published: bool = False
    counts: tuple[Decimal | None, ...] = ()
    marks: tuple[tuple[int, str], ...] = ()
    is_so_far: bool = False

    @property
    def is_known(self) -> bool:
        return self.value is not None

    @property
    def is_reliable(self) -> bool:
        """A figure that is not is shown, and nothing is concluded from it."""
        return self.status != "unreliable"

    @property
    def is_sound(self) -> bool:
        return self.is_known and self.is_reliable

    @property
    def is_comparable(self) -> bool:
        """Whether it can be held against another figure: a range is no one figure, a part of a year no year."""
        return self.is_sound and self.upper is None and not self.is_so_far

    @property
    def phrase(self) -> str:
        """When, as it follows the figure in a sentence: "on 31 May 2024", "so far in 2026-27"."""
        return f"so far {self.period.phrase}" if self.is_so_far else self.period.phrase

    @property
    def is_addable(self) -> bool:
        """Whether it can be summed or be part of a ratio: not what a source gave without its parts."""
        return self.is_known and self.upper is None and not self.is_as_reported

    @property
    def has_parts(self) -> bool:
        """Whether its two counts are known and may be summed with others."""
        known = self.numerator is not None and self.denominator is not None
        return known and self.is_reliable and not self.is_as_reported


@dataclass(frozen=True)
class MeasureSeries:
    """One measure of one area over time, in order, with its trajectories and the same measure elsewhere."""

    definition: Definition
    points: tuple[Point, ...] = ()
    area_code: str = ""
    area_name: str = ""
    trajectories: tuple[Trajectory, ...] = ()
    comparators: tuple["MeasureSeries", ...] = field(default=())

    @property
    def code(self) -> str:
        return self.definition.code

    def known(self) -> list[Point]:
        return [point for point in self.points if point.value is not None]

    @cached_property
    def latest(self) -> Point | None:
        """The last figure that can be used: one that is not reliable is passed over."""
        return next((point for point in reversed(self.points) if point.is_sound), None)

    @cached_property
    def passed_over(self) -> list[Point]:
        """Figures after the latest that can be used: shown, and not reliable."""
        latest = self.latest
        return [point for point in self.known() if latest is None or point.period > latest.period]

    def at(self, period: Period) -> Point | None:
        return self._by_period.get(period)

    @cached_property
    def _by_period(self) -> dict[Period, Point]:
        """The first of each."""
        return {point.period: point for point in reversed(self.points)}

    def before(self, point: Point) -> Point | None:
        """The period just before, when its figure is known and counted by the same definition."""
        return self._comparable(point, point.period.previous())

    def a_year_before(self, point: Point) -> Point | None:
        return self._comparable(point, point.period.a_year_before())

    def _comparable(self, point: Point, period: Period) -> Point | None:
        if period.grain == Grain.CENSUS:
            found = next((p for p in self.points if p.period.end.year == period.end.year), None)
        else:
            found = self.at(period)
        is_alike = found is not None and found.is_comparable and point.is_comparable
        return found if found and is_alike and found.version == point.version else None

    def grains(self) -> set[Grain]:
        return {point.period.grain for point in self.known()}

    def of_grain(self, grain: Grain) -> "MeasureSeries":
        """Only figures whose period is that long, here and in the comparators."""
        return self._only(lambda point: point.period.grain == grain)

    def since(self, first: date | None) -> "MeasureSeries":
        """Only figures whose period ended on that date or later."""
        return self if first is None else self._only(lambda point: point.period.end >= first)

    def until(self, last: date) -> "MeasureSeries":
        return self._only(lambda point: point.period.end <= last)

    def with_points(self, points: Iterable[Point]) -> "MeasureSeries":
        return replace(self, points=tuple(points))

    def with_comparators(self, comparators: Iterable["MeasureSeries"]) -> "MeasureSeries":
        return replace(self, comparators=tuple(comparators))

    def _only(self, wanted: Callable[[Point], bool]) -> "MeasureSeries":
        points, comparators = tuple(filter(wanted, self.points)), tuple(each._only(wanted) for each in self.comparators)
        if len(points) == len(self.points) and all(map(is_, comparators, self.comparators)):
            return self
        return replace(self, points=points, comparators=comparators)

    def trajectory_at(self, day: date) -> Trajectory | None:
        """The trajectory answered to on that day: of those that reach it, the one begun last."""
        reaching = [t for t in self.trajectories if t.at(day) is not None]
        return max(reaching, key=lambda t: t.starts_on, default=None)


def usual_grain(*series: MeasureSeries) -> Grain | None:
    """The grain to show several measures in: months when there are at least two, else what there is most of.

    Months that ended over half a year before the other figures do not hide them.
    """
    shown = Counter(point.period for item in series for point in item.points if point.value is not None or point.marker)
    counts = dict.fromkeys(Grain, 0)
    for period, number in shown.items():
        counts[period.grain] += number
    last_month = max((period.end for period in shown if period.grain is Grain.MONTH), default=None)
    if last_month and months_after(last_month, 6) < max(period.end for period in shown):
        counts[Grain.MONTH] = 0
    if counts[Grain.MONTH] > 1:
        return Grain.MONTH
    most = max(counts, key=lambda grain: counts[grain])
    return most if counts[most] else None


def first_day_of_window(last: date, years: int | None) -> date | None:
    """The earliest end of a period to show, so many years back from the last; None for all."""
    return None if years is None else months_after(last, -12 * years)
