"""The process that the server starts after publishing: it works without whoever published, and can be killed."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.concurrency.conftest import ROOT, a_database

pytestmark = pytest.mark.slow
COMMAND = [sys.executable, "manage.py", "build_packs"]
BEGIN = """
import django; django.setup()
import json, os
from datetime import date, timedelta
from django.utils import timezone
from dashboards.models import PackBuild, Publication, PublishedFile
"""
SEED = """
from django.core.management import call_command
from tests import factories
from tests.dashboards import records
call_command("migrate", verbosity=0)
records.six_months(factories.make_world().authority)
"""
PUBLISH = """
from safetyvalve.core.models import Authority, User
from tests.dashboards.publishing.editions import published
by = User.objects.filter(memberships__role="programme_manager").get()
published(Authority.objects.get(), by, month=date(2024, {month}, 1), published_at=timezone.now())
print("{{}}", flush=True)
os._exit(0)
"""
WITHOUT = """
from django.conf import settings
settings.DOCUMENTS_ELSEWHERE = False
"""
STUCK = """
import time
from dashboards.publishing.pack import issuing
works, kinds = issuing.make, []
def make(pack, kind):
    kinds.append(kind)
    if len(kinds) == 2:
        print("here", flush=True)
        time.sleep(600)
    return works(pack, kind)
issuing.make = make
issuing.work(PackBuild.objects.latest("pk").publication_id)
"""
REPORT = """
files = {
    f"{each.frozen.publication.month.month} {each.frozen.audience} {each.kind}": each.sha256
    for each in PublishedFile.objects.all()
}
print(json.dumps({"files": files, "state": PackBuild.objects.latest("pk").state}))
"""
SILENCE = 'PackBuild.objects.update(heartbeat_at=timezone.now() - timedelta(minutes=3)); print("{}")'


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    folder = tmp_path_factory.mktemp("packs")
    with a_database(folder) as url:
        found = {
            "PATH": os.environ["PATH"],
            "DJANGO_SETTINGS_MODULE": "safetyvalve.settings",
            "ENV_FILE": os.devnull,
            "DATA_DIR": str(folder),
            "DATABASE_URL": url,
        }
        _python(found, "-c", BEGIN + SEED)
        yield found


def _python(environment: dict[str, str], *arguments: str) -> Any:
    """What a process says that ends well."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        # Not a pipe: what is started writes there too, and would be waited for.
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0
    return json.loads(done.stdout) if done.stdout else None


def _wait_for(environment: dict[str, str], number: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for _ in range(120):
        found = _python(environment, "-c", BEGIN + REPORT)
        if len(found["files"]) >= number:
            break
        time.sleep(0.3)
    return found


def test_files_are_made_although_the_process_that_published_is_gone(environment: dict[str, str]) -> None:
    _python(environment, "-c", BEGIN + PUBLISH.format(month=4))
    found = _wait_for(environment, 4)
    assert set(found["files"]) == {"4 members pdf", "4 members xlsx", "4 links pdf", "4 links xlsx"}


def test_what_a_killed_process_had_made_is_kept_and_the_rest_made_up_for(environment: dict[str, str]) -> None:
    _python(environment, "-c", BEGIN + WITHOUT + PUBLISH.format(month=5))
    stuck = [sys.executable, "-c", BEGIN + STUCK]
    with subprocess.Popen(stuck, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
    half = _python(environment, "-c", BEGIN + REPORT)
    assert (half["state"], len(half["files"])) == ("working", 5)
    assert _exit_code(environment) == 1, "While it may still be alive, nobody else begins."
    _python(environment, "-c", BEGIN + SILENCE)
    assert _exit_code(environment) == 0
    found = _python(environment, "-c", BEGIN + REPORT)
    assert (found["state"], len(found["files"])) == ("done", 8)
    assert half["files"].items() <= found["files"].items()


def _exit_code(environment: dict[str, str]) -> int:
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.run(COMMAND, cwd=ROOT, env=environment, timeout=120, check=False, **quiet).returncode
