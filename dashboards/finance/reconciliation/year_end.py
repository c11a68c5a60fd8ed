"""What the record itself says of a year's end: its own closing balance, and the deficits of other blocks."""

from dataclasses import dataclass
from decimal import Decimal

from conditions.models import DsgPosition
from dashboards.finance.blocks import ACTUAL, Book
from dashboards.finance.bridge import HIGH_NEEDS

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Own:
    """The record's own closing balance after DfE payments, and where in the record it stands."""

    amount: Decimal | None
    place: str


def own_balance(book: Book, financial_year: str) -> Own:
    """The outturn's closing balance after DfE payments: by the finance lines, else as a return stated it last."""
    if financial_year in book.years and book.has(ACTUAL):
        by_lines = book.rolled(ACTUAL).year(financial_year).closing_after.amount
        if by_lines is not None:
            return Own(by_lines, "Outturn of the finance grid")
    for position in reversed(book.positions):
        is_outturn = position.basis == DsgPosition.Basis.ACTUAL and position.financial_year == financial_year
        if is_outturn and position.closing_after_payments is not None:
            period = position.period
            return Own(position.closing_after_payments, f"Return of {period.label}, {period.financial_year}")
    return Own(None, "")


def other_blocks(book: Book, financial_year: str) -> Decimal | None:
    """What the blocks besides high needs are in deficit by, as the outturn has it; None while one is unknown."""
    if financial_year not in book.years or not book.has(ACTUAL):
        return None
    rolled = book.rolled(ACTUAL)
    closing = [rolled.block(key, financial_year).closing_after.amount for key in rolled.blocks if key != HIGH_NEEDS]
    if any(amount is None for amount in closing):
        return None
    return sum((max(-amount, NOTHING) for amount in closing if amount is not None), NOTHING)
