"""The pages of workstreams and what they are sent, for tests."""

from datetime import date

from django.urls import reverse

from tests.factories import World
from tests.workstreams.records import condition, date_fields
from workstreams.models import Workstream


def new_url(world: World) -> str:
    return reverse("workstreams:workstream-create", args=[world.authority.la_code, world.agreement.slug])


def url(name: str, workstream: Workstream) -> str:
    return reverse(f"workstreams:{name}", args=workstream.address)


def posted(world: World, *numbers: str, **fields: object) -> dict[str, object]:
    return {
        "name": "Annual reviews",
        "description": "Keep the deadlines.",
        "lead": world.people["officer"].pk,
        **date_fields("starts_on", date(2024, 2, 1)),
        **date_fields("ends_on", None),
        "conditions": [condition(world, number).pk for number in numbers],
        "revision": 0,
        **fields,
    }
