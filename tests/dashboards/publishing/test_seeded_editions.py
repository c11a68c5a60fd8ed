"""A seeded set of editions, with all that happens to them, passes the differencing check by trying whole numbers."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dashboards.models import Publication
from dashboards.periods import Period
from dashboards.publishing.building import build_edition
from dashboards.publishing.content import read, tables_of
from dashboards.publishing.editions import Choice, correct, publish
from dashboards.services.measurements import Row
from safetyvalve.core.models import User
from safetyvalve.render.data import Table
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import published
from tests.dashboards.publishing.test_attacked_editions import MONTHS, QUARTER, Kept
from tests.dashboards.publishing.test_frozen_disclosure import Columns
from tests.factories import NOW, World

pytestmark = pytest.mark.usefixtures("clock")
CALLED = ("School or other education setting", "Parent or young person", "Health care professional")
SOURCES = ("school", "parent", "health")
BEFORE: Columns = [([20, 9, 3], 26, 3), ([14, 11, 8], 4, 22), ([25, 2, 12], 30, 7)]
AFTER: Columns = [([20, 9, 4], 26, 4), ([14, 11, 8], 5, 22), ([24, 2, 12], 30, 7)]
MARCH = date(2024, 3, 1)


def put(world: World, columns: Columns) -> None:
    rows = []
    for n, (sources, agreed, refused) in enumerate(columns):
        month = Period.month(2024, n + 1)
        counts = {"requests_received": sum(sources), "decisions_to_assess_made": agreed + refused}
        counts["refusals_to_assess"] = refused
        rows += [Row(code, month, Decimal(value)) for code, value in counts.items()]
        rows += [
            Row("requests_received", month, Decimal(value), breakdown_topic="source", breakdown=heading)
            for heading, value in zip(SOURCES, sources, strict=True)
        ]
    records.put(world.authority, *rows)


def take(kept: Kept, edition: Publication, columns: Columns) -> None:
    """The reader keeps what every audience of the edition saw."""
    tables: dict[str, list[Table]] = {}
    for frozen in edition.contents.all():
        for item in read(frozen)["charts"]:
            tables.setdefault(item["key"], []).extend(tables_of(item))
    kept.read(columns, tables)


@pytest.fixture
def world(db: None) -> World:
    world = factories.make_world()
    records.catalogue()
    records.code_lists()
    put(world, BEFORE)
    return world


@pytest.mark.parametrize("threshold", [5, 10])
def test_editions_corrected_restated_divided_and_beside_published_quarters(world: World, threshold: int) -> None:
    world.authority.small_count_threshold = threshold
    world.authority.save()
    who: User = world.people["programme_manager"]
    kept = Kept(threshold, CALLED)

    def edition(day: int, columns: Columns, **charts: tuple[str, ...]) -> Publication:
        choices = {audience: Choice("", keys) for audience, keys in charts.items()}
        at = NOW + timedelta(days=day)
        found = published(world.authority, who, month=MARCH, choices=choices, published_at=at)
        take(kept, found, columns)
        return found

    first = edition(0, BEFORE, members=("requests-by-source",), links=("refusal-rate",))
    assert kept.told() == []
    put(world, AFTER)
    correction = correct(first, note="January was too low.", by=who, now=NOW)
    publish(correction, seen=build_edition(correction).sha256, by=who, now=NOW + timedelta(days=1))
    take(kept, correction, AFTER)
    assert kept.told() == []
    kept.hear_of_the_quarter(AFTER)
    months = [sum(sources) for sources, _, _ in AFTER]
    start, end = map(date.fromisoformat, QUARTER)
    total = Row("requests_received", Period(start, end), Decimal(sum(months)))
    records.put(world.authority, total, kind="published")
    edition(2, AFTER, public=("requests-and-decisions",), members=("refusal-rate", "requests-by-source"))
    assert kept.told() == []
    assert len(kept.reader.known) > MONTHS
