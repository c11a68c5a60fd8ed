"""Looking at the pages of an edition that is being prepared, and having it worked out again."""

from typing import Any

from django.test import Client, TestCase
from django.urls import reverse

from dashboards.models import Publication
from tests.factories import World


def page(
    world: World, name: str, edition: Publication, *args: object, role: str = "programme_manager", **more: Any
) -> Any:
    client = Client()
    client.force_login(world.people[role])
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.get(reverse(f"dashboards:{name}", args=["999", edition.pk, *args]), more)


def start_again(world: World, edition: Publication, role: str = "programme_manager") -> Any:
    client = Client()
    client.force_login(world.people[role])
    with TestCase.captureOnCommitCallbacks(execute=True):
        return client.post(reverse("dashboards:publication-manage", args=["999", edition.pk]), {"again": "yes"})
