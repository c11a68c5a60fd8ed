"""What is wrong in a return, counted, with the first places by their ordinal numbers. No value is ever kept."""

from collections import Counter
from dataclasses import dataclass, field

NAMED_AT_MOST = 10
"""Places that one problem names; beyond them it counts."""


@dataclass
class Faults:
    """Counts and places by the code of the check."""

    counts: Counter[str] = field(default_factory=Counter)
    places: dict[str, list[str]] = field(default_factory=dict)

    def add(self, code: str, place: str) -> None:
        self.counts[code] += 1
        named = self.places.setdefault(code, [])
        if len(named) < NAMED_AT_MOST:
            named.append(place)

    def where(self, code: str) -> str:
        """The places in words: "Person 214, request 1; Person 220, request 1 and 5 more"."""
        named = self.places.get(code, [])
        more = self.counts[code] - len(named)
        return "; ".join(named) + (f" and {more:,} more" if more else "")


def place(person: int, request: int = 0) -> str:
    """How a place is named: "Person 214, request 1", counted from 1 in the order of the file."""
    return f"Person {person + 1}, request {request + 1}"
