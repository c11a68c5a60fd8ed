"""From what a spreadsheet says to what the catalogue calls it: measures, breakdown topics and headings.

Where a word is not known, the nearest one is suggested.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from functools import cached_property
from typing import Self

from dashboards.categories import TOPICS, labels
from dashboards.imports.on_record import Divided, divided_on_record
from dashboards.models import Indicator, IndicatorVersion
from dashboards.series import current_version, usable
from safetyvalve.core.models import Authority

NEAR = 0.6
MOST_LISTED = 8
LONGEST_FREE_WORD = 80
UNKNOWN = frozenset({"unknown", "not known", "not recorded", "not stated", "missing", "none recorded"})
UNKNOWN_CODES = ("not_known", "unknown", "placement_unknown", "not_recorded")
_URN = re.compile(r"\d{6}\Z")
_MOVE = re.compile(r"(-?\d{1,2}:)?[a-z0-9_]+>[a-z0-9_]+\Z")
_OTHER_TOPIC_WORDS = {
    "request source": "source",
    "requester": "source",
    "requested by": "source",
    "primary need type": "need",
    "sen need": "need",
    "need type": "need",
    "gender": "sex",
    "cease reason": "cease_reason",
    "placement type": "placement",
    "urn": "school",
}


class WrongWord(ValueError):
    """A word of the spreadsheet that the catalogue does not know. ``column`` is what it stood for."""

    def __init__(self, code: str, column: str, sentence: str, fix: str, quoting_nothing: str) -> None:
        super().__init__(sentence)
        self.code, self.column, self.sentence, self.fix = code, column, sentence, fix
        self.quoting_nothing = quoting_nothing


def folded(text: str) -> str:
    """A word as words are compared: lower case, letters and digits with single spaces."""
    return " ".join(re.sub(r"[^0-9a-z+]+", " ", text.casefold().replace("&", " and ").replace("’", "")).split())


@dataclass
class Vocabulary:
    """What a council's measures and headings are called. Three queries to make; one more, once, for a word that the
    catalogue does not know: what stands on record by it is known too."""

    authority: Authority
    indicators: dict[str, Indicator]
    labels: dict[tuple[str, str], str]
    _measures: dict[str, list[Indicator]] = field(default_factory=dict)
    _headings: dict[str, dict[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, authority: Authority) -> Self:
        found = cls(authority, {each.code: each for each in usable(authority)}, labels(authority))
        names: dict[str, list[Indicator]] = defaultdict(list)
        for indicator in found.indicators.values():
            for words in {folded(indicator.code), folded(indicator.name)}:
                names[words].append(indicator)
        found._measures = dict(names)
        headings: dict[str, dict[str, str]] = defaultdict(dict)
        for (topic, code), label in found.labels.items():
            headings[topic].setdefault(folded(label), code)
        for topic, code in found.labels:
            headings[topic][folded(code)] = code
        found._headings = dict(headings)
        return found

    @cached_property
    def on_record(self) -> Divided:
        """How figures on record are divided."""
        return divided_on_record(self.authority)

    def measure(self, text: str) -> Indicator:
        """The stored measure of that code or name. Raises ``WrongWord``, also for one that is worked out."""
        exact = self.indicators.get(text.strip())
        found = [exact] if exact else self._measures.get(folded(text), [])
        if not found:
            raise self._unknown_measure(text)
        if len(found) > 1:
            codes = ", ".join(sorted(each.code for each in found))
            raise WrongWord(
                "measure-ambiguous",
                "measure",
                f"Several measures are called {text.strip()}.",
                f"Give the code: {codes}.",
                "Several measures have this name.",
            )
        self._check_stored(found[0])
        return found[0]

    def _unknown_measure(self, text: str) -> WrongWord:
        near = self._near(text, self._measures)
        name = self._measures[near][0].name if near else ""
        return WrongWord(
            "measure-unknown",
            "measure",
            f"There is no measure called {text.strip()[:80]}." if text.strip() else "No measure is named.",
            f"Did you mean {name}?" if name else "Use a name or code from the list of measures.",
            "There is no measure of this name.",
        )

    def _check_stored(self, indicator: Indicator) -> None:
        version = current_version(indicator)
        if version is not None and version.is_typed:
            return
        parts = [p.name for p in (version.numerator, version.denominator) if p] if version else []
        if version is not None and version.is_derived and parts:
            fix = f"Give {' and '.join(dict.fromkeys(parts))} instead."
        else:
            fix = "Remove the row: it is read from another part of the record."
        words = f"{indicator.name} is worked out and not entered."
        raise WrongWord("measure-computed", "measure", words, fix, words)

    def current(self, code: str) -> IndicatorVersion:
        """The latest definition of a measure of that code."""
        version = current_version(self.indicators[code])
        assert version is not None  # noqa: S101 - a measure without one is refused by its name
        return version

    def version_at(self, indicator: Indicator, day: date) -> IndicatorVersion:
        """The definition in force on that day, as figures are recorded."""
        versions = sorted(indicator.versions.all(), key=lambda version: version.number)
        in_force = [v for v in versions if v.valid_from is None or v.valid_from <= day]
        return (in_force or versions[:1])[-1]

    def topic(self, indicator: Indicator, text: str) -> str:
        """The breakdown topic of that name: one that the measure lists, or that it has figures by on record already.

        Raises ``WrongWord`` for any other.
        """
        words = folded(text)
        known = {folded(code): code for code in {*TOPICS, *indicator.breakdown_topics}}
        known |= {folded(topic.name): code for code, topic in TOPICS.items()}
        code = known.get(words) or _OTHER_TOPIC_WORDS.get(words, "")
        if code in indicator.breakdown_topics:
            return code
        recorded = sorted(self.on_record.get(indicator.pk, {}))
        code = code or next((each for each in recorded if words in (folded(each), folded(topic_name(each)))), "")
        if code in recorded:
            return code
        own = [topic_name(each) for each in dict.fromkeys([*indicator.breakdown_topics, *recorded])]
        fix = f"Use one of: {', '.join(own)}." if own else "Leave the breakdown empty: it has none."
        words = f"{indicator.name} is not broken down by {topic_name(code) if code else 'this'}."
        raise WrongWord("topic-not-of-measure", "topic", words, fix, words)

    def breakdown(self, topic: str, text: str) -> str:
        """The code of a heading. Raises ``WrongWord``."""
        text = text.strip()
        if topic in TOPICS and TOPICS[topic].is_open:
            return _free_word(topic, text)
        headings = self._headings.get(topic, {})
        words = folded(text)
        if words in headings:
            return headings[words]
        if words in UNKNOWN:
            for code in UNKNOWN_CODES:
                if (topic, code) in self.labels:
                    return code
        if any(text in topics.get(topic, ()) for topics in self.on_record.values()):
            return text
        near = self._near(text, headings)
        listed = [self.label(topic, code) for code in dict.fromkeys(headings.values())]
        if near:
            fix = f"Did you mean {self.label(topic, headings[near])}?"
        elif listed:
            fix = f"Use one of: {', '.join(listed[:MOST_LISTED])}{' …' if len(listed) > MOST_LISTED else ''}."
        else:
            fix = "Add the heading to the code list first."
        name = topic_name(topic)
        raise WrongWord(
            "breakdown-unknown",
            "breakdown",
            f"{text[:80]} is not a heading of {name}.",
            fix,
            f"This word is not a heading of {name}.",
        )

    def topic_of(self, indicator: Indicator, text: str) -> str:
        """The one topic of the measure that has this heading, for a sheet that does not say. Raises ``WrongWord``."""
        having = []
        for topic in indicator.breakdown_topics:
            try:
                self.breakdown(topic, text)
            except WrongWord:
                continue
            having.append(topic)
        closed = [topic for topic in having if not (topic in TOPICS and TOPICS[topic].is_open)]
        if len(closed) == 1:
            return closed[0]
        if not indicator.breakdown_topics:
            return self.topic(indicator, "")
        own = ", ".join(topic_name(each) for each in indicator.breakdown_topics)
        words = f"It is not said by what {indicator.name} is broken down."
        raise WrongWord("topic-missing", "topic", words, f"Say which: {own}.", words)

    def label(self, topic: str, code: str) -> str:
        return self.labels.get((topic, code), code)

    def written(self, topic: str, code: str) -> str:
        """A heading as a template writes it: its label where that is read back as the same, its code otherwise."""
        label = self.label(topic, code)
        try:
            return label if self.breakdown(topic, label) == code else code
        except WrongWord:
            return code

    @staticmethod
    def _near(text: str, known: Iterable[str]) -> str:
        found = get_close_matches(folded(text), list(known), n=1, cutoff=NEAR)
        return found[0] if found else ""


def topic_name(topic: str) -> str:
    """What a topic is called."""
    return TOPICS[topic].name if topic in TOPICS else topic.replace("_", " ").capitalize()


def _free_word(topic: str, text: str) -> str:
    """A heading of an open topic. A school only by its URN: six digits."""
    if topic == "school":
        if not _URN.match(text):
            words = "A school is given by its URN, a number of six digits."
            raise WrongWord("breakdown-not-a-urn", "breakdown", words, "Give the URN and not the name.", words)
    elif topic.endswith("_move"):
        if not _MOVE.match(text):
            words = "A move is written as from>to, in the codes of the placement groups."
            raise WrongWord("breakdown-unknown", "breakdown", words, "Write it like mainstream>special.", words)
    elif not text or len(text) > LONGEST_FREE_WORD:
        words = f"The heading must have between 1 and {LONGEST_FREE_WORD} characters."
        raise WrongWord("breakdown-unknown", "breakdown", words, "Shorten it.", words)
    return text
