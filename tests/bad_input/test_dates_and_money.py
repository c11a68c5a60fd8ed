"""Dates and amounts as people type and paste them: understood, or refused beside the field with what to do."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conditions.models import DsgPosition
from tests import factories
from tests.factories import World
from workstreams.models import Milestone, Workstream

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def world() -> World:
    world = factories.make_world()
    Workstream.objects.create(
        agreement=world.agreement, slug="reviews", name="Reviews", starts_on=date(2024, 1, 1), revision=1
    )
    return world


@pytest.fixture
def manager(world: World) -> Client:
    client = Client()
    client.force_login(world.people["programme_manager"])
    return client


def enter_amount(world: World, client: Client, typed: str, **more: str) -> Any:
    url = reverse("conditions:dsg-year", args=[*world.period.address, "2024-25"])
    return client.post(url, {"basis": "forecast", "in_year_position": typed, "revision": "0", **more})


@pytest.mark.parametrize(
    ("typed", "pounds"),
    [
        ("£1,234", "1234"),
        ("(1,234)", "-1234"),
        ("£(1,234.50)", "-1234.50"),
        (" 1 234 567 ", "1234567"),
        ("\u22121,234", "-1234"),
        ("-£2.7m", "-2700000"),
        ("1,234\u00a0", "1234"),
        ("0", "0"),
    ],
)
def test_an_amount_is_understood_as_people_write_it(world: World, manager: Client, typed: str, pounds: str) -> None:
    assert enter_amount(world, manager, "", block_transfer=typed).status_code == 302
    assert DsgPosition.objects.get().block_transfer == Decimal(pounds)


def test_an_amount_left_blank_is_unknown_and_never_nothing(world: World, manager: Client) -> None:
    assert enter_amount(world, manager, "  ", dfe_payments="£2.03m").status_code == 302
    position = DsgPosition.objects.get()
    assert (position.in_year_position, position.dfe_payments) == (None, Decimal("2030000"))


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("tbc", "In-year position must be an amount in pounds"),
        ("1.234,50", "In-year position must be an amount in pounds"),
        ("=1+1", "In-year position must be an amount in pounds"),
        ("1e6", "In-year position must be an amount in pounds"),
        ("NaN", "In-year position must be an amount in pounds"),
        ("-(1,234)", "In-year position must be an amount in pounds"),
        ("(-1,234)", "In-year position must have either a minus sign or brackets, not both"),
        ("£99bn", "In-year position must be less than £10 billion"),
        ("1.005", "In-year position must have no more than 2 decimal places"),
        ("9" * 500, "In-year position must be an amount in pounds"),
    ],
)
def test_an_amount_that_is_none_is_refused_and_given_back(world: World, manager: Client, typed: str, says: str) -> None:
    page = enter_amount(world, manager, typed)
    assert page.status_code == 422
    words = page.content.decode()
    assert says in words
    assert f'value="{typed}"' in words
    assert not DsgPosition.objects.exists()


def enter_date(client: Client, day: str, month: str, year: str) -> Any:
    url = reverse("workstreams:milestone-create", args=["999", "safety-valve", "reviews"])
    parts = {"baseline_on_day": day, "baseline_on_month": month, "baseline_on_year": year}
    return client.post(url, {"name": "Officers trained", "revision": "0", **parts})


@pytest.mark.parametrize(
    "parts", [("31", "7", "2024"), ("31", "July", "2024"), ("31/07/2024", "", ""), ("2024-07-31", "", "")]
)
def test_a_date_is_understood_as_people_write_it(world: World, manager: Client, parts: tuple[str, str, str]) -> None:
    assert enter_date(manager, *parts).status_code == 302
    assert Milestone.objects.get().baseline_on == date(2024, 7, 31)


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        (("297", "05", "24"), "Date first promised must have a year of 4 numbers, like 2024"),
        (("297/05/24", "", ""), "Date first promised must have a year of 4 numbers, like 2024"),
        (("297", "05", "2024"), "Date first promised must have a day from 1 to 31"),
        (("31", "6", "2024"), "Date first promised must be a real date: June 2024 has 30 days"),
        (("29", "2", "2023"), "Date first promised must be a real date: February 2023 has 28 days"),
        (("1", "13", "2024"), "Date first promised must have a month from 1 to 12, or its name"),
        (("1", "", "2024"), "Date first promised must include a month"),
        (("1", "4", "1066"), "Date first promised must have a year from 1990 to 2100"),
        (("²", "٣", "2024"), "Date first promised must have a month from 1 to 12, or its name"),
        (("\x00", "1", "2024"), "Date first promised must"),
        (("1", "1", "9" * 300), "Date first promised must have a year of 4 numbers"),
    ],
)
def test_a_date_that_is_none_is_refused_with_the_part_that_is_wrong(
    world: World, manager: Client, parts: tuple[str, str, str], says: str
) -> None:
    page = enter_date(manager, *parts)
    assert page.status_code in (200, 422)
    assert says in page.content.decode()
    assert not Milestone.objects.exists()
