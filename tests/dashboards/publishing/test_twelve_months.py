"""Where months are small an edition can show twelve of them at a time, and gives no month away by it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.models import Audience
from dashboards.periods import Period
from dashboards.publishing.building import build_edition
from dashboards.publishing.content import read, tables_of
from dashboards.publishing.editions import Choice
from dashboards.publishing.feed import live_contents, rows_of
from dashboards.publishing.released import read_released
from dashboards.services.measurements import Row
from safetyvalve.render.data import SUPPRESSED
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import prepared, published
from tests.factories import World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
MONTHS, SUMS = "mediation-and-appeals", "mediation-and-appeals-12-months"
CASES = [3, 0, 5, 2, 6, 1, 4, 2, 0, 3, 7, 2, 4, 1, 5, 3]
"""January 2023 to April 2024."""


@pytest.fixture
def world(clock: Any) -> World:
    world = factories.make_world()
    records.catalogue()
    rows = [Row("mediation_cases", Period.month(2023 + n // 12, n % 12 + 1), Decimal(c)) for n, c in enumerate(CASES)]
    records.put(world.authority, *rows)
    return world


def members_get(*charts: str) -> dict[str, Choice]:
    return {"members": Choice("", charts)}


def shown(world: World, *charts: str, **fields: Any) -> dict[str, dict[str, object]]:
    """What an edition prints, by chart and row."""
    who = world.people["programme_manager"]
    edition = published(world.authority, who, month=date(2024, 4, 1), choices=members_get(*charts), **fields)
    content = read(edition.contents.get())
    return {item["key"]: {str(row[0]): row[1] for row in tables_of(item)[0].rows} for item in content["charts"]}


def test_sums_of_twelve_months_are_shown_where_the_months_would_be_letters(world: World) -> None:
    found = shown(world, SUMS)[SUMS]
    assert found == {
        "December 2023": sum(CASES[:12]),
        "January 2024": sum(CASES[1:13]),
        "February 2024": sum(CASES[2:14]),
        "March 2024": sum(CASES[3:15]),
        "April 2024": sum(CASES[4:16]),
    }


def test_after_months_were_published_every_sum_that_leads_to_a_small_one_is_withheld(world: World) -> None:
    months = shown(world, MONTHS)[MONTHS]
    assert months["January 2023"] == SUPPRESSED
    built = build_edition(
        prepared(world.authority, world.people["programme_manager"], month=date(2024, 4, 1), choices=members_get(SUMS))
    )
    assert not built.exposed
    [table] = tables_of(built.contents["members"]["charts"][0])
    # February 2023 was shown as 0, so that the step from January's sum to the next is the 1 of February 2024.
    assert [row[0] for row in table.rows if row[1] == SUPPRESSED] == ["January 2024"]
    assert [each.period for each in built.withheld] == ["February 2023 to January 2024"]


def test_they_are_offered_where_months_are_small_and_only_there(world: World) -> None:
    client = Client()
    client.force_login(world.people["programme_manager"])
    records.six_months(world.authority)
    offered = dict(client.get(reverse("dashboards:publication-create", args=["999"])).context["form"].fields)
    keys = [key for key, _ in offered["members_charts"].choices]
    assert keys[keys.index(MONTHS) + 1] == SUMS
    assert [key for key in keys if key.endswith("-12-months")] == [SUMS]
    assert "twelve months at a time instead of its months" in offered["members_charts"].help_text


def test_the_feed_says_which_twelve_months_and_dashboards_take_no_sum_for_a_year(world: World) -> None:
    shown(world, SUMS)
    rows = list(rows_of("figures", live_contents(world.authority, Audience.MEMBERS)))
    last = next(row for row in rows if row["category"] == "April 2024")
    assert (last["period_start"], last["period_end"]) == (date(2023, 5, 1), date(2024, 4, 30))
    assert last["value"] == sum(CASES[4:16])
    assert read_released(world.authority).figures == {}
