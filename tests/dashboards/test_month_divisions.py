"""What a month's boxes can be divided into, as the page names it."""

from decimal import Decimal

import pytest
from django.test import Client

from dashboards.models import Category
from dashboards.periods import Period
from dashboards.services.measurements import Row
from tests import factories
from tests.dashboards import records

pytestmark = pytest.mark.usefixtures("clock")
MAY = Period.month(2024, 5)


def test_a_division_keeps_its_abbreviations(client: Client, db: None) -> None:
    world = factories.make_world()
    records.catalogue()
    Category.objects.create(topic="placement_group", code="special", label="Special schools")
    row = Row("plans_maintained", MAY, Decimal(700), breakdown_topic="placement_group", breakdown="special")
    records.put(world.authority, row)
    client.force_login(world.people["officer"])
    html = client.get("/c/999/measures/month/2024-05/").content.decode()
    assert "by placement group of the DSG plan</button>" in html
