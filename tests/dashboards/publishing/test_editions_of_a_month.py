"""What a publisher is warned of before an edition is out: a month without figures, and a second edition of a month."""

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dashboards.models import Publication
from dashboards.publishing.editions import correct
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import prepared, published
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
PAGES = ("publication-manage", "publication-publish")


@pytest.fixture
def world(clock: Any) -> World:
    world = factories.make_world()
    records.six_months(world.authority)
    return world


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
