"""One place says that a thing is done, another that it is not.

Only what can be named is compared: "the Early Help Hub was launched" with "the Early Help Hub has not yet been
launched", never "the work is complete" with "work has not started". A false alarm here costs a signatory a
sentence in writing, so doubt is resolved by silence.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..findings import Finding, Severity
from .context import Context
from .reading import Reading, shorten

_FAMILIES = {
    "launch": r"launched|live|rolled\sout",
    "publish": r"published",
    "complete": r"completed?|finished|concluded",
    "finalise": r"finali[sz]ed",
    "establish": r"established|set\sup|in\splace|created|formed",
    "start": r"started|begun|commenced",
    "open": r"opened",
    "appoint": r"appointed|recruited|in\spost",
    "approve": r"approved|signed\soff|adopted",
    "deliver": r"delivered|implemented",
}
_DONE = "|".join(f"(?P<{family}>{words})" for family, words in _FAMILIES.items())
_ADVERB = r"(?:(?:now|also|already|fully|formally|successfully|officially|all)\s)?"
_SUBJECT = r"(?P<subject>(?:[\w'&/-]{1,30}\s){1,9})"
_CLAIM = re.compile(rf"{_SUBJECT}(?:has|have|was|were|is|are|went)\s{_ADVERB}(?:been\s)?{_ADVERB}(?:{_DONE})\b")
_DENIAL = re.compile(
    rf"{_SUBJECT}\(?(?:(?:(?:has|have|is|are)\s)?(?:not\s(?:yet\s)?|yet\sto\s)(?:been\s|be\s)?"
    rf"|(?:is|are|has|have)\s(?:still|yet)\sto\s(?:be\s)?)"
    rf"(?:{_DONE}|(?P<start_infinitive>start|begin|commence)|(?P<open_infinitive>open|launch))\b"
)
_DATED_BEFORE = re.compile(r"\b(?:in|since)\s(?:\w{3,9}\s)?(?P<year>20\d\d)\b")
_CONDITIONAL = re.compile(
    r"\b(?:once|when|until|if|unless|before|after|should|would|whether|provided|ensure|that)\b", re.I
)
_CLAUSE = re.compile(r"[;:,]|\s[-–—]\s|\b(?:and|but|which|while|whilst|although|however|so)\b")
_FILLER = frozenset(
    re.findall(
        r"\w+",
        "a an the this that these those of for to in on at by with from our its their all new now both work"
        " will be is are was were has have been being it they we there and or as also already still"
        " council local authority area",
    )
)
_PARTS_OF_A_THING = frozenset(
    re.findall(
        r"\w+",
        "primary secondary early post phase stage first second third next further pilot draft final initial remaining"
        " other some most part one two three north south east west additional interim strand module section"
        " cohort wave",
    )
)
_VAGUE = frozenset(
    re.findall(
        r"\w+",
        "plan plans project projects programme service services team teams review work workstream workstreams process"
        " training group action actions meeting meetings recruitment school schools"
        " provision pupils children young people",
    )
)
_BACKLOG_CLEARED = re.compile(
    r"\b(?:cleared|eliminated|removed)\s(?:the|our|its)\sbacklog\b(?:\sof\s(?P<a>[\w ]{3,25}))?"
    r"|\bbacklog\b(?:\sof\s(?P<b>[\w ]{3,25}?))?\s(?:has|have)\s(?:now\s)?been\s(?:cleared|eliminated|removed)\b",
    re.I,
)
_BACKLOG_LEFT = re.compile(
    r"\bbacklog\s(?:of|is|stands\sat|remains\sat)\s(?:\d{1,5}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
    r"(?:\s(?P<of>[\w ]{3,25}))?",
    re.I,
)


@dataclass(frozen=True, slots=True)
class _Said:
    about: frozenset[str]
    family: str
    named: bool
    sentence: str
    reading: Reading
    order: int


def find(readings: Sequence[Reading], context: Context) -> Iterator[Finding]:
    """A claim of completion beside a denial of it."""
    claims: list[_Said] = []
    denials: list[_Said] = []
    for order, (reading, sentence) in enumerate((r, s) for r in readings for s in r.sentences()):
        claims.extend(_said(_CLAIM, reading, sentence, order))
        denials.extend(_said(_DENIAL, reading, sentence, order))
    for denial in denials[:200]:
        for claim in claims:
            if claim.order != denial.order and _contradict(claim, denial) and not _older(claim, denial, context):
                yield _finding(claim.reading, claim.sentence, denial.reading, denial.sentence)
                break
    yield from _backlogs(readings)


def _said(pattern: re.Pattern[str], reading: Reading, sentence: str, order: int) -> Iterator[_Said]:
    denying = pattern is _DENIAL
    for match in pattern.finditer(sentence):
        subject = _CLAUSE.split(match["subject"])[-1]
        if not denying and (_CONDITIONAL.search(match["subject"]) or re.search(r"\bnot?\b", match[0])):
            continue
        words = re.findall(r"[\w'&/-]+", subject)[-7:]
        about = frozenset(_stem(word) for word in words if word.lower() not in _FILLER)
        family = (match.lastgroup or "").removesuffix("_infinitive")
        family = "launch" if match[0].endswith("launch") else family
        named = any(re.match(r"[A-Z]{2}|[A-Z][a-z]", word) for word in words[1:]) or bool(
            words and re.fullmatch(r"[A-Z]{3,}", words[0])
        )
        if family and _can_be_named(about, words):
            yield _Said(about, family, named, sentence, reading, order)


def _can_be_named(about: frozenset[str], words: Sequence[str]) -> bool:
    """Two telling words, or one acronym."""
    telling = about - {_stem(word) for word in _VAGUE}
    acronym = any(re.fullmatch(r"[A-Z]{3,}\w?", word) for word in words)
    return (len(about) >= 2 and bool(telling)) or (acronym and len(about) >= 1)


def _contradict(claim: _Said, denial: _Said) -> bool:
    if denial.family not in (claim.family, "start"):
        return False
    shorter, longer = sorted((claim.about, denial.about), key=len)
    if not shorter <= longer or len(longer) > len(shorter) + 2:
        return False
    extra = longer - shorter
    return not any(word in _PARTS_OF_A_THING or word.isdigit() for word in extra)


def _older(claim: _Said, denial: _Said, context: Context) -> bool:
    """The strategy published in 2019 is not the new strategy that has not been published."""
    dated = _DATED_BEFORE.search(claim.sentence)
    if dated is None or not re.search(r"\b(?:new|revised|updated|refreshed|next)\b", denial.sentence, re.I):
        return False
    return int(dated["year"]) < context.window.covers_from.year


def _backlogs(readings: Sequence[Reading]) -> Iterator[Finding]:
    """A backlog cleared here and counted there."""
    cleared = [(r, s, m) for r in readings for s in r.sentences() for m in _BACKLOG_CLEARED.finditer(s)]
    left = [(r, s, m) for r in readings for s in r.sentences() for m in _BACKLOG_LEFT.finditer(s)]
    for reading, sentence, match in cleared[:20]:
        what = _head(match["a"] or match["b"])
        for other, contrary, remains in left:
            whose = _head(remains["of"])
            if contrary != sentence and (not what or not whose or what == whose):
                yield _finding(reading, sentence, other, contrary)
                break


def _head(phrase: str | None) -> str:
    words = (phrase or "").lower().split()
    return _stem(words[0]) if words else ""


def _stem(word: str) -> str:
    plain = word.lower().removesuffix("'s")
    return plain[:-1] if len(plain) > 3 and plain.endswith("s") and not plain.endswith("ss") else plain


def _finding(claim: Reading, done: str, denial: Reading, not_done: str) -> Finding:
    where = "further on in this answer" if claim is denial else f"under {denial.passage.place.label}"
    return claim.finding(
        "claims-contradict",
        f"This says it is done, and {where} it says it is not. Make the two agree, or say what is left to do.",
        f"{shorten(done)} against {shorten(not_done)}",
        Severity.JUDGEMENT,
    )
