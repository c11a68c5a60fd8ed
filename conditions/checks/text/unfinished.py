"""A sentence that stops before it has said what it began to say."""

import re
from collections.abc import Iterator, Sequence

from ..findings import Finding
from .context import Context
from .reading import Block, Reading, quote

# Words that no English sentence ends on, with or without its full stop.
_NEVER_LAST = (
    r"and|or|but|the|an|such\sas|including|because|whilst|although|than|whose|between|among"
    r"|your|our|their|its|my|every|via|per|e\.g|i\.e|regarding|concerning"
)
_NEVER = re.compile(rf"(?:^|[\s(])(?P<last>{_NEVER_LAST})\s?[.…]{{0,3}}$", re.I)
_BARE_A = re.compile(r"\s(?P<last>a|of\sa|for\sa)[.…]{0,3}$")
_HANGING_ADJECTIVE = re.compile(
    r"\b(?:the|a|an|our|their|its)\s(?P<last>local|wider|existing|relevant|appropriate|new|further|various|different"
    r"|robust|statutory|overall|key|additional)\.?$"
)
_PREPOSITION = re.compile(
    r"(?:(?P<subject>[\w'-]{1,30})\s)?(?P<before>[\w'-]{1,30})\s(?P<last>into|towards|upon|of|for|from|with|to|by|at|is|are|will|has|have|as|that)$"
)
_PHRASAL = re.compile(
    r"\w{1,30}(?:ed|ing)|referred|signed|up|aware|need|needs|according|due|want|like|able|taken|paid|it|go|there"
    r"|come|went|dealt|met|sought|work|used|adhere|respond|listen|belong|apply|account|look|care|ask|we|they|as|that"
    r"|where|what|which|so|this|better|worse",
    re.I,
)
_DOES = re.compile(
    r"(?:can|could|will|would|to|may|might|must|should|they|we|you|who|it|schools|families|people)", re.I
)
_TO_WHAT = re.compile(r"\bto\s(?P<last>ensure|enable|identify|include|facilitate)\s?[.…]{0,3}$", re.I)
_TAKES_OBJECT_EARLIER = re.compile(
    r"\b(?:that|which|who|whom|what|how|are|is|has|have|harder?|easy|easier|difficult)\b", re.I
)
_LIST_ENDING = re.compile(r"(?:[,;]|[,;]?\s(?:and|or))$")
_TERMINAL = re.compile(r"[.!?:;][\"')\]]{0,3}$")


def find(readings: Sequence[Reading], context: Context) -> Iterator[Finding]:
    """Bullets and paragraphs whose sentences break off."""
    for reading in readings:
        for index, block in enumerate(reading.blocks):
            if block.heading or not block.text:
                continue
            following = reading.blocks[index + 1] if index + 1 < len(reading.blocks) else None
            spliced = _splice(block)
            if spliced is not None:
                yield _unfinished(reading, block.text, *spliced)
                continue
            for number, sentence in enumerate(block.sentences):
                last = number == len(block.sentences) - 1
                if last and _part_of_a_list(block, following, reading.blocks):
                    continue
                span = _breaks_off(sentence, last, following)
                if span is not None:
                    yield _unfinished(reading, sentence, *span)


def _breaks_off(sentence: str, last: bool, following: Block | None) -> tuple[int, int] | None:
    for pattern in (_NEVER, _BARE_A, _HANGING_ADJECTIVE):
        match = pattern.search(sentence, max(0, len(sentence) - 60))
        if match is not None:
            return match.span("last")
    match = _TO_WHAT.search(sentence, max(0, len(sentence) - 30))
    if match is not None and not _TAKES_OBJECT_EARLIER.search(sentence[max(0, match.start() - 60) : match.start()]):
        return match.span("last")
    if not last:
        return None
    match = _PREPOSITION.search(sentence, max(0, len(sentence) - 45))
    if match is not None and not _PHRASAL.fullmatch(match["before"]) and not _DOES.fullmatch(match["subject"] or ""):
        return match.span("last")
    if sentence.endswith(",") or (sentence.endswith(":") and following is None):
        return len(sentence) - 1, len(sentence)
    return None


def _part_of_a_list(block: Block, following: Block | None, blocks: Sequence[Block]) -> bool:
    """Items of one sentence set out as a list may end in a comma, or in "and" before the last."""
    if following is None or not _LIST_ENDING.search(block.text):
        return False
    if not block.bullet:
        return following.bullet
    if not following.bullet:
        return False
    stopped = sum(1 for other in blocks if other.bullet and _TERMINAL.search(other.text) and other.text[-1] != ";")
    endings = sum(1 for other in blocks if other.bullet and _LIST_ENDING.search(other.text))
    return endings >= 2 or stopped <= 1


def _splice(block: Block) -> tuple[int, int] | None:
    """A bullet that begins again in its own middle ("… to support a Work with partners on …")."""
    words = block.text.split()
    if len(words) < 12:
        return None
    opening = words[:4]
    if not opening[0][:1].isupper():
        return None
    for index in range(5, len(words) - 3):
        if words[index : index + 4] == opening and words[index - 1].lower() in _BEFORE_A_SPLICE:
            position = len(" ".join(words[:index])) + 1
            return position, position + len(" ".join(opening))
    return None


_BEFORE_A_SPLICE = frozenset(
    ["a", "an", "the", "of", "to", "for", "and", "or", "with", "by", "in", "on", "from", "our", "their", "its"]
)


def _unfinished(reading: Reading, sentence: str, start: int, end: int) -> Finding:
    return reading.finding(
        "unfinished-sentence",
        "This sentence breaks off. Finish it, or take the loose end out.",
        quote(sentence, start, end),
    )
