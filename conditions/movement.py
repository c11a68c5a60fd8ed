"""Reading how the DSG position of a return has moved since the return before it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from conditions.models import DsgPosition, ReportingPeriod, Submission
from conditions.positions import reported
from conditions.rules.movement import FOLLOWED, Movement, movement
from conditions.services.submissions import previous_submission
from safetyvalve.core.models import AuditEvent, User


def last_reported(submission: Submission) -> dict[str, DsgPosition]:
    """What the return before this one said, by financial year; empty for the first. Three queries."""
    before = previous_submission(submission)
    return {each.financial_year: each for each in reported(before.period)} if before else {}


def since_last_time(
    positions: Iterable[DsgPosition], before: dict[str, DsgPosition], *, tolerance: Decimal
) -> dict[str, Movement]:
    """Each year that was reported last time, with what has moved; ``tolerance`` is the agreement's. No query."""
    return {
        position.financial_year: moved(position, before[position.financial_year], tolerance=tolerance)
        for position in positions
        if position.financial_year in before
    }


def moved(position: DsgPosition, before: DsgPosition, *, tolerance: Decimal) -> Movement:
    return movement(
        {name: getattr(before, name) for name in FOLLOWED},
        {name: getattr(position, name) for name in FOLLOWED},
        since=name_of(before.period),
        reason=position.movement_reason,
        tolerance=tolerance,
    )


@dataclass(frozen=True)
class Withdrawn:
    """A confirmation that a later change took away: whose it was and when."""

    financial_year: str
    by: str
    at: datetime


def withdrawn(positions: Iterable[DsgPosition]) -> list[Withdrawn]:
    """Years that finance has confirmed before and has to confirm again, as the audit tells it. Two queries."""
    changed = {str(each.pk): each for each in positions if each.confirmed_at is None and each.revision > 1}
    events = AuditEvent.objects.filter(
        subject_type=DsgPosition._meta.label_lower, subject_id__in=changed, action="dsg_position_confirmed"
    )
    latest = {event.subject_id: event for event in events.order_by("sequence")} if changed else {}
    people = User.objects.filter(actor_id__in={event.actor_id for event in latest.values()}) if latest else ()
    names = {str(person.actor_id): str(person) for person in people}
    return [
        Withdrawn(changed[key].financial_year, names.get(str(event.actor_id), "somebody who has left"), event.at)
        for key, event in latest.items()
    ]


def name_of(period: ReportingPeriod) -> str:
    """ "Update 3 of 2023-24"."""
    return f"{period.label} of {period.financial_year}"
