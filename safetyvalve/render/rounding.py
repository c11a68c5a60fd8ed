"""How many pounds and pence a table prints, and how figures are shortened so that they still add up.

The one rule for parts and their total in one table: whole pounds while every figure of the table is one; as soon as one
has pence, all print pounds and pence. So what is printed adds up, and no figure reads otherwise than it is on record.
Where room allows millions only, parts are rounded by largest remainder to what their ends come to.
"""

from collections.abc import Iterable, Sequence
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import TypeGuard

PENCE = 2


def pound_places(amounts: Iterable[object]) -> int:
    """Decimals for a table of these amounts of money. What is no number (a gap, a word) does not count."""
    return PENCE if any(_is_number(each) and each != int(each) for each in amounts) else 0


def steps_that_add(steps: Sequence[Decimal], moved: Decimal, unit: Decimal) -> list[Decimal]:
    """Each step in whole units, the steps together exactly ``moved``, which is in whole units already.

    Every step is rounded down, and what is left over goes to those that lost most by it, the first among equals.
    """
    units = [(step / unit).quantize(Decimal(1), ROUND_FLOOR) for step in steps]
    lost = [step / unit - whole for step, whole in zip(steps, units, strict=True)]
    left = int(moved / unit) - int(sum(units))
    sign = 1 if left >= 0 else -1
    order = sorted(range(len(steps)), key=lambda index: (-sign * lost[index], index))
    for index in (order * abs(left))[: abs(left)]:
        units[index] += sign
    return [whole * unit for whole in units]


def bridge_that_adds(values: Sequence[Decimal], unit: Decimal) -> list[Decimal]:
    """The figures of a bridge in whole units: both balances rounded half away from zero, the steps so that they add."""
    first, *steps, last = values
    opening, closing = _nearest(first, unit), _nearest(last, unit)
    return [opening, *(steps_that_add(steps, closing - opening, unit) if steps else []), closing]


def _nearest(value: Decimal, unit: Decimal) -> Decimal:
    return (value / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit


def _is_number(value: object) -> TypeGuard[int | Decimal]:
    return isinstance(value, int | Decimal) and not isinstance(value, bool)
