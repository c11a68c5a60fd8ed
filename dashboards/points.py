"""Measures as frozen facts: what was counted, for whom, when, and what was aimed for. No database here."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dashboards.periods import Grain, Period, months_after

RATIO_PLACES = Decimal("0.0001")


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
    breaks: tuple[tuple[int, str], ...] = ()

    @property
    def is_neutral(self) -> bool:
        return self.polarity == "neutral"

    @property
    def is_rate(self) -> bool:
        return self.unit == "percent"

    def basis_in(self, grain: Grain) -> str:
        """The basis of figures of that grain: a monthly measure that comes yearly says so."""
        if self.period_basis == "snapshot" and grain == Grain.CENSUS:
            return "Position on the day of the January census"
        if self.period_basis in ("month", "quarter") and grain == Grain.YEAR:
            return f"{self.basis}, by calendar year" if self.basis else "By calendar year"
        return self.basis


@dataclass(frozen=True)
class Point:
    """One figure. ``value`` None with a ``marker`` says why; with none it is simply not known, and is never 0.

    ``numerator`` and ``denominator`` are the counts behind a rate, when they are known.
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

    @property
    def is_known(self) -> bool:
        return self.value is not None


@dataclass(frozen=True)
class Trajectory:
    """What was agreed or planned, as dated points under a name. Between two of them it is a straight line."""

    name: str
    points: tuple[tuple[date, Decimal], ...]
    tolerance: Decimal | None = None
    decimals: int = 0
    source: str = ""

    @property
    def starts_on(self) -> date:
        return self.points[0][0]

    def at(self, day: date) -> Decimal | None:
        """The value agreed for that day; None before the first point and after the last."""
        for (earlier, low), (later, high) in zip(self.points, self.points[1:], strict=False):
            if earlier <= day <= later:
                share = Decimal((day - earlier).days) / Decimal((later - earlier).days)
                return (low + (high - low) * share).quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        return next((value for on, value in self.points if on == day), None)

    def is_dated_in(self, period: Period) -> bool:
        return any(period.start <= on <= period.end for on, _ in self.points)

    def in_period(self, period: Period) -> Decimal | None:
        """The value for a period: the point dated in it if there is one, otherwise the line at its end."""
        dated = [value for on, value in self.points if period.start <= on <= period.end]
        return dated[-1] if dated else self.at(period.end)


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
        return [point for point in self.points if point.is_known]

    @property
    def latest(self) -> Point | None:
        """The last point with a figure."""
        known = self.known()
        return known[-1] if known else None

    def at(self, period: Period) -> Point | None:
        return next((point for point in self.points if point.period == period), None)

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
        return found if found and found.is_known and found.version == point.version else None

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

    def _only(self, wanted: Callable[[Point], bool]) -> "MeasureSeries":
        comparators = tuple(series._only(wanted) for series in self.comparators)
        return replace(self, points=tuple(filter(wanted, self.points)), comparators=comparators)

    def trajectory_at(self, day: date) -> Trajectory | None:
        """The trajectory answered to on that day: of those that reach it, the one begun last."""
        reaching = [t for t in self.trajectories if t.at(day) is not None]
        return max(reaching, key=lambda t: t.starts_on, default=None)


def usual_grain(*series: MeasureSeries) -> Grain | None:
    """The grain to show several measures in: months when there are at least two, else what there is most of."""
    counts = dict.fromkeys(Grain, 0)
    for item in series:
        for point in item.points:
            counts[point.period.grain] += point.is_known or bool(point.marker)
    if counts[Grain.MONTH] > 1:
        return Grain.MONTH
    most = max(counts, key=lambda grain: counts[grain])
    return most if counts[most] else None


def first_day_of_window(last: date, years: int | None) -> date | None:
    """The earliest end of a period to show, so many years back from the last; None for all."""
    return None if years is None else months_after(last, -12 * years)


def ratio(numerator: Decimal | None, denominator: Decimal | None) -> Decimal | None:
    """Percentage points to four decimals; None when a part is not known or nothing was counted."""
    if numerator is None or not denominator:
        return None
    return (numerator * 100 / denominator).quantize(RATIO_PLACES, ROUND_HALF_UP)


def ratio_points(tops: Iterable[Point], bottoms: Iterable[Point]) -> Iterator[Point]:
    """The rate of each period that both parts have.

    A marker of a part is the rate's, provisional stays so, and a part that is counted differently breaks the rate.
    """
    below = {point.period: point for point in bottoms}
    for top in tops:
        bottom = below.get(top.period)
        if bottom is None:
            continue
        value = ratio(top.value, bottom.value)
        marker = "" if value is not None else top.marker or bottom.marker or ("z" if bottom.value == 0 else "")
        yield Point(
            period=top.period,
            value=value,
            marker=marker,
            status=next((p.status for p in (top, bottom) if p.status != "final"), "final"),
            version=max(top.version, bottom.version),
            numerator=top.value,
            denominator=bottom.value,
            as_at=max(filter(None, (top.as_at, bottom.as_at)), default=None),
            source=top.source,
        )


def ratio_of_sums(points: Iterable[Point]) -> Decimal | None:
    """A rate over several periods: the sum of the numerators over the sum of the denominators.

    None when any part is missing: a rate without its parts is never averaged.
    """
    parts = [(point.numerator, point.denominator) for point in points]
    if not parts or any(top is None or bottom is None for top, bottom in parts):
        return None
    tops = sum((top for top, _ in parts if top is not None), Decimal(0))
    return ratio(tops, sum((bottom for _, bottom in parts if bottom is not None), Decimal(0)))
