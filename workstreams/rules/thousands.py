"""Pounds or thousands of pounds? A guard against a figure that is a thousand times too small or too large."""

from decimal import Decimal

FOLD = 300
"""From so many times smaller or larger on it is asked: a year's real figure is seldom so far from its usual size, and
one in thousands always is."""


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
