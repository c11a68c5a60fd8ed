"""Numbers that somebody typed beside the charts: what could give back a count that the charts withhold.

These are warnings: whoever publishes changes the words, or says in a sentence why they may stay.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from dashboards.models import Publication
from dashboards.publishing.collecting import CountKey
from dashboards.publishing.doubts import Doubt, doubts_in
from dashboards.publishing.earlier import read_counts

_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = re.compile(
    r"(?<![\w.,£/:-])(?P<number>\d{1,3}(?:,\d{3})+|\d{1,6}|" + "|".join(_WORDS) + r")\b"
    r"(?!\s?(?:%|per\scent)|[.,:/-]\d|\s(?:days?|weeks?|months?|years?|hours?|million|thousand)\b"
    r"|\s(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)",
    re.IGNORECASE,
)
MOST = 3
"""Withheld counts that are named where a number could be several of them."""

Withheld = Mapping[int, tuple[str, ...]]
"""By number, the counts that are withheld."""


def about(publication: Publication, withheld: Withheld, threshold: int) -> tuple[Doubt, ...]:
    """What to look at in the words of an edition before it is published. No query where audiences are prefetched."""
    texts = {"The title": publication.title}
    for each in publication.audiences.all():
        texts.setdefault(f"The title for {each.get_audience_display()}", each.title)
        texts.setdefault(f"The introduction for {each.get_audience_display()}", each.introduction)
    if publication.corrects_id:
        texts["The note of the correction"] = publication.correction_note
    return look_at(texts, withheld, threshold)


def look_at(texts: Mapping[str, str], withheld: Withheld, threshold: int) -> tuple[Doubt, ...]:
    """The same of any texts, each under its name: an answer that is published with an edition, for instance."""
    found = list(doubts_in(texts, threshold))
    said = " ".join(doubt.evidence for doubt in found)
    for name, text in texts.items():
        for words, number in _numbers(text):
            if number in withheld and words not in said:
                counts = "; ".join(withheld[number][:MOST])
                found.append(Doubt(name, f"This is a number that the charts withhold ({counts}).", f"“{words}”"))
    return tuple(found)


def withheld_from(publication: Publication) -> Withheld:
    """What a published edition withholds, by number; empty for one that is not. One query where not fetched before."""
    counts = getattr(publication, "counts", None)
    if counts is None:
        return {}
    rows = read_counts(counts)["counts"]
    return by_number((CountKey(*parts), "") for *parts, is_shown in rows if not is_shown)


def by_number(counts: Iterable[tuple[CountKey, str]]) -> Withheld:
    """Counts under their value, each called by its name, or else by its measure, and its period."""
    found: dict[int, list[str]] = {}
    for key, name in counts:
        found.setdefault(key.value, []).append(f"{name or key.code.replace('_', ' ')}, {key.period.label}")
    return {number: tuple(dict.fromkeys(names)) for number, names in found.items() if number}


def _numbers(text: str) -> Iterator[tuple[str, int]]:
    for match in _NUMBER.finditer(text):
        typed = match["number"].lower()
        number = _WORDS.index(typed) + 2 if typed in _WORDS else int(typed.replace(",", ""))
        yield " ".join(text[match.start() : match.end() + 24].split()), number
