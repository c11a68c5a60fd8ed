"""How many queries an edition that is being prepared takes, exactly, however many of its charts are divided."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards.periods import Period
from dashboards.publishing.editions import Choice
from dashboards.publishing.offers import OFFERS, PLACE_COSTS
from dashboards.services.measurements import Row
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import prepared

pytestmark = pytest.mark.django_db
DIVIDED = [offer for offer in OFFERS if offer.by]
WHOLES = (
    *(("plans_maintained", "placement_group", 1570), ("plans_maintained", "need", 1570)),
    *(("requests_received", "source", 36), ("unit_cost_weekly", "placement_group", 900)),
)
"""What each is divided by, and what its parts come to in May."""
EXPECTED = 21


@pytest.mark.parametrize("number", [1, pytest.param(len(DIVIDED), marks=pytest.mark.slow)], ids=["one", "all"])
def test_an_edition_takes_as_many_for_any_number_of_divided_charts(number: int, clock: Any) -> None:
    assert len(DIVIDED) > 3
    assert PLACE_COSTS in [offer.key for offer in DIVIDED]
    world = factories.make_world()
    records.six_months(world.authority)
    records.code_lists()
    offers = DIVIDED[:number]
    may = Period.month(2024, 5)
    records.put(
        world.authority,
        *(
            Row(code, may, Decimal(whole) / 2, breakdown_topic=topic, breakdown=heading)
            for code, topic, whole in WHOLES
            for heading in ("one", "two")
        ),
    )
    manager = world.people["programme_manager"]
    late = prepared(world.authority, manager, choices={"members": Choice("", [offer.key for offer in offers])})
    client = Client()
    client.force_login(manager)
    with CaptureQueriesContext(connection) as captured:
        page = client.get(f"/c/999/publications/{late.pk}/manage/")
    assert page.status_code == 200
    shown = [each["key"] for each in page.context["built"].contents["members"]["charts"]]
    assert shown == [offer.key for offer in offers]
    assert len(captured) == EXPECTED
