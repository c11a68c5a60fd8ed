"""A council whose source gives the share refused in a month without its counts, and what is said about that."""

from datetime import date
from decimal import Decimal
from typing import Any

from dashboards.models import Publication, PublicFigure
from dashboards.periods import Period
from dashboards.publishing.building import Built, build_edition
from dashboards.publishing.content import tables_of
from dashboards.publishing.editions import Choice, publish
from dashboards.publishing.shares import Share
from dashboards.publishing.vouching import say_public
from dashboards.services.measurements import Row
from tests.dashboards import records
from tests.dashboards.publishing.editions import prepared
from tests.factories import NOW, World

MAY = Period.month(2024, 5)
RATE, CHART, COUNTS = "refusal_rate_month_reported", "refusal-rate-month", "requests-and-decisions"
MINUTE = "Schools Forum minutes, 6 June 2024"
OF_MAY = Share.of(RATE, MAY, Decimal(40))


def put(world: World, value: int, code: str = RATE, period: Period = MAY, **fields: Any) -> None:
    records.put(world.authority, Row(code, period, Decimal(value)), **fields)


def edition(world: World, *charts: str, month: date = MAY.start) -> Publication:
    choices = {"members": Choice("", charts or (CHART,))}
    return prepared(world.authority, world.people["programme_manager"], month=month, choices=choices)


def say(world: World, found: Publication, *shares: Share) -> PublicFigure:
    who = world.people["programme_manager"]
    return say_public(found, shares or (OF_MAY,), where=MINUTE, by=who, now=NOW)[0]


def published(world: World, found: Publication) -> Publication:
    return publish(found, seen=build_edition(found).sha256, by=world.people["programme_manager"], now=NOW)


def shown(built: Built, chart: str = CHART) -> dict[str, list[Any]]:
    [item] = [each for each in built.contents["members"]["charts"] if each["key"] == chart]
    return {str(row[0]): list(row[1:]) for row in tables_of(item)[0].rows}
