"""The money that an edition can hold: balances and years of submitted returns, and savings as they are on record."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

from conditions.models import Agreement
from dashboards.charts import deficit as deficit_charts
from dashboards.charts import money
from dashboards.few_plans import is_of_few_plans
from dashboards.payments import Payments
from dashboards.periods import Period
from dashboards.points import MeasureSeries
from dashboards.positions import Deficit
from dashboards.publishing.collecting import without
from safetyvalve.render.data import ChartData
from safetyvalve.render.format import rounded
from workstreams.models import Saving
from workstreams.savings import savings_of_agreement, totals, years_of

BALANCES: dict[str, Callable[[Deficit], ChartData | None]] = {
    "deficit-after-payments": deficit_charts.deficit_after,
    "deficit-before-payments": deficit_charts.deficit_before,
    "in-year-position": money.in_year,
}
SAVINGS = {
    "savings-cashable": Saving.Kind.CASHABLE,
    "savings-avoidance": Saving.Kind.AVOIDANCE,
}
HEALTH = "health-contributions"
FEW_PLANS = "Rests on a contribution towards so few plans that its pounds would tell how many children they are for."
OF_PLACES = (
    "Has a saving that is reckoned from places: whoever divides its pounds, or what they have changed by since an "
    "earlier edition, by the saving of one place could tell of a few children."
)


@dataclass(frozen=True)
class PublishedSavings:
    """The charts of the DSG's savings by key; ``held_back`` are those that would give a small number away."""

    charts: dict[str, ChartData]
    held_back: tuple[str, ...] = ()


NO_SAVINGS = PublishedSavings({})


def read_savings(agreement: Agreement, keys: Collection[str]) -> PublishedSavings:
    """The charts among ``keys``. Three queries, however many savings.

    A saving by places is children times a difference that is no secret: readers could divide. However many places it
    has, one year can have few of them, and so can the change since an earlier edition, also of a sum of which they know
    the rest. Then the chart of its kind is held back whole.
    """
    savings = savings_of_agreement(agreement)
    years = tuple(totals(savings, years_of(agreement, savings)))
    charts, held_back = {}, []
    for key, kind in SAVINGS.items():
        chart = money.savings(Payments((), years), kind.label) if key in keys else None
        if chart is None:
            continue
        if any(_is_of_places(each, kind) for each in savings):
            held_back.append(key)
        else:
            charts[key] = replace(chart, source="The workstreams’ savings as recorded when this was published")
    return PublishedSavings(charts, tuple(held_back))


def _is_of_places(saving: Saving, kind: Saving.Kind) -> bool:
    """Whether a saving in the chart of this kind has places, or what one costs before or after."""
    is_shown = saving.kind == kind and saving.budget == Saving.Budget.DSG
    has_cost = saving.unit_cost_before is not None or saving.unit_cost_after is not None
    return is_shown and (bool(saving.places) or has_cost)


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
