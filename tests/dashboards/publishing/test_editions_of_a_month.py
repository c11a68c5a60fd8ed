"""What a publisher is warned of before an edition is out: a month without figures, and a second edition of a month."""

from datetime import date
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.models import Publication
from dashboards.periods import Period
from dashboards.publishing.editions import correct, withdraw
from dashboards.services.measurements import Row
from tests.dashboards import records
from tests.dashboards.publishing.editions import prepared, published
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
HELP = "Figures up to the end of this month are shown, whatever has been entered since."
PAGES = ("publication-manage", "publication-publish")


def said(world: World, name: str, edition: Publication) -> str:
    client = Client()
    client.force_login(world.people["programme_manager"])
    return client.get(reverse(f"dashboards:{name}", args=["999", edition.pk])).content.decode()


@pytest.mark.parametrize("name", PAGES)
def test_a_month_without_figures_on_record_is_told(world: World, name: str) -> None:
    who = world.people["programme_manager"]
    words = "No figures of March 2023 are on record."
    assert words in said(world, name, prepared(world.authority, who, month=date(2023, 3, 1)))
    assert "are on record" not in said(world, name, prepared(world.authority, who))


@pytest.mark.parametrize("name", PAGES)
def test_a_second_edition_of_a_month_is_told_unless_it_corrects_the_first(world: World, name: str) -> None:
    who = world.people["programme_manager"]
    words = "An edition of May 2024 is published already: correct it instead, or withdraw it, unless both shall stand."
    first = published(world.authority, who, title="The first")
    text = said(world, name, prepared(world.authority, who))
    assert words in text
    assert f'href="{reverse("dashboards:publication-manage", args=["999", first.pk])}">The first, May 2024</a>' in text
    assert words not in said(world, name, prepared(world.authority, who, month=date(2024, 4, 1)))
    assert words not in said(world, name, correct(first, note="Too low.", by=who, now=NOW))


def begins_with(world: World) -> tuple[str, str]:
    """The month that a new edition begins with, and what is said about it."""
    client = Client()
    client.force_login(world.people["programme_manager"])
    field = client.get(reverse("dashboards:publication-create", args=["999"])).context["form"]["month"]
    return field.value()[:7], field.help_text.removesuffix(HELP).strip()


def test_a_new_edition_after_one_was_withdrawn_begins_with_its_month(world: World) -> None:
    who = world.people["programme_manager"]
    published(world.authority, who, month=date(2024, 4, 1))
    gone = published(world.authority, who)
    withdraw(gone, reason="Wrong.", by=who, now=NOW)
    assert begins_with(world) == ("2024-05", "The edition of May 2024 was withdrawn, and none stands in its place.")
    published(world.authority, who)
    assert begins_with(world) == ("2024-06", "")


def test_an_edition_that_was_given_up_before_anybody_read_it_is_no_reason_for_its_month(world: World) -> None:
    who = world.people["programme_manager"]
    published(world.authority, who, month=date(2024, 2, 1))
    withdraw(prepared(world.authority, who), reason="Too early.", by=who, now=NOW)
    assert begins_with(world) == ("2024-03", "")


def test_a_new_edition_begins_with_a_month_that_has_figures(world: World) -> None:
    who = world.people["programme_manager"]
    records.put(world.authority, Row("plans_maintained", Period.month(2023, 9), Decimal(1500)))
    published(world.authority, who, month=date(2023, 9, 1))
    assert begins_with(world) == ("2024-01", "")
    last = prepared(world.authority, who, month=date(2024, 6, 1))
    assert begins_with(world) == ("2024-05", "")
    published(world.authority, who)
    said = "An edition of June 2024 is being prepared already, and no later figures are on record."
    assert begins_with(world) == ("2024-06", said)
    withdraw(last, reason="Not now.", by=who, now=NOW)
    published(world.authority, who, month=date(2024, 6, 1))
    assert begins_with(world) == ("2024-06", "No figures after June 2024 are on record yet.")


def test_a_correction_of_what_was_withdrawn_meanwhile_does_not_promise_to_take_its_place(world: World) -> None:
    who = world.people["programme_manager"]
    first = published(world.authority, who)
    correction = correct(first, note="Too low.", by=who, now=NOW)
    assert "It takes the place of Dashboard, May 2024 at once" in said(world, "publication-publish", correction)
    withdraw(first, reason="At once.", by=who, now=NOW)
    page = said(world, "publication-publish", correction)
    assert "It takes the place" not in page
    assert "Dashboard, May 2024 has been withdrawn meanwhile, so its links stay closed" in page
