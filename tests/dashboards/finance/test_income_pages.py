"""Third-party income: entered, invoiced, received, overdue; and the one figure that dashboards show of it."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from conditions.models import Contribution, ContributionReceipt
from dashboards.models import Indicator, IndicatorVersion, Measurement
from dashboards.scope import INSIDE, as_at
from dashboards.series import read_series
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.factories import NOW, World
from tests.money_examples import make_contribution

pytestmark = pytest.mark.usefixtures("clock")
LIST = "/c/999/finance/safety-valve/income/"
ADD = f"{LIST}add/"
NEW = {
    "financial_year": "2024-25",
    "kind": "health",
    "payer": "Integrated care board",
    "plans": "14",
    "sought": "£100k",
    "sought_on_day": "1",
    "sought_on_month": "5",
    "sought_on_year": "2024",
    "line": "1.2.13",
}


@pytest.fixture
def world(db: None) -> World:
    return factories.make_world()


@pytest.fixture
def entry(world: World) -> Contribution:
    """£100,000 sought for 2023-24, £60,000 invoiced, £20,000 received."""
    return make_contribution(world.agreement, by=world.people["finance_officer"])


def measure(world: World, code: str, value: int) -> None:
    """A figure of 2023-24 typed for a measure of health contributions."""
    indicator = Indicator.objects.create(code=code, name=code)
    version = IndicatorVersion.objects.create(
        indicator=indicator, definition="Pounds.", unit="money", period_basis="financial_year"
    )
    Measurement.objects.create(
        authority=world.authority,
        version=version,
        area_code=world.authority.gss_code,
        period_start=date(2023, 4, 1),
        period_end=date(2024, 3, 31),
        value=Decimal(value),
        recorded_at=NOW,
    )


def boxes(name: str, day: date) -> dict[str, str]:
    return {f"{name}_day": str(day.day), f"{name}_month": str(day.month), f"{name}_year": str(day.year)}


def test_a_contribution_is_added_and_what_nobody_said_stays_empty(finance: Client) -> None:
    response = finance.post(ADD, NEW)
    entry = Contribution.objects.get()
    assert response.headers["Location"] == entry.get_absolute_url()
    assert (entry.sought, entry.agreed, entry.plans) == (Decimal(100_000), None, 14)
    event = AuditEvent.objects.get(action="contribution_added")
    assert event.changes["sought"] == [None, "100000.00"]
    page = finance.get(entry.get_absolute_url()).content.decode()
    assert "No invoice is recorded" in page
    [year] = finance.get(LIST).context["years"]
    assert (year.invoiced.amount, year.received.amount, year.agreed.amount) == (None, None, None)


@pytest.mark.parametrize(
    ("instead", "field", "words"),
    [
        ({"sought": "-5"}, "sought", "must be £0 or more"),
        ({"plans": "about ten"}, "plans", "must be a whole number"),
        ({"payer": ""}, "payer", "Enter the name of the body"),
        ({"financial_year": "2031-32"}, "financial_year", "Select one of the options"),
        ({"line": "sch-income"}, "line", "Select one of the options"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_saved(
    finance: Client, instead: dict[str, str], field: str, words: str
) -> None:
    response = finance.post(ADD, {**NEW, **instead})
    assert response.status_code == 422
    assert words in str(response.context["form"].errors[field])
    assert not Contribution.objects.exists()


def test_a_body_has_one_entry_a_year(finance: Client) -> None:
    finance.post(ADD, NEW)
    assert "has an entry for 2024-25 already" in finance.post(ADD, NEW).content.decode()
    assert Contribution.objects.count() == 1


def test_totals_say_of_how_many_they_are(finance: Client, world: World, entry: Contribution) -> None:
    by = world.people["finance_officer"]
    Contribution.objects.create(agreement=world.agreement, financial_year="2023-24", kind="social_care", payer="Care")
    make_contribution(world.agreement, by=by, financial_year="2022-23", payer="Other board", plans=None)
    year = next(y for y in finance.get(LIST).context["years"] if y.financial_year == "2023-24")
    assert (year.sought.amount, year.sought.known, year.sought.of) == (Decimal(100_000), 1, 2)
    assert (year.invoiced.amount, year.received.amount) == (Decimal(60_000), Decimal(20_000))
    assert "1 of 2 known" in finance.get(LIST).content.decode()


def test_debt_is_aged_by_the_day_asked_about(finance: Client, entry: Contribution) -> None:
    debt = finance.get(LIST).context["debt"]
    assert debt.rows[0].bands == (Decimal(25_000), 0, 0, Decimal(15_000))
    earlier = finance.get(LIST, boxes("at", date(2024, 3, 31))).context["debt"]
    assert earlier.rows[0].bands == (0, Decimal(15_000), 0, 0)
    before_it_arrived = finance.get(LIST, boxes("at", date(2024, 3, 1))).context["debt"]
    assert before_it_arrived.total.total == Decimal(35_000)
    wrong = finance.get(LIST, {"at_day": "31", "at_month": "2", "at_year": "2024"})
    assert "must be a real date" in wrong.content.decode()


def test_an_invoice_and_what_arrives_for_it(finance: Client, entry: Contribution) -> None:
    here = entry.get_absolute_url()
    bill = {"reference": "A3", "amount": "1,000.50", **boxes("invoiced_on", date(2024, 6, 1))}
    assert finance.post(f"{here}invoices/add/", bill).status_code == 302
    assert "reference already" in finance.post(f"{here}invoices/add/", bill).content.decode()
    invoice = entry.invoices.get(reference="A3")
    money = {"invoice": str(invoice.pk), "amount": "1000.51", **boxes("received_on", date(2024, 6, 10))}
    assert "£0.01 more than the invoice" in finance.post(f"{here}receipts/add/", money).content.decode()
    assert finance.post(f"{here}receipts/add/", {**money, "amount": "1000.50"}).status_code == 302
    less = finance.post(f"{here}invoices/{invoice.pk}/", {**bill, "amount": "900"})
    assert "£100.50 more than the invoice" in less.content.decode()
    assert AuditEvent.objects.filter(action="receipt_added").count() == 2


@pytest.mark.parametrize(
    ("amount", "day", "words"),
    [("0", date(2024, 6, 1), "must be more than £0"), ("5", date(2024, 6, 15), "must be today or in the past")],
)
def test_an_invoice_is_money_of_today_or_before(
    finance: Client, entry: Contribution, amount: str, day: date, words: str
) -> None:
    bill = {"reference": "A3", "amount": amount, **boxes("invoiced_on", day)}
    response = finance.post(f"{entry.get_absolute_url()}invoices/add/", bill)
    assert words in response.content.decode()


def remove(client: Client, address: str) -> Any:
    """Read what would be removed, then remove it."""
    return client.post(address, {"seen": client.get(address).context["seen"]})


def test_an_entry_made_by_mistake_goes_when_nothing_hangs_on_it(finance: Client, entry: Contribution) -> None:
    here = entry.get_absolute_url()
    assert "Remove those first" in remove(finance, f"{here}remove/").content.decode()
    receipt = ContributionReceipt.objects.get()
    assert "Money has arrived" in remove(finance, f"{here}invoices/{receipt.invoice_id}/remove/").content.decode()
    remove(finance, f"{here}receipts/{receipt.pk}/remove/")
    for invoice in entry.invoices.all():
        remove(finance, f"{here}invoices/{invoice.pk}/remove/")
    assert remove(finance, f"{here}remove/").headers["Location"] == LIST
    assert not Contribution.objects.exists()
    removed = AuditEvent.objects.get(action="receipt_removed")
    assert removed.changes["amount"] == ["20000.00", None]


def test_what_was_changed_meanwhile_is_not_removed(finance: Client, entry: Contribution) -> None:
    receipt = ContributionReceipt.objects.get()
    address = f"{entry.get_absolute_url()}receipts/{receipt.pk}/remove/"
    seen = finance.get(address).context["seen"]
    ContributionReceipt.objects.update(amount=Decimal(19_000))
    finance.post(address, {"seen": seen})
    assert ContributionReceipt.objects.exists()


def test_two_people_do_not_overwrite_each_other(finance: Client, entry: Contribution) -> None:
    here = f"{entry.get_absolute_url()}change/"
    form = finance.get(here).context["form"]
    mine = {**NEW, "financial_year": "2023-24", "seen": form["seen"].value(), "agreed": "50000"}
    Contribution.objects.filter(pk=entry.pk).update(agreed=70_000)
    refused = finance.post(here, mine)
    assert "Somebody else changed this" in refused.content.decode()
    assert "70,000" in refused.content.decode()
    entry.refresh_from_db()
    assert entry.agreed == 70_000


def test_the_register_is_the_figure_that_measures_show(finance: Client, world: World, entry: Contribution) -> None:
    measure(world, "health_contributions_sought", 90_000)
    measure(world, "health_contributions_received", 20_000)
    read = read_series(world.authority, ["health_contributions_sought", "health_contributions_received"], INSIDE)
    [sought] = read["health_contributions_sought"].points
    assert (sought.value, sought.source) == (100_000, "Register of third-party income")
    assert [point.value for point in read["health_contributions_received"].points] == [20_000]
    assert finance.get(LIST).context["standing_back"] == [
        "2023-24: £90,000 was entered as sought among the measures; the register says £100,000."
    ]


def test_what_was_typed_stands_where_the_register_knows_nothing(world: World) -> None:
    measure(world, "health_contributions_received", 31_000)
    by = world.people["finance_officer"]
    entry = Contribution(agreement=world.agreement, financial_year="2023-24", kind="health", payer="Board", sought=5)
    entry.save()
    [point] = read_series(world.authority, ["health_contributions_received"], INSIDE)[
        "health_contributions_received"
    ].points
    assert point.value == 31_000
    make_contribution(world.agreement, by=by, kind="social_care", payer="Care")
    [point] = read_series(world.authority, ["health_contributions_received"], INSIDE)[
        "health_contributions_received"
    ].points
    assert point.value == 31_000


def test_a_reader_as_at_a_day_sees_no_year_that_was_not_over(world: World, entry: Contribution) -> None:
    measure(world, "health_contributions_sought", 90_000)
    code = "health_contributions_sought"
    assert read_series(world.authority, [code], as_at(date(2024, 3, 30)))[code].points == ()
    assert read_series(world.authority, [code], as_at(date(2024, 3, 31)))[code].points[0].value == 100_000


def test_an_officer_reads_and_does_not_change_and_a_member_sees_nothing(
    client: Client, world: World, entry: Contribution
) -> None:
    client.force_login(world.people["officer"])
    assert ADD.encode() not in client.get(LIST).content
    assert client.get(entry.get_absolute_url()).status_code == 200
    assert client.get(ADD).status_code == 403
    client.force_login(world.people["forum_member"])
    assert client.get(LIST).status_code == 403


def test_without_any_the_page_says_what_will_stand_there(finance: Client) -> None:
    assert "No contributions yet" in finance.get(LIST).content.decode()
