"""The one shape in which every check reports what it found.

A check never decides what happens next. It says what is wrong, where, how serious it is and which words or
figures show it; sending, accepting and printing are decided by whoever reads the finding.
"""

import hashlib
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Who has to deal with a finding: it stops sending, the manager accepts it, or the signatories do."""

    BLOCKER = "blocker"
    DRAFTING = "drafting"
    JUDGEMENT = "judgement"

    @property
    def words(self) -> str:
        """What the page says beside the finding, written for officers."""
        return _SEVERITY_WORDS[self]

    @property
    def rank(self) -> int:
        """0 for the most pressing, so that sorting puts blockers first."""
        return list(Severity).index(self)


_SEVERITY_WORDS = {
    Severity.BLOCKER: "Must be put right",
    Severity.DRAFTING: "You accept, in a sentence",
    Severity.JUDGEMENT: "Signatories will be asked to accept",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in a return that a person can be sent to.

    `key` is stable between rounds ("condition:3.1:narrative"); `order` is the position in the printed return,
    compared element by element, so (2, 10) follows (2, 9).
    """

    key: str
    label: str
    url: str
    order: tuple[int, ...] = ()

    def to_dict(self) -> dict[str, object]:
        return {"key": self.key, "label": self.label, "url": self.url, "order": list(self.order)}


@dataclass(frozen=True, slots=True)
class Passage:
    """One field of prose as the officer typed it, with what the same field said last time.

    `previous_text` is None when there was no earlier period or the officer has said "no change, because …".
    """

    place: Place
    text: str
    previous_text: str | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing wrong, in one place.

    `sentence` is plain English that says what to do. `evidence` is the words or figures that show it, and is
    what an acceptance stands on: change those words and the acceptance no longer applies.
    """

    code: str
    severity: Severity
    place: Place
    sentence: str
    evidence: str = ""

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits naming exactly this finding, whatever its sentence or address becomes.

        Spacing, letter case and the two forms of an accented letter do not count as a change of words.
        """
        parts = (self.code, self.place.key, normalise(self.evidence))
        return hashlib.sha256("\x1f".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]

    @property
    def grounds(self) -> str:
        """What it rests on, unless the sentence says so already."""
        return grounds(self.sentence, self.evidence)

    def to_dict(self) -> dict[str, object]:
        """Plain values for the pack and for JSON."""
        return {
            "code": self.code,
            "severity": self.severity.value,
            "place": self.place.to_dict(),
            "sentence": self.sentence,
            "evidence": self.evidence,
            "fingerprint": self.fingerprint,
        }


def grounds(sentence: str, evidence: str) -> str:
    """What a finding rests on, where its sentence has not said so already: the words or figures themselves."""
    return "" if evidence.rstrip(".") in sentence else evidence


def in_full(sentence: str, evidence: str) -> str:
    """The sentence of a finding and what it rests on, as one text for print."""
    return " ".join(filter(None, (sentence, grounds(sentence, evidence))))


def normalise(text: str) -> str:
    """The words alone: one form of each character, single spaces, lower case."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def in_return_order(findings: Iterable[Finding]) -> list[Finding]:
    """As a reader of the return meets them; in one place the most pressing first, then as they were found."""
    return sorted(findings, key=lambda finding: (finding.place.order, finding.place.key, finding.severity.rank))
