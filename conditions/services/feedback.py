"""Answering what DfE asked for last time, and recording what it said about a return."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from conditions.lifecycle import ACCEPT, REQUEST_CHANGES, NotAllowed
from conditions.models import Condition, Feedback, FeedbackAction, FeedbackAnswer, Submission
from conditions.rules import submission_rules
from conditions.services.answers import locked_reason
from conditions.services.sending import lock
from conditions.services.submissions import start_round
from safetyvalve.core import audit
from safetyvalve.core.editing import save_answer
from safetyvalve.core.models import User


@transaction.atomic
def answer_actions(
    submission: Submission,
    words: Mapping[int, str],
    *,
    revisions: Mapping[int, int] | None = None,
    by: User,
    now: datetime,
) -> list[FeedbackAnswer]:
    """Save the answers, keyed by action, all or none. Unchanged ones are left alone.

    ``revisions`` are those the person was looking at, by action; 0 where nobody had answered. Raises
    ``NotAllowed`` when locked and ``StaleSave`` with the first answer that somebody else changed meanwhile.
    """
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if reason := locked_reason(locked):
        raise NotAllowed([reason])
    seen = revisions or {}
    saved = [
        save_answer(
            FeedbackAnswer(submission=submission, action_id=action_id),
            {"text": text},
            identity=("submission", "action_id"),
            revision=seen.get(action_id, 0),
            authority=submission.authority,
            by=by,
            now=now,
            action="feedback_answered",
        )
        for action_id, text in words.items()
    ]
    if "feedback" in locked.sent_back_reasons:
        del locked.sent_back_reasons["feedback"]
        locked.save(update_fields=["sent_back_reasons"])
    return saved


@transaction.atomic
def record(
    submission: Submission,
    *,
    received_on: date,
    outcome: str,
    text: str,
    payment_decision: str,
    actions: Iterable[tuple[str, Condition | None]],
    by: User,
    now: datetime,
) -> Feedback:
    """Record DfE's feedback on a submitted return. Changes requested opens the next round, copied forward."""
    submission = lock(submission)
    move = ACCEPT if outcome == Feedback.Outcome.ACCEPTED else REQUEST_CHANGES
    roles = submission_rules.roles_of(by, submission, timezone.localdate(now))
    reasons = submission_rules.move_blockers(move, submission, roles)
    if received_on > timezone.localdate(now):
        reasons.append("The date received is still to come. Enter the day on which DfE's feedback arrived.")
    if reasons:
        raise NotAllowed(reasons)
    feedback = Feedback.objects.create(
        submission=submission,
        received_on=received_on,
        outcome=outcome,
        text=text,
        payment_decision=payment_decision,
        recorded_at=now,
        recorded_by=by,
    )
    for order, (words, condition) in enumerate(actions, start=1):
        FeedbackAction.objects.create(feedback=feedback, order=order, text=words, condition=condition)
    submission.status = move.target
    submission.save(update_fields=["status"])
    if move is REQUEST_CHANGES:
        start_round(submission, by=by, now=now)
    audit.record(
        authority=submission.authority,
        by=by,
        action="feedback_recorded",
        subject=submission,
        changes={"status": [Submission.Status.SUBMITTED, move.target], "received_on": [None, received_on]},
        now=now,
    )
    return feedback
