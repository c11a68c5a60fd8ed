"""How far savings may fall below plan before anybody says they are off it. Each agreement can have its own margin."""

from decimal import Decimal

USUAL_MARGIN = Decimal(10)
"""Per cent below plan from which savings are off it, where a council has not set its own."""


def margin_in_words(margin: Decimal) -> str:
    """A margin in per cent: "10%", "7.5%"."""
    return f"{margin.normalize():f}%"


def savings_rule(margin: Decimal) -> str:
    """The rule in a sentence, for pages that show an answer. ``margin`` is in per cent."""
    return f"Savings are off plan from {margin_in_words(margin)} below it: delivered if known, else forecast."
