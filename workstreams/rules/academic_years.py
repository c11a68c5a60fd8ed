"""Academic years, September to August, written "2026/27". Pure functions."""

import re
from collections.abc import Mapping
from datetime import date

from django.core.exceptions import ValidationError

_LABEL = re.compile(r"^(\d{4})/(\d{2})$")
FIRST_MONTH = 9
SPRING_AND_SUMMER, AUTUMN_ON = 5, 7
"""Months of a financial year before September, and from then on."""


def starting_year(label: str) -> int:
    """2026 of "2026/27". Raises ValueError for anything that is not one academic year."""
    match = _LABEL.match(label)
    if not match or (int(match[1]) + 1) % 100 != int(match[2]):
        raise ValueError(f"{label} is not an academic year. Write it like 2026/27.")
    return int(match[1])


def label_of(starting: int) -> str:
    """ "2026/27" of 2026."""
    return f"{starting}/{(starting + 1) % 100:02d}"


def academic_year_of(day: date) -> str:
    """The academic year that ``day`` falls in."""
    return label_of(day.year if day.month >= FIRST_MONTH else day.year - 1)


def validate_academic_year(label: str) -> None:
    """Model validator: refuse anything that is not one academic year."""
    try:
        starting_year(label)
    except ValueError as error:
        raise ValidationError(str(error)) from error


def mean_over_financial_year(places: Mapping[str, int | None], starting: int) -> float | None:
    """Places of the financial year that starts in April ``starting``, as the mean of its months.

    Five months belong to the academic year before. Years before the first on record had none; a later year without a
    number is not known, and neither is the mean then.
    """
    known = {starting_year(label): number for label, number in places.items() if number is not None}
    if not known or starting < min(known):
        return None
    before = 0 if starting - 1 < min(known) else known.get(starting - 1)
    since = known.get(starting)
    if before is None or since is None:
        return None
    return (SPRING_AND_SUMMER * before + AUTUMN_ON * since) / (SPRING_AND_SUMMER + AUTUMN_ON)
