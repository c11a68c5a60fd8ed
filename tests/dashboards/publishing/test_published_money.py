"""The money of an edition: what submitted returns state, and the savings on record."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from dashboards.boards.reading import look_by_key
from dashboards.charts.lines import Frame
from dashboards.positions import read_deficit
from dashboards.publishing.building import Built, build_edition
from dashboards.publishing.editions import Choice, prepare
from dashboards.publishing.freezing import chart_to_plain
from dashboards.scope import outside
from tests import factories
from tests.dashboards import records
from tests.factories import NOW, TODAY, World
from tests.workstreams.records import make_workstream
from workstreams.models import Saving, SavingFigure

KEYS = ("in-year-position", "savings-cashable", "savings-avoidance")


@pytest.fixture
def world(db: None, clock: Any) -> World:
    made = factories.make_world()
    make_saving(made, kind="cashable", amount=233_333)
    stated = {"financial_year": "2024-25", "in_year_position": "-910000.00", "closing_after_payments": "-6780000.00"}
    records.submitted(made.submission, made.people["officer"], {}, [stated])
    return made


def make_saving(world: World, *, kind: str, amount: int, **fields: Any) -> Saving:
    work = world.agreement.workstreams.first() or make_workstream(world)
    saving = Saving.objects.create(workstream=work, name=f"Saving {Saving.objects.count()}", kind=kind, **fields)
    SavingFigure.objects.create(saving=saving, financial_year="2024-25", planned_amount=Decimal(amount))
    return saving


def built(world: World) -> Built:
    values = {"month": date(2024, 5, 1), "title": "For the forum", "choices": {"members": Choice("", KEYS)}}
    return build_edition(prepare(world.authority, by=world.people["programme_manager"], now=NOW, **values))


def charts(edition: Built) -> dict[str, Any]:
    return {chart["chart"]["key"]: chart["chart"] for chart in edition.contents["members"]["charts"]}


def test_the_year_alone_is_that_of_the_submitted_return_and_savings_are_those_on_record(world: World) -> None:
    found = charts(built(world))

    assert list(found) == ["in-year-position", "savings-cashable"]
    assert "£910,000 deficit within 2024-25" in found["in-year-position"]["title"]
    assert found["in-year-position"]["series"][0]["values"][0] == "-910000.00"
    assert found["savings-cashable"]["series"][0]["values"][0] == "233333.00"
    assert found["savings-cashable"]["source"] == "The workstreams’ savings as recorded when this was published"
    assert found["savings-cashable"]["as_at"] is None


def test_a_return_about_a_later_month_is_not_in_an_edition_and_the_one_before_it_speaks(world: World) -> None:
    """Prepared after it was submitted; members see it on their dashboard."""
    later = factories.make_submission(factories.period_of(world.agreement, "update-2-2024-25"))
    stated = {"financial_year": "2024-25", "in_year_position": "-1230000.00", "closing_after_payments": "-7100000.00"}
    records.submitted(later, world.people["officer"], {}, [stated])

    found = charts(built(world))

    assert found["in-year-position"]["series"][0]["values"][0] == "-910000.00"
    assert found["in-year-position"]["as_at"] == "2024-05-31"
    live = read_deficit(world.agreement, outside(world.authority), today=later.period.covers_to)
    assert live.latest is not None
    assert live.latest.years[0].in_year == -1230000


def test_without_a_return_about_the_month_or_before_an_edition_has_the_plan_alone(world: World) -> None:
    world.period.covers_to = date(2024, 6, 1)
    world.period.save()

    series = charts(built(world))["in-year-position"]["series"]

    assert [each["name"] for each in series] == ["Planned"]


def test_what_stands_in_a_draft_is_not_in_an_edition(world: World) -> None:
    factories.make_dsg_position(world.period, "2024-25", in_year_position=-5)
    world.submission.status = "draft"
    world.submission.save()

    series = charts(built(world))["in-year-position"]["series"]

    assert [each["name"] for each in series] == ["Planned"]


def test_members_have_the_same_year_alone_on_their_dashboard_as_in_an_edition(client: Client, world: World) -> None:
    """Of submitted returns, in its words too; what stands in a draft is in neither."""
    factories.make_dsg_position(world.period, "2024-25", in_year_position=-5)
    as_published = charts(built(world))["in-year-position"]
    look = look_by_key(
        world.authority, world.agreement, "in-year-position", outside(world.authority), Frame(), today=TODAY
    )
    assert look is not None
    assert look.chart is not None
    assert chart_to_plain(look.chart) == as_published
    client.force_login(world.people["forum_member"])
    html = client.get("/c/999/dashboards/money/").content.decode()
    assert html.count('id="chart-in-year-position"') == 1
    assert as_published["title"] in html
    file = client.get("/c/999/dashboards/charts/in-year-position.csv")
    assert (file.status_code, "-910000" in file.content.decode()) == (200, True)


def test_places_that_another_budget_saves_hold_nothing_back(world: World) -> None:
    make_saving(world, kind="cashable", amount=900_000, places=Decimal(2), budget="health")

    assert "savings-cashable" in charts(built(world))
