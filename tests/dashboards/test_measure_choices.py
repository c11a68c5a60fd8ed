"""The choices on a measure's page: plain links that survive reloading, the files behind them, groups of one's own."""

import dataclasses
import io
from decimal import Decimal

import pytest
from django.test import Client
from openpyxl import load_workbook

from dashboards.imports.undo import undo
from dashboards.models import Area, ComparatorGroup, Indicator
from dashboards.periods import Period
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.dashboards import records
from tests.dashboards.records import Row

pytestmark = pytest.mark.usefixtures("clock")
PLANS, REQUESTS = "/c/880/measures/plans_maintained/", "/c/880/measures/requests_received/"
GROUPS = "/c/880/comparators/"


@pytest.fixture
def world(db: None) -> factories.World:
    world = factories.make_world(factories.make_authority("Torbay", "880", gss_code="E06000027"))
    records.torbay(world.authority)
    records.code_lists()
    rows = [
        Row("requests_received", Period.calendar_year(2024), Decimal(n), breakdown_topic="source", breakdown=source)
        for source, n in (("parent", 120), ("school", 187))
    ]
    rows += [Row("requests_received", Period.calendar_year(2023), Decimal(140000), area_code="E92000001")]
    records.put(world.authority, *rows, kind="published")
    return world


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200
    return response.content.decode()


def test_a_measure_is_divided_by_a_plain_link(officer: Client) -> None:
    html = page(officer, REQUESTS)
    assert f'href="{REQUESTS}?by=source"' in html
    divided = page(officer, f"{REQUESTS}?by=source")
    assert "the largest part is School or other education setting, 187 of 307 in 2024" in divided
    assert "Source of request</strong>" in divided
    assert "charts/measure-requests_received.csv?by=source" in divided
    assert f'href="{REQUESTS}?years=1&amp;by=source"' in divided


def test_a_division_of_small_months_is_offered_twelve_at_a_time(officer: Client, world: factories.World) -> None:
    rows = [
        Row("requests_received", Period.month(2023, month), Decimal(n), breakdown_topic="source", breakdown=source)
        for month in range(1, 13)
        for source, n in (("parent", 3), ("school", 30))
    ]
    records.put(world.authority, *rows)
    assert "12 months at a time" not in page(officer, REQUESTS)
    assert f'href="{REQUESTS}?by=source&amp;rolling=12"' in page(officer, f"{REQUESTS}?by=source")
    twelve = page(officer, f"{REQUESTS}?by=source&rolling=12")
    assert "the largest part is School or other education setting, 360 in the 12 months to December 2023" in twelve
    file = officer.get("/c/880/dashboards/charts/measure-requests_received.csv?by=source&rolling=12").content.decode()
    assert "12 months to December 2023: status" in file.splitlines()[0]
    records.put(world.authority, *(dataclasses.replace(row, value=None, marker="x") for row in rows[4:6]))
    assert "Not shown twelve months at a time." in page(officer, f"{REQUESTS}?by=source&rolling=12")


def test_a_measure_is_held_against_by_a_plain_link(officer: Client) -> None:
    html = page(officer, REQUESTS)
    assert f'href="{REQUESTS}?compare=england"' in html
    held = page(officer, f"{REQUESTS}?compare=england")
    assert "2023 counted as 100: Torbay 88 and England 110 in 2024" in held
    assert "England</strong>" in held
    assert "154,489" in held


def test_a_rate_has_england_beside_it_until_it_is_taken_away(officer: Client) -> None:
    rate = "/c/880/measures/refusal_rate_published/"
    assert "lower than England" in page(officer, rate)
    assert f'href="{rate}?compare=none"' in page(officer, rate)
    assert "lower than England" not in page(officer, f"{rate}?compare=none")


@pytest.mark.parametrize("question", ["by=nothing", "compare=group-9999", "compare=<b>", "by=school"])
def test_what_the_address_does_not_understand_is_the_measure_by_itself(officer: Client, question: str) -> None:
    html = page(officer, f"{REQUESTS}?{question}")
    assert "Not divided</strong>" in html
    assert "Only Torbay</strong>" in html
    assert "9999" not in html


@pytest.mark.parametrize("kind", ["csv", "xlsx", "svg", "png", "json"])
@pytest.mark.parametrize("question", ["by=source", "compare=england"])
def test_every_choice_can_be_downloaded(officer: Client, kind: str, question: str) -> None:
    response = officer.get(f"/c/880/dashboards/charts/measure-requests_received.{kind}?{question}")
    assert response.status_code == 200
    if kind == "csv":
        text = response.content.decode("utf-8-sig")
        assert ("School or other education setting,187" in text) == (question == "by=source")
        assert ("England," in text) == (question == "compare=england")
    if kind == "xlsx":
        assert load_workbook(io.BytesIO(response.content)).sheetnames == ["Chart", "Figures"]


def test_a_forum_member_sees_no_local_breakdown(client: Client, world: factories.World) -> None:
    local = Row(
        "requests_received", Period.calendar_year(2025), Decimal(9), breakdown_topic="age_band", breakdown="5_10"
    )
    records.put(world.authority, local)
    client.force_login(world.people["forum_member"])
    html = page(client, REQUESTS)
    assert "?by=source" in html
    assert "?by=age_band" not in html
    assert "5 to 10" not in page(client, f"{REQUESTS}?by=age_band")


def test_figures_say_where_they_come_from_and_how_they_stand(officer: Client, world: factories.World) -> None:
    ranged = Row("timeliness_20_weeks", Period.month(2024, 5), Decimal(96), upper=Decimal(100), is_as_reported=True)
    Indicator.objects.get(code="timeliness_20_weeks").versions.update(kind="stored")
    records.put(world.authority, ranged)
    html = page(officer, "/c/880/measures/timeliness_20_weeks/")
    assert "96.0 to 100.0%" in html
    assert "Final, as reported" in html
    assert "as reported, without the counts behind it: May 2024" in html


def test_a_restated_figure_keeps_its_old_value_on_the_page(officer: Client, world: factories.World) -> None:
    records.put(world.authority, Row("requests_received", Period.calendar_year(2024), Decimal(311)), kind="published")
    html = page(officer, REQUESTS)
    assert "What figures said before" in html
    assert ">307<" in html
    assert ">311<" in html


def test_of_an_undone_import_nothing_is_left_on_the_page(officer: Client, world: factories.World) -> None:

    restated = records.put(world.authority, Row("requests_received", Period.calendar_year(2024), Decimal(311)))
    undo(restated.batch, by=world.people["officer"], now=factories.NOW)
    html = page(officer, REQUESTS)
    assert "311" not in html
    assert "What figures said before" not in html


def send(client: Client, address: str, *areas: str, name: str = "South coast", **more: str):
    by_region: dict[str, list[str]] = {}
    for code in areas:
        region = Area.objects.get(gss_code=code).region_gss_code
        by_region.setdefault(f"region_{region}", []).append(code)
    return client.post(address, {"name": name, **by_region, **more})


def test_a_group_of_our_own_is_made_used_changed_and_removed(officer: Client, world: factories.World) -> None:
    assert send(officer, f"{GROUPS}new/", "E06000026", "E06000046").status_code == 302
    group = ComparatorGroup.objects.get(authority=world.authority)
    assert "Isle of Wight, Plymouth" in page(officer, GROUPS)
    assert f"?compare=group-{group.pk}" in page(officer, REQUESTS)
    assert send(officer, f"{GROUPS}{group.pk}/", "E06000026", name="Ports").status_code == 302
    assert [member.area.name for member in group.members.all()] == ["Plymouth"]
    assert officer.post(f"{GROUPS}{group.pk}/remove/").status_code == 422
    assert officer.post(f"{GROUPS}{group.pk}/remove/", {"remove": "yes"}).status_code == 302
    assert not ComparatorGroup.objects.exists()
    actions = AuditEvent.objects.filter(action__startswith="comparators").order_by("sequence")
    assert [event.action for event in actions] == ["comparators_created", "comparators_changed", "comparators_removed"]
    assert actions[1].changes == {
        "name": ["South coast", "Ports"],
        "areas": ["Isle of Wight, Plymouth", "Plymouth"],
    }


def test_a_group_needs_a_name_of_its_own_and_a_council(officer: Client, world: factories.World) -> None:
    empty = officer.post(f"{GROUPS}new/", {"name": "South coast"})
    assert empty.status_code == 422
    assert "Choose at least one council" in empty.content.decode()
    send(officer, f"{GROUPS}new/", "E06000026")
    again = send(officer, f"{GROUPS}new/", "E06000046", name="south coast")
    assert again.status_code == 422
    assert "There is a group with this name already" in again.content.decode()


def test_a_group_that_somebody_else_changed_is_not_overwritten_unasked(officer: Client, world: factories.World) -> None:
    send(officer, f"{GROUPS}new/", "E06000026")
    group = ComparatorGroup.objects.get(authority=world.authority)
    stale = send(officer, f"{GROUPS}{group.pk}/", "E06000046", seen="0123456789abcdef")
    assert stale.status_code == 422
    assert "Somebody else changed this group" in stale.content.decode()
    assert [member.area.name for member in group.members.all()] == ["Plymouth"]


def test_the_neighbours_in_force_are_shown_and_not_changed_here(officer: Client, world: factories.World) -> None:
    group = ComparatorGroup.objects.create(
        authority=world.authority, kind="statistical", name="Statistical neighbours", edition="2025"
    )
    group.members.create(area=Area.objects.get(gss_code="E06000026"), rank=1, closeness="Very close")
    html = page(officer, GROUPS)
    assert "edition 2025" in html
    assert "Plymouth" in html
    assert officer.get(f"{GROUPS}{group.pk}/").status_code == 404
    assert officer.post(f"{GROUPS}{group.pk}/remove/", {"remove": "yes"}).status_code == 404
