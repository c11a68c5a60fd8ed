"""Pounds or thousands of pounds? A guard against a figure that is a thousand times too small or too large."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from safetyvalve.core.money import in_pence

FOLD = 300
"""From so many times smaller or larger on it is asked: a year's real figure is seldom so far from its usual size, and
one in thousands always is."""
ENOUGH = 2
"""So many others of its size speak for a figure against the one that it takes the place of."""


@dataclass(frozen=True)
class Held:
    """A figure that another is held against. ``words`` follow the figure and say what it is: "stood before"."""

    amount: Decimal | None
    words: str


def may_be_thousands(amount: Decimal, usual: Decimal | None) -> bool:
    """Whether ``amount`` is so far from its usual size that it may have been typed in the wrong unit.

    Nothing is asked of £0, or where nobody has said what is usual.
    """
    if not usual or not amount:
        return False
    small, large = sorted((abs(amount), abs(usual)))
    return large >= FOLD * small


def meant(amount: Decimal, usual: Decimal) -> Decimal:
    """The figure that may have been meant: a thousand times as much, or a thousandth."""
    return amount * 1000 if abs(amount) < abs(usual) else amount / 1000


def far_from(amount: Decimal, held: Iterable[Held]) -> Held | None:
    """What ``amount`` has to be asked about, or None. The first figure that is known and not £0 decides.

    Nothing is asked where the first stands alone: where ``amount`` is of the size of two others or more, and the first
    of none. Then it is the first that was in the wrong unit, and is being put right.
    """
    known = [(each, each.amount) for each in held if each.amount]
    if not known or not may_be_thousands(amount, known[0][1]):
        return None
    (first, stands), *others = known
    puts_right = sum(not may_be_thousands(amount, other) for _, other in others) >= ENOUGH
    stands_alone = all(may_be_thousands(stands, other) for _, other in others)
    return None if puts_right and stands_alone else first


def question(name: str, amount: Decimal, held: Held) -> str:
    """What is asked: the place, its figure, the one it was held against, and what may have been meant."""
    usual = held.amount or Decimal(0)
    return (
        f"{name}: {figure(amount)} where {figure(usual)} {held.words}. Pounds or thousands? "
        f"{figure(meant(amount, usual))} may be meant."
    )


def figure(amount: Decimal) -> str:
    """ "−£2,700,000", and the pence where there are any."""
    return in_pence(amount).removesuffix(".00")


def digest(sentences: Iterable[str]) -> str:
    """Names exactly these questions, so that a tick is for what was read and nothing else."""
    return sha256("\n".join(sentences).encode()).hexdigest()[:16]


def around(year: str, by_year: Mapping[str, Decimal | None]) -> list[Held]:
    """The same line in the nearest year before and the nearest after that have a figure other than £0."""
    known = [each for each in sorted(by_year) if by_year[each] and each != year]
    before = [each for each in known if each < year][-1:]
    after = [each for each in known if each > year][:1]
    return [Held(by_year[each], f"stands in {each}") for each in (*before, *after)]


def others(year: str, by_year: Mapping[str, Decimal | None]) -> list[Held]:
    """The same line in every other year, the largest first: of figures typed together, the odd one is asked about."""
    known = [(amount, each) for each, amount in by_year.items() if amount and each != year]
    return [Held(amount, f"stands in {each}") for amount, each in sorted(known, key=lambda pair: -abs(pair[0]))]
