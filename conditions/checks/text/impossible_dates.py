"""A date that is in no calendar: 31 February, 32 May, 297/05/24, or the wrong day of the week."""

import re
from calendar import day_name, monthrange
from collections.abc import Iterator, Sequence
from datetime import date

from ..findings import Finding
from .context import Context
from .dates import MONTH, in_words, month_number
from .reading import Reading, quote

_NUMERIC = re.compile(
    r"(?<![\w./£–-])(?P<first>\d{1,5})(?P<mark>[/.-])(?P<second>\d{1,3})(?P=mark)(?P<third>\d{1,6})(?![\w/%]|[.–-]\d)"
)
_NAMED = re.compile(
    rf"(?<![\w.,/£-])(?P<day>\d{{1,3}})(?P<ordinal>st|nd|rd|th)?\s(?:of\s)?(?P<month>{MONTH})"
    r"(?:,?\s(?P<year>(?:19|20)\d\d)(?!\d))?"
)
_MONTH_FIRST = re.compile(
    rf"\b(?P<month>{MONTH})\s(?P<day>\d{{1,3}})(?:st|nd|rd|th)(?:,?\s(?P<year>(?:19|20)\d\d)(?!\d))?"
)
_LONG_YEAR = re.compile(rf"\b{MONTH}\s20\d{{3}}\b")
_WEEKDAY = re.compile(
    r"\b(?P<weekday>Mon|Tues?|Wednes|Wed|Thurs?|Fri|Satur|Sat|Sun)(?:day)?,?\s"
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<month>{MONTH}),?\s(?P<year>(?:19|20)\d\d)(?!\d)"
)
_LEADS_TO_A_DATE = re.compile(
    r"(?:\b(?:on|by|from|until|till|since|before|after|dated|due|deadline|between|and|to|of|for)|[-(/,:])\s?$", re.I
)
_AFTER_A_DATE = re.compile(r"\s?(?:$|[.,;:)/-]|(?:and|to|for|with|at|in)\b)")


def find(readings: Sequence[Reading], context: Context) -> Iterator[Finding]:
    """Impossible dates, and dates whose weekday is another."""
    for reading in readings:
        for sentence in reading.sentences():
            for start, end in _spans(sentence):
                slip = sentence[start:end].rstrip(".")
                yield reading.finding(
                    "impossible-date",
                    f"This date cannot exist. Put the date right: {slip}.",
                    quote(sentence, start, start + len(slip)),
                )
            yield from _wrong_weekdays(reading, sentence)


def _spans(sentence: str) -> Iterator[tuple[int, int]]:
    for match in _NUMERIC.finditer(sentence):
        if _looks_like_a_date(match) and not _numeric_exists(match):
            yield match.span()
    for match in _NAMED.finditer(sentence):
        if not _named_exists(match) and (int(match["day"]) <= 31 or _stands_as_a_date(match)):
            yield match.span()
    for match in _MONTH_FIRST.finditer(sentence):
        if not _named_exists(match):
            yield match.span()
    for match in _LONG_YEAR.finditer(sentence):
        yield match.span()


def _looks_like_a_date(match: re.Match[str]) -> bool:
    """Clause numbers (3.1.2), age bands (11-16-19) and lists of years (2023/24/25) are not dates."""
    first, second, third = match["first"], match["second"], match["third"]
    if len(first) == 4:
        return match["mark"] == "-" and len(second) == 2 and len(third) == 2 and int(second) != int(third) - 1
    if len(third) == 4:
        return True
    if match["mark"] != "/" or len(third) == 1:
        return match["mark"] == "." and len(third) == 2 and len(first) == len(second) == 2
    # 50/50/20 is a division, while 297/05/24 has one half that could be right.
    plausible = int(first) <= 31 or int(second) <= 12
    return plausible and (len(third) > 2 or 10 <= int(third) <= 60)


def _numeric_exists(match: re.Match[str]) -> bool:
    first, second, third = match["first"], match["second"], match["third"]
    if len(first) == 4:
        return _exists(int(third), int(second), int(first))
    if len(third) not in (2, 4):
        return False
    year = int(third) + 2000 if len(third) == 2 else int(third)
    return 1900 <= year <= 2100 and _exists(int(first), int(second), year)


def _named_exists(match: re.Match[str]) -> bool:
    # Without a year 29 February is given the benefit of the doubt.
    return _exists(int(match["day"]), month_number(match["month"]), int(match["year"] or 2000))


def _exists(day: int, month: int, year: int) -> bool:
    return 1 <= month <= 12 and 1 <= year <= 9999 and 1 <= day <= monthrange(year, month)[1]


def _stands_as_a_date(match: re.Match[str]) -> bool:
    """ "by 32 May" is a date; "the 45 March appeals" is a count."""
    if match["ordinal"] or match["year"]:
        return True
    before = match.string[max(0, match.start() - 12) : match.start()]
    return bool(_LEADS_TO_A_DATE.search(before)) and bool(_AFTER_A_DATE.match(match.string, match.end()))


def _wrong_weekdays(reading: Reading, sentence: str) -> Iterator[Finding]:
    for match in _WEEKDAY.finditer(sentence):
        if not _named_exists(match):
            continue
        day = date(int(match["year"]), month_number(match["month"]), int(match["day"]))
        actual = day_name[day.weekday()]
        if not actual.startswith(match["weekday"][:3]):
            yield reading.finding(
                "impossible-date",
                f"{in_words(day)} is a {actual}. Put the day or the date right: {match[0]}.",
                quote(sentence, *match.span()),
            )
