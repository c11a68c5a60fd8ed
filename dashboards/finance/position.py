"""A year of the grid as the parts of the DSG position that a return reports, and where the two disagree.

What other blocks give up counts within their own in-year position; what high needs receives is the block transfer. So
the position's parts come to the same closing balance as the lines.
"""

from decimal import Decimal

from conditions.models import DsgPosition
from dashboards.finance.roll_forward import RollForward, Sum, total

WORDS = {
    "opening_before_payments": "opening balance before payments",
    "opening_after_payments": "opening balance after payments",
    "in_year_position": "in-year position",
    "block_transfer": "block transfer",
    "authority_contribution": "council contribution",
    "dfe_payments": "DfE payments",
    "stability_grant": "stability grant",
    "adjustments": "adjustments",
    "closing_before_payments": "closing balance before payments",
    "closing_after_payments": "closing balance after payments",
}
PARTS = tuple(WORDS)
RECEIVES = "high_needs"


def parts(rolled: RollForward, financial_year: str) -> dict[str, Sum]:
    """The parts of the whole-DSG position of that year, by the names that ``DsgPosition`` gives them."""
    whole, high_needs = rolled.year(financial_year), rolled.block(RECEIVES, financial_year)
    given = [rolled.block(key, financial_year).transfer for key in rolled.blocks if key != RECEIVES]
    found = (
        *(whole.opening_before, whole.opening_after, total([whole.in_year, *given]), high_needs.transfer),
        *(whole.contribution, whole.payment, whole.grant, whole.adjustment),
        *(whole.closing_before, whole.closing_after),
    )
    return dict(zip(PARTS, found, strict=True))


WHOLE = (
    ("opening_before_payments", "Opening balance before DfE payments"),
    ("opening_after_payments", "Opening balance after DfE payments"),
    ("in_year_position", "In-year position, less what other blocks give to high needs"),
    ("block_transfer", "Block transfer into high needs"),
    ("authority_contribution", "Council contribution"),
    ("stability_grant", "High Needs Stability Grant"),
    ("adjustments", "Other adjustments"),
    ("dfe_payments", "DfE Safety Valve payments"),
    ("closing_before_payments", "Closing balance before DfE payments"),
    ("closing_after_payments", "Closing balance after DfE payments"),
)
"""The rows of the whole DSG, as a return reports it, in the order of page and workbook."""


def contradictions(position: DsgPosition, found: dict[str, Sum]) -> list[tuple[str, Decimal | None, Decimal]]:
    """Parts that the lines know and the position states otherwise: (label, as reported, as the lines say).

    A part that the position leaves blank contradicts only an amount that is not nothing.
    """
    wrong = []
    for name, part in found.items():
        stated = getattr(position, name)
        if part.amount is not None and part.amount != (stated or Decimal(0)):
            wrong.append((WORDS[name], stated, part.amount))
    return wrong
