"""When notice has to be given so that a service ends on its last day, and what comes up soon. No database.

Months are calendar months by the corresponding day: six months before 31 March is 30 September.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from safetyvalve.core.dates import in_words
from workstreams.rules.milestones import length

SOON_MONTHS = 6
"""What comes up within so many months stands first, and on finance's home page."""


@dataclass(frozen=True)
class Terms:
    """A service's dates as the rule sees them. ``unit`` is "days", "weeks" or "months"; ``goes_on`` unless noticed.

    ``given`` is set where notice was given, though nobody may know its day; a day ``given_on`` says so by itself.
    """

    ends_on: date | None = None
    notice: int | None = None
    unit: str = ""
    goes_on: bool = False
    given_on: date | None = None
    review_on: date | None = None
    given: bool = False

    @property
    def is_given(self) -> bool:
        """Whether somebody gave notice, on a day that is known or not."""
        return self.given or self.given_on is not None


@dataclass(frozen=True)
class ComingUp:
    """A day on which something about a service is due, and what."""

    on: date
    what: str

    def is_past(self, today: date) -> bool:
        return self.on < today


def moved(day: date, number: int, unit: str) -> date:
    """``number`` of days, weeks or months later, or earlier where negative; never past the end of a month."""
    if unit != "months":
        return day + timedelta(days=number * (7 if unit == "weeks" else 1))
    months = day.year * 12 + day.month - 1 + number
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_day_to_give_notice(terms: Terms) -> date | None:
    """The last day on which notice still ends the service on its end; None where end or period is not known."""
    if terms.ends_on is None or terms.notice is None:
        return None
    return moved(terms.ends_on, -terms.notice, terms.unit)


def earliest_end(terms: Terms, given_on: date) -> date | None:
    """The day on which notice given then ends it, where the period is known."""
    return None if terms.notice is None else moved(given_on, terms.notice, terms.unit)


def coming_up(terms: Terms, on: date) -> list[ComingUp]:
    """What is due, soonest first. A review whose day has passed stays due; other days that have passed are over."""
    found = []
    last = last_day_to_give_notice(terms)
    if terms.review_on is not None:
        found.append(ComingUp(terms.review_on, "Review"))
    if not terms.is_given and last is not None and last >= on:
        found.append(ComingUp(last, "Last day to give notice"))
    end = ends_on(terms)
    if end is not None and end >= on and (terms.is_given or not terms.goes_on):
        found.append(ComingUp(end, "It ends"))
    return sorted(found, key=lambda each: each.on)


def soon(terms: Terms, on: date) -> list[ComingUp]:
    """What comes up within six months, or is past and still due."""
    until = moved(on, SOON_MONTHS, "months")
    return [each for each in coming_up(terms, on) if each.on <= until]


def ends_on(terms: Terms) -> date | None:
    """The day it ends: as agreed, or where notice was given and no end is known, once the period has run."""
    if terms.ends_on is None and terms.given_on is not None:
        return earliest_end(terms, terms.given_on)
    return terms.ends_on


def goes_on_after(terms: Terms, on: date) -> bool:
    """Whether it goes on after its end because nobody gave notice in time."""
    last = last_day_to_give_notice(terms)
    return terms.goes_on and not terms.is_given and last is not None and last < on


def in_a_sentence(terms: Terms, on: date, given_by: str = "") -> str:
    """How the service stands as to its end, with the days that matter."""
    end, last = ends_on(terms), last_day_to_give_notice(terms)
    by = f" by {given_by}" if given_by else ""
    if terms.given_on is not None:
        until = f"it {_ends(end, on)}" if end else "the day it ends is not known"
        return f"Notice was given{by} on {in_words(terms.given_on)}; {until}."
    if terms.is_given:
        until = f"it {_ends(end, on)}" if end else "neither its day nor the end is known"
        return f"Notice was given{by}; {until}."
    if end is None:
        given = earliest_end(terms, on)
        if given is None:
            return "Neither an end nor a notice period is known."
        return f"It has no end. Notice given today would end it on {in_words(given)}."
    if terms.goes_on and last is None:
        return f"It goes on after {in_words(end)} unless notice is given. No notice period is known."
    if goes_on_after(terms, on) and last is not None:
        return f"The last day to give notice was {in_words(last)}: it goes on after {in_words(end)}."
    if end < on:
        return f"It {_ends(end, on)}."
    if last is None:
        return f"It {_ends(end, on)}. No notice period is known."
    if last < on:
        return f"It ends on {in_words(end)}. Notice before that is no longer needed."
    days = (last - on).days
    left = "today" if days == 0 else f"{length(days)} from now"
    if terms.goes_on:
        return f"The last day to give notice is {in_words(last)}, {left}; without it, it goes on after {in_words(end)}."
    return (
        f"It ends on {in_words(end)}. The last day to give notice for that day or sooner is {in_words(last)}, {left}."
    )


def _ends(end: date, on: date) -> str:
    return f"{'ended' if end < on else 'ends'} on {in_words(end)}"
