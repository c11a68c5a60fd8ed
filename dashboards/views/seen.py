"""What a page tells a reader outside the programme of how far they see."""

from dashboards.scope import Scope
from safetyvalve.core.dates import in_words


def seen_until(scope: Scope) -> str:
    """For a reader outside the programme, up to when they see; empty inside."""
    if scope.is_inside:
        return ""
    return in_words(scope.until) if scope.until else "nothing yet"
