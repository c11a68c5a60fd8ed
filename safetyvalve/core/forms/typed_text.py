"""What happens to typed or pasted text before a form looks at it."""

from safetyvalve.render.prose import clean_text


def clean_typed(text: str) -> str:
    """As ``clean_text``, the rule for every format, and without spaces at either end."""
    return clean_text(text).strip()
