"""The same bullet or sentence given twice, in one place or in two."""

import re
from collections.abc import Iterator, Sequence

from ..findings import Finding, Place, normalise
from .context import Context
from .reading import Reading, shorten

_SHORTEST = 8
_NOT_WORDS = re.compile(r"[^\w£%]+")


def find(readings: Sequence[Reading], context: Context) -> Iterator[Finding]:
    """Each later appearance of a bullet, paragraph or sentence of at least eight words."""
    seen: dict[str, Place] = {}
    for reading in readings:
        for block in reading.blocks:
            if block.heading:
                continue
            whole = _key(block.text)
            if whole in seen:
                yield _repeated(reading, block.text, seen[whole])
                continue
            keys = [(_key(sentence), sentence) for sentence in block.sentences]
            for key, sentence in keys:
                if key and key in seen:
                    yield _repeated(reading, sentence, seen[key])
            for key in (whole, *(key for key, _ in keys)):
                if key:
                    seen.setdefault(key, reading.passage.place)


def _key(text: str) -> str:
    """The words alone, or nothing when they are too few to count."""
    words = _NOT_WORDS.sub(" ", normalise(text)).split()
    return " ".join(words) if len(words) >= _SHORTEST else ""


def _repeated(reading: Reading, text: str, first: Place) -> Finding:
    where = "in this answer" if first.key == reading.passage.place.key else f"under {first.label}"
    return reading.finding(
        "repeated-text",
        f"This has already been said {where}. Keep it once, or say what is different here.",
        shorten(text),
    )
