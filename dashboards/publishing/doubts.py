"""What in a question or an answer could give a child away, for an officer to look at before anybody else reads it.

Small numbers are hidden in an edition; words beside its charts must not give them back. These are warnings: a person
decides.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conditions.checks.findings import Passage, Place, normalise
from conditions.checks.text import check_people

_WORDS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_COUNTED = (
    r"(?:child(?:ren)?|pupils?|young\s(?:people|persons?)|youngsters?|students?|learners?|boys?|girls?|siblings?"
    r"|famil(?:y|ies)|parents?|cases?|(?:EHC\s)?plans?|EHCPs?|requests?|refusals?|assessments?|decisions?|placements?"
    r"|places?|appeals?|tribunals?|mediations?|exclusions?|complaints?|reviews?)"
)
_NUMBER = re.compile(
    rf"(?<![\w.,£/:-])(?<!\d\sin\s)(?:(?:only|just)\s)?(?P<number>\d{{1,2}}|{'|'.join(_WORDS)}|a\ssingle)"
    rf"\s(?:[\w-]{{2,20}}\s){{0,2}}?{_COUNTED}\b",
    re.IGNORECASE,
)
_PART = re.compile(r"(?<![\w.,£/:-])(?P<number>\d{1,2})\s(?:out\s)?of\s(?:the\s|all\s|those\s)?\d{1,4}\b(?![.,]\d)")
_SCHOOL = re.compile(
    r"\b(?:(?!Schools?\b|Special\b|The\b|Our\b|This\b|That\b|Your\b)[A-Z][\w'’.-]{1,20}\s){1,4}"
    r"(?:Primary\s|Secondary\s|Infants?\s|Junior\s|High\s|Special\s|Community\s|Grammar\s){0,2}"
    r"(?:School|College|Academy|Nursery|Lodge|Grange)\b(?!s?\sForum)"
)
_CONTACT = re.compile(
    r"https?://\S{1,80}|\bwww\.\S{1,80}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}"
    r"|(?<!\d)0\d{2,4}[\s-]?\d{3}[\s-]?\d{3,4}(?!\d)|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\b"
)


_LABEL = re.compile(
    r"\b(?:charts?|tables?|figures?|sections?|pages?|paragraphs?|items?|risks?|conditions?|parts?|phases?|stages?|steps?"
    r"|bands?|tiers?|groups?|years?|quarters?|terms?|updates?|versions?|rounds?|annex(?:es)?|appendi(?:x|ces)|options?"
    r"|workstreams?|priorit(?:y|ies)|questions?|numbers?|no|notes?|rows?|columns?|lines?|weeks?|days?)\.?"
    r"\s(?:\d{1,3}(?:\.\d+)?(?:,|\sand|\sor|\sto)\s)*$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Doubt:
    """Something to look at: where it stands, what to do about it, and the words."""

    where: str
    sentence: str
    evidence: str

    def __str__(self) -> str:
        return f"{self.where}: {self.sentence} {self.evidence}"


def doubts_in(texts: Mapping[str, str], threshold: int) -> tuple[Doubt, ...]:
    """What to look at in texts, each under its name. Counts below ``threshold`` are small."""
    return tuple(doubt for name, text in texts.items() for doubt in _doubts(name, text, threshold))


def _doubts(name: str, text: str, threshold: int) -> Iterator[Doubt]:
    found = [(each.sentence, each.evidence) for each in check_people([Passage(Place(name, name, ""), text)])]
    found += [
        (f"Numbers below {threshold} are hidden in editions. Say “fewer than {threshold}”, or leave it out.", words)
        for words in _small_numbers(text, threshold)
        if not any(normalise(words) in normalise(evidence) for _sentence, evidence in found)
    ]
    found += [("This names a school.", words) for words in _matches(_SCHOOL, text)]
    found += [("This may lead to a person: an address or a number.", words) for words in _matches(_CONTACT, text)]
    for sentence, evidence in found:
        yield Doubt(name, sentence, evidence if evidence.startswith("“") else f"“{evidence}”")


def is_label(text: str, start: int) -> bool:
    """Whether the number that begins there counts nothing, but says which: "chart 1", "risks 2 and 3"."""
    return _LABEL.search(text, max(start - 60, 0), start) is not None


def _matches(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    yield from dict.fromkeys(" ".join(match[0].split()) for match in pattern.finditer(text))


def _small_numbers(text: str, threshold: int) -> Iterator[str]:
    for pattern in (_NUMBER, _PART):
        for match in pattern.finditer(text):
            is_small = 0 < _value(match["number"].lower()) < threshold
            if is_small and not is_label(text, match.start()):
                yield " ".join(match[0].split())


def _value(number: str) -> int:
    if number.isdecimal():
        return int(number)
    return _WORDS.index(number) + 1 if number in _WORDS else 1
