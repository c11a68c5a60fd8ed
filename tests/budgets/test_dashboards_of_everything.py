"""No dashboard takes more than 15 queries, whatever is on record: health money with a trajectory as well, groups of
councils to hold rates against, years of few plans."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards.boards.registry import BY_SLUG
from dashboards.few_plans import HEALTH_MONEY
from dashboards.models import Area, ComparatorGroup, ComparatorMember, Indicator, Target
from dashboards.periods import Period
from dashboards.publishing.editions import Choice
from dashboards.services.measurements import Row
from safetyvalve.core import near
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import published
from tests.factories import World
from tests.money_examples import make_contribution

pytestmark = pytest.mark.slow
HELD = "?compare=group-1&rolling=12"
EXPECTED = {
    "officer": {"": 12, "overview/?years=all": 15, "demand": 11, "plans": 11, "rights": 11, "money": 13},
    "forum_member": {"": 14, "overview/?years=all": 14, "demand": 13, "plans": 13, "rights": 13, "money": 13},
}


@pytest.fixture
def world(db: None, clock: Any) -> World:
    world = factories.make_world()
    records.six_months(world.authority)
    records.code_lists()
    records.submitted(world.submission, world.people["officer"], {}, [])
    for year, plans in (("2021-22", 2), ("2022-23", 40)):
        make_contribution(world.agreement, by=world.people["finance_officer"], financial_year=year, plans=plans)
    for indicator in Indicator.objects.filter(code__in=(*HEALTH_MONEY, "plans_maintained")):
        Target.objects.create(authority=world.authority, indicator=indicator, on=date(2025, 3, 31), value=Decimal(900))
    rows = [
        Row("plans_maintained", Period.calendar_year(2023), Decimal(300 + n), breakdown_topic="need", breakdown=need)
        for n, need in enumerate(("asd", "semh", "slcn"))
    ]
    records.put(world.authority, *rows, kind="published")
    group = ComparatorGroup.objects.create(pk=1, authority=world.authority, kind="own", name="Ours")
    area = Area.objects.create(gss_code="X06000001", la_code="997", name="Brackwater", level="authority")
    ComparatorMember.objects.create(group=group, area=area, rank=1)
    published(world.authority, world.people["programme_manager"], choices={"members": Choice("", ["plans"])})
    return world


@pytest.mark.parametrize("role", EXPECTED)
def test_no_dashboard_takes_more(role: str, world: World) -> None:
    reader = Client()
    reader.force_login(world.people[role])
    taken = {}
    for place in EXPECTED[role]:
        near.forget()
        address = f"{place}/{HELD}" if place in BY_SLUG else place
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(f"/c/999/dashboards/{address}").status_code == 200
        taken[place] = len(queries)
    assert taken == EXPECTED[role]
    assert max(taken.values()) <= 15
