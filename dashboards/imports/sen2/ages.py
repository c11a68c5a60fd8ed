"""Ages as the statistics count them, and year groups."""

from datetime import date

from dashboards.imports.sen2.meanings import NOT_KNOWN

OLDEST = 25
OVER = "over_25"
AGES = (*(str(age) for age in range(OLDEST + 1)), OVER, NOT_KNOWN)
BANDS = ("under_5", "5_10", "11_15", "16_19", "20_25", NOT_KNOWN)
YEAR_GROUPS = range(-4, 21)
_BANDS = ((4, "under_5"), (10, "5_10"), (15, "11_15"), (19, "16_19"))


def whole_years(birth: date | None, day: date) -> int | None:
    """Age in whole years on that day. Somebody born on 29 February is a year older on 1 March of a common year."""
    if birth is None or birth > day:
        return None
    return day.year - birth.year - ((day.month, day.day) < (birth.month, birth.day))


def before_school_year(day: date) -> date:
    """31 August before the school year of that day (definition 16): 31 August 2024 for 16 January 2025."""
    return date(day.year if day.month >= 9 else day.year - 1, 8, 31)


def stock_age(birth: date | None, day: date) -> int | None:
    """Definition 16 for plans on a day: whole years on 31 August before the school year; born since counts as 0."""
    if birth is None or birth > day:
        return None
    return whole_years(birth, before_school_year(day)) or 0


def heading(age: int | None) -> str:
    """The heading of an age."""
    if age is None:
        return NOT_KNOWN
    return str(age) if age <= OLDEST else OVER


def band(age: int | None) -> str:
    """Definition 17: under 5, 5 to 10, 11 to 15, 16 to 19, 20 to 25. The few who are older are in the last."""
    if age is None:
        return NOT_KNOWN
    return next((name for highest, name in _BANDS if age <= highest), "20_25")


def year_group(birth: date | None, day: date) -> int | None:
    """National curriculum year: age on 31 August less 4, from -4 to 20; None outside."""
    if birth is None:
        return None
    end = before_school_year(day)
    found = end.year - birth.year - ((end.month, end.day) < (birth.month, birth.day)) - 4
    return found if found in YEAR_GROUPS else None
