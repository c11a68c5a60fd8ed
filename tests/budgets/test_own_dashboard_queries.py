"""How many queries a dashboard of twelve charts takes that a council put together, drawn for the first time."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards.periods import Period
from dashboards.publishing.editions import Choice
from dashboards.services.council_dashboards import save_dashboard
from dashboards.services.measurements import Row
from safetyvalve.core import near
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import published
from tests.factories import NOW

pytestmark = pytest.mark.django_db
WHOLE = ("plans_maintained", "plans_new", "plans_ceased", "requests_received", "refusal_rate_decisions", "plans_growth")
DIVIDED = (("plans_maintained", "need"),)
MOST = 15


@pytest.mark.parametrize(("role", "drawn", "expected"), [("officer", 11, 10), ("forum_member", 3, 12)])
@pytest.mark.parametrize("months", [2, 6])
def test_twelve_charts_take_exactly_their_queries(
    role: str, drawn: int, expected: int, months: int, clock: Any
) -> None:
    world = factories.make_world()
    records.six_months(world.authority)
    records.code_lists()
    records.put(
        world.authority,
        *(
            Row(
                "plans_maintained",
                Period.calendar_year(2023 - n),
                Decimal(300 + n),
                breakdown_topic="need",
                breakdown=need,
            )
            for n in range(months)
            for need in ("asd", "semh", "slcn")
        ),
        kind="published",
    )
    manager = world.people["programme_manager"]
    published(world.authority, manager, choices={"members": Choice("For the forum.", ["plans"])})
    asked = [*((code, "") for code in WHOLE), *DIVIDED] * 2
    charts = [{"code": code, "by": by, "against": "", "words": ""} for code, by in asked[:12]]
    own = save_dashboard(
        world.authority, None, name="Twelve", about="", charts=charts, is_shared=True, seen="", by=manager, now=NOW
    )
    near.forget()
    reader = Client()
    reader.force_login(world.people[role])
    with CaptureQueriesContext(connection) as captured:
        page = reader.get(f"/c/999/dashboards/own/{own.pk}/").content.decode()
    assert page.count('class="app-chart"') == drawn, "a growth needs two years; the others wait for an edition"
    assert len(captured) == expected <= MOST
