"""A council for the tests of core, and browsers in which its people have signed in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from safetyvalve.core.models import AuditEvent, Authority, User
from tests import factories


@pytest.fixture
def council(db: None, clock: Any) -> Authority:
    """Saltmarsh, 999; the clock stands at NOW."""
    return factories.make_authority()


@pytest.fixture
def ada(council: Authority) -> User:
    """Ada looks after Saltmarsh's people."""
    return factories.make_user("administrator", council, email="ada@999.example", display_name="Ada")


@pytest.fixture
def priya(council: Authority) -> User:
    """Priya is an officer of Saltmarsh."""
    return factories.make_user("officer", council, email="priya@999.example", display_name="Priya")


@pytest.fixture
def olu(clock: Any) -> User:
    """Olu looks after another council's people, and is a stranger here."""
    brackwater = factories.make_authority("Brackwater", "998")
    return factories.make_user("administrator", brackwater, email="olu@998.example", display_name="Olu")


@pytest.fixture
def as_user() -> Callable[[User], Client]:
    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user)
        return client

    return signed_in


@pytest.fixture
def actions(council: Authority) -> Callable[[], list[str]]:
    """What the council's audit chain says was done, oldest first."""

    def read() -> list[str]:
        events = AuditEvent.objects.filter(authority=council).order_by("sequence")
        return list(events.values_list("action", flat=True))

    return read
