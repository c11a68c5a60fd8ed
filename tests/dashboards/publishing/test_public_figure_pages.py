"""Saying on the page of an edition that a reported percentage is public already: what a publisher sees and can do."""

from decimal import Decimal
from typing import Any

import pytest
from django.urls import reverse

from dashboards.models import Publication, PublicFigure
from dashboards.periods import Period
from dashboards.publishing.building import build_edition
from dashboards.publishing.editions import Choice, publish
from dashboards.services.measurements import Row
from tests import factories
from tests.dashboards import records
from tests.dashboards.publishing.editions import prepared
from tests.dashboards.publishing.pages import as_
from tests.factories import NOW, World

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]
FIGURE = "refusal_rate_month_reported_2024-05-01_2024-05-31_40"
WHERE = "Schools Forum minutes, 6 June 2024"
SAID = {"say_public": "yes", "figures": FIGURE, "where": WHERE}


@pytest.fixture
def world(clock: Any) -> World:
    world = factories.make_world()
    records.catalogue()
    records.put(world.authority, Row("refusal_rate_month_reported", Period.month(2024, 5), Decimal(40)))
    return world


@pytest.fixture
def edition(world: World) -> Publication:
    choices = {"members": Choice("", ("refusal-rate-month",))}
    return prepared(world.authority, world.people["programme_manager"], choices=choices)


def at(edition: Publication, name: str = "publication-manage") -> str:
    return reverse(f"dashboards:{name}", args=["999", edition.pk])


def test_a_publisher_says_that_it_is_public_and_takes_that_back(world: World, edition: Publication) -> None:
    client = as_(world, "programme_manager")
    before = client.get(at(edition)).content.decode()
    assert "May 2024: 40%" in before
    assert "Withheld: nobody can say whom it gives away." in before
    after = client.post(at(edition), SAID, follow=True).content.decode()
    assert f"anybody can read it already in {WHERE}" in after
    assert 'name="say_public"' not in after
    assert (
        f"shown, since anybody can read it already in {WHERE}"
        in client.get(at(edition, "publication-publish")).content.decode()
    )
    figure = PublicFigure.objects.get()
    assert (figure.said_by, figure.publication) == (world.people["programme_manager"], edition)
    again = client.post(at(edition), {"take_back": figure.pk}, follow=True).content.decode()
    assert "Withheld: nobody can say whom it gives away." in again
    assert client.post(at(edition), {"take_back": figure.pk}).status_code == 409
    assert [client.post(at(edition), {"take_back": wrong}).status_code for wrong in ("x", "9" * 30, "²")] == [404] * 3


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"where": ""}, "Enter where it can be read"),
        ({"where": "The minutes"}, "Say of which day the paper is, with the year"),
        ({"figures": []}, "Select what anybody can read already"),
        ({"figures": FIGURE.replace("40", "41")}, "Select"),
    ],
)
def test_it_has_to_be_said_where_and_of_which_figure(
    world: World, edition: Publication, wrong: dict[str, Any], said: str
) -> None:
    response = as_(world, "programme_manager").post(at(edition), {**SAID, **wrong})
    assert response.status_code == 422
    assert said in response.content.decode()
    assert not PublicFigure.objects.exists()


def test_nobody_else_says_so_or_reads_it(world: World, edition: Publication) -> None:
    for role in ("officer", "section_151"):
        client = as_(world, role)
        assert "May 2024: 40%" not in client.get(at(edition)).content.decode()
        assert client.post(at(edition), SAID).status_code == 403
    assert as_(world, "forum_member").post(at(edition), SAID).status_code == 403
    assert not PublicFigure.objects.exists()


def test_of_a_published_edition_its_publisher_reads_who_said_so_and_readers_do_not(
    world: World, edition: Publication
) -> None:
    client = as_(world, "programme_manager")
    client.post(at(edition), SAID)
    publish(edition, seen=build_edition(edition).sha256, by=world.people["programme_manager"], now=NOW)
    page = client.get(at(edition)).content.decode()
    assert WHERE in page
    assert 'name="take_back"' not in page
    assert client.post(at(edition), SAID).status_code == 409
    read = as_(world, "forum_member").get(at(edition, "publication")).content.decode()
    assert "40%" in read
    assert WHERE not in read
