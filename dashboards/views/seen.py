"""What a page tells a reader outside the programme of how far they see."""

from dashboards.scope import Scope
from safetyvalve.core.dates import in_words


def seen_until(scope: Scope) -> str:
    """For a reader outside the programme, sentences about what they see; empty inside."""
    if scope.is_inside:
        return ""
    latest = scope.released.latest
    editions = (
        f"You see the council’s own figures as the editions published for you show them, the newest for {latest:%B %Y}."
        if latest
        else "No edition has been published for you yet: the council’s own counts wait for the first one."
    )
    returns = (
        f"Balances come from returns submitted to DfE, which cover the time up to {in_words(scope.until)}."
        if scope.until
        else "No return has been submitted to DfE yet."
    )
    hidden = (
        "Published statistics are always shown. The letter c stands for a small number, hidden to protect children."
    )
    return f"{editions} {returns} {hidden}"
