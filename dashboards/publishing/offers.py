"""Which charts an edition can hold, in their usual order."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Offer:
    """A chart that can be chosen: its key, what it is called when choosing, and the measures it is read from.

    ``by`` is the topic of a chart that divides its one measure. ``form_of`` is the chart of which this is the form with
    twelve months at a time.
    """

    key: str
    label: str
    codes: tuple[str, ...] = ()
    by: str = ""
    form_of: str = ""

    @property
    def drawn_as(self) -> str:
        """The chart by whose rules it is drawn."""
        return self.form_of or self.key


PLACE_COSTS = "unit-cost-by-placement"
REQUEST_COUNTS = ("requests_received", "decisions_to_assess_made", "refusals_to_assess", "refusals_published")
MONTH_BY_MONTH = (
    Offer("plans", "EHC plans against what was agreed", ("plans_maintained",)),
    Offer("requests-and-decisions", "Requests, decisions and refusals", REQUEST_COUNTS),
    Offer("timeliness", "Plans within 20 weeks", ("timeliness_20_weeks",)),
    Offer("deficit-after-payments", "DSG balance after DfE payments"),
    Offer("biggest-risks", "The biggest risks"),
    Offer("top-ups", "What top-ups cost"),
    Offer("refusal-rate", "Refusals to assess, as a share", ("refusal_rate_decisions", "refusal_rate_published")),
    Offer("mediation-and-appeals", "Mediation and appeals", ("mediation_cases", "appeals_registered")),
    Offer("deficit-before-payments", "DSG balance before DfE payments"),
    Offer("in-year-position", "DSG position within each year"),
    Offer("savings-cashable", "Cashable savings of the DSG, by year"),
    Offer("savings-avoidance", "Cost avoidance for the DSG, by year"),
    Offer("plans-by-placement", "EHC plans by placement", ("plans_maintained",), "placement_group"),
    Offer("plans-by-need", "EHC plans by primary need", ("plans_maintained",), "need"),
    Offer("requests-by-source", "Requests by who asked", ("requests_received",), "source"),
    Offer("plans-new-and-ceased", "New plans and plans ceased", ("plans_new", "plans_ceased")),
    Offer(
        "pipeline",
        "Cases on the way to a plan, by stage",
        ("pipeline_requests", "pipeline_assessments", "pipeline_issuing"),
    ),
    Offer("decisions-in-six-weeks", "Decisions within six weeks", ("timeliness_6_weeks",)),
    Offer("reviews", "Annual reviews due, held and decided", ("reviews_due", "reviews_held", "reviews_decided")),
    Offer("reviews-in-time", "Annual reviews decided in time", ("reviews_in_time",)),
    Offer(
        "out-of-area-and-independent",
        "Plans outside the area and in independent places",
        ("plans_out_of_area", "plans_independent"),
    ),
    Offer(
        "refusal-rate-month",
        "Refusals to assess, as a share of the month’s requests",
        ("refusal_rate_requests", "refusal_rate_month_reported"),
    ),
    Offer(
        "health-contributions",
        "Health money sought and received",
        ("health_contributions_sought", "health_contributions_received"),
    ),
    Offer(
        "projection",
        "EHC plans with those about to begin or end",
        ("plans_maintained", "plans_about_to_be_issued", "plans_about_to_cease"),
    ),
    Offer("unit-cost-published", "Weekly unit costs of SEN, as published", ("sen_unit_cost_published",)),
    Offer(PLACE_COSTS, "What a place costs in a week, by kind of place", ("unit_cost_weekly",), "placement_group"),
)
TWELVE = "-12-months"
"""What the key of a chart with twelve months at a time ends with."""
HAVING_TWELVE = (
    *("requests-and-decisions", "timeliness", "refusal-rate", "mediation-and-appeals"),
    *("plans-new-and-ceased", "decisions-in-six-weeks", "reviews", "reviews-in-time"),
)


def offered(small: Collection[str], chosen: Collection[str] = ()) -> list[Offer]:
    """What can be chosen: of charts with twelve months at a time those of ``small`` months, or chosen already."""
    return [offer for offer in OFFERS if not offer.form_of or offer.key in {*small, *chosen}]


def is_of_twelve(key: str) -> bool:
    return key.endswith(TWELVE)


def _with_twelve() -> Iterator[Offer]:
    for offer in MONTH_BY_MONTH:
        yield offer
        if offer.key in HAVING_TWELVE:
            label = f"{offer.label}, twelve months at a time"
            yield Offer(f"{offer.key}{TWELVE}", label, offer.codes, form_of=offer.key)


OFFERS = tuple(_with_twelve())
BY_KEY = {offer.key: offer for offer in OFFERS}
USUAL = tuple(offer.key for offer in MONTH_BY_MONTH[:6])
"""Plans, demand, timeliness, money, risks and top-ups: what an edition has unless somebody chooses otherwise."""
USUAL_TITLE = "SEND dashboard"
BEFORE_MORE = 5
"""As many charts are open at first."""
TOGETHER = ("biggest-risks", "top-ups")
"""Following each other they count as one: the usual five are plans, demand, timeliness, money, and these two."""


def open_at_first(keys: Sequence[str]) -> int:
    """How many of the charts are open when the edition is opened; the rest stand behind "more"."""
    return BEFORE_MORE + (TOGETHER in pairwise(keys[: BEFORE_MORE + 1]))
