"""What a placement list says: its headings, its words for units and provider types, and headings about children."""

import re
from collections.abc import Mapping

from dashboards.categories import codes, crosswalk, labels
from dashboards.imports.mapping_words import BY_KEY, PERSON_KEY, Shape, about_people
from dashboards.imports.vocabulary import folded
from safetyvalve.core.models import Authority

TOPIC, FINER = "placement_group", "placement"
TYPE, RATE, UNIT, TIMES, START, END = "type", "rate", "unit", "times", "start", "end"
SHARES = ("dsg", "health", "social_care")
HEADINGS: dict[str, tuple[str, ...]] = {
    TYPE: ("provider type", "type of provider", "placement type", "type of placement", "provision type", "type"),
    RATE: ("rate", "cost", "fee", "price", "rate of pay", "amount", "agreed rate"),
    UNIT: ("unit", "per", "rate unit", "unit of rate", "rate per", "frequency", "charged per"),
    TIMES: ("times a year", "units a year", "weeks a year", "days a year", "weeks or days a year", "number of weeks"),
    START: ("start", "start date", "placement start", "placement start date", "from", "date from", "starts on"),
    END: ("end", "end date", "placement end", "placement end date", "to", "until", "date to", "ends on", "end or open"),
    "dsg": ("dsg", "dsg share", "dedicated schools grant", "education", "education share", "high needs", "send share"),
    "health": ("health", "health share", "icb", "icb share", "nhs", "nhs share", "health contribution"),
    "social_care": ("social care", "social care share", "social care contribution", "csc", "care", "care share"),
}
NAMES = {
    **{TYPE: "Provider type", RATE: "Rate", UNIT: "Unit", TIMES: "Times a year", START: "Start", END: "End"},
    **{"dsg": "DSG", "health": "Health", "social_care": "Social care"},
}
"""What a column is called where it is asked for; also the headings of the template."""
NEEDED = (TYPE, RATE, UNIT, START)
TOTALS = frozenset({"total", "totals", "grand total", "sum", "subtotal", "sub total"})
OPEN = frozenset({"", "open", "open ended", "ongoing", "current", "no end", "no end date", "none", "not known", "tbc"})
UNITS: dict[str, str] = {
    **dict.fromkeys(("year", "a year", "per year", "yearly", "annual", "annually", "per annum", "pa", "p a"), "year"),
    **dict.fromkeys(("term", "a term", "per term", "termly"), "term"),
    **dict.fromkeys(("month", "a month", "per month", "monthly", "pcm"), "month"),
    **dict.fromkeys(("week", "a week", "per week", "weekly", "pw", "p w"), "week"),
    **dict.fromkeys(("day", "a day", "per day", "daily", "pd", "school day"), "day"),
}
TYPES: dict[str, str] = {
    **dict.fromkeys(("mainstream", "mainstream school", "mainstream academy", "maintained mainstream"), "mainstream"),
    **dict.fromkeys(("resourced provision", "sen unit", "unit", "resource base", "resourced", "arp"), "resourced"),
    **dict.fromkeys(("special", "special school", "maintained special", "special academy", "state special"), "special"),
    **dict.fromkeys(("maintained special school", "special schools"), "special"),
    **dict.fromkeys(("independent", "independent special", "independent special school", "nmss"), "independent"),
    **dict.fromkeys(("inmss", "independent school", "non maintained special school", "non maintained"), "independent"),
    **dict.fromkeys(("ap", "alternative provision", "pru", "pupil referral unit", "hospital", "hospital school"), "ap"),
    **dict.fromkeys(("post 16", "fe", "fe college", "college", "further education", "spi", "isp"), "post_16"),
    **dict.fromkeys(("specialist post 16", "independent specialist provider", "sixth form college"), "post_16"),
    **dict.fromkeys(("other", "eotas", "direct payment", "direct payments", "personal budget", "tuition"), "other"),
    **dict.fromkeys(("unknown", "not known"), "unknown"),
}
_OF_A_PROVIDER = frozenset(
    {"provider", "school", "setting", "college", "establishment", "supplier", "provision", "institution"}
)
_CALLED = frozenset({"name", "id", "ref", "reference", "code", "number"})
_OF_A_CHILD = frozenset(
    {
        *("upn", "uln", "dob", "birth", "birthdate", "age", "sex", "gender", "ethnicity", "nhs number", "initials"),
        *("child", "pupil", "student", "learner", "need", "needs", "diagnosis", "year group", "ncy", "nc year", "id"),
        *("ref", "reference", "case", "parent", "carer", "mother", "father", "sibling", "looked after", "cla", "lac"),
        *("young person", "ehcp number", "ehcp", "postcode", "address", "disability", "religion", "language"),
    }
)
_PERSONAL = frozenset(
    folded(words)
    for target in (PERSON_KEY, "PersonBirthDate", "Sex", "SENtype")
    for words in BY_KEY[Shape.CASES][target].aliases
)
_UPN = re.compile(r"[A-Z]\d{11}[\dA-Z]", re.IGNORECASE)
_KNOWN = {words: key for key, every in HEADINGS.items() for words in every}


def column_of(heading: str) -> str:
    """What a heading announces, one of ``HEADINGS``; "" for none. "DSG (%)" and "Rate £" are known too."""
    words = folded(heading)
    short = folded(
        " ".join(each for each in words.split() if each not in ("or", "in", "per cent", "percent", "pounds"))
    )
    return _KNOWN.get(words) or _KNOWN.get(short, "")


def is_about_a_child(heading: str) -> bool:
    """Whether a column of that heading may say which child a row is about, or anything of a child.

    A provider's name or number does not; any other reference does: it leads to a case.
    """
    words = folded(heading)
    parts = words.split()
    if column_of(heading) or (len(parts) == 2 and parts[0] in _OF_A_PROVIDER and parts[1] in _CALLED):
        return False
    if words in _PERSONAL or any(f" {each} " in f" {words} " for each in _OF_A_CHILD):
        return True
    return about_people(heading)


def is_upn(text: str) -> bool:
    """Whether a cell is written like a unique pupil number: a letter, eleven digits, and a digit or letter."""
    return bool(_UPN.fullmatch(text.strip()))


def provider_types(authority: Authority) -> dict[str, str]:
    """The provider types of a council in its order, by code: the groups of the DSG management plan. One query."""
    return {row.code: row.label for row in codes(authority, TOPIC)}


def type_words(authority: Authority) -> Mapping[str, str]:
    """Words for provider types, folded, and the code each means: usual ones, then the council's own. Two queries."""
    called, groups = labels(authority), crosswalk(authority, FINER, TOPIC)
    finer = {
        word: groups[code]
        for (topic, code), label in called.items()
        if topic == FINER and code in groups
        for word in (folded(label), folded(code))
    }
    own = {
        word: code
        for (topic, code), label in called.items()
        if topic == TOPIC
        for word in (folded(label), folded(code))
    }
    return {**TYPES, **finer, **own}
