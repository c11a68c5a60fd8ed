"""The dashboards of the registry as people meet them: charts, filters, what is missing, who sees what."""

import re
from decimal import Decimal

import pytest
from django.test import Client

from dashboards.boards.reading import read_figures, wanted_by
from dashboards.boards.registry import CHART_BY_KEY, DASHBOARDS
from dashboards.breakdowns import read_breakdown
from dashboards.periods import Period
from dashboards.scope import INSIDE, outside
from tests import factories
from tests.dashboards import records
from tests.dashboards.records import Row
from tests.factories import TODAY

pytestmark = pytest.mark.usefixtures("clock")
BOARDS = "/c/999/dashboards/"


@pytest.fixture
def world(db: None) -> factories.World:
    """Half a year of months, needs of January 2024 published, and a pipeline."""
    world = factories.make_world()
    records.six_months(world.authority)
    records.code_lists()
    june = Period.month(2024, 6)
    pipeline = (("plans_about_to_be_issued", 12), ("plans_about_to_cease", 5), ("pipeline_requests", 31))
    records.put(world.authority, *(Row(code, june, Decimal(value)) for code, value in pipeline))
    needs = (("ASD", 900), ("SEMH", 635), ("MSI", 3), ("VI", 2))
    whole = Row("plans_maintained", Period.census(2024), Decimal(1540))
    parts = [
        Row("plans_maintained", Period.census(2024), Decimal(value), breakdown_topic="need", breakdown=code)
        for code, value in needs
    ]
    records.put(world.authority, whole, *parts, kind="published")
    own = [
        Row("requests_received", june, Decimal(value), breakdown_topic="source", breakdown=code)
        for code, value in (("school", 20), ("parent", 9))
    ]
    records.put(world.authority, *own)
    past = factories.make_submission(factories.period_of(world.agreement, "update-3-2023-24"))
    records.submitted(past, world.people["programme_manager"], {"3.1": "on_target"}, [])
    factories.make_response(world.submission, "3.1", rag="off_target_unmitigated")
    factories.make_dsg_position(world.period)
    return world


def page(client: Client, world: factories.World, role: str, address: str) -> str:
    client.force_login(world.people[role])
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_demand_stands_beside_rights_and_projects_the_plans(client: Client, world: factories.World) -> None:
    html = page(client, world, "officer", f"{BOARDS}demand/")
    assert (
        "1,574 EHC plans in June 2024, 1,581 once those in the pipeline are counted: 7 more than without them" in html
    )
    assert "What families are owed" in html
    assert "came within 20 weeks" in html
    assert "the largest part is School or other education setting, 20 of 29 in June 2024" in html


def test_rights_stand_beside_demand(client: Client, world: factories.World) -> None:
    html = page(client, world, "officer", f"{BOARDS}rights/")
    told = ('id="chart-timeliness"', "The demand behind it", 'id="chart-refusal-rate"')
    places = [html.index(words) for words in told]
    assert places == sorted(places)


def test_a_tolerance_is_drawn_and_told(client: Client, world: factories.World) -> None:
    html = page(client, world, "officer", f"{BOARDS}plans/")
    assert "within the tolerance of 3" in html
    assert ">Tolerance<" in html


def test_what_is_not_on_record_is_named_with_the_way_in(client: Client, world: factories.World) -> None:
    html = page(client, world, "officer", f"{BOARDS}rights/")
    missing = html[html.index("Nothing on record yet") :]
    assert "Annual reviews due" in missing
    assert "/c/999/imports/" in missing
    assert "/c/999/imports/" not in page(client, world, "forum_member", f"{BOARDS}rights/")


def test_money_inside_the_programme_only(client: Client, world: factories.World) -> None:
    inside, outside_html = (page(client, world, role, f"{BOARDS}money/") for role in ("officer", "forum_member"))
    assert 'id="chart-deficit-after-payments"' in inside
    for key in ("payments", "savings-cashable", "savings-avoidance"):
        assert f'id="chart-{key}"' not in outside_html
        client.force_login(world.people["forum_member"])
        assert client.get(f"{BOARDS}charts/{key}.csv").status_code == 404


def test_officers_alone_see_what_is_late_and_off_course(client: Client, world: factories.World) -> None:
    officers, forum = (page(client, world, role, f"{BOARDS}overview/") for role in ("officer", "forum_member"))
    for words in ("What is late", "Measures off their trajectory"):
        assert words in officers
        assert words not in forum
    off = officers[officers.index("Measures off their trajectory") :]
    assert "Share of plans issued within 20 weeks" in off[: off.index("<svg")]


def test_an_own_division_is_hidden_from_a_forum_member_and_small_published_parts_too(
    client: Client, world: factories.World
) -> None:
    demand, plans = (page(client, world, "forum_member", f"{BOARDS}{slug}/") for slug in ("demand", "plans"))
    assert "School or other education setting" not in demand
    assert "Social, emotional and mental health" in plans
    assert "c: hidden to protect children" in plans
    client.force_login(world.people["forum_member"])
    file = client.get(f"{BOARDS}charts/plans-maintained-by-need.csv").content.decode()
    assert re.search(r"Multi-sensory impairment,c\b", file)


@pytest.mark.parametrize("role", ["officer", "forum_member"])
def test_a_dashboard_divides_exactly_as_the_measure_page_does(world: factories.World, role: str) -> None:
    scope = INSIDE if role == "officer" else outside(world.authority)
    for dashboard in DASHBOARDS:
        wanted = wanted_by(dashboard.every_chart)
        board = read_figures(world.authority, world.agreement, wanted, scope, today=TODAY)
        alone = {pair: read_breakdown(world.authority, *pair, scope) for pair in wanted.pairs}
        assert board.divided == {pair: found for pair, found in alone.items() if found}


def test_filters_survive_in_links_and_nonsense_is_the_usual_choice(client: Client, world: factories.World) -> None:
    html = page(client, world, "officer", f"{BOARDS}plans/?years=all&compare=england&by=need")
    assert f'href="{BOARDS}plans/?years=1&amp;by=need"' in html
    assert 'id="chart-plans-maintained-by-need"' in html
    assert page(client, world, "officer", f"{BOARDS}plans/?by=nothing&compare=nobody&rolling=x").count("<figure") > 1


def test_twelve_months_are_offered_where_months_are_small(client: Client, world: factories.World) -> None:
    assert "12 months at a time" not in page(client, world, "officer", f"{BOARDS}rights/")
    records.put(world.authority, *records.monthly(2023), *records.monthly(2022), *records.monthly(2021))
    assert "?rolling=12" in page(client, world, "officer", f"{BOARDS}plans/")


@pytest.mark.slow
def test_every_chart_of_a_page_can_be_downloaded_in_every_format(client: Client, world: factories.World) -> None:
    for dashboard in DASHBOARDS:
        html = page(client, world, "officer", f"{BOARDS}{dashboard.slug}/")
        links = re.findall(r'href="([^"]+/charts/[^"]+)"', html)
        assert len(links) == 4 * html.count("<figure")
        assert {client.get(link).status_code for link in links} <= {200}


def test_keys_name_one_chart_each() -> None:
    kinds = [kind for dashboard in DASHBOARDS for kind in dashboard.every_chart]
    assert all(CHART_BY_KEY[kind.key] is kind for kind in kinds)


def test_the_list_shows_one_headline_each_and_names_the_empty_ones(client: Client, world: factories.World) -> None:
    html = page(client, world, "officer", BOARDS)
    for dashboard in DASHBOARDS:
        assert f'href="{BOARDS}{dashboard.slug}/"' in html
    bare = factories.make_world(factories.make_authority("Bare", "997"))
    client.force_login(bare.people["officer"])
    html = client.get("/c/997/dashboards/").content.decode()
    assert "<strong>Demand</strong>: nothing on record yet" in html


def test_an_unknown_dashboard_is_not_found(client: Client, world: factories.World) -> None:
    client.force_login(world.people["officer"])
    assert client.get(f"{BOARDS}nothing/").status_code == 404


def test_no_page_carries_the_chart_library_data_or_a_script_of_its_own(client: Client, world: factories.World) -> None:
    html = page(client, world, "officer", f"{BOARDS}demand/")
    assert "application/json" not in html
    assert 'data-chart-url="/c/999/dashboards/charts/' in html
