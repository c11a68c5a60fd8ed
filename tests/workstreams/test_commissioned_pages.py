"""Keeping commissioned services in the browser, and what finance then owes."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.models import Indicator, IndicatorVersion, Measurement
from safetyvalve.core.models import AuditEvent
from safetyvalve.core.roles import Role, permissions_of
from tests.factories import NOW, World
from tests.register_examples import make_service
from tests.workstreams.records import actions, date_fields
from workstreams.home_services import tasks
from workstreams.models import CommissionedService, ServiceIndicator

SignIn = Callable[[World, str], Client]


@pytest.fixture
def finance(world: World, sign_in: SignIn) -> Client:
    return sign_in(world, "finance_officer")


def url(name: str, *args: object) -> str:
    return reverse(f"workstreams:{name}", args=args)


def posted(**fields: object) -> dict[str, object]:
    days: dict[str, object] = {}
    for name in ("starts_on", "ends_on", "notice_given_on", "review_on"):
        day = fields.pop(name, None)
        days |= date_fields(name, day if isinstance(day, date) else None)
    blank = dict.fromkeys(("about", "line", "notice", "notice_given_by", "owner", "source"), "")
    about = {"name": "Psychology", "provider": "Neighbour", "kind": "sla", "goes_on": "no", "notice_unit": "months"}
    return {**about, **blank, **days, "revision": 0, **fields}


def new(world: World) -> str:
    return url("commissioned-service-create", world.authority.la_code, world.agreement.slug)


def test_finance_adds_a_service_with_values_and_the_last_day_is_said(world: World, finance: Client) -> None:
    answer = finance.post(new(world), posted(ends_on=date(2025, 3, 31), notice="6", line="1.2.5"))
    service = CommissionedService.objects.get()
    assert answer.url == service.get_absolute_url()
    finance.post(url("commissioned-values", *service.address), {"revision": 1, "amount-2024-25": "240k"})

    page = finance.get(service.get_absolute_url()).content.decode()
    assert "or sooner is 30 September 2024, 4 months from now" in page
    assert "£240,000" in page
    assert "1.2.5 SEN support services" in page
    assert actions(world) == ["commissioned_service_added", "commissioned_value_changed"]


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"provider": ""}, "provider", "Enter the provider"),
        ({"notice": "six"}, "notice", "must be a whole number"),
        ({"starts_on": date(2025, 4, 1), "ends_on": date(2025, 3, 31)}, "ends_on", "same as or after the first day"),
        ({"notice_given_on": date(2024, 6, 1)}, "notice_given_by", "Say who gave notice"),
        ({"line": "2.1.4"}, "line", "Select one of the options"),
    ],
)
def test_a_mistake_is_said_at_its_field(
    world: World, finance: Client, fields: dict[str, object], field: str, message: str
) -> None:
    answer = finance.post(new(world), posted(**fields))
    assert answer.status_code == 422
    assert any(message in error for error in answer.context["form"].errors[field])
    assert not CommissionedService.objects.exists()


def test_what_is_due_within_six_months_stands_first_and_waits_at_home_for_finance(
    world: World, finance: Client
) -> None:
    who = world.people["finance_officer"]
    make_service(world.agreement, by=who, name="A long one", ends_on=date(2027, 3, 31))
    due = make_service(world.agreement, by=who, name="Psychology", owner=world.people["officer"])
    page = finance.get(url("commissioned-services", "999", world.agreement.slug))
    assert [row.service.name for row in page.context["soon"]] == ["Psychology"]
    assert [row.service.name for row in page.context["later"]] == ["A long one"]
    [line] = page.context["by_line"]
    assert (line.line, line.services, line.amount.amount) == ("1.2.5 SEN support services", 2, 480_000)

    [group] = tasks(world.authority, who, permissions_of({Role.FINANCE_OFFICER}), NOW)
    assert group.heading == "Commissioned services: what is due by 14 December 2024"
    [task] = group.tasks
    assert (task.label, task.status) == (
        "Last day to give notice: Psychology, Neighbouring council",
        "30 September 2024",
    )
    assert task.url == due.get_absolute_url()
    assert list(tasks(world.authority, who, permissions_of({Role.OFFICER}), NOW)) == []


def test_notice_given_on_an_unknown_day_is_owed_no_more_anywhere(world: World, finance: Client) -> None:
    who = world.people["finance_officer"]
    make_service(world.agreement, by=who, ends_on=date(2024, 12, 1), notice_given_by="provider")
    page = finance.get(url("commissioned-services", "999", world.agreement.slug))
    [row] = page.context["soon"]
    assert row.sentence == "Notice was given by the provider; it ends on 1 December 2024."
    assert (row.next.what, row.next.on) == ("It ends", date(2024, 12, 1))
    [group] = tasks(world.authority, who, permissions_of({Role.FINANCE_OFFICER}), NOW)
    assert [task.label for task in group.tasks] == ["It ends: Educational psychology, Neighbouring council"]


def test_an_indicator_has_its_own_value_or_shows_a_measure(world: World, finance: Client) -> None:
    service = make_service(world.agreement, by=world.people["officer"])
    measure = Indicator.objects.create(code="plans_maintained", name="EHC plans")
    version = IndicatorVersion.objects.create(
        indicator=measure, definition="How many.", unit="count", period_basis="snapshot"
    )
    Measurement.objects.create(
        authority=world.authority,
        version=version,
        area_code=world.authority.gss_code,
        period_start=date(2024, 5, 31),
        period_end=date(2024, 5, 31),
        value=1570,
        recorded_at=NOW,
    )
    form = {"name": "Plans", "target": "1,548", "measure": "plans_maintained", "latest": "", "revision": 0}
    create = url("service-indicator-create", *service.address)
    assert "the measure shows it" in finance.post(create, {**form, "latest": "3"}).content.decode()
    finance.post(create, {**form, **date_fields("latest_on", None)})
    page = finance.get(service.get_absolute_url()).content.decode()
    for words in ("1,570", "31 May 2024", "88%", reverse("dashboards:measure", args=["999", "plans_maintained"])):
        assert words in page


def test_two_people_lose_nothing_and_removing_asks_first(world: World, finance: Client) -> None:
    service = make_service(world.agreement, by=world.people["officer"])
    indicator = ServiceIndicator.objects.get()
    edit = url("service-indicator-edit", *service.address, indicator.pk)
    form = {
        "name": "Reports",
        "target": "95%",
        "measure": "",
        "latest": "91%",
        **date_fields("latest_on", date(2024, 6, 7)),
    }
    assert finance.post(edit, {**form, "revision": 1}).status_code == 302
    refused = finance.post(edit, {**form, "latest": "60%", "revision": 1})
    assert refused.status_code == 422
    assert "saved this while you were editing it" in refused.content.decode()
    assert AuditEvent.objects.latest("sequence").changes["latest"] == ["88%", "91%"]

    remove = url("commissioned-service-remove", *service.address)
    assert b"Removed with it" in finance.get(remove).content
    assert "Somebody changed this meanwhile" in finance.post(remove, {"revision": 0}).content.decode()
    finance.post(remove, {"revision": service.revision})
    assert not CommissionedService.objects.exists()
    assert AuditEvent.objects.latest("sequence").changes["2024-25 amount"] == ["240000.00", None]


def test_an_officer_reads_and_does_not_change(world: World, officer: Client) -> None:
    service = make_service(world.agreement, by=world.people["officer"])
    assert "Change</a>" not in officer.get(service.get_absolute_url()).content.decode()
    assert officer.get(url("commissioned-service-edit", *service.address)).status_code == 403
