"""Sums inside one sentence that do not add up."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from ..findings import Finding, Severity
from .context import Context
from .dates import date_mentions
from .numbers import Amount, amounts, counts, plain
from .reading import Reading, quote

_PARTS = re.compile(
    r"[,(]?\s?\bof\s(?:which|whom|these)\b|\b(?:made\sup\sof|comprising|consisting\sof|split\sinto)\b", re.I
)
_TOTAL_AFTER = re.compile(
    r"(?:,|\band|-|–|\()\s?(?:(?:making|giving|for|with)\s)?(?:a|an|the)?\s?(?:overall\s|grand\s)?(?:total\sof|totalling|total:)\s$",
    re.I,
)
_IN_TOTAL = re.compile(r"\s?(?:in\s(?:total|all)|altogether)\b(?!\s(?:since|over|so|across|this|by|to|for)\b)", re.I)
_BEFORE_IN_TOTAL = re.compile(r"(?:,|;|\s[-–])\s?(?:or\s|so\s|making\s|giving\s)?$", re.I)
_TOTAL_BEFORE = re.compile(r"\btotal(?:s|ling)?\b(?:\s(?:of|number|is|was|[a-z]{3,12})){0,3}\s?$", re.I)
_OPENS_A_LIST = re.compile(r"(?:\s[\w-]{1,15}){0,3}(?:\s?\(|:|\s[-–])\s?(?:[a-z]{2,15}\s)?$")
_EQUATION = re.compile(r"\s?(?P<sign>\+|\bplus\b)\s?$|\s?(?P<equals>=|\b(?:equals|makes|gives|totals)\b)\s?$", re.I)
_CHANGE = re.compile(
    r"\bfrom\s(?P<a>[£\d][\d,.]{0,14}\d?[km]?)(?P<between>[^.;]{0,50}?)\sto\s(?P<b>[£\d][\d,.]{0,14}\d?[km]?)(?P<gap>[^.;\d]{0,50}?),?\s"
    r"(?:a|an)\s(?P<kind>reduction|fall|decrease|drop|increase|rise|growth|saving)\sof\s(?P<c>[£\d][\d,.]{0,14}\d?[km]?)(?![\w%]|\s?%|\sper\scent)",
    re.I,
)
_EXHAUSTIVE = re.compile(r"\b(?:other|others|rest|remaining|remainder|made\sup|comprising|consisting|split)\b", re.I)
_COMPARED = re.compile(r"\b(?:from|than|to|against|by|versus|target\sof|with|of)\s$", re.I)
_OVERLAPS = re.compile(
    r"\b(?:also|both|more\sthan\sone|overlap|at\sleast|over|up\sto|about|around|some|approximately|more|further|planned)\b",
    re.I,
)


def find(readings: Sequence[Reading], context: Context) -> Iterator[Finding]:
    """Parts that do not make their total, equations that do not hold, changes that are not the difference."""
    for reading in readings:
        for sentence in reading.sentences():
            for check in (_parts_of_a_whole, _list_with_total, _total_with_list, _equations, _differences):
                for said, made, start, end in check(sentence):
                    yield reading.finding(
                        "total-does-not-add-up",
                        f"These figures make {made}, and the sentence says {said}. Put the one that is wrong right.",
                        quote(sentence, start, end),
                        Severity.JUDGEMENT,
                    )


_Wrong = tuple[str, str, int, int]


def _parts_of_a_whole(sentence: str) -> Iterator[_Wrong]:
    """ "107 plans, of which 103 on time and 6 late"."""
    cue = _PARTS.search(sentence)
    if cue is None or _OVERLAPS.search(sentence):
        return
    found = _same_unit(sentence)
    before = [a for a in found if a.end <= cue.start() and cue.start() - a.end <= 60]
    parts = [a for a in found if a.start >= cue.end() and not _is_compared(sentence, a, cue.end())]
    if len(before) > 1 and cue.start() - before[-1].end <= 1 and "of" in cue[0]:
        # "107 plans, 103 of which …": the number next to the words is itself a part.
        parts.insert(0, before.pop())
    listed = all(_joined(sentence[a.end : b.start]) for a, b in pairwise(parts))
    if not before or not parts or not listed or len(parts) > 12:
        return
    total, made = before[-1], sum((part.value for part in parts), Decimal(0))
    slack = sum((part.slack for part in parts), total.slack)
    short = total.value - made
    exhaustive = len(parts) > 1 and _EXHAUSTIVE.search(sentence, cue.start())
    # Two named parts that fall just short are a slip; far short, they are a selection.
    nearly = len(parts) > 1 and 0 < short <= max(Decimal(1), total.value / 20)
    if -short > slack or (short > slack and (exhaustive or nearly)):
        yield total.text, plain(made, total.unit), total.start, parts[-1].end


def _list_with_total(sentence: str) -> Iterator[_Wrong]:
    """ "12 primary, 15 secondary and 9 post-16, a total of 40", or "…, 40 in total"."""
    if not re.search(r"\btotal|\bin\sall\b|\baltogether\b", sentence, re.I):
        return
    found = _same_unit(sentence)
    for index, total in enumerate(found):
        if index < 2 or not _is_called_the_total(sentence, total):
            continue
        parts = found[:index]
        # Every two neighbours must be joined as items of one list.
        if not all(_joined(sentence[a.end : b.start]) for a, b in pairwise(parts)):
            continue
        made = sum((part.value for part in parts), Decimal(0))
        if abs(made - total.value) > sum((part.slack for part in parts), total.slack):
            yield total.text, plain(made, total.unit), parts[0].start, total.end


def _is_called_the_total(sentence: str, amount: Amount) -> bool:
    before = sentence[max(0, amount.start - 45) : amount.start]
    if _TOTAL_AFTER.search(before):
        return True
    return bool(_BEFORE_IN_TOTAL.search(before) and _IN_TOTAL.match(sentence, amount.end))


def _total_with_list(sentence: str) -> Iterator[_Wrong]:
    """ "a total of 50 places: 20 infant, 15 junior and 10 senior"."""
    if "total" not in sentence.lower() or _OVERLAPS.search(sentence):
        return
    found = _same_unit(sentence)
    for index, total in enumerate(found[:-2]):
        if not _TOTAL_BEFORE.search(sentence[max(0, total.start - 45) : total.start]):
            continue
        parts = found[index + 1 :]
        if not _OPENS_A_LIST.fullmatch(sentence[total.end : parts[0].start]):
            continue
        listed = all(
            _joined(sentence[a.end : b.start]) and ")" not in sentence[a.end : b.start] for a, b in pairwise(parts)
        )
        made = sum((part.value for part in parts), Decimal(0))
        if listed and abs(made - total.value) > sum((part.slack for part in parts), total.slack):
            yield total.text, plain(made, total.unit), total.start, parts[-1].end


def _equations(sentence: str) -> Iterator[_Wrong]:
    """ "12 + 15 = 28"."""
    found = list(amounts(sentence))
    run: list[Amount] = []
    for a, b in pairwise(found):
        between = sentence[a.end : b.start]
        match = _EQUATION.fullmatch(between.rstrip() + " ") if len(between) < 12 else None
        if match is None or a.unit != b.unit:
            run = []
        elif match["sign"]:
            run = [*(run or [a]), b]
        elif len(run) > 1:
            made = sum((part.value for part in run), Decimal(0))
            if abs(made - b.value) > sum((part.slack for part in run), b.slack):
                yield b.text, plain(made, b.unit), run[0].start, b.end
            run = []


def _differences(sentence: str) -> Iterator[_Wrong]:
    """ "from 258 to 143, a reduction of 105"."""
    for match in _CHANGE.finditer(sentence):
        trio = [next(amounts(match[name].rstrip(",.")), None) for name in ("a", "b", "c")]
        first, second, change = trio
        if first is None or second is None or change is None or len({amount.unit for amount in trio if amount}) > 1:
            continue
        made = abs(first.value - second.value)
        if abs(made - change.value) > first.slack + second.slack + change.slack:
            yield change.text, plain(made, change.unit), match.start(), match.end()


def _is_compared(sentence: str, part: Amount, cue_end: int) -> bool:
    """ "… of which 103, up from 90": the second number is not a part."""
    return part.start > cue_end + 1 and _COMPARED.search(sentence[max(0, part.start - 12) : part.start]) is not None


def _joined(between: str) -> bool:
    return len(between) <= 60 and bool(re.search(r",|\band\b|\bplus\b", between)) and ";" not in between


def _same_unit(sentence: str) -> list[Amount]:
    """The money of a sentence when it has money, else its counts; nothing when percentages are mixed in."""
    dates = [(mention.start, mention.end) for mention in date_mentions(sentence)]
    everything = list(amounts(sentence))
    if any(amount.unit == "percent" for amount in everything):
        return []
    money = [amount for amount in everything if amount.unit == "pounds"]
    return money or [a for a in counts(sentence) if not any(start <= a.start < end for start, end in dates)]
