"""Assumptions that what happened has drifted away from."""

from collections.abc import Iterator
from datetime import date
from functools import partial

from conditions import assumptions as register
from dashboards.alerts.owners import able
from dashboards.alerts.watching import Reading
from dashboards.charts.assumed import Year, assumed_chart
from dashboards.finance.assumptions import AssumedYear, Held, Watched, held_against, watched
from safetyvalve.core.models import Authority
from safetyvalve.render.data import ChartData


def read(authority: Authority, today: date) -> Iterator[Reading]:
    """A source of ``ALERT_SOURCES``. Six queries at most, and one where nothing is watched."""
    found = watched(authority, today)
    people = {person.pk for person in able(authority, today)} if found else set()
    for each in found:
        owner = each.owner.pk if each.owner and each.owner.pk in people else None
        yield Reading(
            key=each.key,
            name=each.name,
            period=each.period,
            period_end=each.period_end,
            is_off=each.is_off,
            sentence=each.sentence,
            value=each.value,
            target=each.target,
            tolerance=each.tolerance,
            figures=each.figures,
            page=each.page,
            owner_id=owner,
            chart=partial(_chart, authority, each, today),
        )


def _chart(authority: Authority, each: Watched, today: date) -> ChartData | None:
    """Read again when somebody is told, which is seldom."""
    held = held_against(register.of_council(authority), authority, today)
    mine = next((one for one in held if f"assumption-{one.assumption.pk}" == each.key), None)
    return chart_of(mine, each, today) if mine else None


def chart_of(held: Held, each: Watched, today: date) -> ChartData | None:
    """The assumption's years, those that have come so far and those still assumed."""
    first = held.assumption
    latest = held.latest
    place = f"{latest.drift_words} what was assumed" if latest and latest.drift.amount else "as assumed"
    actual = f"{latest.actual_words} in {latest.financial_year}, {place}" if latest else "nothing known yet"
    return assumed_chart(
        each.key,
        first.name,
        [_year(year) for year in held.years],
        unit=first.unit,
        tolerance=first.tolerance,
        title=f"{first.name}: {actual}",
        summary=each.sentence,
        measure=held.measure,
        as_at=min(each.period_end, today),
    )


def _year(year: AssumedYear) -> Year:
    actual = year.actual
    return Year(year.financial_year, year.drift.assumed, year.drift.actual, bool(actual and actual.is_provisional))
