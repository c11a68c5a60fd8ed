"""One deficit figure held against the documents that state it, and what of it may be eligible for help.

Difference = what a document says − the record's own closing balance; its explanations come to it, and what they do not
cover is unexplained. A penny is a difference. Source: the government's explanatory note on its approach to DSG deficits
(9 February 2026): section 251, the draft and published DSG notes, the Section 151 officer's assurance, Revenue Outturn
and the accounts are compared, the lowest deficit counts where a difference is unexplained, overspends outside high
needs are deducted, and only a DSG unusable reserve in deficit counts. Where everything is explained, the deficit of the
unusable reserve counts. How the note treats Safety Valve authorities is not known, and nothing here assumes it.

Rounding: the council's own share is rounded to the nearest penny, half a penny up; the rest is what remains, so the two
come to the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NOTHING = Decimal(0)
PENNY = Decimal("0.01")
OPTIONAL = frozenset({"draft-note"})
"""A draft note is compared where there was one; the others are needed."""
RESERVE = "accounts"


@dataclass(frozen=True)
class Stated:
    """What one document says, None where it is not entered, and the amounts that explain its difference."""

    key: str
    amount: Decimal | None
    explained: tuple[Decimal, ...] = ()

    @property
    def is_needed(self) -> bool:
        return self.key not in OPTIONAL

    def difference(self, own: Decimal | None) -> Decimal | None:
        """Document − record; None while either is unknown."""
        return None if self.amount is None or own is None else self.amount - own

    def unexplained(self, own: Decimal | None) -> Decimal | None:
        """What of the difference no explanation covers."""
        difference = self.difference(own)
        return None if difference is None else difference - sum(self.explained, NOTHING)


@dataclass(frozen=True)
class Eligible:
    """What may be eligible, step by step. Deficits are positive here; None where something is not known.

    ``is_lowest`` when the lowest figure counts because something is unexplained or missing; ``base_key`` names the
    document it comes from, "" for the record itself.
    """

    base: Decimal
    base_key: str
    is_lowest: bool
    outside: Decimal | None
    eligible: Decimal | None
    own_part: Decimal | None
    rest: Decimal | None


def is_explained(own: Decimal | None, stated: Sequence[Stated]) -> bool:
    """Whether every document that is needed is there and every difference is explained to £0.00."""
    if own is None or any(each.amount is None and each.is_needed for each in stated):
        return False
    return all(each.unexplained(own) == 0 for each in stated if each.amount is not None)


def deficit(balance: Decimal) -> Decimal:
    """The size of a deficit; £0 for a surplus."""
    return max(-balance, NOTHING)


def eligible(
    own: Decimal | None, stated: Sequence[Stated], *, outside: Decimal | None, own_share: Decimal
) -> Eligible | None:
    """What counts, less overspends outside high needs, and how it divides. None while no balance is known at all.

    ``own_share`` is in per cent.
    """
    known = {each.key: deficit(each.amount) for each in stated if each.amount is not None}
    if own is not None:
        known[""] = deficit(own)
    if not known:
        return None
    everything = is_explained(own, stated)
    key = RESERVE if everything else min(known, key=lambda each: known[each])
    base = known[key]
    if outside is None:
        return Eligible(base, key, not everything, None, None, None, None)
    counted = max(base - outside, NOTHING)
    own_part = (counted * own_share / 100).quantize(PENNY, ROUND_HALF_UP)
    return Eligible(base, key, not everything, outside, counted, own_part, counted - own_part)


def why_not_attested(own: Decimal | None, stated: Sequence[Stated], outside: Decimal | None) -> list[str]:
    """Everything that still stands against attesting, as keys: "own", "outside", "missing:<key>", "open:<key>"."""
    found = ["own"] if own is None else []
    found += [f"missing:{each.key}" for each in stated if each.amount is None and each.is_needed]
    found += [f"open:{each.key}" for each in stated if each.unexplained(own)]
    return [*found, "outside"] if outside is None else found


def looks_turned(amount: Decimal | None, own: Decimal | None) -> bool:
    """Whether a figure looks as if it had been entered with the sign that the document prints."""
    if not amount or not own or (amount < 0) == (own < 0):
        return False
    return abs(abs(amount) - abs(own)) <= abs(own) / 2
