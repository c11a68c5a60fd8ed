"""Reading pounds as people write them, and writing them back the same way."""

import re
from decimal import Decimal

LARGEST = Decimal(10_000_000_000)
LONGEST = 40
UNITS = {
    "k": 1_000,
    "thousand": 1_000,
    "m": 1_000_000,
    "mn": 1_000_000,
    "million": 1_000_000,
    "bn": 1_000_000_000,
    "billion": 1_000_000_000,
}
_MINUS_SIGNS = str.maketrans({"−": "-", "–": "-", "—": "-", "‐": "-", "‑": "-"})
_AMOUNT = re.compile(
    r"(?P<sign>[-+]?)£?(?P<inner>[-+]?)"
    r"(?P<whole>\d{1,3}(?:[, ]\d{3})+|\d+|(?=\.\d))(?:\.(?P<part>\d+))?"
    r" ?(?P<unit>[a-z]*)",
    re.IGNORECASE,
)


class WrongAmount(ValueError):
    """``reason`` follows the field's name."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_amount(typed: str) -> Decimal:
    """Pounds as typed: "£1,234", "(1,234)" and "−1,234" for a deficit, "1.2m", "250k". Raises WrongAmount."""
    text = " ".join(typed.translate(_MINUS_SIGNS).split())
    in_brackets = text.removeprefix("£").startswith("(") and text.endswith(")")
    if in_brackets:
        text = text.replace("(", "", 1)[:-1].strip()
    match = _AMOUNT.fullmatch(text.replace("£ ", "£").replace("- ", "-")) if len(text) <= LONGEST else None
    unit = match["unit"].lower() if match else ""
    if match is None or (unit and unit not in UNITS) or (match["sign"] and match["inner"]):
        raise WrongAmount("must be an amount in pounds, like 1,234.50, 2.7m or -1,234")
    if in_brackets and (match["sign"] or match["inner"]):
        raise WrongAmount("must have either a minus sign or brackets, not both")
    amount = Decimal(f"{re.sub('[, ]', '', match['whole']) or 0}.{match['part'] or 0}") * UNITS.get(unit, 1)
    if amount >= LARGEST:
        raise WrongAmount("must be less than £10 billion")
    pence = amount.quantize(Decimal("0.01"))
    if amount != pence:
        raise WrongAmount("must have no more than 2 decimal places, for the pence")
    is_negative = in_brackets or "-" in (match["sign"], match["inner"])
    return -pence if is_negative and pence else pence


def written(amount: Decimal | int) -> str:
    """As the box shows it: "2,732,000", "-1,234.50"; pence only where there are any."""
    pence = Decimal(amount).quantize(Decimal("0.01"))
    return f"{pence:,}".removesuffix(".00")
