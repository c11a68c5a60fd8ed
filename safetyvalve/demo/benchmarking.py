"""How long the main pages and the files of a return take here, on the data that are loaded. Writes nothing."""

import gzip
import resource
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from statistics import median
from time import perf_counter, process_time
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Count
from django.db.models.functions import Length
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from conditions.models import Condition, Submission
from conditions.returns import issue
from safetyvalve.core.models import Membership, User
from safetyvalve.core.roles import GRANTS, Permission, Role
from workstreams.models import Risk

Status = Submission.Status


class NothingToMeasure(Exception):
    """There is no return in the database to measure with."""


@dataclass(frozen=True)
class Page:
    """A page, the state of the return it is shown for, and what its reader must be allowed to do."""

    name: str
    view: str
    statuses: tuple[str, ...]
    permission: Permission
    parts: str = "period"


PAGES = (
    Page("Home of an officer", "core:council-home", (Status.DRAFT,), Permission.SUBMISSION_EDIT, "council"),
    Page("Home of the programme manager", "core:council-home", (Status.DRAFT,), Permission.SUBMISSION_SEND, "council"),
    Page("Agreement", "conditions:agreement", (Status.DRAFT,), Permission.AGREEMENT_VIEW, "agreement"),
    Page("Period", "conditions:period", (Status.DRAFT,), Permission.SUBMISSION_SEND),
    Page("Condition update", "conditions:condition-update", (Status.DRAFT,), Permission.SUBMISSION_EDIT, "condition"),
    Page("Check", "conditions:check", (Status.DRAFT,), Permission.SUBMISSION_SEND),
    Page("Sign-off", "conditions:sign-off", (Status.AWAITING_SIGN_OFF,), Permission.SUBMISSION_SIGN_OFF),
    Page("Return in draft", "conditions:return", (Status.DRAFT,), Permission.SUBMISSION_VIEW),
    Page("Return submitted", "conditions:return", Submission.OUTSIDE, Permission.SUBMISSION_VIEW),
    Page("Dashboard", "dashboards:dashboard", (Status.DRAFT,), Permission.DASHBOARD_VIEW, "council"),
    Page("Measures", "dashboards:measures", (Status.DRAFT,), Permission.DASHBOARD_VIEW, "council"),
    Page("A month's figures", "dashboards:month-edit", (Status.DRAFT,), Permission.MEASURE_MANAGE, "month"),
)


@dataclass(frozen=True)
class Timing:
    """Milliseconds: the median by the clock and of this process's own work, and the first time."""

    wall_ms: float
    cpu_ms: float
    first_ms: float


@dataclass(frozen=True)
class PageCost:
    """What one page takes of the server."""

    name: str
    council: str
    timing: Timing
    queries: int
    size: int
    size_gzip: int


@dataclass(frozen=True)
class FileCost:
    """What making one file of a return takes."""

    kind: str
    subject: str
    timing: Timing
    size: int


def page_costs(*, on: date, repeat: int, council: str = "") -> Iterator[PageCost]:
    """Each page in turn; one that has nothing to show in this database is left out."""
    for page in PAGES:
        submission = largest(page.statuses, council)
        reader = somebody_who_may(page.permission, submission, on) if submission else None
        if submission and reader:
            yield _page_cost(page, submission, reader, repeat)


def _page_cost(page: Page, submission: Submission, reader: User, repeat: int) -> PageCost:
    url = reverse(page.view, args=_parts(page, submission))
    with nothing_written():
        client = Client(SERVER_NAME=_host())
        client.force_login(reader)

        def load() -> Any:
            response = client.get(url, secure=settings.USE_HTTPS)
            if response.status_code != 200:
                raise RuntimeError(f"{page.name} at {url} answered {response.status_code}.")
            return response

        timing, response = timed(load, repeat=repeat)
        with CaptureQueriesContext(connection) as queries:
            load()
    body = response.content
    packed = len(gzip.compress(body, compresslevel=6))
    return PageCost(page.name, submission.authority.name, timing, len(queries), len(body), packed)


def file_costs(*, now: datetime, repeat: int, council: str = "") -> Iterator[FileCost]:
    """Word, Excel and PDF of the largest return and of the one that says most, made afresh as a draft's are."""
    anything = (Status.DRAFT, Status.AWAITING_SIGN_OFF, Status.SIGNED_OFF, *Submission.OUTSIDE)
    chosen = [each for each in (largest(anything, council), longest(council)) if each]
    if not chosen:
        raise NothingToMeasure
    for submission in dict.fromkeys(chosen):
        subject = _in_words(submission)
        with nothing_written():
            for kind in issue.DRAFT_KINDS:
                timing, made = timed(partial(issue.draft_file, kind, submission, now=now), repeat=repeat)
                yield FileCost(kind, subject, timing, len(made.content))


def _in_words(submission: Submission) -> str:
    conditions = Condition.objects.filter(agreement=submission.version.agreement_id)
    here = conditions.in_force(submission.period.covers_to).count()
    risks = Risk.objects.reported_in(submission.period).count()
    return f"{submission.authority.name}, {submission.period}: {here} conditions, {risks} risks"


def timed(act: Callable[[], Any], *, repeat: int) -> tuple[Timing, Any]:
    """Do it once to warm up, then ``repeat`` times; the last result comes along."""
    first = perf_counter()
    result = act()
    first_ms = (perf_counter() - first) * 1000
    wall, cpu = [], []
    for _ in range(repeat):
        began, worked = perf_counter(), process_time()
        result = act()
        wall.append((perf_counter() - began) * 1000)
        cpu.append((process_time() - worked) * 1000)
    return Timing(median(wall), median(cpu), first_ms), result


@contextmanager
def nothing_written() -> Iterator[None]:
    """Signing a reader in writes a session; the transaction around it is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def largest(statuses: tuple[str, ...], council: str = "") -> Submission | None:
    """The newest return in one of these states, of the agreement with the most conditions."""
    found = Submission.objects.with_place().select_related("current_pack").filter(status__in=statuses)
    if council:
        found = found.filter(period__calendar__agreement__authority__la_code=council)
    counted = found.annotate(conditions=Count("period__calendar__agreement__conditions", distinct=True))
    return counted.order_by("-conditions", "-period__covers_to", "-round").first()


def longest(council: str = "") -> Submission | None:
    """The return whose frozen pack has the most text."""
    found = Submission.objects.with_place().select_related("current_pack").filter(current_pack__isnull=False)
    if council:
        found = found.filter(period__calendar__agreement__authority__la_code=council)
    return found.annotate(length=Length("current_pack__text")).order_by("-length", "pk").first()


def somebody_who_may(permission: Permission, submission: Submission, on: date) -> User | None:
    """A member of the return's council who holds the permission: in the most modest role that grants it."""
    roles = [role for role in Role if permission in GRANTS[role]]
    held = Membership.objects.in_force(on).filter(authority=submission.authority, role__in=roles, user__is_active=True)
    members = sorted(held.select_related("user"), key=lambda each: (roles.index(Role(each.role)), each.pk))
    return members[0].user if members else None


def _parts(page: Page, submission: Submission) -> list[str]:
    council, agreement, period = submission.period.address
    if page.parts == "condition":
        number = submission.version.agreement.conditions.in_force(submission.period.covers_to)[0].number
        return [council, agreement, period, number]
    if page.parts == "month":
        return [council, f"{submission.period.covers_to:%Y-%m}"]
    return {"council": [council], "agreement": [council, agreement], "period": [council, agreement, period]}[page.parts]


def _host() -> str:
    """A name this installation answers to."""
    named = [host for host in settings.ALLOWED_HOSTS if not host.startswith((".", "*"))]
    return named[0] if named else "localhost"


def peak_memory() -> int:
    """The most memory this process has held so far, in bytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most if sys.platform == "darwin" else most * 1024
