"""bin/demo sets up, serves, starts again quickly, and leaves alone what it did not make."""

import os
import re
import resource
import shutil
import signal
import sqlite3
import subprocess
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.project.source import ROOT, tracked_files

pytestmark = pytest.mark.slow

# In seconds of a processor: a busy machine takes longer by the clock.
LONGEST_SECOND_START = 5.0


@dataclass(frozen=True)
class Served:
    address: str
    said: str


@pytest.fixture(scope="module")
def clone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project as a clone brings it, with the packages that are installed here."""
    folder = tmp_path_factory.mktemp("clone")
    for file in tracked_files():
        target = folder / file.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, target)
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder


@contextmanager
def demo(clone: Path, *options: str) -> Iterator[Served]:
    """bin/demo from its start until it says where it listens; Ctrl-C afterwards."""
    with subprocess.Popen(
        [clone / "bin" / "demo", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
    ) as process:
        said = ""
        try:
            for line in process.stdout or ():
                said += line
                if ready := re.search(r"ready at (\S+)", line):
                    yield Served(ready[1], said)
                    break
            else:
                pytest.fail(f"bin/demo stopped:\n{said}")
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(timeout=15) == 0


def processor_seconds() -> float:
    """What the programs started from here, and finished, have used so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def site_address(clone: Path) -> str:
    """As a command sees it that is run beside the demonstration, without any settings."""
    shown = [
        clone / ".venv" / "bin" / "python",
        "-c",
        "from safetyvalve.settings import SITE_ADDRESS; print(SITE_ADDRESS)",
    ]
    bare = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    run = subprocess.run(shown, cwd=clone, env=bare, capture_output=True, text=True, timeout=60, check=True)
    return run.stdout.strip()


def status_of(address: str) -> int:
    with urllib.request.urlopen(address, timeout=20) as response:  # noqa: S310  it is our own address
        return int(response.status)


def test_an_empty_installation_serves_the_sign_in_page_and_starts_again_quickly(clone: Path) -> None:
    with demo(clone, "--empty", "--reset") as first:
        assert re.search(r"Sign in as administrator@example\.org with the password \S{12,}", first.said)
        assert status_of(f"{first.address}accounts/login/") == 200
        assert site_address(clone) == first.address.removesuffix("/"), "what commands beside it write into e-mails"
    before = processor_seconds()
    with demo(clone, "--empty") as second:
        assert "..." not in second.said, "something was done twice"
    assert processor_seconds() - before < LONGEST_SECOND_START
    with closing(sqlite3.connect(clone / "var" / "safetyvalve.sqlite3")) as database:
        assert database.execute("SELECT email, is_superuser FROM core_user").fetchall() == [
            ("administrator@example.org", 1)
        ]


def test_a_busy_port_is_passed_over_and_named(clone: Path) -> None:
    with ExitStack() as running:
        first = running.enter_context(demo(clone, "--empty"))
        second = running.enter_context(demo(clone, "--empty"))
        assert first.address != second.address
        assert "is busy, so this is port" in second.said
        port = re.search(r":(\d+)/", first.address)
        assert port
        asked = refused(clone, "--port", port[1])
        assert f"Port {port[1]} is not free." in asked


def refused(clone: Path, *options: str) -> str:
    stopped = subprocess.run(
        [clone / "bin" / "demo", *options], capture_output=True, text=True, timeout=60, check=False
    )
    assert stopped.returncode == 1
    return stopped.stderr


@pytest.mark.parametrize(
    ("options", "says"),
    [(["--port", "many"], "--port needs a number, not many."), (["--fast"], "bin/demo does not know --fast.")],
)
def test_a_wrong_option_is_explained(clone: Path, options: list[str], says: str) -> None:
    assert says in refused(clone, *options)


@pytest.mark.parametrize("options", [[], ["--reset"]])
def test_a_database_that_the_demonstration_did_not_make_is_left_alone(
    clone: Path, tmp_path: Path, options: list[str]
) -> None:
    other = tmp_path / "other"
    shutil.copytree(clone, other, symlinks=True, ignore=shutil.ignore_patterns("var"))
    database = other / "var" / "safetyvalve.sqlite3"
    database.parent.mkdir()
    database.write_bytes(b"the council's own")
    assert "was not made by bin/demo" in refused(other, *options)
    assert database.read_bytes() == b"the council's own"
