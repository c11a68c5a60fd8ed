"""Demonstration councils, loaded once for all tests of a module and gone after them."""

from collections.abc import Callable, Iterator

import pytest
from django.db import transaction

from safetyvalve.demo import loading, people, shipped
from safetyvalve.demo.council import Council

Load = Callable[[str], Council]


@pytest.fixture(scope="module")
def load(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Load]:
    """Loads a council by its folder, as ``load_demo`` does. Mark the tests ``django_db``: it undoes what they write."""
    with django_db_blocker.unblock(), transaction.atomic():  # type: ignore[attr-defined]
        shipped.load()
        administrator, _ = people.installation_administrator()
        yield lambda folder: loading.load_council(folder, by=administrator, say=lambda words: None)
        transaction.set_rollback(True)
