"""Headings and column letters."""

import re

_FOLDED = re.compile(r"[\s_\u00a0\ufeff]+")


def normal(text: object) -> str:
    """A heading as headings are compared: lower case, with spaces, underscores and line breaks as one space each."""
    return "" if text is None else _FOLDED.sub(" ", str(text)).strip().lower()


def letter(index: int) -> str:
    """The letter of a column by its place in a row, counted from 0: 0 is "A", 26 is "AA", 16383 is "XFD"."""
    letters = ""
    index += 1
    while index > 0:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_index(reference: str) -> int:
    """The place in a row, counted from 0, of a cell reference like "AB12"; −1 when it has no letters."""
    index = 0
    for character in reference:
        if not "A" <= character <= "Z":
            break
        index = index * 26 + ord(character) - 64
    return index - 1
