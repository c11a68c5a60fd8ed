"""The product served as bin/demo serves it, by several processes, on a database that goes away afterwards."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from tests.concurrency.browser import Person

ROOT = Path(__file__).resolve().parent.parent.parent
WORKERS = 4


@dataclass
class Server:
    """Where it listens, who has signed in, and what stands in its database and its log."""

    port: int
    folder: Path
    environment: dict[str, str]
    sessions: dict[str, dict[str, str]] = field(default_factory=dict)

    def person(self, code: str, name: str) -> Person:
        return Person(self.port, self.sessions[code][name])

    def people(self, code: str) -> list[Person]:
        return [self.person(code, name) for name in self.sessions[code]]

    def record(self, *command: str) -> Any:
        """What `record.py` prints; None when it was killed, as it may ask to be."""
        done = subprocess.run(
            [sys.executable, "-m", "tests.concurrency.record", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode in (0, -signal.SIGKILL), done.stderr
        return json.loads(done.stdout) if done.returncode == 0 else None

    def report(self, code: str) -> dict[str, Any]:
        """The council's record, after the checks that no test may fail."""
        found: dict[str, Any] = self.record("report", code)
        assert found["broken_link"] is None
        assert found["damage"] == ""
        return found

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    def worker_processes(self) -> list[int]:
        return sorted(int(note.name) for note in (self.folder / "workers").iterdir())

    def kill(self, process: int) -> None:
        """End a worker at once, whatever it is doing; gunicorn starts another."""
        (self.folder / "workers" / str(process)).unlink()
        os.kill(process, signal.SIGKILL)


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("served")
    (folder / "workers").mkdir()
    with a_database(folder) as url:
        port = _free_port()
        environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "safetyvalve.settings",
            "ENV_FILE": os.devnull,
            "DATA_DIR": str(folder),
            "DATABASE_URL": url,
            "EMAIL_URL": "dummymail://",
            "BIND": f"127.0.0.1:{port}",
            "WEB_WORKERS": str(WORKERS),
            "WORKER_NOTES": str(folder / "workers"),
        }
        served = Server(port, folder, environment)
        served.sessions = served.record("seed")
        with _gunicorn(served):
            yield served


@contextmanager
def a_database(folder: Path) -> Iterator[str]:
    """A SQLite file; on PostgreSQL, when the tests were given one, a database of its own."""
    given = os.environ["DATABASE_URL"]
    if not given.startswith("postgres"):
        yield f"sqlite:///{folder / 'record.sqlite3'}"
        return
    name = f"safetyvalve_at_once_{os.getpid()}"
    with psycopg.connect(given, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        try:
            yield urlunsplit(urlsplit(given)._replace(path=f"/{name}"))
        finally:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def _gunicorn(served: Server) -> Iterator[None]:
    command = [sys.executable, "-m", "gunicorn", "-c", "python:tests.concurrency.served", "safetyvalve.wsgi"]
    with (
        (served.folder / "log").open("w") as log,
        subprocess.Popen(command, cwd=ROOT, env=served.environment, stdout=log, stderr=log) as process,
    ):
        try:
            _wait_for(served, process)
            yield
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(timeout=20)


def _wait_for(served: Server, process: subprocess.Popen[bytes]) -> None:
    for _ in range(300):
        if process.poll() is not None:
            break
        try:
            with closing(HTTPConnection("127.0.0.1", served.port, timeout=5)) as connection:
                connection.request("GET", "/healthz")
                if connection.getresponse().status == 200:
                    return
        except OSError:
            time.sleep(0.1)
    pytest.fail(f"The server did not start:\n{served.log}")


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
