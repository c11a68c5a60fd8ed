"""A lead's words on a workstream in a period."""

from datetime import datetime

from django.db import transaction

from conditions.lifecycle import NotAllowed
from conditions.models import ReportingPeriod
from safetyvalve.core.editing import save_answer
from safetyvalve.core.models import User
from workstreams.models import ProgressUpdate


def closed_reason(period: ReportingPeriod) -> str:
    """Why nobody may write progress for the period now; empty while it is open."""
    return f"{period} is closed, so what was written for it stays as it is." if period.closed_at else ""


@transaction.atomic
def save(update: ProgressUpdate, *, text: str, revision: int, by: User, now: datetime) -> ProgressUpdate:
    """Save the words. They are not part of the return, so a return that waits for sign-off does not lock them.

    Raises ``NotAllowed`` for a closed period and ``StaleSave`` when somebody else saved first.
    """
    period = ReportingPeriod.objects.select_for_update().get(pk=update.period_id)
    if reason := closed_reason(period):
        raise NotAllowed([reason])
    return save_answer(
        update,
        {"text": text},
        identity=("workstream", "period"),
        revision=revision,
        authority=update.workstream.agreement.authority,
        by=by,
        now=now,
        action="progress_written",
    )
