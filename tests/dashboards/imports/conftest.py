"""A council with the shipped measures, somebody who imports, and ways in made for these tests."""

import pytest

from safetyvalve.core.models import Authority, User
from tests import factories
from tests.dashboards import records
from tests.dashboards.imports import fakes


@pytest.fixture
def council(db: None, monkeypatch: pytest.MonkeyPatch) -> Authority:
    records.catalogue()
    fakes.register(monkeypatch)
    return factories.make_authority()


@pytest.fixture
def analyst(council: Authority) -> User:
    return factories.make_user("programme_manager", council)
