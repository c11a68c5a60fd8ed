"""Saving one answer of a return, and keeping the words somebody has typed and not yet saved."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from conditions.lifecycle import NotAllowed
from conditions.models import AutosavedDraft, Submission
from conditions.models.response import Answer
from safetyvalve.core.editing import save_answer
from safetyvalve.core.models import User

AnswerType = TypeVar("AnswerType", bound=Answer)

LONGEST_DRAFT = 400_000


def locked_reason(submission: Submission) -> str:
    """Why its answers cannot be changed now, and what would unlock them; empty for a draft."""
    if submission.is_editable:
        return ""
    if submission.has_left:
        return "This return has been submitted, so its answers never change."
    return "This return is waiting for sign-off, so its answers are locked. Recalling it unlocks them."


@transaction.atomic
def save(
    submission: Submission,
    answer: AnswerType,
    values: Mapping[str, Any],
    *,
    item: str,
    identity: tuple[str, ...],
    revision: int,
    by: User,
    now: datetime,
    action: str,
) -> AnswerType:
    """Save one item of a draft return; clears the person's unsaved words and the reason it was sent back.

    ``item`` is its key in the task list ("condition:3.1"). Raises ``NotAllowed`` when the return is locked and
    ``safetyvalve.core.editing.StaleSave`` when somebody else saved first.
    """
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if reason := locked_reason(locked):
        raise NotAllowed([reason])
    saved = save_answer(
        answer,
        values,
        identity=identity,
        revision=revision,
        authority=submission.authority,
        by=by,
        now=now,
        action=action,
    )
    AutosavedDraft.objects.filter(submission=submission, user=by, item=item).delete()
    if item in locked.sent_back_reasons:
        del locked.sent_back_reasons[item]
        locked.save(update_fields=["sent_back_reasons"])
    return saved


def unsaved_words(submission: Submission, *, item: str, by: User) -> AutosavedDraft | None:
    """What this person typed into this item and did not save. One query."""
    return AutosavedDraft.objects.filter(submission=submission, user=by, item=item).first()


@transaction.atomic
def keep_words(
    submission: Submission,
    fields: Mapping[str, str],
    *,
    item: str,
    base_revision: int,
    by: User,
    now: datetime,
) -> AutosavedDraft:
    """Keep what is being typed, outside the record. Raises ``NotAllowed`` when it is locked or too long."""
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    if reason := locked_reason(locked):
        raise NotAllowed([reason])
    if sum(len(words) for words in fields.values()) > LONGEST_DRAFT:
        raise NotAllowed(["This is too long to keep as you type. Shorten it, then save."])
    draft, _ = AutosavedDraft.objects.update_or_create(
        submission=submission,
        user=by,
        item=item,
        defaults={"fields": dict(fields), "base_revision": base_revision, "saved_at": now},
    )
    return draft


def discard_words(submission: Submission, *, item: str, by: User) -> None:
    """Forget what this person typed here and did not save, at their word."""
    AutosavedDraft.objects.filter(submission=submission, user=by, item=item).delete()
