"""What was agreed or planned for a measure, as frozen facts. No database here."""

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cached_property

from dashboards.periods import Period

_ONE = Decimal(1)


def plain(value: Decimal) -> Decimal:
    """The figure without the column's trailing zeros: 29, not 29.0000; and a thousand as 1000, not 1E+3."""
    whole = value.quantize(_ONE)
    return whole if whole == value else value.normalize()


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
        return self._dated_in(period) is not None

    @cached_property
    def _days(self) -> list[date]:
        return [on for on, _ in self.points]

    def _dated_in(self, period: Period) -> Decimal | None:
        """The last value dated in the period; points are in order."""
        place = bisect_right(self._days, period.end) - 1
        return self.points[place][1] if place >= 0 and self._days[place] >= period.start else None

    def in_period(self, period: Period) -> Decimal | None:
        """The value for a period: the point dated in it if there is one, otherwise the line at its end."""
        dated = self._dated_in(period)
        return self.at(period.end) if dated is None else dated
