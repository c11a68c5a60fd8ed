"""Colours, with the sums that prove them readable. Nothing is told apart by colour alone."""

RAG_COLOURS = {
    "blue": "#1d70b8",
    "green": "#00703c",
    "amber": "#f47738",
    "red": "#d4351c",
    "none": "#ffffff",
}

INK = "#0b0c0c"
GREY = "#505a5f"
RULE = "#b1b4b6"
PAPER = "#ffffff"
BAND = "#e3e6e8"

# Each passes 4.5:1 on white, so a label may wear the colour of its line.
SERIES_COLOURS = ("#12436d", "#b2480e", "#801650", "#0f6b66")
# The lighter tone that fills the second set of bars: far from the first in greyscale, edged in the dark tone.
LIGHT_FILL = "#f5c3a0"


def _channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def luminance(colour: str) -> float:
    """Relative luminance of "#rrggbb" by the definition in WCAG 2.2."""
    red, green, blue = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return 0.2126 * _channel(red) + 0.7152 * _channel(green) + 0.0722 * _channel(blue)


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, from 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def text_on(background: str) -> str:
    """Black or white, whichever reads better; one of them always passes 4.5:1."""
    return max(("#ffffff", "#000000"), key=lambda ink: contrast(ink, background))
