"""Counting the flows: one pass over the cases for all measures, months and breakdowns."""

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from dashboards.imports.sen2.coverage import Window
from dashboards.imports.sen2.flows import FLOWS, Flow
from dashboards.imports.sen2.rules import Facts
from dashboards.imports.sen2.topics import Context, Topic
from dashboards.periods import Grain, Period
from dashboards.services.measurements import Row

Key = tuple[str, int, int, str, str]
"""Measure, year, month, topic, heading."""


def flow_rows(cases: Iterable[Facts], window: Window, context: Context) -> Iterator[Row]:
    """Every flow by month and by calendar year, with its breakdowns; nothing where the file cannot tell."""
    told = [(flow, _topics_told(flow, context)) for flow in FLOWS if context.has(*flow.needs)]
    counts = _count(cases, told, window, context)
    for flow, topics in told:
        for period in window.years if flow.is_annual else (*window.months, *window.years):
            yield _row(flow.code, period, counts, "", "", window)
            for topic in topics:
                if topic.is_fine and period.grain != Grain.YEAR:
                    continue
                for heading in _headings(flow, topic, counts, context):
                    yield _row(flow.code, period, counts, topic.code, heading, window)


def _topics_told(flow: Flow, context: Context) -> tuple[Topic, ...]:
    return tuple(topic for topic in flow.topics if context.has(*topic.needs))


def _count(
    cases: Iterable[Facts], told: list[tuple[Flow, tuple[Topic, ...]]], window: Window, context: Context
) -> Counter[Key]:
    counts: Counter[Key] = Counter()
    for facts in cases:
        for flow, topics in told:
            day = flow.on(facts)
            if day is None or not window.since <= day <= window.as_at:
                continue
            amount = flow.amount(facts)
            counts[flow.code, day.year, day.month, "", ""] += amount
            for topic in topics:
                counts[flow.code, day.year, day.month, topic.code, topic.of(facts, day, context)] += amount
    return counts


def _headings(flow: Flow, topic: Topic, counts: Counter[Key], context: Context) -> tuple[str, ...]:
    """The headings of the topic and, for an open one, those that occur."""
    usual = topic.headings(context)
    if usual:
        return usual
    return tuple(sorted({key[4] for key in counts if key[0] == flow.code and key[3] == topic.code}))


def _row(code: str, period: Period, counts: Counter[Key], topic: str, heading: str, window: Window) -> Row:
    months = range(period.start.month, period.end.month + 1)
    total = sum(counts[code, period.start.year, month, topic, heading] for month in months)
    return Row(code, period, Decimal(total), breakdown_topic=topic, breakdown=heading, as_at=window.as_at)
