"""A guard against counting one pound twice: savings that look like the same money under two names."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

COMMON = frozenset(
    {"a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "saving", "savings", "the", "to", "with"}
)
ALIKE = 0.5
"""Share of their words that two names have in common from which they are asked about."""


@dataclass(frozen=True)
class Claim:
    """A saving as the guard sees it. ``answer`` is what was said when it was asked before."""

    key: int
    name: str
    workstream: str
    budget: str
    full_year: Decimal | None
    starts_on: date | None = None
    ends_on: date | None = None
    depends_on: int | None = None
    answer: str = ""


@dataclass(frozen=True)
class Doubt:
    """Two savings that may be the same pounds, and why it is asked."""

    one: Claim
    other: Claim
    why: str

    @property
    def is_answered(self) -> bool:
        return bool(self.one.answer.strip() or self.other.answer.strip())


def doubts(claims: Sequence[Claim]) -> list[Doubt]:
    """Pairs of different workstreams that may count the same pounds, in the order given."""
    found = []
    for index, one in enumerate(claims):
        for other in claims[index + 1 :]:
            if one.workstream != other.workstream and (why := _why(one, other)):
                found.append(Doubt(one, other, why))
    return found


def of(claim: Claim, among: Iterable[Claim]) -> list[Doubt]:
    """The doubts that concern one saving."""
    return [
        doubt for doubt in doubts([claim, *(each for each in among if each.key != claim.key)]) if doubt.one is claim
    ]


def _why(one: Claim, other: Claim) -> str:
    if one.budget != other.budget or not _overlap(one, other):
        return ""
    if one.depends_on is not None and one.depends_on == other.depends_on:
        return "Both depend on the same milestone."
    alike = _alike(one.name, other.name)
    if one.full_year and one.full_year == other.full_year and alike > 0:
        return "They are worth the same in a full year and share words in their names."
    return "Their names are alike." if alike >= ALIKE else ""


def _overlap(one: Claim, other: Claim) -> bool:
    """Whether they run at the same time, as far as anybody has said."""
    first, last = one.starts_on, one.ends_on
    return not (
        (last and other.starts_on and last < other.starts_on) or (first and other.ends_on and other.ends_on < first)
    )


def _alike(one: str, other: str) -> float:
    words, others = _words(one), _words(other)
    return len(words & others) / len(words | others) if words and others else 0.0


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z]+", name.lower())) - COMMON
