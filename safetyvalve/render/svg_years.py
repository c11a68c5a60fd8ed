"""The words under years of months: each year where it begins, in place of a month now and then."""

from calendar import month_name
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from math import ceil

from safetyvalve.render.metrics import text_width

MANY_MONTHS = 36
BETWEEN = 10.0
MONTHS = {name: number for number, name in enumerate(month_name) if name}


def years_under(categories: Sequence[str], slot: float, size: float) -> dict[int, str]:
    """Of more than three years of successive months, the year under each January, or under every second, third … where
    there is no room; the latest has its words always. Nothing of any other categories. ``slot``: from one to the next.
    """
    years = _years(tuple(categories)) if len(categories) > MANY_MONTHS else {}
    if not years:
        return {}
    every = ceil((max(text_width(year, size) for year in years.values()) + BETWEEN) / (12 * slot))
    shown = list(years)[::-1][::every]
    return {index: years[index] for index in sorted(shown)}


@lru_cache(maxsize=64)
def _years(categories: tuple[str, ...]) -> dict[int, str]:
    """The year of each January; nothing unless all are successive months. Charts of one page share their months."""
    months = [_month(each) for each in categories]
    if any(one is None or other is None or other - one != 1 for one, other in pairwise(months)):
        return {}
    return {index: name.split()[1] for index, name in enumerate(categories) if name.startswith("January ")}


def _month(words: str) -> int | None:
    """How many months after the year 0; None where the words are something else."""
    name, _, year = words.partition(" ")
    return int(year) * 12 + MONTHS[name] if name in MONTHS and year.isdigit() else None
