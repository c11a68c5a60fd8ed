"""Dry runs that somebody left unconfirmed: a line of their home page."""

from collections.abc import Iterator
from datetime import date, datetime

from django.urls import reverse

from dashboards.imports.kinds import KINDS
from dashboards.models import ImportRun
from safetyvalve.core.home import HomeTasks, Task
from safetyvalve.core.models import Authority, User
from safetyvalve.core.roles import Permission


def tasks(authority: Authority, user: User, permissions: frozenset[Permission], now: datetime) -> Iterator[HomeTasks]:
    """The person's own imports that are read and wait for a yes or no. Those that would change nothing do not. One
    query."""
    if Permission.MEASURE_MANAGE not in permissions:
        return
    ready = ImportRun.objects.of(authority).filter(made_by=user, state=ImportRun.State.READY)
    found = tuple(
        Task(
            f"Confirm {run.file_name}, or throw it away",
            reverse("dashboards:import-run", args=[authority.la_code, run.pk]),
            "Waiting for you",
            hint=KINDS[run.importer].label if run.importer in KINDS else "",
        )
        for run in ready.only("importer", "file_name", "counts", "made_at")
        if run.counts.get("added") or run.counts.get("changed")
    )
    if found:
        imports = "1 import" if len(found) == 1 else f"{len(found)} imports"
        # After what is due on a day: nobody else waits for it.
        yield HomeTasks(f"{imports} waiting for you to confirm", found, (date.max, -1))
