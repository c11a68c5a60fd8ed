"""How far a forecast has moved since it was last reported, and when it must say why. Sums; no database.

One rule for a year of the DSG position and for a block of the finance lines: a movement of more than the tolerance,
either way, in any of the figures that are followed, asks for its reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from safetyvalve.core import money

TOLERANCE = Decimal(100_000)
"""What an agreement has unless its council says otherwise (``Agreement.movement_tolerance``)."""
FOLLOWED = {
    "in_year_position": "in-year position",
    "closing_before_payments": "closing balance before DfE payments",
    "closing_after_payments": "closing balance after DfE payments",
}
"""The figures of the whole DSG, largest view last; a figure that either side does not give has not moved."""


def rule(tolerance: Decimal) -> str:
    """The rule as pages and returns print it."""
    amount = money.in_table(tolerance, money.places_of([tolerance]))
    return f"A movement of more than {amount} either way asks for its reason."


@dataclass(frozen=True)
class Moved:
    """One figure at both reports. ``amount`` is above £0 where the DSG is better off than was forecast."""

    name: str
    before: Decimal
    now: Decimal

    @property
    def amount(self) -> Decimal:
        return self.now - self.before

    @property
    def in_words(self) -> str:
        """ "in-year position £250,000 worse"."""
        return f"{self.name} {money.in_figures(abs(self.amount))} {'better' if self.amount > 0 else 'worse'}"


@dataclass(frozen=True)
class Movement:
    """What moved since the report named ``since``, and the reason given; nothing moved when ``parts`` is empty."""

    since: str
    parts: tuple[Moved, ...]
    reason: str = ""
    tolerance: Decimal = TOLERANCE

    @property
    def is_large(self) -> bool:
        return any(abs(part.amount) > self.tolerance for part in self.parts)

    @property
    def asks(self) -> bool:
        """Whether a reason is wanted and has not been given."""
        return self.is_large and not self.reason.strip()

    @property
    def in_words(self) -> str:
        """ "Since Update 3 of 2023-24: in-year position £250,000 worse, …."."""
        if not self.parts:
            return f"Since {self.since}: no movement."
        return f"Since {self.since}: {', '.join(part.in_words for part in self.parts)}."


def movement(
    before: Mapping[str, Decimal | None],
    now: Mapping[str, Decimal | None],
    *,
    since: str,
    reason: str = "",
    names: Mapping[str, str] = FOLLOWED,
    tolerance: Decimal = TOLERANCE,
) -> Movement:
    """What differs between two reports of the same year, by the figures that both give.

    ``tolerance`` is the agreement's own: more than it, in pounds, asks for a reason.
    """
    pairs = [(words, before.get(key), now.get(key)) for key, words in names.items()]
    parts = tuple(
        Moved(words, old, new) for words, old, new in pairs if old is not None and new is not None and old != new
    )
    return Movement(since, parts, reason, tolerance)
