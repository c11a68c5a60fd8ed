"""A period's task list: everything the return needs, who owes it, and how far along it is."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from conditions import lifecycle
from conditions.joints import Section, Task, read_sections
from conditions.lifecycle import NotAllowed
from conditions.models import Submission
from conditions.overview import waiting_for
from conditions.rules import submission_rules
from conditions.services import submissions
from conditions.views.finding import get_period, latest_submission
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission

HEADINGS = {
    "summary": "Summary and context",
    "conditions": "Conditions",
    "dsg_position": "Money",
    "feedback": "DfE's feedback",
    "risks": "Risks",
    "delivery": "Workstreams",
}


@requires(Permission.SUBMISSION_VIEW)
def period(request: CouncilRequest, agreement_slug: str, period_slug: str) -> HttpResponse:
    """Completeness by section and by person, and the next step for whoever is looking."""
    period = get_period(request, agreement_slug, period_slug)
    submission = latest_submission(period)
    sections = read_sections(submission) if submission else ()
    tasks = [task for section in sections for task in section.items]
    context = {
        "period": period,
        "agreement": period.calendar.agreement,
        "submission": submission,
        "groups": task_groups(sections),
        "owners": by_owner(tasks),
        "done": sum(task.is_done for task in tasks),
        "total": len(tasks),
        "can_edit": Permission.SUBMISSION_EDIT in request.permissions,
        "payments": waiting_for(period),
        "days_left": (period.due_on - timezone.localdate()).days,
        "is_owed": submission is None or not submission.has_left,
        **next_steps(request, submission),
    }
    return render(request, "conditions/period.html", context)


@requires(Permission.SUBMISSION_EDIT)
@require_POST
def period_start(request: CouncilRequest, agreement_slug: str, period_slug: str) -> HttpResponse:
    """Open the return's first draft."""
    period = get_period(request, agreement_slug, period_slug)
    try:
        submissions.start(period, by=request.user, now=timezone.now())
    except NotAllowed as refusal:
        messages.error(request, str(refusal))
    return redirect(period)


def task_groups(sections: Iterable[Section]) -> list[dict[str, Any]]:
    """The sections that have items, with a heading each."""
    return [
        {"key": section.key, "heading": HEADINGS.get(section.key, section.key), "tasks": section.items}
        for section in sections
        if section.items
    ]


def by_owner(tasks: Iterable[Task]) -> list[dict[str, Any]]:
    """How many items each person owes and has done; unowned ones together at the end."""
    ordered = sorted(tasks, key=lambda task: (not task.owner, task.owner))
    counted = []
    for owner, owned in groupby(ordered, key=lambda task: task.owner):
        items = list(owned)
        counted.append(
            {"owner": owner or "Nobody in particular", "done": sum(t.is_done for t in items), "total": len(items)}
        )
    return counted


def next_steps(request: CouncilRequest, submission: Submission | None) -> dict[str, bool]:
    """Which moves this person could make now, for the buttons."""
    if submission is None:
        return {}
    names = {
        "can_send": lifecycle.SEND,
        "can_recall": lifecycle.RECALL,
        "can_sign": lifecycle.LAST_SIGNATURE,
        "can_submit": lifecycle.SUBMIT,
        "can_record_feedback": lifecycle.ACCEPT,
    }
    return {name: not submission_rules.move_blockers(move, submission, request.roles) for name, move in names.items()}
