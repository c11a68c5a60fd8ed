"""What is owed, and for how long; and sums that say how much they know."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from conditions.rules.income import BANDS, Bill, aged, all_of, band_of, total, why_too_much

DAY = date(2024, 6, 14)
pounds = some.decimals(min_value=Decimal("0.01"), max_value=10**7, places=2)
days = some.dates(date(2023, 1, 1), date(2025, 12, 31))


@some.composite
def bills(draw: some.DrawFn) -> Bill:
    amount = draw(pounds)
    paid = draw(some.lists(some.tuples(days, pounds), max_size=3))
    fits = [(day, min(part, amount / 4).quantize(Decimal("0.01"))) for day, part in paid]
    return Bill(draw(some.sampled_from(["Health", "Care"])), draw(days), amount, tuple(fits))


@given(some.lists(bills(), max_size=8), days)
def test_the_bands_come_to_what_was_invoiced_less_what_arrived(found: list[Bill], at: date) -> None:
    rows = aged(found, at)
    sent = [bill for bill in found if bill.on <= at]
    invoiced = sum((bill.amount for bill in sent), Decimal(0))
    arrived = sum((amount for bill in sent for day, amount in bill.paid if day <= at), Decimal(0))
    assert all_of(rows).total == invoiced - arrived
    assert sum((row.total for row in rows), Decimal(0)) == all_of(rows).total
    assert all(len(row.bands) == len(BANDS) for row in rows)


@pytest.mark.parametrize(("age", "band"), [(0, 0), (30, 0), (31, 1), (60, 1), (61, 2), (90, 2), (91, 3), (400, 3)])
def test_each_age_has_its_band(age: int, band: int) -> None:
    assert band_of(DAY - timedelta(days=age), DAY) == band


def test_an_invoice_of_tomorrow_is_not_owed_yet_and_money_of_tomorrow_has_not_arrived() -> None:
    tomorrow = DAY + timedelta(days=1)
    assert aged([Bill("Health", tomorrow, Decimal(5))], DAY) == []
    assert Bill("Health", DAY, Decimal(5), ((tomorrow, Decimal(5)),)).owed(DAY) == 5


def test_who_has_paid_everything_owes_nothing() -> None:
    assert aged([Bill("Health", DAY, Decimal(5), ((DAY, Decimal(5)),))], DAY) == []


@given(some.lists(some.none() | pounds, max_size=6))
def test_a_sum_is_of_what_is_known_and_says_how_much_that_is(amounts: list[Decimal | None]) -> None:
    found = total(amounts)
    known = [amount for amount in amounts if amount is not None]
    assert (found.known, found.of) == (len(known), len(amounts))
    assert found.amount == (sum(known) if known else None)
    assert found.is_whole == (None not in amounts)


def test_more_than_the_invoice_cannot_arrive_for_it() -> None:
    assert why_too_much(Decimal(100), [Decimal(60), Decimal(40)]) == ""
    assert "£0.01 more than the invoice" in why_too_much(Decimal(100), [Decimal(60), Decimal("40.01")])
