"""What tests of editions begin with: a council with figures, or one with the three who take part in e-mailing, and how
often it was worked out what to withhold. The clock stands still."""

from typing import Any

import pytest

from dashboards.publishing import building, previews
from safetyvalve.core.models import Authority, User
from tests import factories
from tests.dashboards import records
from tests.factories import World


@pytest.fixture
def world(clock: Any) -> World:
    """Six months of figures are on record."""
    world = factories.make_world()
    records.six_months(world.authority)
    return world


@pytest.fixture
def council(db: None, clock: Any) -> Authority:
    return factories.make_authority()


@pytest.fixture
def manager(council: Authority) -> User:
    return factories.make_user("programme_manager", council)


@pytest.fixture
def member(council: Authority) -> User:
    return factories.make_user("forum_member", council, display_name="Mina")


@pytest.fixture
def officer(council: Authority) -> User:
    return factories.make_user("officer", council)


@pytest.fixture
def capture(django_capture_on_commit_callbacks: Any) -> Any:
    """With ``execute=True`` what was to be sent after the transaction is sent."""
    return django_capture_on_commit_callbacks


@pytest.fixture
def solved(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Grows by one whenever it is worked out what to withhold."""
    found, protect = [], building.protect
    monkeypatch.setattr(building, "protect", lambda *facts, **more: found.append(1) or protect(*facts, **more))
    return found


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[int]:
    """Pages wait for nothing. The processes that were started instead, by edition."""
    found: list[int] = []
    settings.DOCUMENTS_ELSEWHERE = True
    monkeypatch.setattr(previews, "PATIENCE", -1.0)
    monkeypatch.setattr(previews, "start_previewing", lambda number, digest: found.append(number))
    return found
