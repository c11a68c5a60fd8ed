"""What is told as past but dated after the return, and what is still to come on a day already gone."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from ..findings import Finding
from .context import Context
from .dates import MONTH, DateMention, date_mentions, days_before, in_words
from .reading import Reading, quote

# Things that happen on a day. Decisions (agreed, approved, scheduled) are left out on purpose: it is normal to
# have agreed today what happens in September.
_EVENTS = (
    r"established|launched|opened|closed|completed|published|introduced|implemented|delivered|held|created|set\sup"
    r"|started|finished|recruited|signed|issued|submitted|ceased|visited|trained|reviewed|concluded|discontinued"
    r"|disbanded|formed|inspected|audited|circulated|consulted|built|handed\sover|rolled\sout|met"
)
_PAST = re.compile(
    rf"\b(?:(?P<aux>was|were|has\sbeen|have\sbeen|had\sbeen)\s(?:\w{{1,12}}ly\s|first\s|also\s)?(?:{_EVENTS})"
    r"|(?:took\splace|went\slive|began|came\sinto\s(?:force|being|effect))"
    r"|(?P<bare>opened|launched|started|joined|met|ended|closed|visited))\b"
    r"(?P<gap>[^.;:,()?]{0,60}?)\s(?P<link>on|in|during|since|from)\s(?:the\s)?(?:early\s|late\s|mid[\s-])?$"
)
_SINCE = re.compile(
    r"\b(?:has|have|had)\s[^.;:,()?]{1,60}\s(?P<link>since)\s(?:early\s|late\s|mid[\s-])?$"
    r"|\b[Ss]ince\s(?:its|their|the|our)\s(?:\w{1,15}\s)?(?:launch|opening|introduction|start|creation|establishment)\s"
    r"(?:in|on)\s$"
)
# A decision is past when its own day is given: "agreed for June" looks ahead, "adopted by Cabinet on 12 June" does not.
_DECIDED = re.compile(
    r"\b(?:(?:was|were|has\sbeen|have\sbeen)\s(?!planned|scheduled|due|booked|arranged|expected|timetabled|proposed|set\b)"
    r"\w{3,15}(?:ed|en|ld)|received|considered|approved|noted|attended|heard)\b"
    r"(?P<gap>[^.;:,()?]{0,60}?)\son\s$"
)
_DATE_FIRST = re.compile(
    rf",?\s(?P<gap>[^.;:()?]{{0,60}}?)\b(?:(?:was|were|has\sbeen|have\sbeen)\s(?:{_EVENTS})|opened|launched|started|joined|met"
    r"|took\splace|went\slive|began)\b"
)
_NOT_A_PAST_EVENT = re.compile(
    r"\b(?:would|should|could|will|may|might|must|to|if|once|when|until|unless|be|being|not|never|is|are|was|were"
    r"|been|expected|due|planned|before|after)\s(?:have\s)?(?:\w{1,12}ly\s)?$"
    r"|\b(?:once|if|when|until|unless|before|after)\s[^.;:,]{1,60}$",
    re.I,
)
_GAP_LOOKS_AHEAD = re.compile(
    rf"\b(?:{MONTH}|to(?!\s(?:all|every|each|our|the|schools|staff|families|parents|officers|partners|head\s?teachers)\b)"
    r"|will|would|for|ready|due|planned|until|before|ahead|if|once|that|which|who|when|proposed|agreed|approved"
    r"|expected|starting|opening|beginning|scheduled|intended|moved|forward|back|start|changes|plans|proposals|arrangements|options)\b",
    re.I,
)
_COMING = re.compile(
    r"(?:\bwill(?:\sthen|\salso|\snow)?\s(?:be\s(?:\w{1,12}ly\s)?\w{1,20}(?:ed|ing|en|eld|ent|et)|(?!be\b|have\b)[a-z]{2,20})"
    r"|\b(?:is|are)\s(?:due|planned|scheduled|expected)\s(?:to\s(?:be\s)?\w{2,20}|for)?)"
    r"(?P<gap>[^.;:,()?]{0,60}?)\s?\b(?P<link>on|in|by|from|for)\s(?:the\send\sof\s|end\sof\s|early\s|late\s|mid[\s-])?$"
)
# "We will receive funding in April" may well be next April; "the hub will open in April" is this one.
_HAPPENS_ONCE = re.compile(
    r"will\s(?:\w{4}\s)?(?:be\s|begin|start|open|launch|publish|finish|complete|report|close|meet)|is\s|are\s"
)
_GAP_LOOKS_BACK = re.compile(
    r"\b(?:which|that|who|since|following|after|based|compared|than|taken|held|made|given|undertaken|written|set"
    r"|data|figures|feedback|census|findings|results|evidence|information|back|continue|against|\w{2,20}ed"
    r"|on|in|from)\b",
    re.I,
)
_PART_OF_A_NAME = re.compile(
    r"\s(?:each|every|census|data|return|report|figures|survey|board|meeting|intake|cohort|submission|update|audit|inspection"
    r"|visit|paper|budget|review|baseline|consultation|half|(?:and|to|/|&)\s(?:[A-Z]|\d))|\s?[-/–&]"
)
_STALE_AFTER_DAYS = 100
"""A month named without a year is read as the one just gone only this close to it."""


def find(readings: Sequence[Reading], context: Context) -> Iterator[Finding]:
    """Events dated on the wrong side of the submission."""
    submitted = context.window.submitted_on
    for reading in readings:
        for sentence in reading.sentences():
            for mention in date_mentions(sentence):
                before = sentence[max(0, mention.start - 140) : mention.start]
                if mention.has_year and mention.earliest > submitted:
                    yield from _past_in_future(reading, sentence, mention, before, submitted)
                else:
                    yield from _future_in_past(reading, sentence, mention, before, submitted)


def _past_in_future(
    reading: Reading, sentence: str, mention: DateMention, before: str, submitted: date
) -> Iterator[Finding]:
    start = _told_as_past(before, mention)
    end = mention.end
    if start is None and re.fullmatch(r"(?:In|On|During)\s(?:the\s)?", before):
        following = _DATE_FIRST.match(sentence, mention.end)
        if following is not None and not _GAP_LOOKS_AHEAD.search(following["gap"]):
            start, end = 0, following.end()
    if start is not None:
        yield reading.finding(
            "past-event-after-submission",
            f"This is told as having happened, but {mention.text} is later than this return "
            f"(read as at {in_words(submitted)}). Put the date right, or say that it is planned.",
            quote(sentence, mention.start - len(before) + start, end),
        )


def _told_as_past(before: str, mention: DateMention) -> int | None:
    """Where the verb begins that puts the date in the past, if one does."""
    since = _SINCE.search(before)
    if since is not None:
        return since.start()
    for pattern in (_PAST, _DECIDED) if mention.has_day else (_PAST,):
        match = _last(pattern, before)
        if match is None or _GAP_LOOKS_AHEAD.search(match["gap"]) or _NOT_A_PAST_EVENT.search(before[: match.start()]):
            continue
        groups = match.groupdict()
        if groups.get("link") != "from" or groups["aux"] in ("was", "were"):
            return match.start()
    return None


def _future_in_past(
    reading: Reading, sentence: str, mention: DateMention, before: str, submitted: date
) -> Iterator[Finding]:
    placed = mention if mention.has_year else mention.placed_before(submitted)
    if placed.latest >= submitted or _PART_OF_A_NAME.match(sentence, mention.end):
        return
    if not mention.has_year and placed.latest < days_before(submitted, _STALE_AFTER_DAYS):
        return
    match = _last(_COMING, before)
    if match is None or _GAP_LOOKS_BACK.search(match["gap"]) or (match["link"] == "from" and match["gap"].strip()):
        return
    if not mention.has_year and not _HAPPENS_ONCE.match(match[0]):
        return
    yield reading.finding(
        "future-event-already-past",
        f"This is told as still to come, but {mention.text} is earlier than this return "
        f"(read as at {in_words(submitted)}). Say what has happened, or put the date right.",
        quote(sentence, mention.start - len(before) + match.start(), mention.end),
    )


def _last(pattern: re.Pattern[str], before: str) -> re.Match[str] | None:
    """The match nearest the date: several verbs may stand before it."""
    found = None
    position = 0
    while (match := pattern.search(before, position)) is not None:
        found, position = match, match.start("gap")
    return found
