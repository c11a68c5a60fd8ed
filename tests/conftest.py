"""The ground every test stands on: a fixed clock, no network, a cache of its own."""

import gc
import os
import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any

import hypothesis
import pytest
import time_machine
from django.core.cache import cache
from django.core.management.commands import flush
from django.db import connections
from django.http import HttpRequest, HttpResponse
from playwright.sync_api import Browser, sync_playwright
from pytest_django.live_server_helper import LiveServer

from safetyvalve import urls
from safetyvalve.core import append_only, near
from safetyvalve.render import pdf

NOW = datetime(2024, 6, 14, 9, 30, tzinfo=UTC)
"""The moment of every test that does not name its own: half past ten on a Friday in the May/June 2024 window."""

_LOOPBACK = ("127.", "::1", "localhost")

# Tests run as root in containers, where Chromium's own sandbox cannot; and it should call nobody.
_QUIET_CHROMIUM = [
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-quic",
    "--disable-sync",
]


def pytest_collection_finish() -> None:
    """What has been imported by now stays to the end: the garbage collector need not look through it again, nor so
    often through the rest."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)


# The same examples on every machine, and no failure for a slow one.
hypothesis.settings.register_profile("fixed", derandomize=True, database=None, deadline=None)
# The first of them, where a test does not say how many it needs: bin/test asks for these, bin/test --all for all.
hypothesis.settings.register_profile("quick", parent=hypothesis.settings.get_profile("fixed"), max_examples=30)
hypothesis.settings.load_profile("fixed")


@pytest.fixture
def now() -> datetime:
    """The fixed moment, to hand to services."""
    return NOW


@pytest.fixture
def clock() -> Iterator[Any]:
    """Stops the clock at NOW. `clock.move_to(...)` and `clock.shift(...)` turn it."""
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser for tests marked `browser`: the one CHROMIUM names, or the first that is installed."""
    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome")
    found = [path for name in names if name and (path := shutil.which(name))]
    if not found:
        pytest.fail("There is no Chromium on this machine; bin/test -m browser installs it or says how.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found[0], args=_QUIET_CHROMIUM)
        yield browser
        browser.close()


@pytest.fixture(autouse=True)
def _cache_of_its_own() -> Iterator[None]:
    """Sign-in attempts are counted in the cache; one test's must not lock out the next, nor its pages be shown."""
    yield
    cache.clear()
    near.forget()


@pytest.fixture
def short_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    """ "Refused" and "not found" in a word: thousands of them, asked only for their status, need not be whole pages."""
    monkeypatch.setattr(urls, "handler403", _in_a_word(403), raising=False)
    monkeypatch.setattr(urls, "handler404", _in_a_word(404), raising=False)


def _in_a_word(status: int) -> Callable[..., HttpResponse]:
    def view(request: HttpRequest, exception: Exception) -> HttpResponse:
        return HttpResponse(type(exception).__name__, status=status)

    return view


@pytest.fixture
def pdf_in_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of a drawn PDF bytes that differ when it would: for what is kept and handed on, and not read."""
    monkeypatch.setattr(pdf, "html_to_pdf", lambda markup, **_: b"%PDF-" + sha256(markup.encode()).digest())


@pytest.fixture(autouse=True, scope="session")
def _no_network() -> Iterator[None]:
    """A test that reaches beyond this machine fails at once, saying where it wanted to go."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", _only_this_machine(socket.socket.connect))
        patch.setattr(socket.socket, "connect_ex", _only_this_machine(socket.socket.connect_ex))
        yield


def _only_this_machine(connect: Callable[..., Any]) -> Callable[..., Any]:
    def guarded(self: socket.socket, address: Any) -> Any:
        host = address[0] if isinstance(address, tuple) else ""
        if self.family in (socket.AF_INET, socket.AF_INET6) and not str(host).startswith(_LOOPBACK):
            raise RuntimeError(f"A test tried to reach {host}. Tests use nothing beyond this machine.")
        return connect(self, address)

    return guarded


@pytest.fixture(autouse=True, scope="session")
def _flush_may_empty_tables_of_record() -> Iterator[None]:
    """Tests that commit are cleaned up by a flush, which the triggers of append-only tables would refuse."""
    handle = flush.Command.handle

    def flush_without_triggers(self: flush.Command, **options: Any) -> None:
        with append_only.lifted(connections[options["database"]]):
            handle(self, **options)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(flush.Command, "handle", flush_without_triggers)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    request: pytest.FixtureRequest,
    tmp_path_factory: pytest.TempPathFactory,
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """Put SQLite in a file when a browser takes part: a page and its scripts ask at the same time, and
    threads that share one in-memory database share its transactions too."""
    database = connections["default"]
    in_browser = any(item.get_closest_marker("browser") for item in request.session.items)
    if in_browser and database.vendor == "sqlite":
        file: Path = tmp_path_factory.mktemp("database") / "tests.sqlite3"
        database.settings_dict["TEST"]["NAME"] = str(file)


@pytest.fixture(scope="session")
def live_server(django_db_setup: None) -> Iterator[LiveServer]:
    """pytest-django's, but never started before the test database is there: it would take the database for one in
    memory and share this thread's connection with every thread of the server, which SQLite does not survive."""
    server = LiveServer("localhost")
    yield server
    server.stop()
