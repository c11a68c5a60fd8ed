"""Recording why a forecast with the plan's savings differs from the one without them by something else as well."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from conditions.models import PlanReason
from conditions.services.finance_lines import why_locked
from safetyvalve.core.editing import save_answer
from safetyvalve.core.models import User
from safetyvalve.core.services.refusals import NotAllowed


def give(reason: PlanReason, values: Mapping[str, Any], *, revision: int, by: User, now: datetime) -> PlanReason:
    """Keep the reason, audited. Raises ``NotAllowed`` once the return is locked, ``StaleSave`` over another's save."""
    if locked := why_locked(reason.period):
        raise NotAllowed([locked])
    return save_answer(
        reason,
        values,
        identity=("period", "financial_year"),
        revision=revision,
        authority=reason.period.calendar.agreement.authority,
        by=by,
        now=now,
        action="plan_reason_given",
    )
