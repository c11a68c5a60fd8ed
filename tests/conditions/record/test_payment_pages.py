from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from conditions.models import Agreement, Payment
from conditions.rules.payments import Effect, effects
from safetyvalve.core.models import AuditEvent
from tests import factories
from tests.factories import World


@pytest.fixture
def finance(world: World) -> Client:
    browser = Client()
    browser.force_login(world.people["finance_officer"])
    return browser


@pytest.fixture
def paid(agreement: Agreement) -> Payment:
    """The payment of 2022-23, which has arrived."""
    return Payment.objects.get(version__agreement=agreement)


def url(agreement: Agreement, name: str = "payments", *args: object) -> str:
    return reverse(f"conditions:{name}", args=[agreement.authority.la_code, agreement.slug, *args])


def boxes(name: str, day: date | None) -> dict[str, object]:
    parts = (day.day, day.month, day.year) if day else ("", "", "")
    return {f"{name}_{part}": value for part, value in zip(("day", "month", "year"), parts, strict=True)}


def posted(**fields: object) -> dict[str, object]:
    return {
        "label": "First instalment 2024-25",
        "financial_year": "2024-25",
        "amount": "£1.2m",
        **boxes("due_on", date(2024, 9, 30)),
        **boxes("paid_on", None),
        "depends_on": "",
        "status": "conditional",
        "status_reason": "",
        **fields,
    }


def test_finance_adds_a_payment_that_depends_on_a_return(
    world: World, agreement: Agreement, finance: Client, actions: Callable[[], list[str]]
) -> None:
    answer = finance.post(url(agreement, "payment-create"), posted(depends_on=world.period.pk))

    assert answer.url == url(agreement)
    payment = Payment.objects.get(label="First instalment 2024-25")
    assert (payment.amount, payment.status, payment.depends_on) == (Decimal(1_200_000), "conditional", world.period)
    assert actions() == ["payment_added"]
    address = reverse("conditions:period", args=[agreement.authority.la_code, agreement.slug, world.period.slug])
    assert address in finance.get(url(agreement)).content.decode()
    here = " ".join(finance.get(address).content.decode().split())
    assert "First instalment 2024-25</a>, £1,200,000, conditional on a return." in here


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"label": ""}, "label", "Enter the name"),
        ({"financial_year": ""}, "financial_year", "Select"),
        ({"amount": "-5"}, "amount", "must be more than £0"),
        ({"status": "withheld"}, "status_reason", "Say why the payment was withheld"),
        ({"status": "paid"}, "paid_on", "Enter the day on which the payment arrived"),
        (boxes("paid_on", date(2024, 5, 1)), "paid_on", "has not arrived: leave the day empty"),
        ({"status": "paid", **boxes("paid_on", date(2025, 5, 1))}, "paid_on", "today or in the past"),
    ],
)
def test_a_mistake_is_said_at_its_field_and_nothing_is_saved(
    agreement: Agreement,
    finance: Client,
    actions: Callable[[], list[str]],
    fields: dict[str, object],
    field: str,
    message: str,
) -> None:
    answer = finance.post(url(agreement, "payment-create"), posted(**fields))

    assert any(message in error for error in answer.context["form"].errors[field])
    assert actions() == []


def test_withholding_a_payment_keeps_its_reason_and_the_old_state(agreement: Agreement, finance: Client) -> None:
    finance.post(url(agreement, "payment-create"), posted())
    payment = Payment.objects.get(label="First instalment 2024-25")

    finance.post(
        url(agreement, "payment-edit", payment.pk), posted(status="withheld", status_reason="Plan to be revised first.")
    )

    payment.refresh_from_db()
    assert payment.status == "withheld"
    event = AuditEvent.objects.get(action="payment_changed")
    assert event.changes["status"] == ["conditional", "withheld"]
    assert "Plan to be revised first." in finance.get(url(agreement)).content.decode()


def test_the_page_shows_the_balance_with_and_without_what_is_still_to_come(
    world: World, agreement: Agreement, finance: Client, paid: Payment
) -> None:
    factories.make_dsg_position(world.period)
    finance.post(url(agreement, "payment-create"), posted())

    [effect] = [each for each in finance.get(url(agreement)).context["effects"] if each.financial_year == "2024-25"]

    assert effect.before_payments == Decimal(-14_440_000)
    assert effect.with_received == Decimal(-14_440_000) + paid.amount
    assert effect.with_all == Decimal(-14_440_000) + paid.amount + Decimal(1_200_000)


def test_a_year_keeps_the_last_balance_that_any_return_reported_of_it(
    world: World, agreement: Agreement, finance: Client, paid: Payment
) -> None:
    factories.make_dsg_position(world.period)
    earlier = factories.period_of(agreement, "update-3-2023-24")
    factories.make_dsg_position(earlier, financial_year="2023-24", closing_before_payments=Decimal(-13_880_000))
    found = {each.financial_year: each.before_payments for each in finance.get(url(agreement)).context["effects"]}
    assert (found["2023-24"], found["2024-25"], found["2025-26"]) == (-13_880_000, -14_440_000, None)


def test_what_has_arrived_cannot_be_removed(agreement: Agreement, finance: Client, paid: Payment) -> None:
    answer = finance.post(url(agreement, "payment-remove", paid.pk))
    assert b"has been received, so it stays" in answer.content
    assert Payment.objects.filter(pk=paid.pk).exists()


def test_a_mistake_on_the_schedule_can_be_removed(
    agreement: Agreement, finance: Client, actions: Callable[[], list[str]]
) -> None:
    finance.post(url(agreement, "payment-create"), posted())
    payment = Payment.objects.get(label="First instalment 2024-25")

    assert (
        b"Remove First instalment 2024-25 from the schedule?"
        in finance.get(url(agreement, "payment-remove", payment.pk)).content
    )
    finance.post(url(agreement, "payment-remove", payment.pk))

    assert not Payment.objects.filter(pk=payment.pk).exists()
    assert actions() == ["payment_added", "payment_removed"]


def test_an_officer_reads_and_does_not_change(world: World, agreement: Agreement, paid: Payment) -> None:
    officer = Client()
    officer.force_login(world.people["officer"])
    page = officer.get(url(agreement))
    assert page.status_code == 200
    assert b"Add a payment" not in page.content
    assert officer.get(url(agreement, "payment-edit", paid.pk)).status_code == 403


def make(status: str, year: str, amount: int | None) -> Payment:
    return Payment(status=status, financial_year=year, amount=None if amount is None else Decimal(amount))


def test_withheld_and_cancelled_payments_are_in_neither_sum() -> None:
    payments = [
        make("paid", "2022-23", 5),
        make("withheld", "2023-24", 7),
        make("cancelled", "2023-24", 9),
        make("due", "2023-24", 2),
    ]
    [_, last] = effects(["2022-23", "2023-24"], payments, {"2023-24": (Decimal(-20), Decimal(-13))})
    assert (last.received, last.expected, last.with_received, last.with_all) == (5, 2, -15, -13)
    assert last.differs is None


def test_a_payment_without_an_amount_makes_the_sum_unknown() -> None:
    [effect] = effects(["2023-24"], [make("due", "2023-24", None)], {"2023-24": (Decimal(-20), None)})
    assert effect == Effect("2023-24", Decimal(-20), Decimal(0), None, None)
    assert effect.with_all is None


def test_a_reported_balance_that_is_not_the_sum_says_by_how_much() -> None:
    [effect] = effects(["2023-24"], [make("paid", "2023-24", 5)], {"2023-24": (Decimal(-20), Decimal(-14))})
    assert effect.differs == Decimal(1)
