"""Numbers that somebody typed beside the charts: what could give back a count that the charts withhold.

These are warnings: whoever publishes changes the words, or says in a sentence why they may stay.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import F, Q

from dashboards.models import Indicator, Measurement, Publication
from dashboards.publishing.collecting import CountKey
from dashboards.publishing.doubts import Doubt, doubts_in, is_label
from dashboards.publishing.earlier import read_counts
from safetyvalve.core.models import Authority

_WORDS = ("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBER = re.compile(
    r"(?<![\w.,£/:-])(?P<number>\d{1,3}(?:,\d{3})+|\d{1,6}|" + "|".join(_WORDS) + r")\b"
    r"(?!\s?(?:%|per\scent)|[.,:/-]\d|\s(?:days?|weeks?|months?|years?|hours?|million|thousand)\b"
    r"|\s(?:January|February|March|April|May|June|July|August|September|October|November|December)\b)",
    re.IGNORECASE,
)
_NO_PEOPLE = re.compile(
    r"\s(?:(?:main|new|more|other|different|further|big(?:gest)?|key|special)\s)?"
    r"(?:reasons?|things?|ways?|priorit(?:y|ies)|areas?|workstreams?|projects?|conditions?|risks?|charts?|tables?|figures?"
    r"|actions?|steps?|themes?|points?|meetings?|terms?|officers?|teams?|posts?|options?|changes?|questions?|times?|parts?"
    r"|sites?|budgets?|measures?|milestones?|savings?|schemes?|payments?|updates?|editions?|councils?|documents?|pages?"
    r"|quarters?|minutes?|pounds?|percentage\spoints?)\b",
    re.IGNORECASE,
)
"""What is no count of children when it follows a number."""
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z\d“])|\n+")
_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_PERIOD = re.compile(rf"\b(?:(?:{_MONTHS})(?:\s(?:19|20)\d\d)?|(?:19|20)\d\d(?:-\d\d)?)\b")
_WORD = re.compile(r"[a-z]{4,}")
STEM = 5
MOST = 3
"""Withheld counts that are named where a number could be several of them: the latest."""

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
    said = tuple(doubt.evidence.strip("“”") for doubt in found)
    for name, text in texts.items():
        for words, number, sentence in _numbers(text):
            meant = (
                ()
                if words.startswith(said) or any(words in each for each in said)
                else _meant(withheld.get(number, ()), sentence, text)
            )
            if meant:
                counts = "; ".join(meant[-MOST:])
                more = f" and {len(meant) - MOST} more" if len(meant) > MOST else ""
                found.append(Doubt(name, f"This is a number that the charts withhold ({counts}{more}).", f"“{words}”"))
    return tuple(found)


def _meant(counts: Sequence[str], sentence: str, text: str) -> Sequence[str]:
    """Of the counts with this number those that the words can be about: of the periods that the sentence names, or else
    the text; and of the measures that it names, where it names one."""
    periods = _PERIOD.findall(sentence) or _PERIOD.findall(text)
    of_period = [each for each in counts if not periods or any(period in _period_of(each) for period in periods)]
    stems = _stems(sentence)
    named = [each for each in of_period if stems & _stems(each.removesuffix(_period_of(each)))]
    return named or of_period


def _period_of(count: str) -> str:
    return count.rpartition(", ")[2]


def _stems(words: str) -> set[str]:
    return {word[:STEM] for word in _WORD.findall(words.lower())}


def withheld_from(*publications: Publication) -> Withheld:
    """What published editions withhold, by number; empty for those that are not. One query, and one for each of which
    the counts were not fetched before."""
    kept = [counts for each in publications if (counts := getattr(each, "counts", None))]
    rows = [row for counts in kept for row in read_counts(counts)["counts"]]
    keys = [CountKey(*parts) for *parts, is_shown in rows if not is_shown]
    codes = {key.code for key in keys}
    whose = Q(authority=None) | Q(authority__in={each.authority_id for each in publications})
    named = Indicator.objects.filter(whose, code__in=codes).order_by(F("authority").asc(nulls_first=True))
    names = dict(named.values_list("code", "name")) if codes else {}
    return by_number((key, names.get(key.code, "")) for key in keys)


def kept_from_members(authority: Authority, measures: Iterable[int], threshold: int) -> Withheld:
    """What editions that readers have withhold, and all small counts on record of these measures. Four queries at most,
    and nothing is worked out."""
    editions = Publication.objects.filter(authority=authority).known().select_related("counts")
    small = Measurement.objects.filter(
        authority=authority,
        area_code=authority.gss_code,
        version__indicator__in=set(measures),
        version__unit="count",
        value__gt=0,
        value__lt=threshold,
    ).current()
    measure, period = ("version__indicator__code", "version__indicator__name"), ("period_start", "period_end")
    rows = small.order_by("pk").values_list(*measure, *period, "breakdown_topic", "breakdown", "value")
    counts = by_number(
        (CountKey(code, start.isoformat(), end.isoformat(), topic, heading, int(value)), name)
        for code, name, start, end, topic, heading, value in rows
        if value is not None
    )
    withheld = withheld_from(*editions)
    every = dict.fromkeys((*counts, *withheld))
    return {each: tuple(dict.fromkeys((*counts.get(each, ()), *withheld.get(each, ())))) for each in every}


def by_number(counts: Iterable[tuple[CountKey, str]]) -> Withheld:
    """Counts under their value, the latest last, each called by its name, or else by its measure, and its period."""
    found: dict[int, list[str]] = {}
    for key, name in sorted(counts, key=lambda each: each[0].end):
        found.setdefault(key.value, []).append(f"{name or key.code.replace('_', ' ')}, {key.period.label}")
    return {number: tuple(dict.fromkeys(names)) for number, names in found.items() if number}


def _numbers(text: str) -> Iterator[tuple[str, int, str]]:
    """Each number that may be a count of children: the words it begins, the number, and its sentence."""
    for sentence in _SENTENCE.split(text):
        for match in _NUMBER.finditer(sentence):
            if is_label(sentence, match.start()) or _NO_PEOPLE.match(sentence, match.end()):
                continue
            typed = match["number"].lower()
            number = _WORDS.index(typed) + 2 if typed in _WORDS else int(typed.replace(",", ""))
            yield " ".join(sentence[match.start() : match.end() + 24].split()), number, sentence
