"""How one year's DSG balance follows from its parts: one rule for positions, plans and returns. No database.

Amounts are Decimal pounds, a surplus positive. The grid's lines, which have blocks and years to carry from one to the
next, roll forward in ``dashboards/finance/roll_forward.py``.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from safetyvalve.core.dates import FinancialYear

PARTS_BEFORE_PAYMENTS = (
    "in_year_position",
    "block_transfer",
    "authority_contribution",
    "stability_grant",
    "adjustments",
)


@dataclass(frozen=True)
class Mismatch:
    """A balance that something else contradicts. ``expected`` is what its parts, or the year before, come to."""

    financial_year: str
    label: str
    stated: Decimal
    expected: Decimal
    is_opening: bool = False


def whole_in_year(in_year: Decimal | None, block_transfer: Decimal | None) -> Decimal | None:
    """What a year alone does to the whole DSG account: a position's in-year part and the transfer beside it.

    A position's in-year part leaves out what other blocks give to high needs; that stays in the account, and the
    in-year figure of a plan, by which its balances move, has it too. None while the in-year part is unknown.
    """
    return None if in_year is None else in_year + (block_transfer or Decimal(0))


def may_count_twice(in_year: Decimal | None, block_transfer: Decimal | None, planned: Decimal | None) -> bool:
    """Whether a block transfer may be in a position's in-year part too: that part alone is the plan's in-year figure,
    which has what other blocks give in it, and the transfer comes on top. It may be right, so a person judges."""
    return bool(block_transfer) and in_year is not None and in_year == planned


def closing_before_payments(year: object) -> Decimal | None:
    """Opening before payments plus the year's parts; None while the opening or the in-year position is unknown."""
    return _closing(year, "opening_before_payments", PARTS_BEFORE_PAYMENTS)


def closing_after_payments(year: object) -> Decimal | None:
    """Opening after payments plus the year's parts and its DfE payments; None while either is unknown."""
    return _closing(year, "opening_after_payments", (*PARTS_BEFORE_PAYMENTS, "dfe_payments"))


def _closing(year: object, opening: str, parts: Iterable[str]) -> Decimal | None:
    start, in_year = getattr(year, opening), getattr(year, "in_year_position")  # noqa: B009
    if start is None or in_year is None:
        return None
    return Decimal(start) + sum((getattr(year, part) or Decimal(0) for part in parts), Decimal(0))


def mismatches(years: Iterable[object]) -> list[Mismatch]:
    """Every stated closing balance that its own parts contradict, and every opening that is not last year's closing.

    ``years`` are positions (or rows shaped like them), one per financial year; where a year between two is missing,
    nothing is known of what was carried forward. A penny is a difference.
    """
    found: list[Mismatch] = []
    previous: object | None = None
    for year in sorted(years, key=lambda each: each.financial_year):  # type: ignore[attr-defined]
        label = year.financial_year  # type: ignore[attr-defined]
        for side, computed in (
            ("before payments", closing_before_payments(year)),
            ("after payments", closing_after_payments(year)),
        ):
            column = side.replace(" ", "_")
            stated = getattr(year, f"closing_{column}")
            if stated is not None and computed is not None and stated != computed:
                found.append(Mismatch(label, f"closing balance {side}", stated, computed))
            opening = getattr(year, f"opening_{column}")
            carried = getattr(previous, f"closing_{column}") if _follows(label, previous) else None
            if opening is not None and carried is not None and opening != carried:
                found.append(Mismatch(label, f"opening balance {side}", opening, carried, is_opening=True))
        previous = year
    return found


def _follows(label: str, previous: object | None) -> bool:
    return previous is not None and FinancialYear.parse(previous.financial_year).next().label == label  # type: ignore[attr-defined]
