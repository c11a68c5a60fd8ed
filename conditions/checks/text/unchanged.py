"""Text that is the same as last time, and text that says nothing."""

import re
from collections.abc import Iterator, Sequence

from ..findings import Finding, normalise
from .context import Context
from .reading import Reading, shorten

_SHORTEST = 6
"""Fewer words than this may honestly be the same every time."""

_SAYS_NOTHING = re.compile(
    r"(?:n/?a|none|nil|tb[cd]|to be (?:confirmed|added|completed)|as (?:above|before|last time)|see above|ditto"
    r"|no (?:update|change|progress)(?: (?:to report|this (?:time|period|term|month|quarter)))?|ongoing|in progress"
    r"|(?:work )?(?:has )?not (?:yet )?(?:been )?started(?: yet)?|x{2,10}|\?{1,10}|\.{2,10}|-{1,10})[.!]?"
)


def find(readings: Sequence[Reading], context: Context) -> Iterator[Finding]:
    """Whole fields carried over, and whole fields holding only a stock phrase."""
    for reading in readings:
        text = normalise(reading.passage.text)
        previous = reading.passage.previous_text
        if previous is not None and len(text.split()) >= _SHORTEST and text == normalise(previous):
            yield reading.finding(
                "unchanged-text",
                "This says exactly what it said last time. Bring it up to date, or record that nothing has "
                "changed and why.",
                shorten(" ".join(reading.passage.text.split())),
            )
        if _SAYS_NOTHING.fullmatch(text.lstrip("-*• ")):
            yield reading.finding(
                "says-nothing",
                "This tells the reader nothing. Say what has been done, what holds it up, or when it will start.",
                shorten(" ".join(reading.passage.text.split())),
            )
