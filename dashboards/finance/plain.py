"""Pounds and pence as the text that JSON holds, and back. None stays None: it is never £0."""

from decimal import Decimal


def text(amount: Decimal | None) -> str | None:
    """ "-5410000.00", to the penny."""
    return None if amount is None else f"{amount:.2f}"


def pounds(kept: str | None) -> Decimal | None:
    """The amount that ``text`` gave."""
    return None if kept is None else Decimal(kept)
