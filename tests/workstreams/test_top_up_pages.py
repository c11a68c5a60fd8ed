"""Keeping top-up bands in the browser."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from conditions.models import FinanceLine
from safetyvalve.core.models import AuditEvent
from tests.bad_input.junk import fields_of
from tests.factories import World
from tests.register_examples import make_band
from tests.workstreams.records import actions, date_fields
from workstreams.models import TopUpBand, TopUpCount
from workstreams.top_ups import LINES

SignIn = Callable[[World, str], Client]


@pytest.fixture
def finance(world: World, sign_in: SignIn) -> Client:
    return sign_in(world, "finance_officer")


def url(name: str, *args: object) -> str:
    return reverse(f"workstreams:{name}", args=args)


def posted(**fields: object) -> dict[str, object]:
    about = {"name": "Band B", "setting": "mainstream", "about": "", "source": "", "revision": 0}
    return {**about, **date_fields("ends_on", None), **fields}


def test_finance_adds_a_band_its_value_and_counts_and_sees_the_cost(world: World, finance: Client) -> None:
    council = [world.authority.la_code, world.agreement.slug]
    answer = finance.post(url("top-up-band-create", *council), posted())
    band = TopUpBand.objects.get()
    assert answer.url == url("top-up-value", *band.address)
    finance.post(answer.url, {"amount": "4,200", "after": 0, **date_fields("effective_from", date(2024, 4, 1))})

    asked = finance.get(url("top-up-count-day", *council), date_fields("on", date(2024, 4, 1)))
    assert asked.url == url("top-up-counts", *council, "2024-04-01")
    form = {name: values[0] for name, values in fields_of(finance.get(asked.url).content.decode()).items() if values}
    finance.post(asked.url, {**form, f"band-{band.pk}": "35"})

    page = finance.get(url("top-ups", *council)).content.decode()
    assert "£4,200 a year × 35 = £147,000" in page
    assert "must not leave the programme" in page
    assert actions(world) == ["top_up_band_added", "top_up_value_added", "top_up_counted"]
    assert AuditEvent.objects.latest("sequence").changes == {"count on 2024-04-01": [None, 35]}


def test_another_value_needs_a_reason_and_is_not_given_over_one_unseen(world: World, finance: Client) -> None:
    band = make_band(world.agreement, by=world.people["officer"])
    give = url("top-up-value", *band.address)
    form = {"amount": "4,300", "reason": "", "after": 2, **date_fields("effective_from", date(2024, 9, 1))}
    assert "Say why it changes." in finance.post(give, form).content.decode()
    assert "while you had the page open" in finance.post(give, {**form, "reason": "So.", "after": 1}).content.decode()
    assert finance.post(give, {**form, "reason": "Agreed by the forum."}).status_code == 302
    assert [value.amount for value in band.values.all()] == [4_000, 4_200, 4_300]


def test_two_people_counting_the_same_day_lose_nothing(world: World, finance: Client) -> None:
    band = make_band(world.agreement, by=world.people["officer"])
    give = url("top-up-counts", "999", world.agreement.slug, "2024-01-18")
    opened = {name: values[0] for name, values in fields_of(finance.get(give).content.decode()).items() if values}
    key = f"band-{band.pk}"
    assert finance.post(give, {**opened, key: "41"}).status_code == 302
    refused = finance.post(give, {**opened, key: "44"})
    assert refused.status_code == 422
    words = refused.content.decode()
    assert "Somebody else gave counts of this day" in words
    assert "On record now: 41" in words
    again = {name: values[0] for name, values in fields_of(words).items() if values}
    assert again[key] == "44"
    assert finance.post(give, again).status_code == 302
    assert TopUpCount.objects.get().count == 44


@pytest.mark.parametrize("typed", ["4.5", "-1", "some", "100001"])
def test_a_count_is_a_whole_number(world: World, finance: Client, typed: str) -> None:
    band = make_band(world.agreement, by=world.people["officer"])
    give = url("top-up-counts", "999", world.agreement.slug, "2024-01-18")
    refused = finance.post(give, {f"band-{band.pk}": typed, "shown": ""})
    assert refused.status_code == 422
    assert "Band B, mainstream schools" in refused.content.decode()
    assert TopUpCount.objects.get().count == 40


def test_the_cost_stands_beside_the_outturn_once_every_line_has_one(world: World, finance: Client) -> None:
    make_band(world.agreement, by=world.people["officer"])
    page = url("top-ups", "999", world.agreement.slug) + "?year=2024-25"
    for line, amount in (("1.2.1", 100_000), ("1.2.2", 150_000)):
        FinanceLine.objects.create(
            agreement=world.agreement,
            financial_year="2024-25",
            column="actual",
            block="high_needs",
            line=line,
            amount=Decimal(amount),
        )
    assert "2 of 3 lines have an outturn" in finance.get(page).content.decode()
    FinanceLine.objects.create(
        agreement=world.agreement,
        financial_year="2024-25",
        column="actual",
        block="high_needs",
        line="1.2.3",
        amount=Decimal(50_000),
    )
    words = "The outturn of the top-up lines in 2024-25 is £300,000, £132,000 more than the bands come to."
    assert words in finance.get(page).content.decode()


def test_a_year_counted_from_january_says_its_days_and_is_not_held_against_the_outturn(
    world: World, finance: Client
) -> None:
    for name in ("Band A", "Band B"):
        make_band(world.agreement, by=world.people["officer"], name=name)
    for line in LINES:
        FinanceLine.objects.create(
            agreement=world.agreement,
            financial_year="2023-24",
            column="actual",
            block="high_needs",
            line=line,
            amount=Decimal(100_000),
        )
    page = finance.get(url("top-ups", "999", world.agreement.slug) + "?year=2023-24")
    words = page.content.decode()
    assert page.context["cost"].amount == Decimal("64699.46")
    # Once under the bands of the setting, once under all bands.
    assert words.count("every band known on 74 of 366 days") == 2
    assert "than the bands come to" not in words


def test_members_never_see_a_count_and_an_address_of_a_day_to_come_is_none(
    world: World, finance: Client, sign_in: SignIn
) -> None:
    band = make_band(world.agreement, by=world.people["officer"])
    member = sign_in(world, "forum_member")
    for page in (band.get_absolute_url(), url("top-ups", "999", world.agreement.slug)):
        assert member.get(page).status_code == 403
    for day in ("2024-06-15", "1989-01-01", "yesterday", "20240118"):
        assert finance.get(url("top-up-counts", "999", world.agreement.slug, day)).status_code == 404


def test_removing_a_band_keeps_what_stood_there_in_the_audit(world: World, finance: Client) -> None:
    band = make_band(world.agreement, by=world.people["officer"])
    remove = url("top-up-band-remove", *band.address)
    assert b"Remove Band B" in finance.get(remove).content
    finance.post(remove, {"revision": band.revision})
    assert not TopUpBand.objects.exists()
    changes = AuditEvent.objects.latest("sequence").changes
    assert (changes["count on 2024-01-18"], changes["value from 2024-04-01"]) == ([40, None], ["4200.00", None])
