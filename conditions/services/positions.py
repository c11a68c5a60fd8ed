"""Entering the DSG position of a year, and a finance officer's confirmation of what was entered."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from conditions.lifecycle import NotAllowed
from conditions.models import DsgPosition, ForecastBasis, Submission
from conditions.movement import last_reported, since_last_time
from conditions.positions import reported
from conditions.rules.roll_forward import closing_after_payments, closing_before_payments
from conditions.services import assumptions
from conditions.services.answers import locked_reason
from safetyvalve.core import audit
from safetyvalve.core.models import User

IDENTITY = ("agreement", "period", "financial_year", "block", "scenario")


def completed(position: DsgPosition, values: Mapping[str, Any]) -> dict[str, Any]:
    """``values`` with blank closing balances worked out from the parts, and the confirmation withdrawn.

    It is withdrawn whether or not ``position`` has one, since finance may confirm between reading and saving. A typed
    balance is kept as typed: a check says when its parts contradict it.
    """
    values = dict(values)
    trial = DsgPosition(financial_year=position.financial_year, **values)
    if values.get("closing_before_payments") is None:
        values["closing_before_payments"] = closing_before_payments(trial)
    if values.get("closing_after_payments") is None:
        values["closing_after_payments"] = closing_after_payments(trial)
    if any(getattr(position, name) != value for name, value in values.items()):
        values["confirmed_at"] = values["confirmed_by"] = None
    return values


@transaction.atomic
def confirm(submission: Submission, *, revisions: Mapping[str, int], by: User, now: datetime) -> list[DsgPosition]:
    """Confirm every year's position as the finance officer saw it, named by its revision, and what it assumes.

    Raises ``NotAllowed`` when the return is locked, there is nothing to confirm, a large movement has no reason, or a
    figure changed after the page was opened.
    """
    locked = Submission.objects.select_for_update().get(pk=submission.pk)
    positions = reported(submission.period)
    reasons = [locked_reason(locked)] if locked_reason(locked) else []
    if not positions:
        reasons.append("There is no position to confirm yet. Enter this year's first.")
    for position in positions:
        if revisions.get(position.financial_year) != position.revision:
            reasons.append(
                f"The {position.financial_year} position changed after you opened this page. "
                "Read it again, then confirm."
            )
    tolerance = locked.period.agreement.movement_tolerance
    movements = since_last_time(positions, last_reported(locked), tolerance=tolerance)
    reasons += [
        f"{year} has moved since it was last reported, and nobody has said why. Enter the reason, then confirm."
        for year, moved in movements.items()
        if moved.asks
    ]
    if reasons:
        raise NotAllowed(reasons)
    for position in positions:
        if position.confirmed_at is None:
            position.confirmed_at, position.confirmed_by = now, by
            position.save(update_fields=["confirmed_at", "confirmed_by"])
            audit.record(
                authority=submission.authority,
                by=by,
                action="dsg_position_confirmed",
                subject=position,
                changes={"closing_before_payments": [None, position.closing_before_payments]},
                now=now,
            )
    assumptions.record_basis(submission.period, of=ForecastBasis.Of.POSITION, by=by, now=now)
    if "dsg-position" in locked.sent_back_reasons:
        del locked.sent_back_reasons["dsg-position"]
        locked.save(update_fields=["sent_back_reasons"])
    return positions
