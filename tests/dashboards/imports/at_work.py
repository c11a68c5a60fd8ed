"""Imports in processes of their own, on a database of their own: `python -m …at_work CODE STEP…`.

Each step is done for the council's latest run, or for the one with the number that the step before printed. What a
step comes to is printed as one line of JSON. `work` is what `manage.py run_import` does, with the ways in of these
tests; PAUSE names a point at which it says so in a file and waits to be killed.
"""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import django
import pytest

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from dashboards.imports import jobs, kinds, reading, runs, saving  # noqa: E402
from dashboards.imports.contract import Delivery, Reading  # noqa: E402
from dashboards.imports.kinds import Kind  # noqa: E402
from dashboards.models import ImportBatch, ImportRun, Measurement, SourceFile  # noqa: E402
from dashboards.services import measurements  # noqa: E402
from safetyvalve.core import audit  # noqa: E402
from safetyvalve.core.models import AuditEvent, Authority, User  # noqa: E402
from tests import factories  # noqa: E402
from tests.dashboards import records  # noqa: E402
from tests.dashboards.imports import fakes  # noqa: E402

LONG_AGO = timedelta(seconds=61)


def main(code: str, steps: list[str]) -> None:
    fakes.register(pytest.MonkeyPatch(), reader=f"{fakes.__name__}.read")
    slow = Kind("slow", "Slow", "", f"{__name__}.read_slowly", (".csv",))
    kinds.KINDS["slow"] = slow
    jobs._spawn = _spawn_this  # type: ignore[assignment]
    jobs.SILENT_FOR = timedelta(seconds=int(os.environ.get("SILENT_FOR", "60")))
    _pause_at(os.environ.get("PAUSE", ""))
    for step in steps:
        name, _, rest = step.partition(":")
        result = STEPS[name](code, *rest.split(":")) if rest else STEPS[name](code)
        print(json.dumps(result), flush=True)


def seed(code: str) -> None:
    """An empty database with the shipped measures and ten councils."""
    call_command("migrate", verbosity=0)
    records.catalogue()
    for number in range(10):
        council = factories.make_authority(
            name=f"Council {number}", gss_code=f"E0600099{number}", la_code=f"99{number}"
        )
        for person in "ab":
            factories.make_user("programme_manager", council, email=f"{person}{number}@example.org")


def start(code: str, kind: str = "lines", count: str = "3", value: str = "1") -> int:
    lines = fakes.many(int(count), value=int(value))
    run = runs.start(_council(code), kind, [fakes.file(*lines)], by=_person(code), now=timezone.now())
    return run.pk


def work(code: str, number: str = "") -> str:
    run = ImportRun.objects.get(pk=number) if number else _run(code)
    jobs.work(run.pk)
    run.refresh_from_db()
    return run.state


def confirm(code: str) -> str:
    run = _run(code)
    runs.confirm(run, expected=runs.dry_run(run).digest, by=_person(code), now=timezone.now())
    return run.state


def confirm_twice(code: str) -> list[str]:
    """Two people press the button at the same moment."""
    run = _run(code)
    digest, barrier, answers = runs.dry_run(run).digest, threading.Barrier(2), list[str]()

    def press(person: User) -> None:
        own = ImportRun.objects.get(pk=run.pk)
        barrier.wait()
        try:
            batch = runs.confirm(own, expected=digest, by=person, now=timezone.now())
            answers.append("saved" if batch else "nothing")
        except runs.NotPossible as why:
            answers.append(str(why))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(person,)) for person in User.objects.order_by("pk")[:2]]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(answers)


def restart(code: str) -> str:
    run = _run(code)
    try:
        runs.restart(run, by=_person(code), now=timezone.now() + LONG_AGO)
    except runs.NotPossible as why:
        return str(why)
    # Time has not really passed: for the process that takes it up, nobody else must seem to be at work.
    ImportRun.objects.filter(pk=run.pk).update(heartbeat_at=timezone.now())
    return run.state


def cancel(code: str, when: str = "now") -> str:
    run = _run(code)
    now = timezone.now() + (LONG_AGO if when == "later" else timedelta())
    try:
        runs.cancel(run, by=_person(code), now=now)
    except runs.NotPossible as why:
        return str(why)
    return run.state


def report(code: str) -> dict[str, Any]:
    """Everything of the council that an import may leave behind."""
    council, latest = _council(code), ImportRun.objects.order_by("-pk").first()
    return {
        "states": list(ImportRun.objects.of(council).order_by("pk").values_list("state", flat=True)),
        "interrupted": bool(latest and latest.is_interrupted(timezone.now() + LONG_AGO)),
        "figures": Measurement.objects.filter(authority=council).count(),
        "current": Measurement.objects.filter(authority=council).current().count(),
        "batches": ImportBatch.objects.filter(authority=council).count(),
        "events": AuditEvent.objects.filter(authority=council).count(),
        "files": SourceFile.objects.filter(run__authority=council).count(),
        "payloads": ImportRun.objects.of(council).exclude(figures=None).count(),
        "broken_link": audit.broken_link(council),
        "progress": latest.progress_done if latest else 0,
    }


def typing(code: str, count: str) -> int:
    """Somebody types one figure after the other meanwhile; how long the slowest took, in milliseconds."""
    slowest = 0.0
    for number in range(int(count)):
        began = time.monotonic()
        row = fakes.row_of(f"plans_new,2023-05,{number}")
        measurements.record(_council(code), row, by=_person(code), now=timezone.now())
        slowest = max(slowest, time.monotonic() - began)
        time.sleep(0.02)
    return round(slowest * 1000)


def read_slowly(delivery: Delivery) -> Reading:
    """A minute of reading that says how far it is, or, where SILENT is set, nothing."""
    for done in range(600):
        if not os.environ.get("SILENT"):
            delivery.progress(done, 600, "Reading slowly")
        if done == 5:
            _reached("reading")
        time.sleep(0.1)
    return fakes.read(delivery)


def _pause_at(point: str) -> None:
    """Put a stop in the way of the process, where a test wants to kill it."""
    if point == "opening":
        reading.stored_files = _then(lambda: _wait_at(point), reading.stored_files)
    elif point == "compared":
        saving._write = _then(lambda: _wait_at(point), saving._write)
    elif point == "half":
        measurements._point_at_successors = _then(lambda: _wait_at(point), measurements._point_at_successors)
    elif point == "written":
        save = measurements.save
        measurements.save = lambda *args, **more: (save(*args, **more), _wait_at(point))[0]
    elif point == "committed":
        jobs.launch_next = _then(lambda: _wait_at(point), jobs.launch_next)


def _then(first: Callable[[], None], act: Callable[..., Any]) -> Callable[..., Any]:
    def both(*args: Any, **more: Any) -> Any:
        first()
        return act(*args, **more)

    return both


def _wait_at(point: str) -> None:
    _reached(point)
    time.sleep(60)


def _reached(point: str) -> None:
    if "REACHED" in os.environ:
        Path(os.environ["REACHED"]).write_text(point)


def _spawn_this(pk: int) -> None:
    """What the product starts, with the ways in of these tests; where AUTOMATIC is not set, the test does it."""
    if os.environ.get("AUTOMATIC"):
        code = ImportRun.objects.get(pk=pk).authority.la_code
        command = [sys.executable, "-m", __spec__.name, code, f"work:{pk}"]
        subprocess.Popen(command, stdout=subprocess.DEVNULL, start_new_session=True)


def _council(code: str) -> Authority:
    return Authority.objects.get(la_code=code)


def _person(code: str) -> User:
    return User.objects.get(email=f"a{code[-1]}@example.org")


def _run(code: str) -> ImportRun:
    return ImportRun.objects.of(_council(code)).order_by("-pk")[0]


STEPS: dict[str, Callable[..., Any]] = {
    step.__name__: step for step in (seed, start, work, confirm, confirm_twice, restart, cancel, report, typing)
}


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
