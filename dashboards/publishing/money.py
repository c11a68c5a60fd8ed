"""The money that an edition can hold: balances and years of submitted returns, and health money of the register."""

from collections.abc import Callable

from dashboards.charts import deficit as deficit_charts
from dashboards.charts import money
from dashboards.few_plans import is_of_few_plans
from dashboards.periods import Period
from dashboards.points import MeasureSeries
from dashboards.positions import Deficit
from dashboards.publishing.collecting import without
from safetyvalve.render.data import ChartData
from safetyvalve.render.format import rounded

BALANCES: dict[str, Callable[[Deficit], ChartData | None]] = {
    "deficit-after-payments": deficit_charts.deficit_after,
    "deficit-before-payments": deficit_charts.deficit_before,
    "in-year-position": money.in_year,
}
HEALTH = "health-contributions"
FEW_PLANS = "Rests on a contribution towards so few plans that its pounds would tell how many children they are for."


def in_whole_pounds(series: MeasureSeries) -> MeasureSeries:
    """Without pence, and without notes that say of how many entries a sum is known."""
    return series.with_points(
        point._replace(
            value=None if point.value is None else rounded(point.value),
            upper=None if point.upper is None else rounded(point.upper),
            note="",
        )
        for point in series.points
    )


def without_years(series: MeasureSeries, years: frozenset[Period]) -> MeasureSeries:
    """The series with what it knows of these years as the marker c."""
    return series.with_points(
        without(point) if point.is_known and is_of_few_plans(point.period, years) else point for point in series.points
    )
