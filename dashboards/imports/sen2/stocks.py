"""Measures of a position on a day: plans and what they are like, and cases on their way."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from dashboards.imports.sen2 import meanings as words
from dashboards.imports.sen2 import topics as by
from dashboards.imports.sen2.coverage import Window
from dashboards.imports.sen2.people import OnePerson, plan_on
from dashboards.imports.sen2.reviews import OVERDUE, overdue
from dashboards.imports.sen2.rules import SIX_WEEKS, TWENTY_WEEKS, Facts
from dashboards.imports.sen2.stages import Stage, stage_on
from dashboards.imports.sen2.topics import Context, Topic
from dashboards.periods import stock_period
from dashboards.services.measurements import Row

INDEPENDENT = frozenset({"mainstream_independent", "special_independent", "special_non_maintained"})
Headings = Callable[[Facts, date, Context], Iterable[str]]


@dataclass(frozen=True)
class Kind:
    """A measure of the plans on a day: it counts those with a heading of ``of``; ``topic`` names the headings.

    ``also_by`` are topics that divide those plans besides.
    """

    code: str
    needs: tuple[str, ...]
    of: Headings
    topic: str = ""
    headings: tuple[str, ...] = ()
    also_by: tuple[Topic, ...] = ()


def residential(facts: Facts, day: date, context: Context) -> tuple[str, ...]:
    """Definition 18: RES of the placement of rank 1; of the plan in returns of 2023."""
    placement = by.placement_on(facts, day)
    code = (placement.residential if placement else "") or facts.active.residential
    meant = context.meanings.of("RES", code) or context.meanings.of("PlanRes", code)
    return (meant,) if meant else ()


def work_based(facts: Facts, day: date, context: Context) -> tuple[str, ...]:
    """WBP of the placement of rank 1; of the plan in returns of 2023."""
    placement = by.placement_on(facts, day)
    code = (placement.work_based if placement else "") or facts.active.work_based
    meant = context.meanings.of("WBP", code) or context.meanings.of("PlanWBP", code)
    return (meant,) if meant else ()


def budgets(facts: Facts, day: date, context: Context) -> tuple[str, ...]:
    """Kinds of direct payment (DP). Several letters together are several kinds."""
    code = facts.plan.direct_payments
    meant = context.meanings.of("DP", code)
    if meant:
        return (meant,)
    return tuple(dict.fromkeys(found for letter in code if (found := context.meanings.of("DP", letter))))


def is_elsewhere(facts: Facts, day: date, context: Context) -> bool:
    """Whether the register has the placement of rank 1 in another council's area."""
    placement = by.placement_on(facts, day)
    school = context.schools.find(placement) if placement else None
    return bool(school and school.la_code and context.la_code and school.la_code != context.la_code)


def _if(holds: Callable[[Facts, date, Context], bool]) -> Headings:
    return lambda facts, day, context: ("",) if holds(facts, day, context) else ()


def _placed(kinds: Iterable[str]) -> Headings:
    return _if(lambda f, d, c: by.PLACEMENT.of(f, d, c) in kinds)


def _overdue(facts: Facts, day: date, context: Context) -> tuple[str, ...]:
    found = overdue(facts, day)
    return (found,) if found else ()


_RES, _WBP = ("Placement.residential|Active.residential",), ("Placement.work_based|Active.work_based",)
KINDS = (
    Kind("residential_placements", _RES, residential, "residential", words.RESIDENTIAL),
    Kind("work_based_placements", _WBP, work_based, "work_based", words.WORK_BASED),
    Kind(
        "plans_with_personal_budget",
        ("Plan.personal_budget",),
        _if(lambda f, d, c: f.plan.personal_budget is True),
    ),
    Kind("personal_budget", ("Plan.direct_payments",), budgets, "budget_kind", words.BUDGETS),
    Kind("organised_arrangements", ("Plan.arrangements",), _if(lambda f, d, c: f.plan.arrangements is True)),
    Kind("plans_independent", ("Active.placements", "schools"), _placed(INDEPENDENT)),
    Kind(
        "eotas_packages",
        ("Placement.setting", "Active.placements"),
        _placed(("other_arrangements_la",)),
        also_by=(by.AGE_OF_STOCK, by.BAND_OF_STOCK),
    ),
    Kind("plans_out_of_area", ("Active.placements", "schools"), _if(is_elsewhere)),
    Kind("backlog_reviews_overdue", ("Active.review_meeting|Active.review_decided",), _overdue, "overdue", OVERDUE),
)
STOCK_TOPICS = (by.NEED, by.PLACEMENT, by.AGE_OF_STOCK, by.BAND_OF_STOCK, by.SEX)
LASTING_TOPICS = (by.BAND_OF_STOCK, by.SEX)
"""What is true of a plan on an earlier day too. Needs and placements stand in a return as they are on its own day."""


def stock_rows(everybody: Sequence[OnePerson], window: Window, context: Context) -> Iterator[Row]:
    """Positions on the day of the return, and those that dates alone tell on the month ends before it."""
    yield from _day_rows(everybody, window.as_at, STOCK_TOPICS, KINDS, window, context)
    for day in window.month_ends:
        yield from _day_rows(everybody, day, LASTING_TOPICS, (), window, context)


def _day_rows(
    everybody: Sequence[OnePerson],
    day: date,
    topics: tuple[Topic, ...],
    kinds: tuple[Kind, ...],
    window: Window,
    context: Context,
) -> Iterator[Row]:
    if context.has("Plan.start|Active.placements|Active.needs|Active.transferred_from"):
        plans = [facts for one in everybody if (facts := plan_on(one, day)) is not None]
        yield _row("plans_maintained", day, len(plans), window)
        for topic in topics:
            if context.has(*topic.needs):
                counts = Counter(topic.of(facts, day, context) for facts in plans)
                yield from _topic_rows("plans_maintained", day, counts, topic.code, topic.headings(context), window)
        for kind in kinds:
            if context.has(*kind.needs):
                yield from _kind_rows(kind, plans, day, window, context)
    yield from _pipeline_rows([facts for one in everybody for facts in one], day, window, context)


def _kind_rows(kind: Kind, plans: list[Facts], day: date, window: Window, context: Context) -> Iterator[Row]:
    counts = Counter(heading for facts in plans for heading in kind.of(facts, day, context))
    yield _row(kind.code, day, sum(counts.values()), window)
    if kind.topic:
        headings = (*kind.headings, *sorted(set(counts) - set(kind.headings)))
        yield from _topic_rows(kind.code, day, counts, kind.topic, headings, window)
    for topic in kind.also_by:
        if context.has(*topic.needs):
            divided = Counter(topic.of(facts, day, context) for facts in plans if kind.of(facts, day, context))
            yield from _topic_rows(kind.code, day, divided, topic.code, topic.headings(context), window)


def _pipeline_rows(cases: list[Facts], day: date, window: Window, context: Context) -> Iterator[Row]:
    """Definition 21, and the backlogs: past 42 days undecided, past 140 days without a plan."""
    if not context.has("Case.received", "Case.outcome"):
        return
    standing = [(facts, stage) for facts in cases if (stage := stage_on(facts, day)) is not None]
    stages = tuple(Stage) if context.has("Assessment.outcome") else (Stage.REQUEST,)
    for stage in stages:
        there = [facts for facts, at in standing if at == stage]
        yield _row(stage.value, day, len(there), window)
        counts = Counter(by.CASE_AGE.of(facts, day, context) for facts in there)
        yield from _topic_rows(stage.value, day, counts, "case_age", by.CASE_AGE.headings(context), window)
    late = [facts for facts, at in standing if at == Stage.REQUEST and _older(facts, day, SIX_WEEKS)]
    yield _row("backlog_requests_over_6_weeks", day, len(late), window)
    if len(stages) > 1:
        yield _row("backlog_over_20_weeks", day, sum(_older(f, day, TWENTY_WEEKS) for f, _ in standing), window)


def _older(facts: Facts, day: date, days: int) -> bool:
    """Whether more than so many days have passed since ReceivedDate."""
    return facts.case.received is not None and day - facts.case.received > timedelta(days)


def _topic_rows(
    code: str, day: date, counts: Counter[str], topic: str, headings: tuple[str, ...], window: Window
) -> Iterator[Row]:
    for heading in headings:
        yield _row(code, day, counts[heading], window, topic, heading)


def _row(code: str, day: date, count: int, window: Window, topic: str = "", heading: str = "") -> Row:
    return Row(
        code,
        stock_period(day),
        Decimal(count),
        breakdown_topic=topic,
        breakdown=heading,
        as_at=window.as_at,
    )
