"""What an edition withholds is decided over all its audiences at once: readers compare what they have."""

from decimal import Decimal
from typing import Any

import pytest

from dashboards.models import Audience, PublishedContent
from dashboards.periods import Period
from dashboards.publishing.building import build_edition
from dashboards.publishing.collecting import Collected, CountKey
from dashboards.publishing.content import tables_of
from dashboards.publishing.earlier import add_editions
from dashboards.publishing.editions import Choice
from dashboards.publishing.public_page import change_page
from dashboards.services.measurements import Row
from safetyvalve.render.data import SUPPRESSED
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import prepared, published
from tests.dashboards.publishing.pages import manager
from tests.factories import NOW, World

pytestmark = pytest.mark.django_db
MAY = Period.month(2024, 5)
SOURCES = (("school", 20), ("parent", 13), ("health", 3))
OF_EACH = {
    "members": ("requests-by-source",),
    "links": ("requests-and-decisions",),
    "public": ("refusal-rate", "timeliness"),
}


@pytest.fixture
def world() -> World:
    world = factories.make_world()
    records.code_lists()
    records.six_months(world.authority)
    by_source = [Row("requests_received", MAY, Decimal(n), breakdown_topic="source", breakdown=s) for s, n in SOURCES]
    records.put(world.authority, Row("refusals_to_assess", MAY, Decimal(26)), *by_source)
    return world


def charts(content: Any) -> dict[str, Any]:
    return {item["key"]: tables_of(item) for item in content["charts"]}


def test_charts_divided_among_the_audiences_withhold_what_they_would_for_one_reader(world: World) -> None:
    every = tuple(key for keys in OF_EACH.values() for key in keys)
    together = build_edition(prepared(world.authority, manager(world), choices={"members": Choice("", every)}))
    choices = {audience: Choice("", keys) for audience, keys in OF_EACH.items()}
    divided = build_edition(prepared(world.authority, manager(world), choices=choices))
    for audience, keys in OF_EACH.items():
        shown = charts(divided.contents[audience])
        assert tuple(shown) == keys
        assert shown == {key: charts(together.contents["members"])[key] for key in keys}
        assert any(
            cell == SUPPRESSED for tables in shown.values() for table in tables for row in table.rows for cell in row
        )
    assert divided.withheld == together.withheld
    assert divided.counts == together.counts


def test_the_three_not_refused_are_given_away_to_no_audience_by_another(world: World) -> None:
    """26 of 29 were refused: whoever reads two of the three can work out the third."""
    choices = {audience: Choice("", keys) for audience, keys in OF_EACH.items()}
    built = build_edition(prepared(world.authority, manager(world), choices=choices))
    [counts] = charts(built.contents["links"])["requests-and-decisions"]
    [rates] = charts(built.contents["public"])["refusal-rate"]
    [may] = [row for row in counts.rows if row[0] == "May 2024"]
    [rate] = [row for row in rates.rows if row[0] == "May 2024"]
    assert SUPPRESSED in may
    assert rate[1] == SUPPRESSED


@pytest.mark.parametrize("audience", Audience.values)
def test_what_one_audience_had_counts_as_known_for_the_editions_after_it(world: World, audience: str) -> None:
    found = published(world.authority, manager(world), choices={audience: Choice("", ("requests-and-decisions",))})
    assert PublishedContent.objects.get().audience == audience
    change_page(world.authority, is_open=False, contact="", by=manager(world), now=NOW)
    known = Collected()
    add_editions(known, world.authority, instead_of=None)
    of_april = {key.code: key.value for key in known.public if isinstance(key, CountKey) and key.end == "2024-04-30"}
    assert of_april["requests_received"] == 33
    assert found.counts.threshold == 5
