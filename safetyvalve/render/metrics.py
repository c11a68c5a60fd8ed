"""How wide text is in Arial or Liberation Sans, so that labels can be placed without a browser."""

from functools import lru_cache

_FIRST = 32
# Advance widths of the characters from space to "~" in thousandths of the font size.
_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556, 556,
    556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833,
    722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556,
    556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334,
    260, 334, 584,
)  # fmt: skip
_OTHER = 600


@lru_cache(maxsize=4096)
def text_width(text: str, size: float) -> float:
    """Width of one line of regular text at `size`, in the same unit as `size`."""
    total = 0
    for character in text:
        index = ord(character) - _FIRST
        total += _WIDTHS[index] if 0 <= index < len(_WIDTHS) else _OTHER
    return total * size / 1000


def wrap(text: str, size: float, room: float) -> list[str]:
    """`text` in lines no wider than `room`, broken at spaces; a single longer word stands alone."""
    return list(_wrapped(text, size, room))


@lru_cache(maxsize=4096)
def _wrapped(text: str, size: float, room: float) -> tuple[str, ...]:
    lines: list[str] = []
    for word in text.split():
        if lines and text_width(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(lines) or ("",)
