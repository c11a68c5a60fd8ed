"""Reading code lists: headings of breakdowns, how they are grouped, and what the codes of a return mean.

A council's own row stands before the shipped one of the same key. Each function is one query.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from dashboards.models import Category, Crosswalk, ReturnCode
from safetyvalve.core.models import Authority

Kept = TypeVar("Kept", Category, Crosswalk, ReturnCode)


@dataclass(frozen=True)
class Topic:
    """Something figures are divided by. An open topic has no list of codes: a school's URN, a provider's name."""

    code: str
    name: str
    is_open: bool = False


TOPICS: dict[str, Topic] = {
    topic.code: topic
    for topic in (
        Topic("source", "Source of request"),
        Topic("need", "Primary need"),
        Topic("age", "Age"),
        Topic("age_band", "Age band"),
        Topic("sex", "Sex"),
        Topic("cease_reason", "Reason for ceasing"),
        Topic("placement", "Placement"),
        Topic("placement_group", "Placement group of the DSG plan"),
        Topic("provision", "Provision of the reform plan"),
        Topic("residential", "Residential placement"),
        Topic("budget_kind", "Kind of personal budget"),
        Topic("work_based", "Work-based placement"),
        Topic("review_outcome", "Outcome of the annual review"),
        Topic("case_age", "Age of the case"),
        Topic("overdue", "Time overdue"),
        Topic("mediation_stage", "Stage of mediation"),
        Topic("appeal_kind", "Kind of appeal"),
        Topic("appeal_outcome", "Outcome of the appeal"),
        Topic("allocation_line", "Line of the allocation"),
        Topic("sen_group", "Group of pupils"),
        Topic("school", "School", is_open=True),
        Topic("service", "Service", is_open=True),
        Topic("provider", "Provider", is_open=True),
        Topic("placement_move", "Move between placements", is_open=True),
        Topic("year_group_move", "Move between placements by year group", is_open=True),
    )
}


@dataclass(frozen=True)
class Grouping:
    """Headings of one topic put into those of another."""

    topic: str
    group_topic: str
    name: str
    about: str


GROUPINGS = (
    Grouping(
        "placement",
        "placement_group",
        "Placements into the groups of the DSG plan",
        "The DSG management plan has seven groups of placements. What cannot be told is kept apart as “Not known”.",
    ),
    Grouping(
        "placement",
        "provision",
        "Placements into the provisions of the reform plan",
        "The local SEND reform plan has fourteen provisions. Nothing that is collected tells a support base from a"
        " specialist base, so three of them start empty.",
    ),
    Grouping("age", "age_band", "Ages into age bands", "The five bands of the DSG plan and of the reform plan."),
)


@dataclass(frozen=True)
class ReturnItem:
    """A coded item of the SEN2 return. Its codes mean headings of ``topic``, or one of ``meanings``."""

    item: str
    name: str
    topic: str = ""
    meanings: tuple[tuple[str, str], ...] = ()


RETURN_ITEMS: dict[str, ReturnItem] = {
    each.item: each
    for each in (
        ReturnItem("RequestSource", "Source of request", "source"),
        ReturnItem(
            "RequestOutcome",
            "Outcome of the request",
            meanings=(
                ("agreed", "An assessment is made"),
                ("refused", "No assessment is made"),
                ("undecided", "Not yet decided"),
                ("withdrawn", "Withdrawn"),
                ("historical", "Decided in an earlier period: not counted"),
            ),
        ),
        ReturnItem(
            "AssessmentOutcome",
            "Outcome of the assessment",
            meanings=(
                ("issue", "A plan is issued"),
                ("not_issue", "No plan is issued"),
                ("undecided", "Not yet decided"),
                ("withdrawn", "Withdrawn"),
                ("historical", "Decided in an earlier period: not counted"),
            ),
        ),
        ReturnItem("CeaseReason", "Reason for ceasing", "cease_reason"),
        ReturnItem("ReviewOutcome", "Outcome of the annual review", "review_outcome"),
        ReturnItem("SENtype", "Primary need", "need"),
        ReturnItem("SENsetting", "Setting that has no number of its own", "placement"),
        ReturnItem("GIASType", "Type of establishment in the register of schools", "placement"),
        ReturnItem("PlanRes", "Residential, in the plan", "residential"),
        ReturnItem("RES", "Residential, in the placement", "residential"),
        ReturnItem("PlanWBP", "Work-based, in the plan", "work_based"),
        ReturnItem("WBP", "Work-based, in the placement", "work_based"),
        ReturnItem("DP", "Direct payments", "budget_kind"),
    )
}


def labels(authority: Authority) -> dict[tuple[str, str], str]:
    """What every heading is called, by topic and code. One query."""
    rows = Category.objects.usable_by(authority)
    return {(row.topic, row.code): row.label for row in own_last(rows)}


def codes(authority: Authority, topic: str) -> list[Category]:
    """The headings of a topic in the council's order. One query."""
    chosen = {row.code: row for row in own_last(Category.objects.usable_by(authority).filter(topic=topic))}
    return sorted(chosen.values(), key=lambda row: (row.order, row.label))


def crosswalk(authority: Authority, topic: str, group_topic: str) -> dict[str, str]:
    """Which group each heading of a topic goes into. One query."""
    rows = Crosswalk.objects.usable_by(authority).filter(topic=topic, group_topic=group_topic)
    return {row.code: row.group_code for row in own_last(rows)}


def return_codes(authority: Authority) -> dict[str, dict[str, str]]:
    """What each code of a SEN2 item means, codes in capitals: ``["RequestOutcome"]["N"]`` is "refused". One query."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in own_last(ReturnCode.objects.usable_by(authority)):
        found[row.item][row.code.upper()] = row.meaning
    return dict(found)


def own_last(rows: Iterable[Kept]) -> list[Kept]:
    """Shipped rows, then the council's own, so that a dictionary by key keeps the council's."""
    return sorted(rows, key=lambda row: row.authority_id is not None)
