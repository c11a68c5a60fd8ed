"""A council's colour as a style sheet, with text upon it that everybody can read."""

WHITE, BLACK = "#ffffff", "#000000"
ENOUGH = 4.5  # WCAG 2.2, success criterion 1.4.3


def stylesheet(colour: str) -> str:
    return f":root {{\n  --council-colour: {colour};\n  --council-text: {text_on(colour)};\n}}\n"


def text_on(colour: str) -> str:
    """White where it reads well, else black; one of the two always has the contrast that WCAG asks for."""
    return WHITE if contrast(colour, WHITE) >= ENOUGH else BLACK


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours "#rrggbb", from 1 to 21 (WCAG 2.2)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    parts = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
