"""A council for the tests of workstreams, and browsers in which its people have signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests import factories
from tests.factories import World


@pytest.fixture
def world(db: None, clock: Any) -> World:
    """A council with a person in every role, three conditions and Update 1 in draft; the clock stands at NOW."""
    return factories.make_world()


@pytest.fixture
def elsewhere(world: World) -> World:
    """Another council, whose people are strangers to the first."""
    return factories.make_world(factories.make_authority("Brackwater", "998"))


@pytest.fixture
def sign_in() -> Callable[[World, str], Client]:
    """A browser in which the person with this role has signed in."""

    def as_role(world: World, role: str) -> Client:
        client = Client()
        client.force_login(world.people[role])
        return client

    return as_role


@pytest.fixture
def manager(world: World, sign_in: Callable[[World, str], Client]) -> Client:
    return sign_in(world, "programme_manager")


@pytest.fixture
def officer(world: World, sign_in: Callable[[World, str], Client]) -> Client:
    return sign_in(world, "officer")
