"""Ground for tests in which a browser meets the whole product, served from a database that is really written to."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime
from typing import Any

import pytest
import time_machine
from django.core.management import call_command
from django.db import connections
from django.test.utils import modify_settings
from pytest_django.live_server_helper import LiveServer

Serve = Callable[[datetime], AbstractContextManager[str]]


@pytest.fixture(scope="module")
def db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """Instead of pytest-django's: no transaction around a test, for a served page would wait for its end. What is
    written stays for the whole module, and is emptied after it."""
    with django_db_blocker.unblock():
        yield
        call_command("flush", verbosity=0, interactive=False)
        connections.close_all()


@pytest.fixture(scope="module")
def serve(db: None) -> Serve:
    """``with serve(now) as url``: the product at that address, on a clock that starts at ``now`` and goes on."""

    @contextmanager
    def serving(now: datetime) -> Iterator[str]:
        with time_machine.travel(now, tick=True):
            server = LiveServer("localhost")
            try:
                with modify_settings(ALLOWED_HOSTS={"append": server.thread.host}):
                    yield server.url
            finally:
                server.stop()

    return serving
