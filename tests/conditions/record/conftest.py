"""A council whose agreement is being recorded."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from conditions.models import Agreement
from safetyvalve.core.models import AuditEvent, User
from tests import factories
from tests.factories import World


@pytest.fixture
def world(db: None, clock: Any) -> World:
    """One agreement with a draft return for Update 1; the clock stands at NOW."""
    return factories.make_world()


@pytest.fixture
def agreement(world: World) -> Agreement:
    return world.agreement


@pytest.fixture
def manager(world: World) -> User:
    """Mo manages the programme."""
    return world.people["programme_manager"]


@pytest.fixture
def client(manager: User) -> Client:
    """A browser in which the programme manager has signed in."""
    browser = Client()
    browser.force_login(manager)
    return browser


@pytest.fixture
def administrator(world: World) -> Client:
    """A browser in which the council's administrator has signed in."""
    browser = Client()
    browser.force_login(world.people["administrator"])
    return browser


@pytest.fixture
def actions(world: World) -> Callable[[], list[str]]:
    """What the council's audit chain says was done, oldest first."""

    def read() -> list[str]:
        events = AuditEvent.objects.filter(authority=world.authority).order_by("sequence")
        return list(events.values_list("action", flat=True))

    return read
