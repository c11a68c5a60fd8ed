"""Real processes that import into a real database, to be started, waited for and killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.concurrency.conftest import ROOT, a_database

COMMAND = [sys.executable, "-m", "tests.dashboards.imports.at_work"]


@dataclass
class Place:
    """A folder with a database, and the environment of processes that work on it."""

    folder: Path
    environment: dict[str, str]

    def do(self, code: str, *steps: str, **environment: str) -> list[Any]:
        """What the steps come to, done by a process that ends well."""
        done = subprocess.run(
            [*COMMAND, code, *steps],
            cwd=ROOT,
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        assert "locked" not in done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def report(self, code: str) -> dict[str, Any]:
        [found] = self.do(code, "report")
        assert found["broken_link"] is None
        return found  # type: ignore[no-any-return]

    def begin(self, code: str, *steps: str, **environment: str) -> subprocess.Popen[str]:
        """A process that goes on meanwhile."""
        return subprocess.Popen(
            [*COMMAND, code, *steps],
            cwd=ROOT,
            env=self.environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    @contextmanager
    def paused(self, code: str, *steps: str, at: str) -> Iterator[subprocess.Popen[str]]:
        """A process that has come to the point ``at``; it is killed afterwards, if it lives."""
        reached = self.folder / "reached"
        reached.unlink(missing_ok=True)
        process = self.begin(code, *steps, PAUSE=at, REACHED=str(reached))
        try:
            for _ in range(600):
                if reached.exists() or process.poll() is not None:
                    break
                time.sleep(0.05)
            assert reached.exists(), process.communicate()[1]
            yield process
        finally:
            process.kill()
            process.communicate()

    def kill(self, code: str, *steps: str, at: str) -> None:
        """Start it, and end it at once when it has come to the point ``at``: no clearing up, no last words."""
        with self.paused(code, *steps, at=at) as process:
            process.send_signal(signal.SIGKILL)
            assert process.wait(timeout=10) == -signal.SIGKILL

    def left_behind(self) -> set[str]:
        """Files that are neither the database nor a note of these tests."""
        return {
            str(file.relative_to(self.folder))
            for file in self.folder.rglob("*")
            if file.is_file() and not file.name.startswith(("record.sqlite3", "reached"))
        }


@contextmanager
def a_place(folder: Path) -> Iterator[Place]:
    """Seeded with ten councils, 990 to 999."""
    with a_database(folder) as url:
        (folder / "tmp").mkdir()
        environment = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "safetyvalve.settings",
            "ENV_FILE": os.devnull,
            "DATA_DIR": str(folder),
            "TMPDIR": str(folder / "tmp"),
            "DATABASE_URL": url,
        }
        place = Place(folder, environment)
        place.do("990", "seed")
        yield place
