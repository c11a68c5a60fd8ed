"""Prose cut into blocks and sentences once, for every check to read.

Blocks are bullets and paragraphs. Text pasted from Word or a PDF arrives with lines broken in the middle of a
sentence, with smart quotes and with emphasis marks; all of that is smoothed away here, so that no check need
think of it. Links and addresses become a run of tildes: their digits are nobody's dates or figures.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..findings import Finding, Passage, Severity

LONGEST_SENTENCE = 800
"""Longer runs without a full stop are read in parts, which keeps every check linear in the length of the text."""

_SMOOTH = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u00a0": " ",
        "\u202f": " ",
        "\u2010": "-",
        "\u2011": "-",
        "\u200b": None,
        "\u00ad": None,
        "\ufeff": None,
        "*": None,
        "`": None,
        "\\": None,
    }
)
_LINK = re.compile(r"(?:https?://|www\.)[^\s<>\"]{1,2000}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{1,64}")
_BULLET = re.compile(
    r"[ \t]{0,40}(?:[-+*\u2022\u25cf\u25aa\u25e6\u2013\u2014]|\d{1,2}[.)]|\(?[a-z][.)])[ \t]{1,40}(?=\S)"
)
_HEADING = re.compile(r"[ \t]{0,3}(?:#{1,6}[ \t]|\*\*[^*\n]{1,200}\*\*[ \t]{0,5}$|__[^_\n]{1,200}__[ \t]{0,5}$)")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_STOP = re.compile(r"[.!?]{1,3}[\"')\]]{0,3}\s+(?=[A-Z0-9\"'(~])")
_ABBREVIATION = re.compile(r"(?:\b(?:e\.g|i\.e|etc|approx|Dr|Mr|Mrs|Ms|Prof|vs|cf|no|No|Cllr|[A-Z])|\bc)\.$")
_TERMINAL = re.compile(r"[.!?:;][\"')\]]{0,3}$")


@dataclass(frozen=True, slots=True)
class Block:
    """One bullet or paragraph on a single line. `last` is true for the final block of its passage."""

    text: str
    bullet: bool
    heading: bool
    sentences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """A passage ready to be checked."""

    passage: Passage
    blocks: tuple[Block, ...]

    def sentences(self) -> Iterator[str]:
        for block in self.blocks:
            yield from block.sentences

    def finding(self, code: str, sentence: str, evidence: str, severity: Severity = Severity.DRAFTING) -> Finding:
        return Finding(code, severity, self.passage.place, sentence, evidence)


def read(passage: Passage) -> Reading:
    """Cut one passage into blocks and sentences."""
    raw = _CONTROL.sub(" ", passage.text.replace("\r\n", "\n").replace("\r", "\n"))
    return Reading(passage, tuple(_block(*parts) for parts in _gather(raw.split("\n"))))


def read_all(passages: Sequence[Passage]) -> list[Reading]:
    return [read(passage) for passage in passages]


def _gather(lines: Sequence[str]) -> Iterator[tuple[str, bool, bool]]:
    """Join broken lines. Yields text, whether it is a bullet and whether it is a heading."""
    held: list[str] = []
    bullet = heading = after_gap = False
    for line in lines:
        if not line.strip():
            after_gap = True
            continue
        marker = _BULLET.match(line)
        is_heading = _HEADING.match(line) is not None
        if held and not marker and not is_heading and not heading and _continues(held[-1], line, after_gap):
            held.append(line.strip())
        else:
            if held:
                yield " ".join(held), bullet, heading
            held = [line[marker.end() :] if marker and not is_heading else line.strip().lstrip("#")]
            bullet, heading = marker is not None and not is_heading, is_heading
        after_gap = False
    if held:
        yield " ".join(held), bullet, heading


def _continues(before: str, line: str, after_gap: bool) -> bool:
    """Whether a line goes on with the sentence of the line before it."""
    start = line.strip()[0]
    if _TERMINAL.search(before.rstrip()):
        return not after_gap and start.islower()
    return start.islower() or (not after_gap and len(before) >= 50)


def _block(raw: str, bullet: bool, heading: bool) -> Block:
    smooth = raw.translate(_SMOOTH)
    text = " ".join(_LINK.sub(lambda match: "~" * min(len(match[0]), 20), smooth).split())
    return Block(text, bullet, heading, tuple(_sentences(text)))


def _sentences(text: str) -> Iterator[str]:
    start = 0
    for stop in _STOP.finditer(text):
        if _ABBREVIATION.search(text, max(start, stop.start() - 8), stop.start() + 1):
            continue
        yield from _parts(text[start : stop.end()].strip())
        start = stop.end()
    yield from _parts(text[start:].strip())


def _parts(sentence: str) -> Iterator[str]:
    while len(sentence) > LONGEST_SENTENCE:
        cut = sentence.rfind(" ", 0, LONGEST_SENTENCE)
        cut = cut if cut > 0 else LONGEST_SENTENCE
        yield sentence[:cut]
        sentence = sentence[cut:].strip()
    if sentence:
        yield sentence


def quote(sentence: str, start: int, end: int, around: int = 70) -> str:
    """The words at fault, then enough of the sentence about them for a reader to find the place."""
    slip = sentence[start:end].strip()
    left = max(0, start - around)
    right = min(len(sentence), end + around)
    if left:
        left = sentence.find(" ", left, start) + 1 or start
    if right < len(sentence):
        right = max(sentence.rfind(" ", end, right), end)
    context = ("… " if left else "") + sentence[left:right].strip() + (" …" if right < len(sentence) else "")
    return f"“{slip}”" if context == slip else f"“{slip}” in “{context}”"


def shorten(text: str, length: int = 200) -> str:
    """The beginning of a long text, in quotation marks."""
    if len(text) <= length:
        return f"“{text}”"
    return f"“{text[: text.rfind(' ', 0, length) if ' ' in text[:length] else length].rstrip()} …”"
