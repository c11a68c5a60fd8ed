"""A figure in the prose that is not the figure on record."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from ..findings import Finding, Severity
from .context import Context, KnownFigure, Window
from .dates import DateMention, date_mentions, in_words
from .numbers import Amount, amounts, plain
from .reading import Reading, quote

# Only sentences that speak of the figure as it stands; anything else is another figure.
_ANOTHER_TIME = re.compile(
    r"\b(?:last\syear|previous(?:ly)?|a\syear\sago|forecast|projected|expect(?:ed|s)?|aim|hope|predicted|estimated|will|would|could"
    r"|should|if|target\sof|trajectory\sof|nationally|england|national|regional|neighbours?|planned|assumed)\b",
    re.I,
)
_NOT_THE_WHOLE_BEFORE = re.compile(
    r"\b(?:target|trajectory|by|of\swhich|of\sthese|another|further|additional|extra|reduction\sof|increase\sof"
    r"|rise\sof|fall\sof|growth\sof|reviewed|issued|ceased|audited|first|limit|than)\s(?:figure\s)?(?:of\s)?$",
    re.I,
)
_NOT_THE_WHOLE_AFTER = re.compile(
    r"\s?(?:were\s|was\s|have\s|has\s|had\s|been\s|being\s|newly\s|to\s|under\s|over\s|currently\s|are\s)*"
    r"(?:ceas|issu|produc|new\b|review|above|below|fewer|more|be\b|within|in\sprogress|await|with|for\b|where|which|that"
    r"|having|plac|complet|amend|due|overdue|outstanding|finalis|late\b|in\sa?\s?(?:mainstream|special|independent))",
    re.I,
)
_ABOUT = re.compile(
    r"\b(?:around|about|approx(?:imately|\.)?|nearly|almost|over|circa|c\.|roughly|some|just\sunder)\s?$", re.I
)
_ADJECTIVES = r"(?:(?:open|active|current|live|maintained|existing|total|cumulative|dsg|ehc|in-year)\s){0,3}"
_HOLDERS = r"(?:(?:children|pupils|young\speople)(?:\sand\syoung\speople)?\s(?:with|holding|who\shave)\s(?:an\s)?)?"
_AS_AT = r"(?:\s(?:as\s)?(?:at|on)\s[\w ]{4,20}?)?"
_LINK = (
    r"(?:\s(?:is|are|was|were|now|currently|of|at|stands|stood|has|have|fallen|risen|reduced|increased|reached|to|down"
    r"|up|total|totals|figure|number|been)){1,5}\s|\s?[:=(]\s?"
)


def find(readings: Sequence[Reading], context: Context) -> Iterator[Finding]:
    """Sentences that give a known figure another value at the same date."""
    known = [figure for figure in context.known_figures if figure.value is not None and figure.phrases]
    if not known:
        return
    for reading in readings:
        for sentence in reading.sentences():
            if _ANOTHER_TIME.search(sentence):
                continue
            mentions = [mention for mention in date_mentions(sentence) if mention.has_year]
            for figure in known:
                if _same_time(figure, mentions, context.window):
                    yield from _contradictions(reading, sentence, figure)


def _same_time(figure: KnownFigure, mentions: Sequence[DateMention], window: Window) -> bool:
    """An undated sentence speaks of the period covered; a dated one of its date and no other."""
    if mentions:
        day = figure.as_at
        return day is not None and all(
            mention.earliest <= day <= mention.latest and (mention.latest - mention.earliest).days < 32
            for mention in mentions
        )
    return figure.as_at is None or window.covers_from <= figure.as_at <= max(window.submitted_on, window.covers_to)


def _contradictions(reading: Reading, sentence: str, figure: KnownFigure) -> Iterator[Finding]:
    value = abs(figure.value or Decimal(0))
    for amount in amounts(sentence):
        # A number nowhere near it is more likely a part of it than a mistake in it.
        near = value * Decimal("0.75") <= amount.value <= value * Decimal("1.33")
        if amount.unit != figure.unit or not near or not _speaks_of(sentence, amount, figure.phrases):
            continue
        before = sentence[max(0, amount.start - 30) : amount.start]
        allowed = max(figure.tolerance, amount.ends_in_zeros())
        if _ABOUT.search(before):
            allowed = max(allowed, value / 20)
        if abs(amount.value - value) > allowed:
            recorded = plain(value, figure.unit) + (f" at {in_words(figure.as_at)}" if figure.as_at else "")
            yield reading.finding(
                "figure-contradicts-record",
                f"This gives {amount.text} for {figure.name}, and the record has {recorded}. "
                "Put the one that is wrong right, or say why they differ.",
                f"{quote(sentence, amount.start, amount.end)}; on record {recorded}",
                Severity.JUDGEMENT,
            )


def _speaks_of(sentence: str, amount: Amount, phrases: tuple[str, ...]) -> bool:
    before = sentence[max(0, amount.start - 110) : amount.start]
    after = sentence[amount.end : amount.end + 110]
    if _NOT_THE_WHOLE_BEFORE.search(before):
        return False
    follows, precedes = _patterns(phrases)
    match = follows.match(after)
    if match is not None:
        return not _NOT_THE_WHOLE_AFTER.match(after, match.end())
    return precedes.search(before) is not None and not _NOT_THE_WHOLE_AFTER.match(after)


@lru_cache(maxsize=256)
def _patterns(phrases: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    words = "|".join(
        r"\s".join(re.escape(word) for word in phrase.split())
        for phrase in sorted(phrases, key=len, reverse=True)
        if phrase.strip()
    )
    follows = re.compile(rf"\s{_HOLDERS}{_ADJECTIVES}(?:{words or '(?!)'})\b", re.I)
    precedes = re.compile(rf"\b(?:{words or '(?!)'}){_AS_AT}(?:{_LINK})$", re.I)
    return follows, precedes
