"""Who takes part in e-mailing an edition: one who publishes, a member of the forum, and an officer who is not asked."""

from typing import Any

import pytest

from safetyvalve.core.models import Authority, User
from tests import factories


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
