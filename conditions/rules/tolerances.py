"""How far savings may fall below plan before anybody says they are off it. Each agreement can have its own margin."""

from decimal import Decimal

USUAL_MARGIN = Decimal(10)
"""Per cent below plan from which savings are off it, where a council has not set its own."""


def margin_in_words(margin: Decimal) -> str:
    """ "10%", "7.5%"."""
    return f"{margin.normalize():f}%"


def savings_rule(margin: Decimal) -> str:
    """For pages that show an answer."""
    return f"Savings are off plan from {margin_in_words(margin)} below it: delivered if known, else forecast."
