"""A year by its months: when they decide the year's figure, and what they come to so far. Sums; no database."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

NAMES = (
    *("April", "May", "June", "July", "August", "September"),
    *("October", "November", "December", "January", "February", "March"),
)
Months = Sequence[Decimal | None]
"""Twelve amounts from April to March; None where nobody has given one."""
RULE = (
    "Where all twelve months of a line are given, the year is their sum. Until then the year’s figure stands as it was "
    "typed, and months that are empty are not known, never £0."
)


@dataclass(frozen=True)
class ToDate:
    """What the months that are given come to in pounds, how many and which they are; None when there are none."""

    amount: Decimal | None
    given: int
    months: str

    @property
    def is_whole(self) -> bool:
        return self.given == len(NAMES)


def to_date(months: Months) -> ToDate:
    """The months of a year that are known, April first, added up: the others are left out, never taken for £0."""
    known = [index for index, amount in enumerate(months) if amount is not None]
    amounts = [amount for amount in months if amount is not None]
    return ToDate(sum(amounts, Decimal(0)) if amounts else None, len(known), _named(known))


def year_of(months: Months) -> Decimal | None:
    """The year's figure where the months decide it; None while one of them is not known."""
    found = to_date(months)
    return found.amount if found.is_whole else None


def _named(known: Sequence[int]) -> str:
    """ "April to June", "April and June"; nothing when there are none."""
    if not known:
        return ""
    if len(known) > 1 and list(known) == list(range(known[0], known[-1] + 1)):
        return f"{NAMES[known[0]]} to {NAMES[known[-1]]}"
    *first, last = (NAMES[index] for index in known)
    return f"{', '.join(first)} and {last}" if first else last
