"""The code lists that a spreadsheet's words can stand for, and what its words are taken for without being told."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dashboards.categories import TOPICS, return_codes
from dashboards.imports.mapping_spec import Word
from dashboards.imports.mapping_words import BY_KEY, REQUEST_NEED, WORDS, Shape, about_people
from dashboards.imports.vocabulary import UNKNOWN, Vocabulary, WrongWord, folded, topic_name
from dashboards.models import Indicator
from dashboards.series import current_version
from safetyvalve.core.models import Authority

MOST_WORDS = 40
SEVERAL = 2
"""Rows that must share a word before it is shown or remembered."""
_LIKE_A_NAME = re.compile(r"[A-Z][a-zà-ÿ'’]+(?:-[A-Z][a-z]+)?,? (?:[A-Z]\.? )?[A-Z][a-zà-ÿ'’]+(?:-[A-Z][a-z]+)?")
_ORGANISATION = re.compile(
    r"\b(school|academy|college|trust|service|team|council|centre|center|nhs|ltd|limited|care|unit|nursery|primary"
    r"|secondary|therapy|psychology|health|university|partnership|group|support|education|training|provider)s?\b",
    re.IGNORECASE,
)
_OF_A_PERSON = re.compile(
    r"\d{3}|@|\b(?:mr|mrs|ms|miss|mx|dr)\b\.?\s+\w|\b[a-z]{1,2}\d[a-z\d]?\s*\d[a-z]{2}\b", re.IGNORECASE
)
"""A title with a name, a postcode, an address of e-mail, a number: no word of a code list, however often it stands."""


@dataclass(frozen=True)
class CodeList:
    """Codes with their labels, and the code that a word is taken for ("" if none)."""

    choices: tuple[tuple[str, str], ...]
    resolve: Callable[[str], str]


def code_lists(shape: str, authority: Authority, vocabulary: Vocabulary) -> dict[str, CodeList]:
    """The code list of every target of that shape that has one."""
    if shape == Shape.CASES:
        return _of_cases(authority, vocabulary)
    return {"measure": _measures(vocabulary), "topic": _topics(vocabulary), "breakdown": _headings(vocabulary)}


def item_of(target: str) -> str:
    """The SEN2 item whose codes a target's are."""
    return "SENtype" if target == REQUEST_NEED else target


def words_of(
    heading: str, texts: Iterable[str], codes: CodeList, chosen: Mapping[str, str]
) -> tuple[tuple[Word, ...], int]:
    """The words of a coded column that may be shown, and how many rows have one that may not be.

    Words that are known are shown, and those that several rows share; never more than a few, and none of a column
    that looks as if it were about people.
    """
    counted = Counter(text for text in texts if text)
    resolved = {word: chosen[word] if word in chosen else codes.resolve(word) for word in counted}
    unknown = [word for word, code in resolved.items() if not code]
    is_safe = len(counted) <= MOST_WORDS and not about_people(heading) and not look_like_names(unknown)
    shown = [w for w in counted if resolved[w] or w in chosen or (is_safe and _may_be_a_code(w, counted[w]))]
    if not is_safe and len(shown) > MOST_WORDS:
        shown = []
    listed = sorted(shown, key=lambda word: (bool(resolved[word]), -counted[word], word))
    left_out = sum(counted[word] for word in unknown if word not in shown)
    return tuple(Word(word, counted[word], resolved[word]) for word in listed), left_out


def _may_be_a_code(word: str, rows: int) -> bool:
    return rows >= SEVERAL and not _OF_A_PERSON.search(word)


def look_like_names(words: Iterable[str]) -> bool:
    """Whether most of the words are like "Ada Jones": two or three words with capitals that name no organisation."""
    listed = list(words)
    likely = [word for word in listed if _LIKE_A_NAME.fullmatch(word) and not _ORGANISATION.search(word)]
    return bool(listed) and len(likely) * 2 > len(listed)


def nearly_all_different(texts: Iterable[str]) -> bool:
    """Whether a column hardly ever repeats itself, as names and notes do."""
    listed = list(texts)
    return len(listed) >= 10 and len(set(listed)) > 0.8 * len(listed)


def _of_cases(authority: Authority, vocabulary: Vocabulary) -> dict[str, CodeList]:
    meanings = return_codes(authority)
    found = {}
    for target in BY_KEY[Shape.CASES].values():
        if not target.has_codes:
            continue
        item = item_of(target.key)
        codes = dict(meanings.get(item, {}))
        if target.key == "Sex":
            codes = {"M": "M", "F": "F"}
        labels = {
            meaning: vocabulary.labels.get((target.topic, meaning), meaning.replace("_", " ").capitalize())
            for meaning in dict.fromkeys(codes.values())
        }
        if target.key == "Sex":
            labels = {"M": "Male", "F": "Female"}
        found[target.key] = CodeList(tuple(labels.items()), _resolver(codes, labels, WORDS.get(item, {})))
    return found


def _resolver(codes: Mapping[str, str], labels: Mapping[str, str], words: Mapping[str, str]) -> Callable[[str], str]:
    known = {folded(label): meaning for meaning, label in labels.items()}
    known |= {word: meaning for word, meaning in words.items() if meaning in labels}
    known |= {folded(meaning): meaning for meaning in labels}
    known |= {folded(code): meaning for code, meaning in codes.items()}

    def resolve(word: str) -> str:
        return known.get(folded(word), "")

    return resolve


def _measures(vocabulary: Vocabulary) -> CodeList:
    stored = [each for each in vocabulary.indicators.values() if _is_stored(each)]

    def resolve(word: str) -> str:
        try:
            return vocabulary.measure(word).code
        except WrongWord:
            return ""

    return CodeList(tuple((each.code, each.name) for each in stored), resolve)


def _topics(vocabulary: Vocabulary) -> CodeList:
    used = dict.fromkeys(t for each in vocabulary.indicators.values() for t in each.breakdown_topics)
    known = {folded(topic_name(topic)): topic for topic in used} | {folded(topic): topic for topic in used}
    return CodeList(tuple((topic, topic_name(topic)) for topic in used), lambda word: known.get(folded(word), ""))


def _headings(vocabulary: Vocabulary) -> CodeList:
    """The headings of every closed topic; a code that several topics share is listed once, under each of its names."""
    used = {t for each in vocabulary.indicators.values() for t in each.breakdown_topics}
    closed = {topic for topic in used if not (topic in TOPICS and TOPICS[topic].is_open)}
    names: dict[str, list[str]] = {}
    for (topic, code), label in vocabulary.labels.items():
        if topic in closed:
            names.setdefault(code, []).append(label)
    known = {folded(label): code for code, labels in names.items() for label in labels}
    known |= {folded(code): code for code in names}

    def resolve(word: str) -> str:
        return known.get(folded(word), "")

    return CodeList(tuple((code, " / ".join(dict.fromkeys(labels))) for code, labels in names.items()), resolve)


def is_unknown_word(word: str) -> bool:
    """Whether a word says that nobody knows."""
    return folded(word) in UNKNOWN


def _is_stored(indicator: Indicator) -> bool:
    version = current_version(indicator)
    return version is not None and version.is_typed
