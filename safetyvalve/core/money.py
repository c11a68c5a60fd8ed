"""Pounds in words and figures. Amounts are ``Decimal`` pounds; surplus positive, deficit negative."""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from safetyvalve.render.rounding import pound_places

RULE = (
    "Tables show whole pounds. Where a figure of a table has pence, the whole table shows pounds and pence, so that "
    "what is printed adds up. Words round halves away from £0."
)


def in_figures(amount: Decimal | None) -> str:
    """ "£2,732,000" or "−£2,732,000" for tables; an en dash when there is no figure."""
    if amount is None:
        return "–"
    whole = amount.quantize(Decimal(1), ROUND_HALF_UP)
    return f"{'−' if whole < 0 else ''}£{abs(whole):,}"


def in_pence(amount: Decimal | None) -> str:
    """ "£2,732,000.00" or "−£0.01", where a penny matters; an en dash when there is no figure."""
    if amount is None:
        return "–"
    return f"{'−' if amount < 0 else ''}£{abs(amount.quantize(Decimal('0.01'), ROUND_HALF_UP)):,}"


def in_table(amount: Decimal | None, places: int) -> str:
    """An amount in a table in which parts and their total stand together: ``places`` of ``places_of`` all of them."""
    return in_pence(amount) if places else in_figures(amount)


def places_of(amounts: Iterable[Decimal | None]) -> int:
    """Decimals for one table: two as soon as one of its amounts has pence. The one rule (``render.rounding``)."""
    return pound_places(amounts)


def size(amount: Decimal) -> str:
    """The size of an amount as a person says it: "£2.7 million", "£233,000", "£950", "less than £1"."""
    absolute = abs(amount)
    if 0 < absolute < Decimal("0.5"):
        return "less than £1"
    if absolute >= Decimal("999500"):
        millions = (absolute / 1_000_000).quantize(Decimal("0.1"), ROUND_HALF_UP)
        figure = f"{millions:,}".removesuffix(".0")
        return f"£{figure} million"
    if absolute >= 1000:
        return f"£{(absolute / 1000).quantize(Decimal(1), ROUND_HALF_UP) * 1000:,}"
    return f"£{absolute.quantize(Decimal(1), ROUND_HALF_UP):,}"


def balance(amount: Decimal | None) -> str:
    """ "£2.7 million deficit", "£0.4 million surplus", "£0" or "not yet known"."""
    if amount is None:
        return "not yet known"
    if amount == 0:
        return "£0"
    return f"{size(amount)} {'deficit' if amount < 0 else 'surplus'}"


def compared(latest: Decimal | None, planned: Decimal | None) -> str:
    """How a balance stands against plan: "£1.2 million worse than planned", "as planned"."""
    if latest is None or planned is None:
        return "cannot be compared with the plan"
    difference = latest - planned
    if difference == 0:
        return "as planned"
    return f"{size(difference)} {'better' if difference > 0 else 'worse'} than planned"
