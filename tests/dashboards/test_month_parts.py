"""A month typed with the parts of its figures: opened, held against their total, and nothing lost."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from dashboards.models import Category, Indicator, IndicatorVersion, Measurement
from dashboards.periods import Period
from dashboards.services.measurements import Row
from tests import factories
from tests.dashboards import records
from tests.dashboards.months import MAY, boxes, current, sheet

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def world(db: None) -> factories.World:
    """Figures of January to May are on record; today is 14 June 2024."""
    world = factories.make_world()
    records.six_months(world.authority)
    Measurement.objects.filter(period_end__gt=date(2024, 6, 1)).delete()
    return world


def by_source(world: factories.World, **values: int) -> None:
    rows = [
        Row("requests_received", Period.month(2024, 5), Decimal(value), breakdown_topic="source", breakdown=source)
        for source, value in values.items()
    ]
    records.put(world.authority, *rows)
    Category.objects.bulk_create(
        Category(topic="source", code=code, label=label, order=order)
        for order, (code, label) in enumerate({"parent": "Parent", "school": "School", "health": "Health"}.items())
    )


def test_parts_can_be_opened_typed_and_are_held_against_their_total(officer: Client, world: factories.World) -> None:
    by_source(world, parent=20, school=16)
    assert "requests_received--source--parent" not in boxes(officer)
    opened = f"{MAY}?open=requests_received.source"
    assert {"requests_received--source--parent", "requests_received--source--health"} <= set(boxes(officer, opened))

    data = sheet(officer, opened, **{"requests_received--source--health": "2"})
    data["opened"] = "requests_received.source"
    asked = officer.post(MAY, data)
    assert "the parts by source of request come to 38, the total is 36" in asked.content.decode()
    data["requests_received-value"] = "38"
    assert officer.post(MAY, data).status_code == 302
    assert current("requests_received", breakdown="health").value == 2  # type: ignore[union-attr]


def test_parts_that_are_not_opened_are_held_against_a_new_total(officer: Client, world: factories.World) -> None:
    by_source(world, parent=20, school=16)
    html = officer.post(MAY, sheet(officer, requests_received="37")).content.decode()
    assert "come to 36, the total is 37" in html


def test_opening_parts_keeps_what_was_typed_and_saves_nothing(officer: Client, world: factories.World) -> None:
    by_source(world, parent=20, school=16)
    before = Measurement.objects.count()
    page = officer.post(MAY, {**sheet(officer, plans_new="lots"), "open": "requests_received.source"})
    html = page.content.decode()
    assert page.status_code == 200
    assert 'value="lots"' in html
    assert 'name="requests_received--source--parent-value"' in html
    assert 'name="opened" value="requests_received.source"' in html
    closed = officer.post(
        MAY, {**sheet(officer), "opened": "requests_received.source", "close": "requests_received.source"}
    )
    assert 'name="requests_received--source--parent-value"' not in closed.content.decode()
    assert Measurement.objects.count() == before


def test_nonsense_in_what_is_opened_is_left_out(officer: Client) -> None:
    for sent in ("x", "requests_received.nothing", "a.b.c", "requests_received.school", "<script>"):
        assert officer.get(MAY, {"open": sent}).status_code == 200


def test_a_range_comes_back_into_its_box_as_it_was(officer: Client, world: factories.World) -> None:
    rate = Indicator.objects.create(authority=world.authority, code="paper_rate", name="Rate in a paper")
    IndicatorVersion.objects.create(indicator=rate, unit="percent", period_basis="month", decimals=1)
    page = f"{MAY}?all=1"
    assert officer.post(page, sheet(officer, page, paper_rate="96–100%")).status_code == 302
    row = current("paper_rate")
    assert row is not None
    assert (row.value, row.upper, row.is_as_reported) == (96, 100, True)
    assert boxes(officer)["paper_rate"].initial["value"] == "96–100"
