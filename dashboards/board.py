"""Everything one reader may see of a council's figures, read once, and the charts that are drawn from it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from dashboards.breakdowns import Breakdown
from dashboards.charts import deficit as deficit_charts
from dashboards.charts import demand
from dashboards.charts.lines import Frame
from dashboards.disclosure import suppress
from dashboards.payments import Payments
from dashboards.points import MeasureSeries
from dashboards.positions import Deficit
from dashboards.scope import Scope
from dashboards.series import read_series
from dashboards.top_ups import TopUps
from safetyvalve.core.models import Authority
from safetyvalve.render.data import ChartData

HEADLINE_MEASURES = (
    "plans_maintained",
    "plans_new",
    "plans_ceased",
    "requests_received",
    "decisions_to_assess_made",
    "refusals_to_assess",
    "refusals_published",
    "refusal_rate_decisions",
    "refusal_rate_requests",
    "refusal_rate_published",
    "timeliness_20_weeks",
    "mediation_cases",
    "appeals_registered",
)


@dataclass(frozen=True)
class Board:
    """Figures for a reader: measures with small counts already hidden if they must be, and the balance."""

    authority: Authority
    scope: Scope
    measures: dict[str, MeasureSeries]
    deficit: Deficit | None = None
    divided: Mapping[tuple[str, str], Breakdown] = field(default_factory=dict)
    money: Payments | None = None
    top_ups: TopUps | None = None


@dataclass(frozen=True)
class ChartKind:
    """A chart of a dashboard: its key in addresses, how it is built, and the measures it is built from and explains.

    ``by`` is the measure and topic of a chart that divides one. ``needs`` names what it is drawn from besides measures:
    "deficit", "money" or "top-ups", the last two for readers inside the programme only.
    """

    key: str
    build: Callable[[Board, Frame], ChartData | None]
    codes: tuple[str, ...] = ()
    by: tuple[str, str] | None = None
    needs: str = ""


def from_deficit(build: Callable[[Deficit], ChartData | None]) -> Callable[[Board, Frame], ChartData | None]:
    return lambda board, frame: build(board.deficit) if board.deficit else None


# In the order of the page: demand beside rights, and at most five before "more".
CHARTS = (
    ChartKind("plans", lambda board, frame: demand.plans(board.measures, frame), ("plans_maintained",)),
    ChartKind("deficit-after-payments", from_deficit(deficit_charts.deficit_after), ("dsg_deficit",), needs="deficit"),
    ChartKind(
        "refusal-rate",
        lambda board, frame: demand.refusal_rate(board.measures, frame),
        ("refusal_rate_decisions", "refusal_rate_published"),
    ),
    ChartKind(
        "requests-and-decisions",
        lambda board, frame: demand.requests_and_decisions(board.measures, frame),
        ("requests_received", "decisions_to_assess_made", "refusals_to_assess", "refusals_published"),
    ),
    ChartKind("timeliness", lambda board, frame: demand.timeliness(board.measures, frame), ("timeliness_20_weeks",)),
    ChartKind(
        "deficit-before-payments", from_deficit(deficit_charts.deficit_before), ("dsg_deficit",), needs="deficit"
    ),
    ChartKind(
        "mediation-and-appeals",
        lambda board, frame: demand.rights(board.measures, frame),
        ("mediation_cases", "appeals_registered"),
    ),
)
BEFORE_MORE = 5


def read_measures(authority: Authority, codes: tuple[str, ...], scope: Scope) -> dict[str, MeasureSeries]:
    """Series as this reader may see them: outside the programme small counts are hidden before anything is drawn."""
    measures = read_series(authority, codes, scope)
    if scope.is_inside:
        return measures
    return {code: suppress(series, scope.threshold) for code, series in measures.items()}
