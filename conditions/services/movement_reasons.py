"""Recording why a block's forecast has moved since the one before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from conditions.models import MovementReason
from conditions.services.finance_lines import why_locked
from safetyvalve.core.editing import save_answer
from safetyvalve.core.models import User
from safetyvalve.core.services.refusals import NotAllowed


def give(
    reason: MovementReason, values: Mapping[str, Any], *, revision: int, by: User, now: datetime
) -> MovementReason:
    """Keep the reason, audited. Raises ``NotAllowed`` once the return is locked, ``StaleSave`` over another's save."""
    if locked := why_locked(reason.period):
        raise NotAllowed([locked])
    return save_answer(
        reason,
        values,
        identity=("period", "financial_year", "block"),
        revision=revision,
        authority=reason.period.calendar.agreement.authority,
        by=by,
        now=now,
        action="movement_reason_given",
    )
