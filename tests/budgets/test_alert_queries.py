"""How many queries the page of alerts takes while some are open, exactly, however many are and have been."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards.alerts.raising import look
from dashboards.models import Alert, Indicator, Target
from dashboards.periods import Period
from dashboards.services.measurements import Row
from tests import factories
from tests.dashboards import records
from tests.factories import NOW
from tests.money_examples import make_growth

pytestmark = pytest.mark.django_db
# Five read the measures with a tolerance and who answers for them; five the assumptions, what their measures came to,
# and who can answer.
EXPECTED = {"alerts": 16}
CODES = ("plans_new", "plans_ceased", "requests_received")


@pytest.mark.parametrize("number", [1, pytest.param(3, marks=pytest.mark.slow)], ids=["few", "many"])
def test_the_page_of_alerts_takes_exactly_its_queries(number: int, clock: Any) -> None:
    world = factories.make_world()
    records.six_months(world.authority)
    records.put(
        world.authority, *(Row("plans_maintained", Period.month(2023, month), Decimal(1400)) for month in range(1, 7))
    )
    for n, code in enumerate(CODES[:number]):
        make_growth(world.agreement, by=world.people["finance_officer"], name=f"Growth {n}", measure="plans_growth")
        Target.objects.create(
            authority=world.authority,
            indicator=Indicator.objects.get(code=code),
            on=date(2024, 6, 30),
            value=Decimal(900),
            tolerance=Decimal(1),
        )
    look(world.authority, now=NOW - timedelta(days=1))
    Alert.objects.update(closed_at=NOW)
    look(world.authority, now=NOW)
    assert Alert.objects.open().count() == 2 * number + 1, "measures, assumptions, and timeliness"
    client = Client()
    client.force_login(world.people["officer"])
    with CaptureQueriesContext(connection) as captured:
        page = client.get("/c/999/alerts/").content.decode()
    assert page.count('class="app-card"') == 2 * number + 1
    assert {"alerts": len(captured)} == EXPECTED
