"""What a saving that waits for a building may still claim: one rule for its page, the list and the return. No database.

The month in which a saving starts counts whole, so a scheme is late for it when it opens in a later month. Places are
those of the academic year: delivered ones once the scheme is open, planned ones before.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from safetyvalve.core.dates import in_words
from workstreams.rules.academic_years import academic_year_of
from workstreams.rules.milestones import length

Places = Mapping[str, int | None]


@dataclass(frozen=True)
class Awaited:
    """A scheme as a saving that depends on it sees it. ``places`` are those that the saving counts on."""

    scheme: str
    starts_on: date | None
    expected_on: date | None
    opened_on: date | None
    places: int | None = None
    planned: Places = field(default_factory=dict)
    delivered: Places = field(default_factory=dict)

    def is_open(self, on: date) -> bool:
        return self.opened_on is not None and self.opened_on <= on


def doubts(awaited: Awaited, on: date) -> list[str]:
    """Why the saving cannot be counted as it stands, a sentence each; none when nothing speaks against it."""
    return [sentence for sentence in (_late(awaited, on), _short(awaited, on)) if sentence]


def _late(awaited: Awaited, on: date) -> str:
    name, expected, starts = f"“{awaited.scheme}”", awaited.expected_on, awaited.starts_on
    has_begun = starts is not None and starts <= on
    if expected is None:
        return f"Nobody has said when {name} opens, and this saving has begun." if has_begun else ""
    if not awaited.is_open(on) and expected < on:
        return f"{name} was expected to open on {in_words(expected)} and is not recorded as open."
    if starts is None or (expected.year, expected.month) <= (starts.year, starts.month):
        return ""
    verb = "opened" if awaited.is_open(on) else "is expected to open"
    after = length((expected - starts).days)
    return f"{name} {verb} on {in_words(expected)}, {after} after this saving starts ({in_words(starts)})."


def _short(awaited: Awaited, on: date) -> str:
    name, needed = f"“{awaited.scheme}”", awaited.places
    if needed is None:
        return ""
    counted = f"this saving counts on {needed:,}"
    if awaited.is_open(on):
        year, known = latest(awaited.delivered, academic_year_of(on))
        if known is None:
            return f"Nobody has said how many places {name} has delivered; {counted}."
        return f"{name} has delivered {_of(known)} in {year}; {counted}." if known < needed else ""
    first = max(each for each in (awaited.starts_on, awaited.expected_on, on) if each is not None)
    year, known = latest(awaited.planned, academic_year_of(first))
    return (
        f"{name} is planned to have {_of(known)} in {year}; {counted}." if known is not None and known < needed else ""
    )


def latest(places: Places, year: str) -> tuple[str, int | None]:
    """The number of the newest academic year up to ``year`` that has one, and which year that is."""
    found = [(label, number) for label, number in places.items() if number is not None and label <= year]
    return max(found) if found else (year, None)


def counted_too_often(scheme: str, planned: Places, counted: Iterable[int | None]) -> str:
    """A question, when savings together count on more places than a scheme is ever planned to have; "" otherwise."""
    most = max((number for number in planned.values() if number is not None), default=None)
    total = sum(number for number in counted if number is not None)
    if most is None or total <= most:
        return ""
    return (
        f"Savings count on {total:,} places of “{scheme}”, which is planned to have {most:,}. Is a place counted twice?"
    )


def _of(number: int) -> str:
    return "1 place" if number == 1 else f"{number:,} places"
