"""No dashboard that a council puts together takes more than 15 queries, whatever it puts on it at once: measures that
are divided, held against its groups and its region, worked out of others, and health money, with what was agreed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards.few_plans import HEALTH_MONEY
from dashboards.models import Area, ComparatorGroup, ComparatorMember, Indicator, Target
from dashboards.periods import Period
from dashboards.publishing.editions import Choice
from dashboards.publishing.offers import OFFERS
from dashboards.services.council_dashboards import save_dashboard
from dashboards.services.measurements import Row
from safetyvalve.core import near
from safetyvalve.core.models import Authority
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import published
from tests.factories import NOW, World
from tests.money_examples import make_contribution

pytestmark = pytest.mark.django_db
SOUGHT, RECEIVED = HEALTH_MONEY
CHARTS = (
    *(("plans_maintained", "need", ""), ("plans_maintained", "", "region"), ("plans_new", "", "group-1")),
    *(("refusal_rate_published", "", "group-1"), ("plans_residual", "", ""), ("plans_growth", "", "")),
    *((SOUGHT, "", ""), (RECEIVED, "", "group-1"), ("health_contribution_share", "", "")),
    *(("requests_received", "", "none"), ("requests_received", "source", ""), ("timeliness_20_weeks", "", "")),
)
NEEDS, THERE = ("asd", "semh", "slcn"), "X06000001"
# From nothing, again from this process's memory, from another process's drawing, and after an import that leaves one
# chart as it was: in this process, and in another.
EXPECTED = {"officer": [12, 3, 5, 14, 15], "forum_member": [14, 3, 5, 14, 14]}
MOST = 15


@pytest.mark.parametrize("size", [1, pytest.param(6, marks=pytest.mark.slow)], ids=["small", "large"])
@pytest.mark.parametrize("role", EXPECTED)
def test_everything_at_once_takes_exactly_its_queries(role: str, size: int, clock: Any) -> None:
    world = factories.make_world()
    address = put_together(world, size)
    client = Client()
    client.force_login(world.people[role])
    taken = []
    for imports, is_another_process in ((0, True), (0, False), (0, True), (1, False), (2, True)):
        if imports:
            moved(world.authority, imports)
        if is_another_process:
            near.forget()
        with CaptureQueriesContext(connection) as captured:
            page = client.get(address).content.decode()
        assert page.count('class="app-chart"') == (10 if size == 1 else 11), (
            "a growth needs two years, a residual months"
        )
        taken.append(len(captured))
    assert taken == EXPECTED[role]
    for asked in ("?years=all", "?years=1&rolling=12", "?each=year&compare=group-1"):
        near.forget()
        with CaptureQueriesContext(connection) as captured:
            client.get(address + asked)
        assert len(captured) == EXPECTED[role][0] <= MOST, asked
    assert max(taken) <= MOST


def put_together(world: World, size: int) -> str:
    """The more, the longer its series, and the more groups, editions, agreed points and contributions there are."""
    authority, manager = world.authority, world.people["programme_manager"]
    records.six_months(authority)
    records.code_lists()
    records.submitted(world.submission, world.people["officer"], {}, [])
    there = Area.objects.create(gss_code=THERE, la_code="997", name="Brackwater", level="authority")
    region = Area.objects.create(gss_code="X12000001", name="The Coast", level="region")
    Area.objects.create(
        gss_code=authority.gss_code, la_code="999", name="Here", level="authority", region_gss_code=region.gss_code
    )
    for number in range(1, size + 1):
        group = ComparatorGroup.objects.create(pk=number, authority=authority, kind="own", name=f"Ours {number}")
        ComparatorMember.objects.create(group=group, area=there, rank=1)
        add_year(world, 2024 - number, region.gss_code)
        published(authority, manager, choices={"members": Choice("", [offer.key for offer in OFFERS])})
    charts = [{"code": code, "by": by, "against": against, "words": "Ours."} for code, by, against in CHARTS]
    made = save_dashboard(
        authority, None, name="All", about="", charts=charts, is_shared=True, seen="", by=manager, now=NOW
    )
    return f"/c/999/dashboards/own/{made.pk}/"


def add_year(world: World, year: int, region: str) -> None:
    """Everything of a year: figures here and elsewhere, health money, and what was agreed for it."""
    label = f"{year}-{(year + 1) % 100:02}"
    plans = 40 if year % 2 else 2
    make_contribution(world.agreement, by=world.people["finance_officer"], financial_year=label, plans=plans)
    for indicator in Indicator.objects.filter(code__in=(*HEALTH_MONEY, "plans_new", "plans_growth")):
        Target.objects.create(
            authority=world.authority, indicator=indicator, on=date(year, 3, 31), value=Decimal(900 + year)
        )
    parts = [("plans_maintained", "need", need) for need in NEEDS]
    parts += [("requests_received", "source", source) for source in ("parent", "school")]
    calendar = Period.calendar_year(year)
    rows = [
        Row(code, calendar, Decimal(30 + n), breakdown_topic=by, breakdown=part)
        for n, (code, by, part) in enumerate(parts)
    ]
    rows += [
        Row(code, calendar, Decimal(200 + n), area_code=area, area_name="There")
        for area in (THERE, region, "E92000001", world.authority.gss_code)
        for n, code in enumerate(("plans_maintained", "plans_new", "plans_ceased", "refusals_published"))
    ]
    records.put(world.authority, *rows, kind="published")


def moved(authority: Authority, number: int) -> None:
    """Figures of every kind come in; the requests stay as they were."""
    year = Period.calendar_year(2010 + number)
    rows = [Row("plans_maintained", year, Decimal(9), breakdown_topic="need", breakdown=need) for need in NEEDS]
    rows += [Row("plans_new", year, Decimal(number)), Row("refusals_published", year, Decimal(number))]
    records.put(authority, *rows, kind="published")
    records.put(authority, *(Row(code, Period.financial_year("2012-13"), Decimal(number)) for code in HEALTH_MONEY))
