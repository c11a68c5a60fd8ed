"""The dashboards as people meet them: who sees what in the first response, and what is hidden from whom."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dashboards.periods import Period
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import published
from tests.dashboards.records import Row

OVERVIEW = "/c/999/dashboards/overview/"
BOARDS = tuple(f"/c/999/dashboards/{slug}/" for slug in ("demand", "plans", "rights", "money"))
PAGES = (OVERVIEW, *BOARDS, "/c/999/dashboards/", "/c/999/measures/", "/c/999/measures/refusals_to_assess/")
pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def world(db: None) -> factories.World:
    """Figures to June 2024; the return to November 2023 submitted and an edition of that month published for members,
    Update 1 (to May 2024) in draft."""
    world = factories.make_world()
    records.six_months(world.authority)
    records.put(
        world.authority,
        *(Row(code, Period.month(2023, 11), Decimal(value)) for code, value in
          zip(records.CODES, (30, 40, 3, 1530, 10, 8, 6, 12), strict=True)),
    )  # fmt: skip
    past = factories.make_submission(factories.period_of(world.agreement, "update-3-2023-24"))
    position = {"financial_year": "2023-24", "basis": "forecast", "closing_after_payments": "-7500000"}
    records.submitted(past, world.people["programme_manager"], {"3.1": "on_target"}, [position])
    published(world.authority, world.people["programme_manager"], month=date(2023, 11, 1))
    factories.make_response(world.submission, "3.1", rag="off_target_unmitigated")
    factories.make_dsg_position(world.period)
    return world


def page(client: Client, world: factories.World, role: str, address: str = OVERVIEW) -> str:
    client.force_login(world.people[role])
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_an_officer_sees_figures_map_and_charts_in_the_first_response(client: Client, world: factories.World) -> None:
    html = page(client, world, "officer")
    assert "EHC plans in June 2024 are 2 above the agreed trajectory" in html
    assert "11.1% of decisions in June 2024 were not to assess" in html
    assert "£5.8 million deficit after DfE payments in March 2025, as planned" in html
    assert "Update 1" in html
    assert html.count("<svg") >= 10
    assert "Red" in html


def test_a_forum_member_sees_what_an_edition_shows_and_submitted_balances(
    client: Client, world: factories.World
) -> None:
    html = page(client, world, "forum_member")
    assert "the newest for November 2023" in html
    assert "which cover the time up to 30 November 2023" in html
    assert "1,530" in html
    assert "£7.5 million deficit" in html
    for later in ("1,574", "11.1%", "£5.8 million deficit after", "Red<"):
        assert later not in html
    assert "2023-24" in html


def test_small_counts_and_their_rates_are_hidden_from_a_forum_member(client: Client, world: factories.World) -> None:
    inside, outside = (page(client, world, role) for role in ("officer", "forum_member"))
    assert "7.5%" not in outside
    assert "3 of 40" not in outside
    assert "hidden to protect children" in outside
    assert "hidden to protect children" not in inside
    measure = page(client, world, "forum_member", "/c/999/measures/refusals_to_assess/")
    assert "c<span" in measure


def test_published_figures_are_seen_before_anything_is_submitted(client: Client, db: None) -> None:
    torbay = factories.make_authority("Torbay", "880")
    records.torbay(torbay)
    client.force_login(factories.make_user("forum_member", torbay))
    html = client.get("/c/880/dashboards/overview/").content.decode()
    assert "10.1% of requests received in 2024 were refused an assessment" in html
    assert "No return has been submitted to DfE yet" in html
    assert "Transfers in and data corrections" in html


@pytest.mark.parametrize("address", [OVERVIEW, *BOARDS])
def test_the_files_of_a_dashboard_are_offered_beneath_its_heading(
    client: Client, world: factories.World, address: str
) -> None:
    client.force_login(world.people["officer"])
    html = client.get(address).content.decode()
    assert html.count("<h1") == 1
    assert html.index("<h1") < html.index("Take this dashboard with you")


@pytest.mark.parametrize("address", PAGES)
def test_a_stranger_does_not_learn_that_the_council_exists(
    client: Client, world: factories.World, address: str
) -> None:
    client.force_login(factories.make_user("officer", factories.make_authority("Elsewhere", "998")))
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_an_administrator_may_not_see_dashboards(client: Client, world: factories.World, address: str) -> None:
    client.force_login(world.people["administrator"])
    assert client.get(address).status_code == 403


@pytest.mark.slow
@pytest.mark.parametrize("role", ["officer", "forum_member", "section_151"])
@pytest.mark.parametrize("address", PAGES)
def test_looking_writes_nothing(client: Client, world: factories.World, role: str, address: str) -> None:
    client.force_login(world.people[role])
    client.get("/c/999/")
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    written = [q["sql"] for q in queries if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert [sql for sql in written if "django_session" not in sql and "core_keptmarkup" not in sql] == []


@pytest.mark.parametrize("role", ["officer", "forum_member"])
def test_three_years_of_months_take_no_more_queries_than_one(client: Client, world: factories.World, role: str) -> None:
    def counted() -> dict[str, int]:
        numbers = {}
        for address in PAGES:
            with CaptureQueriesContext(connection) as queries:
                client.get(address, {"years": "all"})
            numbers[address] = len(queries)
        return numbers

    client.force_login(world.people[role])
    # What every council shares is read once and kept: the first look at each page reads it.
    counted()
    records.put(world.authority, *records.monthly(2020))
    few = counted()
    for year in (2021, 2022, 2023):
        records.put(world.authority, *records.monthly(year))
    for order in range(4, 9):
        factories.make_condition(world.agreement, order)
    assert counted() == few
    assert max(few.values()) <= (30 if role == "officer" else 20)


@pytest.mark.parametrize(("years", "first"), [("1", "June 2023"), ("all", "June 2020")])
def test_the_years_shown_are_a_plain_link(client: Client, world: factories.World, years: str, first: str) -> None:
    records.put(world.authority, *records.monthly(2020), *records.monthly(2023))
    html = page(client, world, "officer", f"{OVERVIEW}?years={years}")
    assert f"{first} to December 2024" in html or f"{'January 2020' if years == 'all' else first} to" in html
    assert 'aria-current="true"' in html


def test_an_unknown_filter_is_the_usual_one_and_an_unknown_agreement_is_not_found(
    client: Client, world: factories.World
) -> None:
    page(client, world, "officer", f"{OVERVIEW}?years=1000000")
    assert client.get(f"{OVERVIEW}?agreement=none").status_code == 404


def test_two_agreements_can_be_chosen_between(client: Client, world: factories.World) -> None:
    factories.make_agreement(
        world.authority, slug="older", title="Older agreement", signed_on=date(2020, 1, 1), conditions=1
    )
    html = page(client, world, "officer")
    assert "?agreement=older" in html
    assert "Older agreement</span>" in page(client, world, "officer", f"{OVERVIEW}?agreement=older")


def test_a_council_without_figures_is_told_what_will_appear(client: Client, db: None) -> None:
    world = factories.make_world(factories.make_authority("Bare", "997"))
    client.force_login(world.people["officer"])
    for address in ("/c/997/dashboards/", "/c/997/dashboards/overview/", "/c/997/measures/"):
        assert client.get(address).status_code == 200
    assert "There are no figures yet" in client.get("/c/997/dashboards/").content.decode()
