"""A span of years that runs backwards or too far (2024-23, 2023-34), and years outside the agreement."""

import re
from collections.abc import Iterator, Sequence

from ..findings import Finding
from .context import Context
from .reading import Reading, quote

_SPAN = re.compile(
    r"(?P<kind>\b(?:financial|academic|school)\syears?\s)?(?<![\w./£,–-])"
    r"(?P<first>(?:19|20)\d{2,3})\s?[/–-]\s?(?P<second>(?:19|20)\d\d|\d{2,3})(?![\w/–]|-\d|[.,]\d)"
)
_LONG_DOCUMENT = re.compile(r"\s(?:\w{1,20}\s){0,3}(?:strategy|plan|vision|framework)\b", re.I)
_END_OF_AGREEMENT = re.compile(
    r"\b(?:end|close|final\syear|last\syear)\sof\s(?:the|our|its|this)\s(?:\w{1,12}\s){0,2}agreement,?\s"
    r"(?:in|\(|by|at|which\sis|is|being)?\s?(?P<a>20\d\d[/–-]\d\d)\b"
    r"|\bagreement\s(?:ends|finishes|concludes|runs\sto|runs\suntil|comes\sto\san\send)\s(?:in|at\sthe\send\sof)?\s?"
    r"(?P<b>20\d\d[/–-]\d\d)\b",
    re.I,
)


def find(readings: Sequence[Reading], context: Context) -> Iterator[Finding]:
    """Spans of years that cannot be meant."""
    last_year = context.window.agreement_last_year
    for reading in readings:
        for sentence in reading.sentences():
            for match in _SPAN.finditer(sentence):
                start = match.start("first")
                if _cannot_be_meant(match):
                    slip = sentence[start : match.end()]
                    yield reading.finding(
                        "impossible-year",
                        f"This span of years cannot be right. Put it right: {slip}.",
                        quote(sentence, start, match.end()),
                    )
            if last_year:
                yield from _outside_agreement(reading, sentence, last_year)


def _cannot_be_meant(match: re.Match[str]) -> bool:
    first, second = match["first"], match["second"]
    if len(first) != 4 or len(second) == 3:
        return True
    if len(second) == 4:
        return int(second) <= int(first)
    if re.fullmatch(r"0\d|1[0-2]", second) and "-" in match[0] and int(second) < int(first) % 100:
        # Somebody's 2023-04 for April 2023.
        return False
    years = (int(second) - int(first)) % 100
    if years == 1:
        return False
    if match["kind"] and not match["kind"].strip().lower().endswith("years"):
        return True
    if 2 <= years <= 10:
        return False
    return not (years <= 30 and _LONG_DOCUMENT.match(match.string, match.end()))


def _outside_agreement(reading: Reading, sentence: str, last_year: str) -> Iterator[Finding]:
    for match in _END_OF_AGREEMENT.finditer(sentence):
        group = "a" if match["a"] else "b"
        written = re.sub(r"[/–]", "-", match[group])
        if written != last_year:
            yield reading.finding(
                "year-outside-agreement",
                f"The agreement ends in {last_year}, and this says {match[group]}. Put the year right.",
                quote(sentence, *match.span(group)),
            )
