"""Every dashboard and its charts, one line each. To add a chart, copy a line; to add a dashboard, copy a block."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain

from dashboards.board import CHARTS, Board, ChartKind
from dashboards.boards.kinds import divided, one, together
from dashboards.charts import money
from dashboards.charts.lines import Frame
from dashboards.charts.projection import CODES, projection
from dashboards.charts.savings import savings_by_workstream
from dashboards.charts.top_ups import top_ups
from dashboards.payments import Payments
from safetyvalve.render.data import ChartData

OVERVIEW = {kind.key: kind for kind in CHARTS}


@dataclass(frozen=True)
class Dashboard:
    """``beside`` are charts of another dashboard that always stand with these: demand is never read without rights.

    ``headline`` names the measures, the first that has figures being the one the list of dashboards shows.
    ``is_compared``: its rates can stand beside another place than England. ``from_record`` says what has to be put on
    record, in the words of the list.
    """

    slug: str
    name: str
    about: str
    charts: tuple[ChartKind, ...]
    headline: tuple[str, ...]
    from_record: str
    beside: tuple[ChartKind, ...] = ()
    beside_heading: str = ""
    topics: tuple[str, ...] = ()
    is_compared: bool = True

    @property
    def every_chart(self) -> tuple[ChartKind, ...]:
        return (*self.charts, *self.beside)


def _from_money(build: Callable[[Payments], ChartData | None]) -> Callable[[Board, Frame], ChartData | None]:
    return lambda board, frame: build(board.money) if board.money else None


def _in_year(board: Board, frame: Frame) -> ChartData | None:
    """Readers outside the programme have it of the returns that were submitted, as editions do."""
    return money.in_year(board.deficit) if board.deficit else None


DEMAND = Dashboard(
    "demand",
    "Demand",
    "How many ask for help, what is decided, and what is on its way to a plan.",
    (
        OVERVIEW["requests-and-decisions"],
        divided("requests_received", "source"),
        divided("requests_received", "need"),
        together(
            "refusal-rates",
            {"refusal_rate_decisions": "Of decisions made", "refusal_rate_requests": "Of requests received"},
            "Refusals to assess as a share, on two bases. Per cent",
            subject="Refused to assess",
        ),
        one("refusal-rate-published", "refusal_rate_published", "Requests refused an assessment, as published"),
        one("refusal-rate-reported", "refusal_rate_reported", "Requests refused an assessment, as reported"),
        one("refusal-rate-month", "refusal_rate_month_reported", "Requests of the month refused an assessment"),
        one("requests-month", "requests_month_reported", "Requests reported for a month"),
        one("conversion", "conversion_to_plans", "New plans for every hundred requests"),
        one("issue-rate", "issue_rate", "Concluded assessments that led to a plan"),
        one("decisions-in-six-weeks", "timeliness_6_weeks", "Decisions on whether to assess made within six weeks"),
        together(
            "pipeline",
            {
                "pipeline_requests": "Requests waiting",
                "pipeline_assessments": "Assessments under way",
                "pipeline_issuing": "Plans being drafted",
            },
            "Cases on the way to a plan, by stage. Number, on the last day",
        ),
        divided("pipeline_requests", "case_age"),
        divided("pipeline_assessments", "case_age"),
        divided("pipeline_issuing", "case_age"),
        ChartKind("projection", lambda board, frame: projection(board.measures, frame), CODES),
    ),
    ("requests_received",),
    "requests and decisions",
    beside=(OVERVIEW["timeliness"], OVERVIEW["mediation-and-appeals"]),
    beside_heading="What families are owed",
    topics=("source", "need", "case_age"),
)

PLANS = Dashboard(
    "plans",
    "Plans and placements",
    "How many plans there are against what was agreed, whose they are, where they are met, and what that costs.",
    (
        OVERVIEW["plans"],
        together(
            "plans-new-and-ceased",
            {"plans_new": "New plans", "plans_ceased": "Plans ceased"},
            "Plans that began and plans that ended. Number",
        ),
        divided("plans_maintained", "placement_group"),
        divided("plans_maintained", "need"),
        divided("plans_maintained", "age_band"),
        together(
            "out-of-area-and-independent",
            {"plans_out_of_area": "Plans outside the area", "plans_independent": "Plans in independent places"},
            "Plans met outside the area, and in independent or non-maintained places; one plan can be both. Number",
        ),
        divided("plans_new", "placement_group"),
        divided("plans_ceased", "cease_reason"),
        one("plans-growth", "plans_growth", "EHC plans, growth over a year"),
        one("plans-per-population", "plans_per_population", "EHC plans as a share of people aged 0 to 24"),
        one("places-filled", "places_filled_rate", "Commissioned specialist places that are filled"),
        divided("unit_cost_weekly", "placement_group"),
        one("unit-cost-published", "sen_unit_cost_published", "Weekly unit costs of SEN, as published"),
    ),
    ("plans_maintained",),
    "plans maintained, new and ceased",
    topics=("placement_group", "need", "age_band", "cease_reason"),
)

RIGHTS = Dashboard(
    "rights",
    "Rights",
    "Whether families get in time what the law promises them, and what they do when they disagree.",
    (
        OVERVIEW["timeliness"],
        one("timeliness-all", "timeliness_20_weeks_all", "Plans issued within 20 weeks, exceptions included"),
        one("backlog-over-20-weeks", "backlog_over_20_weeks", "Cases open for more than 20 weeks"),
        one(
            "mean-weeks-published", "mean_weeks_to_issue_published", "Average weeks from request to plan, as published"
        ),
        together(
            "reviews",
            {
                "reviews_due": "Annual reviews due",
                "reviews_held": "Meetings held",
                "reviews_decided": "Reviews decided",
            },
            "Annual reviews of EHC plans. Number",
        ),
        one("reviews-in-time", "reviews_in_time", "Annual reviews decided within four weeks"),
        one("reviews-overdue", "backlog_reviews_overdue", "Annual reviews overdue"),
        divided("reviews_outcome", "review_outcome"),
        one("phase-transfers", "phase_transfer_rate", "Phase transfers finished on time"),
        OVERVIEW["mediation-and-appeals"],
        divided("appeals_registered", "appeal_kind"),
        divided("appeals_decided", "appeal_outcome"),
        one("appeal-rate-to-2024", "appeal_rate_old", "Appeals as a share of decisions, plans counted"),
        one("appeal-rate-from-2025", "appeal_rate_new", "Appeals as a share of decisions, annual reviews counted"),
        one("complaints", "complaints", "Complaints about SEND"),
    ),
    ("timeliness_20_weeks", "timeliness_20_weeks_all", "timeliness_20_weeks_reported"),
    "timeliness, annual reviews and appeals",
    beside=(OVERVIEW["requests-and-decisions"], OVERVIEW["refusal-rate"]),
    beside_heading="The demand behind it",
    topics=("review_outcome", "appeal_kind", "appeal_outcome"),
)

MONEY = Dashboard(
    "money",
    "Money",
    "The balance of the Dedicated Schools Grant, what each year adds to it, and what helps to bring it down.",
    (
        OVERVIEW["deficit-after-payments"],
        OVERVIEW["deficit-before-payments"],
        ChartKind("in-year-position", _in_year, ("dsg_in_year",), needs="deficit"),
        ChartKind("payments", _from_money(money.payments), ("dfe_payments",), needs="money"),
        ChartKind(
            "top-ups",
            lambda board, frame: top_ups(board.top_ups) if board.top_ups else None,
            ("top_ups",),
            needs="top-ups",
        ),
        ChartKind(
            "savings-cashable",
            _from_money(lambda m: money.savings(m, "Cashable saving")),
            ("savings_cashable",),
            needs="money",
        ),
        ChartKind(
            "savings-avoidance",
            _from_money(lambda m: money.savings(m, "Cost avoidance")),
            ("savings_avoidance",),
            needs="money",
        ),
        ChartKind(
            "savings-by-workstream-cashable",
            _from_money(lambda m: savings_by_workstream(m.by_workstream, "Cashable saving", m.as_at)),
            ("savings_cashable",),
            needs="money",
        ),
        ChartKind(
            "savings-by-workstream-avoidance",
            _from_money(lambda m: savings_by_workstream(m.by_workstream, "Cost avoidance", m.as_at)),
            ("savings_avoidance",),
            needs="money",
        ),
        together(
            "health-contributions",
            {
                "health_contributions_sought": "Health money sought",
                "health_contributions_received": "Health money received",
            },
            "What the NHS pays towards placements, against what was sought. Pounds",
        ),
        one("balance-share-published", "dsg_balance_share_published", "DSG balances as a share of the grant"),
        one("high-needs-allocation", "high_needs_block_allocation", "High needs block allocations"),
        one("transport-cost", "transport_cost", "Costs of SEND transport"),
        one("eotas-cost", "eotas_cost", "Costs of education otherwise than at school"),
    ),
    ("dsg_deficit",),
    "a DSG position",
    is_compared=False,
)

DASHBOARDS = (DEMAND, PLANS, RIGHTS, MONEY)
BY_SLUG = {each.slug: each for each in DASHBOARDS}
CHART_BY_KEY = {kind.key: kind for kind in chain(*(each.every_chart for each in DASHBOARDS), CHARTS)}
