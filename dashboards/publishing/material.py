"""What the charts of an edition are made of, and what becomes of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dashboards.breakdowns import Breakdown
from dashboards.periods import Period
from dashboards.points import MeasureSeries
from dashboards.positions import Deficit
from dashboards.publishing.collecting import RateParts
from dashboards.publishing.meanings import Meaning
from dashboards.publishing.offers import Offer
from dashboards.publishing.savings import NO_SAVINGS, PublishedSavings
from dashboards.publishing.shares import Reported
from safetyvalve.render.data import ChartData, Table


@dataclass(frozen=True)
class Cut:
    """What a chart shows: its series, or one measure divided. ``months`` are the series that sums of twelve months were
    made of, in the same order; ``behind`` what an average that is divided was worked out from."""

    offer: Offer
    series: tuple[MeasureSeries, ...] = ()
    divided: Breakdown | None = None
    months: tuple[MeasureSeries, ...] = ()
    behind: Breakdown | None = None

    @property
    def all_series(self) -> tuple[MeasureSeries, ...]:
        return (self.divided.total, *self.divided.parts) if self.divided else self.series


@dataclass(frozen=True)
class Drawn:
    """A chart as it will be frozen, with the table beneath it where that says more than the chart, and its meanings."""

    key: str
    chart: ChartData
    table: Table | None = None
    meanings: tuple[Meaning, ...] = ()


@dataclass(frozen=True)
class Material:
    """What the charts of an edition are made of: figures as known at the end of its month, nothing yet hidden.

    Balances and risks are those of submitted returns. ``few_plans`` are years of which health money is not told;
    ``names`` those of all measures, since what is withheld may be behind a chart and in none; ``reported`` percentages
    that came without their counts.
    """

    cuts: Mapping[str, Cut]
    parts: RateParts
    threshold: int
    deficit: Deficit | None = None
    savings: PublishedSavings = NO_SAVINGS
    risks: ChartData | None = None
    top_ups: ChartData | None = None
    few_plans: frozenset[Period] = frozenset()
    names: Mapping[str, str] = field(default_factory=dict)
    reported: tuple[Reported, ...] = ()
