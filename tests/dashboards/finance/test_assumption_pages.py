"""The register of assumptions: entered, versioned, held against what happened, and named by the forecasts."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from conditions.models import Assumption, AssumptionVersion
from conditions.services import assumptions as services
from conditions.services.assumptions import Assumed
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.dashboards.finance.assumed import LIST, page_of
from tests.factories import NOW, TODAY, World
from tests.money_examples import make_growth

pytestmark = pytest.mark.usefixtures("clock")

ADD = f"{LIST}add/"


@pytest.fixture
def world(db: None) -> World:
    return factories.make_world()


@pytest.fixture
def growth(world: World) -> Assumption:
    return make_growth(world.agreement, by=world.people["finance_officer"])


def typed(client: Client, address: str, **instead: str) -> dict[str, str]:
    """What the page would send with these boxes typed over."""
    form = client.get(address).context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, date):
            data |= {f"{bound.html_name}_{part}": str(getattr(value, part)) for part in ("day", "month", "year")}
        elif value not in (None, []):
            data[bound.html_name] = ",".join(value) if isinstance(value, list) else str(value)
    return data | instead


NEW = {
    "name": "Cost of an independent place",
    "kind": "unit_cost",
    "unit": "pounds",
    "value_2024-25": "£48,000",
    "value_2025-26": "49,500.50",
    "effective_from_day": "1",
    "effective_from_month": "4",
    "effective_from_year": "2024",
    "evidence": "Invoices of 2023-24.",
    "lines": "1.2.3",
}


def test_an_assumption_is_added_with_its_first_version_and_audited(finance: Client, world: World) -> None:
    response = finance.post(ADD, NEW)
    added = Assumption.objects.get()
    assert response.headers["Location"] == page_of(added)
    version = added.versions.get()
    assert version.by_year == {"2024-25": Decimal(48_000), "2025-26": Decimal("49500.5")}
    assert (version.number, version.created_by) == (1, world.people["finance_officer"])
    event = AuditEvent.objects.get(action="assumption_added")
    assert event.changes["2024-25"] == [None, "£48,000"]
    page = finance.get(page_of(added)).content.decode()
    assert "£49,500.50" in page
    assert "1.2.3 Top-up: non-maintained and independent" in page


@pytest.mark.parametrize(
    ("instead", "field", "words"),
    [
        ({"value_2024-25": "about 4"}, "value_2024-25", "must be a number"),
        ({"value_2024-25": "4.00001"}, "value_2024-25", "4 decimal places"),
        ({"value_2024-25": "", "value_2025-26": ""}, "value_2022-23", "at least one year"),
        ({"effective_from_day": "31", "effective_from_month": "2"}, "effective_from", "must be a real date"),
        ({"name": ""}, "name", "Enter what is assumed"),
        ({"tolerance": "-1"}, "tolerance", "must be 0 or more"),
        ({"lines": "9.9.9"}, "lines", "Select one of the options"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_saved(
    finance: Client, instead: dict[str, str], field: str, words: str
) -> None:
    response = finance.post(ADD, {**NEW, **instead})
    assert response.status_code == 422
    assert words in str(response.context["form"].errors[field])
    assert not Assumption.objects.exists()


def test_a_name_is_used_once(finance: Client, growth: Assumption) -> None:
    response = finance.post(ADD, {**NEW, "name": growth.name})
    assert "There is an assumption of this name already" in response.content.decode()


def test_a_change_is_a_new_version_and_the_old_one_stays_readable_with_who_and_why(
    finance: Client, world: World, growth: Assumption
) -> None:
    address = page_of(growth, "version/")
    data = typed(finance, address, **{"value_2024-25": "9", "reason": "The growth model was reset."})
    assert finance.post(address, data).status_code == 302
    first, second = growth.versions.all()
    assert (first.by_year["2024-25"], second.by_year["2024-25"]) == (4, 9)
    page = finance.get(page_of(growth)).content.decode()
    assert "The growth model was reset." in page
    assert "Version 1, in force from 1 April 2023" in page
    assert AuditEvent.objects.get(action="assumption_version_added").changes["2024-25"] == ["4.0%", "9.0%"]


def test_a_new_version_says_why_and_does_not_begin_before_the_last(finance: Client, growth: Assumption) -> None:
    address = page_of(growth, "version/")
    data = typed(finance, address, **{"value_2024-25": "9"})
    assert "reason" in finance.post(address, data).context["form"].errors
    early = {**data, "reason": "Reset.", "effective_from_year": "2020"}
    assert "cannot be in force before version 1" in finance.post(address, early).content.decode()
    assert growth.versions.count() == 1


def test_a_version_saved_meanwhile_is_not_passed_over_unseen(finance: Client, world: World, growth: Assumption) -> None:
    address = page_of(growth, "version/")
    mine = typed(finance, address, **{"value_2024-25": "9", "reason": "Reset."})
    theirs = Assumed({"2024-25": Decimal(5)}, TODAY, reason="A little more.")
    services.add_version(growth, theirs, after=1, by=world.people["programme_manager"], now=NOW)
    refused = finance.post(address, mine)
    assert "Programme manager made version 2 while you had the page open" in refused.content.decode()
    assert growth.versions.count() == 2
    again = {**mine, "after": str(refused.context["form"]["after"].value())}
    assert finance.post(address, again).status_code == 302
    assert growth.versions.count() == 3


def test_what_it_is_held_against_changes_without_a_new_version(finance: Client, growth: Assumption) -> None:
    address = page_of(growth, "change/")
    data = typed(finance, address, tolerance="2.5", owner="")
    assert finance.post(address, data).status_code == 302
    growth.refresh_from_db()
    assert (growth.tolerance, growth.owner, growth.versions.count()) == (Decimal("2.5"), None, 1)
    stale = finance.post(address, {**data, "tolerance": "3"})
    assert stale.status_code == 422
    assert "saved this while you were editing it" in stale.content.decode()


def test_an_officer_reads_and_does_not_change_and_a_member_sees_nothing(
    client: Client, world: World, growth: Assumption
) -> None:
    client.force_login(world.people["officer"])
    assert client.get(page_of(growth)).status_code == 200
    assert ADD.encode() not in client.get(LIST).content
    assert client.get(ADD).status_code == 403
    client.force_login(world.people["forum_member"])
    assert client.get(LIST).status_code == 403


def test_without_any_the_page_says_what_will_stand_there(finance: Client) -> None:
    assert "No assumptions yet" in finance.get(LIST).content.decode()


def test_another_agreement_s_assumption_is_not_found(finance: Client, world: World, growth: Assumption) -> None:
    factories.make_agreement(world.authority, slug="another", title="Another agreement")
    assert finance.get(f"/c/999/finance/another/assumptions/{growth.pk}/").status_code == 404


def test_every_version_is_kept_by_the_database(growth: Assumption) -> None:
    assert AssumptionVersion.append_only


def test_the_money_page_leads_to_every_register(finance: Client, world: World) -> None:
    page = finance.get("/c/999/finance/safety-valve/money/").content.decode()
    for address in (
        LIST,
        "/c/999/agreements/safety-valve/payments/",
        "/c/999/savings/",
        "/c/999/finance/safety-valve/",
    ):
        assert f'href="{address}"' in page
    assert "/c/999/finance/safety-valve/money/" in finance.get("/c/999/agreements/safety-valve/").content.decode()
