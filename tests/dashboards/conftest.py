"""A council with figures, and who looks at them, signed in: of a file with a ``world`` of its own, of that one."""

import pytest
from django.test import Client

from tests import factories
from tests.dashboards import records
from tests.factories import World


@pytest.fixture
def world(db: None) -> World:
    """Six months of figures are on record."""
    world = factories.make_world()
    records.six_months(world.authority)
    return world


@pytest.fixture
def officer(client: Client, world: World) -> Client:
    client.force_login(world.people["officer"])
    return client


@pytest.fixture
def finance(client: Client, world: World) -> Client:
    client.force_login(world.people["finance_officer"])
    return client
