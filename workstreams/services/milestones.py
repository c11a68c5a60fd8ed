"""Promising, moving and completing milestones."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction

from safetyvalve.core import audit
from safetyvalve.core.editing import save_answer
from safetyvalve.core.models import User
from workstreams.models import Milestone, Workstream
from workstreams.services.revisions import keep


@transaction.atomic
def create(*, workstream: Workstream, values: Mapping[str, Any], by: User, now: datetime) -> Milestone:
    """Add a milestone to a workstream."""
    milestone = Milestone(workstream=workstream, **values)
    keep(milestone, by=by, now=now)
    audit.record(
        authority=workstream.agreement.authority,
        by=by,
        action="milestone_created",
        subject=milestone,
        changes={name: [None, value] for name, value in values.items() if value not in (None, "")},
        now=now,
    )
    return milestone


def change(milestone: Milestone, *, values: Mapping[str, Any], revision: int, by: User, now: datetime) -> Milestone:
    """Change a milestone. Raises ``StaleSave`` over another's save."""
    return _save(milestone, values, revision=revision, by=by, now=now, action="milestone_changed")


def complete(milestone: Milestone, *, on: date, slip_reason: str, revision: int, by: User, now: datetime) -> Milestone:
    """Record the day on which it was done, and why it was late if it was. Raises ``StaleSave`` over another's save."""
    values = {"completed_on": on, "slip_reason": slip_reason}
    return _save(milestone, values, revision=revision, by=by, now=now, action="milestone_completed")


def _save(
    milestone: Milestone, values: Mapping[str, Any], *, revision: int, by: User, now: datetime, action: str
) -> Milestone:
    return save_answer(
        milestone,
        values,
        identity=("pk",),
        revision=revision,
        authority=milestone.workstream.agreement.authority,
        by=by,
        now=now,
        action=action,
    )
