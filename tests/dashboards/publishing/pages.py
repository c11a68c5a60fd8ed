"""The pages of editions, and people of the council who open them."""

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from dashboards.models import Publication
from dashboards.publishing.editions import Choice
from dashboards.publishing.links import Made, make_link
from safetyvalve.core.models import User
from tests.factories import NOW, World


def manager(world: World) -> User:
    return world.people["programme_manager"]


def as_(world: World, role: str) -> Client:
    """A browser in which that person is signed in."""
    client = Client()
    client.force_login(world.people[role])
    return client


def at(name: str, *args: object) -> str:
    """ "publication-preview", 7, "links" to its address."""
    return reverse(f"dashboards:{name}", args=["999", *args])


def members_get(*charts: str) -> dict[str, Choice]:
    """An edition for members of the forum alone, with these charts."""
    return {"members": Choice("More families asked.", charts)}


def file_at(publication: Publication, kind: str = "pdf") -> str:
    """The address of an edition's file."""
    return reverse("dashboards:publication-pack", args=["999", publication.pk, kind])


def link_to(publication: Publication, world: World, **fields: Any) -> Made:
    """A link to an edition that opens until July unless told otherwise."""
    values = {"label": "Forum", "expires_on": date(2024, 7, 1), "by": manager(world), "now": NOW, **fields}
    return make_link(publication, **values)


def shared(made: Made) -> str:
    """The address that a link opens."""
    return reverse("dashboards:shared-edition", args=[made.token])
