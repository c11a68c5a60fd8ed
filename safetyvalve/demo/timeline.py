"""What happened at a council, in order of time, so that its audit chain reads like a diary."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.core.exceptions import ValidationError
from django.utils import timezone

from conditions import lifecycle
from safetyvalve.core.services import refusals

Say = Callable[[str], object]


class CannotLoad(Exception):
    """A step that the product refused, with its reasons: the files and the rules disagree."""


@dataclass(frozen=True)
class Event:
    """Something done at a moment. ``what`` names it; with ``is_told`` it is worth a line of progress."""

    at: datetime
    what: str
    do: Callable[[datetime], object]
    is_told: bool = False


def play(events: Iterable[Event], say: Say) -> int:
    """Do every event in order of time (as listed, when at the same moment); how many. Raises ``CannotLoad``."""
    ordered = sorted(events, key=lambda event: event.at)
    for event in ordered:
        try:
            event.do(event.at)
        except (lifecycle.NotAllowed, refusals.NotAllowed, ValidationError) as refusal:
            reasons = getattr(refusal, "reasons", None) or getattr(refusal, "messages", [])
            raise CannotLoad(f"{event.what}, {event.at:%d %B %Y}: {' '.join(reasons)}") from refusal
        if event.is_told:
            say(event.what)
    return len(ordered)


def morning(day: date, minute: int = 0) -> datetime:
    """Nine o'clock and so many minutes in the council's office, as the record keeps time: in UTC."""
    return timezone.make_aware(datetime.combine(day, time(9, minute))).astimezone(UTC)
