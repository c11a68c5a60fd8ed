"""Reading the text of one item. Every function gives None, or "", for nothing, and raises ValueError for nonsense."""

import re
from datetime import date
from functools import lru_cache
from sys import intern

LONGEST_CODE = 20
YEARS = range(1900, 2101)
"""A date outside them is a slip of the keyboard."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_ISO = re.compile(r"(\d{4})-(\d{1,2}|[A-Za-z]{3,9})-(\d{1,2})(?:[T ].*)?Z?")
_BRITISH = re.compile(r"(\d{1,2})[/.\- ](\d{1,2}|[A-Za-z]{3,9})[/.\- ](\d{4}|\d{2})(?: \d.*)?")
_TRUE = frozenset({"1", "true", "y", "yes"})
_FALSE = frozenset({"0", "false", "n", "no"})


@lru_cache(maxsize=50_000)
def day(text: str) -> date | None:
    """2024-05-12, 2024-05-12T00:00:00, 2022-Sep-28 00:00:00 or 12/05/2024."""
    text = text.strip()
    if not text:
        return None
    if match := _ISO.fullmatch(text):
        year, month, number = match.groups()
    elif match := _BRITISH.fullmatch(text):
        number, month, year = match.groups()
    else:
        raise ValueError("not a date")
    found = date(_year(year), _month(month), int(number))
    if found.year not in YEARS:
        raise ValueError("not a date of our time")
    return found


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    return _MONTHS.index(text[:3].lower()) + 1


def flag(text: str) -> bool | None:
    """1 or 0, also as true, false, Y, N, yes or no."""
    word = text.strip().lower()
    if not word:
        return None
    if word in _TRUE:
        return True
    if word in _FALSE:
        return False
    raise ValueError("neither 1 nor 0")


def code(text: str) -> str:
    """A code in capitals. A whole number written as one with decimals loses them: 5.0 is 5."""
    word = text.strip().upper().removesuffix(".0")
    if len(word) > LONGEST_CODE:
        raise ValueError("too long for a code")
    return intern(word)


def number(text: str) -> int | None:
    """A small whole number, such as a rank or a year."""
    word = text.strip().removesuffix(".0")
    if not word:
        return None
    if not word.isdecimal() or len(word) > 6:
        raise ValueError("not a whole number")
    return int(word)


def said(text: str) -> bool | None:
    """Whether anything is said at all. What it says is not kept: it is free text."""
    return True if text.strip() else None


def identifier(text: str) -> str:
    """A number that a person is known by. Kept only while files are read."""
    word = text.strip().upper().removesuffix(".0")
    if len(word) > LONGEST_CODE:
        raise ValueError("too long")
    return word
