"""One cell: an exact number, a day, words, or the reason why no figure stands there."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

Number = Decimal | int

MARKER_MEANINGS = {
    "c": "hidden to protect children",
    "x": "not published",
    "z": "not applicable",
    "u": "too unreliable to show",
    "low": "too small to show, rounds to zero",
}
NOT_AVAILABLE = "not available"


@dataclass(frozen=True)
class Marker:
    """Why a figure is absent, in the letters of the Department for Education's statistics."""

    code: str

    def __post_init__(self) -> None:
        if self.code not in MARKER_MEANINGS:
            raise ValueError(f"Unknown marker {self.code!r}: use one of {', '.join(MARKER_MEANINGS)}")

    @property
    def meaning(self) -> str:
        return MARKER_MEANINGS[self.code]


SUPPRESSED = Marker("c")
NOT_PUBLISHED = Marker("x")


@dataclass(frozen=True)
class Range:
    """The two ends between which a source says that a figure lies. What is in the middle is nobody's figure."""

    low: Number
    high: Number

    def __post_init__(self) -> None:
        if self.low is None or self.high is None:
            raise ValueError("A range needs both ends")
        check_number(self.low)
        check_number(self.high)
        if self.high < self.low:
            raise ValueError("A range ends above where it begins")


Cell = str | Number | date | Marker | Range | None


def check_number(value: object) -> None:
    """Refuse what is not an exact, finite number or None."""
    if value is None or type(value) is int or (type(value) is Decimal and value.is_finite()):
        return
    if isinstance(value, bool) or not isinstance(value, Decimal | int):
        raise TypeError(f"A figure must be Decimal, int or None, not {type(value).__name__}")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ValueError("A figure must be finite")
