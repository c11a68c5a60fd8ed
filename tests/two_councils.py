"""Two councils with one of everything, and people in every role of each: what the walks over all addresses stand on."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import time_machine
from django.conf import settings
from django.db import transaction
from django.test import Client

from safetyvalve.core.models import User
from tests import factories
from tests.addresses import parts
from tests.factories import NOW, World
from tests.furniture import furnish

_SESSIONS: dict[int, str] = {}
"""Of each person of the two councils, the session that their browsers carry."""


@dataclass(frozen=True)
class TwoCouncils:
    """The councils, and of each an example of every part of an address."""

    here: World
    there: World
    examples: dict[str, Any]
    examples_there: dict[str, Any]


@contextmanager
def made_and_undone(django_db_blocker: Any) -> Iterator[TwoCouncils]:
    """Made once for the tests of a file, in a transaction; the clock stands still."""
    with time_machine.travel(NOW, tick=False), django_db_blocker.unblock(), transaction.atomic():
        here = furnish(factories.make_world())
        brackwater = factories.make_authority("Brackwater", "998")
        agreement = factories.make_agreement(brackwater, slug="another-agreement", title="Another agreement")
        period = factories.period_of(agreement)
        people = factories.make_people(brackwater)
        there = furnish(World(brackwater, people, agreement, period, factories.make_submission(period)))
        for user in (*here.people.values(), *there.people.values()):
            _SESSIONS[user.pk] = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
        yield TwoCouncils(here, there, parts(here), parts(there))
        _SESSIONS.clear()
        transaction.set_rollback(True)


def signed_in(user: User) -> Client:
    """A browser of theirs. Signing in is done once for each: what a test writes is undone, these sessions are not."""
    client = Client(raise_request_exception=True)
    if user.pk in _SESSIONS:
        client.cookies[settings.SESSION_COOKIE_NAME] = _SESSIONS[user.pk]
    else:
        client.force_login(user)
    return client
