"""The process that the server starts for an import: it works without whoever started it."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from tests.concurrency.conftest import ROOT
from tests.dashboards.imports.processes import Place, a_place

pytestmark = pytest.mark.slow
COUNCIL = "990"
GRID = "Code,Period,Value\nrequests_received,May 2024,36\n"
START = """
import django; django.setup()
from django.utils import timezone
from dashboards.imports import runs
from dashboards.imports.contract import Delivered
from safetyvalve.core.models import Authority
council = Authority.objects.get(la_code="990")
run = runs.start(council, "grid", [Delivered("may.csv", {content!r})], by=None, now=timezone.now())
print(run.state, flush=True)
import os; os._exit(0)
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    with a_place(tmp_path_factory.mktemp("process")) as found:
        yield found


def python(place: Place, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=place.environment,
        stdout=subprocess.PIPE,
        # Not a pipe: what is started writes there too, and would be waited for.
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_file_is_read_although_the_process_that_took_it_in_is_gone(place: Place) -> None:
    assert python(place, "-c", START.format(content=GRID.encode())).stdout == "waiting\n"
    states: list[str] = []
    for _ in range(150):
        states = place.report(COUNCIL)["states"]
        if states == ["ready"]:
            break
        time.sleep(0.1)
    assert states == ["ready"]
    assert place.do(COUNCIL, "confirm") == ["confirmed"]
    assert place.report(COUNCIL)["current"] == 1
    assert place.left_behind() == set()


def test_the_command_line_exits_as_it_says(place: Place) -> None:
    file = place.folder / "reached.csv"
    command = ["manage.py", "import_measures", "--authority", COUNCIL, "--kind", "grid", str(file), "--json"]
    file.write_text(GRID)
    done = python(place, *command)
    assert (done.returncode, json.loads(done.stdout)["figures"][0]["value"]) == (0, "36")
    file.write_text(f"{GRID}no_such_measure,May 2024,1\n")
    assert python(place, *command).returncode == 1
    assert python(place, *command, "--kind", "nonsense").returncode == 2
    assert python(place, *command[:-2], os.devnull + "/nothing.csv").returncode == 2
