"""What a lead owes: progress for the open periods, and milestones whose day has passed.

Risks are lines of the return's own task list, which ``conditions.home`` shows.
"""

from collections.abc import Iterator
from datetime import date, datetime

from django.utils import timezone

from conditions.models import ReportingPeriod
from safetyvalve.core.dates import in_words
from safetyvalve.core.home import HomeTasks, Task
from safetyvalve.core.models import Authority, User
from safetyvalve.core.roles import Permission
from workstreams.models import Milestone, ProgressUpdate, Workstream
from workstreams.models.progress_update import progress_update_url, wanting_progress


def tasks(authority: Authority, user: User, permissions: frozenset[Permission], now: datetime) -> Iterator[HomeTasks]:
    """One group per open period, and one for overdue milestones. Four queries, whatever the rows."""
    today = timezone.localdate(now)
    if Permission.SUBMISSION_EDIT not in permissions:
        return
    led = list(
        Workstream.objects.of(authority).filter(lead=user).select_related("agreement__authority").order_by("order")
    )
    if not led:
        return
    yield from _progress(authority, led, today)
    if Permission.WORKSTREAM_MANAGE in permissions:
        yield from _overdue(led, today)


def _progress(authority: Authority, led: list[Workstream], today: date) -> Iterator[HomeTasks]:
    periods = list(
        wanting_progress(ReportingPeriod.objects.of(authority), today)
        .select_related("calendar__agreement__authority")
        .order_by("due_on", "pk")
    )
    written = set(
        ProgressUpdate.objects.filter(workstream__in=led, period__in=periods)
        .exclude(text="")
        .values_list("workstream_id", "period_id")
    )
    for period in periods:
        found = tuple(
            _task(each, period, is_done=(each.pk, period.pk) in written)
            for each in led
            if each.agreement_id == period.calendar.agreement_id and each.is_running(period.covers_to)
        )
        if found:
            heading = f"Your workstreams' progress for {period.label}, due {in_words(period.due_on)}"
            # After the return of the same period, whose authors wait for these words.
            yield HomeTasks(heading, found, (period.due_on, period.pk, 1))


def _task(workstream: Workstream, period: ReportingPeriod, *, is_done: bool) -> Task:
    url = progress_update_url(workstream, period)
    return Task(f"Progress of {workstream.name}", url, "Complete" if is_done else "Not started", is_done)


def _overdue(led: list[Workstream], today: date) -> Iterator[HomeTasks]:
    running = [each for each in led if each.is_running(today)]
    late = [
        milestone
        for milestone in Milestone.objects.filter(workstream__in=running, completed_on__isnull=True)
        .select_related("workstream__agreement__authority")
        .order_by("baseline_on", "order")
        if milestone.is_overdue(today)
    ]
    if late:
        found = tuple(
            Task(
                each.name,
                each.edit_url,
                "Overdue",
                hint=f"{each.workstream}, expected {in_words(each.expected_on)}. Complete it, or say when and why.",
            )
            for each in sorted(late, key=lambda each: each.expected_on)
        )
        # After the returns that are due: nothing waits for a milestone's date to be brought up to date.
        yield HomeTasks("Milestones of yours whose day has passed", found, (date.max, 0))
