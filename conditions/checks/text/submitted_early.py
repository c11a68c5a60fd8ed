"""A return said, or planned, to be submitted before the time it covers has begun."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ..findings import Finding, Place, Severity
from .context import Context, Window
from .dates import MONTH, date_mentions, in_words, month_number
from .reading import Reading, quote

_SUBMITTED = re.compile(
    r"\b(?P<what>reports?|returns?|template|submission|monitoring\supdate)\b(?P<about>[^.;?]{0,120}?)"
    r"\b(?:was|were|has\sbeen|is|been)\s(?:submitted|sent|returned)\b(?P<gap>[^.;?]{0,80}?)\bon\s(?:the\s)?$"
)
_ANOTHER_RETURN = re.compile(r"\b(?:previous|last|earlier|prior|preceding|first|original|initial|draft)\b", re.I)
_QUARTER = re.compile(r"\b(?:quarter\s|Q)(?P<number>[1-4])\b", re.I)
_COVERS = re.compile(rf"\b(?P<first>{MONTH})(?:\s20\d\d)?\s?(?:-|–|to|until)\s?(?P<last>{MONTH})\s(?P<year>20\d\d)\b")
_NAMES_A_PERIOD = re.compile(rf"\b(?:{MONTH}|spring|summer|autumn|winter|20\d\d[/–-]\d\d)\b")


def find(readings: Sequence[Reading], context: Context) -> Iterator[Finding]:
    """Sentences that date the submission of this return before its period begins."""
    for reading in readings:
        for sentence in reading.sentences():
            for mention in date_mentions(sentence):
                if not (mention.has_day and mention.has_year):
                    continue
                match = _SUBMITTED.search(sentence[max(0, mention.start - 260) : mention.start])
                if match is None:
                    continue
                begins = _begins(match, sentence, context.window)
                if begins is not None and mention.earliest < begins:
                    yield reading.finding(
                        "submitted-before-period",
                        f"A return for a period that begins on {in_words(begins)} cannot have been submitted on "
                        f"{mention.text}. Put the date right.",
                        quote(sentence, mention.start, mention.end),
                    )


def check_window(place: Place, window: Window) -> list[Finding]:
    """The same for the dates on record, shown at `place`: submitted, or planned, before the period begins."""
    if window.submitted_on >= window.covers_from:
        return []
    return [
        Finding(
            "submitted-before-period",
            Severity.DRAFTING,
            place,
            "The return is dated before the period it covers begins. Put one of the dates right.",
            f"Submitted {in_words(window.submitted_on)}; covers {in_words(window.covers_from)} to "
            f"{in_words(window.covers_to)}",
        )
    ]


def _begins(match: re.Match[str], sentence: str, window: Window) -> date | None:
    """The first day of the period the sentence speaks of; None when it is, or may be, about another return."""
    about = match.string[max(0, match.start() - 80) : match.end("about")]
    covers = _COVERS.search(sentence)
    if covers is not None:
        first, last = month_number(covers["first"]), month_number(covers["last"])
        return date(int(covers["year"]) - (first > last), first, 1)
    if _ANOTHER_RETURN.search(_QUARTER.sub("", about)):
        return None
    quarter = _QUARTER.search(about)
    if quarter is not None:
        return window.covers_from if int(quarter["number"]) == _quarter(window.covers_from) else None
    return None if _NAMES_A_PERIOD.search(about) else window.covers_from


def _quarter(day: date) -> int:
    """Quarter of the financial year, April to June being the first."""
    return (day.month - 4) % 12 // 3 + 1
