"""Starting a return, starting another round of it, and finding the ones before it."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from conditions.lifecycle import NotAllowed
from conditions.models import (
    ConditionResponse,
    FeedbackAction,
    FeedbackAnswer,
    ReportingPeriod,
    Submission,
    SummaryAnswers,
)
from safetyvalve.core import audit
from safetyvalve.core.models import User

COPIED = (ConditionResponse, SummaryAnswers, FeedbackAnswer)


@transaction.atomic
def start(period: ReportingPeriod, *, by: User, now: datetime) -> Submission:
    """Open round 1 of a period's return as a draft, answering to the agreement version in force.

    Starting twice gives the draft that is there. Raises ``NotAllowed`` for a closed period, one that is not
    a return to DfE, or an agreement with no version yet.
    """
    ReportingPeriod.objects.select_for_update().get(pk=period.pk)
    existing = period.submissions.order_by("-round").first()
    if existing:
        return existing
    version = period.agreement.version_at(timezone.localdate(now)) or period.agreement.versions.first()
    reasons = []
    if period.closed_at:
        reasons.append(f"{period} is closed.")
    if period.calendar.purpose != period.calendar.Purpose.DFE_RETURN:
        reasons.append(f"{period.calendar} does not end in a return to DfE.")
    if version is None:
        reasons.append("The agreement has no version yet. Add its years and planned position first.")
    if reasons or version is None:
        raise NotAllowed(reasons)
    submission = Submission.objects.create(period=period, version=version, created_at=now, created_by=by)
    audit.record(authority=submission.authority, by=by, action="submission_started", subject=submission, now=now)
    return submission


@transaction.atomic
def start_round(earlier: Submission, *, by: User, now: datetime) -> Submission:
    """Open the next round after DfE asked for changes, with every answer copied forward. Starting twice is harmless."""
    ReportingPeriod.objects.select_for_update().get(pk=earlier.period_id)
    existing = Submission.objects.filter(period=earlier.period, round=earlier.round + 1).first()
    if existing:
        return existing
    submission = Submission.objects.create(
        period=earlier.period, round=earlier.round + 1, version=earlier.version, created_at=now, created_by=by
    )
    for model in COPIED:
        for answer in model._default_manager.filter(submission=earlier):
            answer.pk, answer.submission, answer.revision = None, submission, 1
            answer._state.adding = True
            answer.save(force_insert=True)
    audit.record(authority=submission.authority, by=by, action="submission_round_started", subject=submission, now=now)
    return submission


def previous_submission(submission: Submission) -> Submission | None:
    """The last round that left the council for an earlier period of the same calendar. One query."""
    return (
        Submission.objects.published()
        .filter(
            period__calendar=submission.period.calendar_id,
            period__covers_from__lt=submission.period.covers_from,
        )
        .select_related("period", "current_pack")
        .order_by("-period__covers_from", "-round")
        .first()
    )


def earlier_in_year(submission: Submission) -> list[Submission]:
    """The latest round that left for each earlier period of the same financial year, in order. One query.

    These fill a return's earlier update columns.
    """
    latest: dict[int, Submission] = {}
    rounds = (
        Submission.objects.published()
        .filter(
            period__calendar=submission.period.calendar_id,
            period__financial_year=submission.period.financial_year,
            period__order__lt=submission.period.order,
        )
        .select_related("period", "current_pack")
        .order_by("period__order", "round")
    )
    for each in rounds:
        latest[each.period_id] = each
    return list(latest.values())


def actions_to_answer(submission: Submission) -> list[FeedbackAction]:
    """What DfE asked for in its last feedback: on the round before, else on the return before. Two queries."""
    before = Submission.objects.filter(period=submission.period_id, round=submission.round - 1).first()
    source = before or previous_submission(submission)
    if source is None:
        return []
    return list(FeedbackAction.objects.filter(feedback__submission=source).select_related("condition"))
