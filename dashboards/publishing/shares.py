"""Percentages that a council reports without the counts behind them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple, Self

from dashboards.models import PublicFigure
from dashboards.periods import Period

BEHIND = {
    "refusal_rate_month_reported": (
        *("requests_received", "requests_month_reported", "refusals_to_assess", "refusals_published"),
        *("decisions_to_assess_made", "assessments_agreed"),
    ),
}
"""Measures that a source gives as a percentage alone, each with the counts that it would give away or be worked out of.
No other figure can be said to be public."""


class Share(NamedTuple):
    """A percentage that readers know: measure, first and last day, value."""

    code: str
    start: str
    end: str
    value: str

    @classmethod
    def of(cls, code: str, period: Period, value: Decimal) -> Self:
        return cls(code, period.start.isoformat(), period.end.isoformat(), f"{value.normalize():f}")

    @property
    def period(self) -> Period:
        return Period(date.fromisoformat(self.start), date.fromisoformat(self.end))


@dataclass(frozen=True)
class Reported:
    """Such a percentage in a chart of an edition: for its publisher only.

    ``said`` is who vouches for it and where it stands. It is withheld whatever anybody says where it ``has_counts`` on
    record that it might be combined with, and where it ``is_finer`` on record than a page prints it: the digits behind
    may come to a single number of children. ``is_elsewhere`` where the charts of the edition have it no more, though
    somebody still vouches for it.
    """

    name: str
    share: Share
    said: PublicFigure | None = None
    has_counts: bool = False
    is_finer: bool = False
    is_elsewhere: bool = False

    @property
    def is_shown(self) -> bool:
        return self.said is not None and self._may_be_shown

    @property
    def can_be_said(self) -> bool:
        return self.said is None and self._may_be_shown

    @property
    def _may_be_shown(self) -> bool:
        return not (self.has_counts or self.is_finer or self.is_elsewhere)

    @property
    def period(self) -> str:
        return self.share.period.label

    @property
    def figure(self) -> str:
        return f"{self.share.value}%"

    def __str__(self) -> str:
        return f"{self.name}, {self.period}: {self.figure}"
