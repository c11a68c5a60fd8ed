"""Somebody who imports, signed in."""

import pytest
from django.test import Client

from safetyvalve.core.models import User


@pytest.fixture
def page(client: Client, analyst: User, clock: None) -> Client:
    client.force_login(analyst)
    return client
