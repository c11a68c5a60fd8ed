"""What a person owes to the council's returns: lines of their home page."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone

from conditions.joints import read_sections
from conditions.models import Agreement, ReportingPeriod, SignOff, Submission
from safetyvalve.core import dates
from safetyvalve.core.home import HomeTasks, Task
from safetyvalve.core.models import Authority, User
from safetyvalve.core.roles import Permission

Status = Submission.Status


def tasks(authority: Authority, user: User, permissions: frozenset[Permission], now: datetime) -> Iterator[HomeTasks]:
    """One group per open return: what this person writes, confirms, sends, signs or submits, and what is done.

    In a council without an agreement, that this is the first step.
    """
    if not permissions & {Permission.SUBMISSION_VIEW}:
        return
    today = timezone.localdate(now)
    returns = open_returns(authority, today)
    if not returns and not Agreement.objects.of(authority).exists():
        yield _first_step(authority, permissions)
    for period, submission in returns:
        found = tuple(_tasks(period, submission, user, permissions))
        if found:
            owed = [task for task in found if not task.is_done]
            yield HomeTasks(heading(period, owed, today), found, (period.due_on, period.pk))


def _first_step(authority: Authority, permissions: frozenset[Permission]) -> HomeTasks:
    """What a council without an agreement is to do first; whoever may not do it is told who does."""
    if Permission.AGREEMENT_MANAGE in permissions:
        url = reverse("conditions:agreement-create", args=[authority.la_code])
        hint = "Its conditions, plan and reporting periods follow from it; then returns are asked for here."
        return HomeTasks("First step", (Task("Add the agreement", url, "Not started", hint=hint),), (date.min,))
    heading = "The agreement has not been added yet: a programme manager adds it, then returns are asked for here"
    return HomeTasks(heading, order=(date.max, 9), is_owed=False)


def open_returns(authority: Authority, today: object) -> list[tuple[ReportingPeriod, Submission | None]]:
    """Returns whose window is open and that have not left the council, with their latest round. Two queries."""
    periods = list(
        ReportingPeriod.objects.of(authority)
        .returns()
        .open_on(today)  # type: ignore[arg-type]
        .select_related("calendar__agreement__authority", "calendar__agreement__programme")
        .order_by("due_on")
    )
    rounds: dict[int, Submission] = {}
    for submission in (
        Submission.objects.with_place()
        .select_related("current_pack")
        .filter(period__in=periods)
        .order_by("period", "round")
    ):
        rounds[submission.period_id] = submission
    return [
        (period, rounds.get(period.pk))
        for period in periods
        if period.pk not in rounds or rounds[period.pk].status not in (Status.ACCEPTED, Status.CHANGES_REQUESTED)
    ]


def heading(period: ReportingPeriod, owed: list[Task], today: object) -> str:
    """ "You have 3 things to do for Update 1, due 24 May 2024 (in 12 days)"."""
    days = (period.due_on - today).days  # type: ignore[operator]
    when = "today" if days == 0 else f"in {_span(days)}" if days > 0 else f"{_span(-days)} ago"
    due = f"due {dates.in_words(period.due_on)} ({when})"
    if not owed:
        return f"{period.label}, {due}: nothing left for you to do"
    return f"{len(owed)} thing{'s' if len(owed) != 1 else ''} to do for {period.label}, {due}"


def _span(days: int) -> str:
    """Days for two months, then months, then years: nobody counts in days what is long past."""
    for size, word in ((730, "year"), (61, "month")):
        if days >= size:
            count = days // {"year": 365, "month": 30}[word]
            return f"{count} {word}{'s' if count != 1 else ''}"
    return f"{days} day{'s' if days != 1 else ''}"


def _tasks(
    period: ReportingPeriod, submission: Submission | None, user: User, permissions: frozenset[Permission]
) -> Iterator[Task]:
    if submission is None:
        if Permission.SUBMISSION_EDIT in permissions:
            yield Task(f"Start {period}", period.get_absolute_url(), "Not started")
        return
    if submission.status == Status.DRAFT:
        yield from _while_draft(submission, user, permissions)
    elif submission.status == Status.AWAITING_SIGN_OFF:
        yield from _while_awaiting(submission, user, permissions)
    elif submission.status == Status.SIGNED_OFF and Permission.SUBMISSION_SUBMIT in permissions:
        url = reverse("conditions:submit", args=period.address)
        yield Task("Record the return as submitted to DfE", url, "Signed off, ready to submit")
    elif submission.status == Status.SUBMITTED and Permission.SUBMISSION_SUBMIT in permissions:
        url = reverse("conditions:feedback", args=period.address)
        yield Task("Record DfE's feedback", url, "Waiting for DfE")


def _while_draft(submission: Submission, user: User, permissions: frozenset[Permission]) -> Iterator[Task]:
    address = submission.period.address
    sections = read_sections(submission)
    items = [item for section in sections for item in section.items]
    runs_it = Permission.SUBMISSION_SEND in permissions
    if Permission.SUBMISSION_EDIT in permissions:
        for section in sections:
            if section.key == "dsg_position" and Permission.FINANCE_EDIT not in permissions:
                continue
            for item in section.items:
                if item.owner_id in (None, user.pk):
                    yield item
                elif runs_it:
                    yield replace(item, hint=" ".join(filter(None, (f"Written by {item.owner}.", item.hint))))
    if Permission.FINANCE_CONFIRM in permissions:
        position = next((item for item in items if item.status.startswith("Waiting for finance")), None)
        if position:
            yield Task("Confirm the DSG position", position.url, "Waiting for you")
    if runs_it:
        left = sum(not item.is_done for item in items)
        status = "Ready to check" if not left else f"{len(items) - left} of {len(items)} parts complete"
        yield Task("Check the return and send it for sign-off", reverse("conditions:check", args=address), status)


def _while_awaiting(submission: Submission, user: User, permissions: frozenset[Permission]) -> Iterator[Task]:
    address = submission.period.address
    if Permission.SUBMISSION_SIGN_OFF in permissions:
        has_signed = SignOff.objects.filter(pack=submission.current_pack, signed_by=user).exists()
        yield Task(
            "Read and sign off the return",
            reverse("conditions:sign-off", args=address),
            "Signed by you" if has_signed else "Waiting for your signature",
            is_done=has_signed,
        )
