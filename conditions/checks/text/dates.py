"""Dates as officers write them: 31/05/24, 3rd June 2024, Sept 2024, autumn term 2024, 2024-25, March."""

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

_NAMES = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
MONTH = (
    r"(?:(?i:jan(?:uary)?|feb(?:ruary)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)|Mar(?:ch)?|MAR(?:CH)?|May|MAY)\b\.?"
)
"""A month's name. May and March need their capital, since both are also words."""

_TERM_MONTHS = {"spring": (1, 4), "summer": (4, 8), "autumn": (9, 12)}
_DATE = re.compile(
    r"(?<![\w./£-])(?:"
    r"(?P<nd>\d{1,2})[/.](?P<nm>\d{1,2})[/.](?P<ny>(?:20)?\d{2})(?![\w/]|[.-]\d)"
    rf"|(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\s(?:of\s)?(?P<dm>{MONTH})(?:,?\s(?P<dy>(?:19|20)\d\d)(?![\d/-]))?"
    rf"|(?P<mm>{MONTH})\s(?P<md>\d{{1,2}})(?:st|nd|rd|th|,)(?:,?\s(?P<mdy>(?:19|20)\d\d)(?![\d/-]))?"
    rf"|(?P<my>{MONTH}),?\s(?P<myy>(?:19|20)\d\d)(?![\d/-])"
    rf"|(?P<short>{MONTH})\s'?(?P<sy>\d\d)(?![\w%,/-]|\.\d)"
    r"|(?P<term>(?i:spring|summer|autumn))(?:\sterm)?(?:\sof)?,?\s(?P<ty>(?:19|20)\d\d)(?![\d/-])"
    r"|(?P<span>(?:19|20)\d\d)[/–-](?P<span2>\d\d)(?![\w/–-])"
    rf"|(?P<alone>{MONTH})"
    r"|(?P<year>(?:19|20)\d\d)(?![\w/–-]|[.,]\d)"
    r")"
)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date found in a sentence: where it stands, and the first and last day it can mean.

    Without a year (`has_year` false) the days are those of year 1, to be placed by whoever asks.
    """

    start: int
    end: int
    text: str
    earliest: date
    latest: date
    has_year: bool
    has_day: bool

    def placed_before(self, day: date) -> "DateMention":
        """The same day or month, in the latest year in which it has begun by `day`."""
        for year in (day.year, day.year - 1):
            latest_day = min(self.latest.day, monthrange(year, self.latest.month)[1])
            first_day = min(self.earliest.day, latest_day)
            earliest = date(year, self.earliest.month, first_day)
            if earliest <= day:
                break
        latest = date(year, self.latest.month, latest_day if not self.has_day else first_day)
        return DateMention(self.start, self.end, self.text, earliest, latest, True, self.has_day)


def month_number(name: str) -> int:
    """1 to 12 from any accepted spelling."""
    return _NAMES.index(name[:3].lower()) + 1


def date_mentions(sentence: str) -> Iterator[DateMention]:
    """Every date that can exist, in order. Impossible ones are left to the check that reports them."""
    for match in _DATE.finditer(sentence):
        span = _span(match)
        if span is not None:
            earliest, latest, has_year, has_day = span
            text = match[0].rstrip(".")
            yield DateMention(match.start(), match.start() + len(text), text, earliest, latest, has_year, has_day)


def _span(match: re.Match[str]) -> tuple[date, date, bool, bool] | None:
    part = match.groupdict()
    if part["nd"]:
        return _day(int(part["nd"]), int(part["nm"]), int(part["ny"]) % 100 + 2000)
    if part["d"]:
        return _day(int(part["d"]), month_number(part["dm"]), int(part["dy"] or 0))
    if part["mm"]:
        return _day(int(part["md"]), month_number(part["mm"]), int(part["mdy"] or 0))
    if part["my"]:
        return (*_month(month_number(part["my"]), int(part["myy"])), True, False)
    if part["term"]:
        first, last = _TERM_MONTHS[part["term"].lower()]
        return date(int(part["ty"]), first, 1), _month(last, int(part["ty"]))[1], True, False
    if part["span"]:
        year = int(part["span"])
        if int(part["span2"]) != (year + 1) % 100:
            return None
        return date(year, 4, 1), date(year + 1, 8, 31), True, False
    if part["alone"]:
        return (*_month(month_number(part["alone"]), 1), False, False)
    if part["year"]:
        return date(int(part["year"]), 1, 1), date(int(part["year"]), 12, 31), True, False
    # "May 24" is a day to one officer and a year to another, so it counts for neither.
    return None


def _day(day: int, month: int, year: int) -> tuple[date, date, bool, bool] | None:
    try:
        exact = date(year or 1, month, day)
    except ValueError:
        return None
    return exact, exact, year > 0, True


def _month(month: int, year: int) -> tuple[date, date]:
    return date(year, month, 1), date(year, month, monthrange(year, month)[1])


def in_words(day: date) -> str:
    """24 May 2024."""
    return f"{day.day} {day:%B %Y}"


def days_before(day: date, days: int) -> date:
    return day - timedelta(days=days)
