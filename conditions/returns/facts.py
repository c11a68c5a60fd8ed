"""Reading the facts of a pack for print: dates, amounts, names. Nothing here looks anything up."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from safetyvalve.core import dates

Facts = Mapping[str, Any]

# Documents print the time of the country, whatever the server's clock is set to.
LONDON = ZoneInfo("Europe/London")


def section(pack: Facts, key: str) -> Facts:
    """The facts of one section; empty where nobody gave any, as for a pack made before the section existed."""
    facts: Facts = pack["sections"].get(key, {}).get("facts", {})
    return facts


def day(iso: str | None) -> str:
    """ "31 May 2024" from the ISO text of a date or a moment; empty for None."""
    if not iso:
        return ""
    if len(iso) == 10:
        return dates.in_words(date.fromisoformat(iso))
    return dates.in_words(datetime.fromisoformat(iso).astimezone(LONDON).date())


def minute(iso: str) -> str:
    """ "31 May 2024 at 14:32" from the ISO text of a moment."""
    moment = datetime.fromisoformat(iso).astimezone(LONDON)
    return f"{dates.in_words(moment.date())} at {moment:%H:%M}"


def amount(value: str | None) -> Decimal | None:
    """Pounds from a pack; None stays None."""
    return None if value is None else Decimal(value)


def programme_name(pack: Facts) -> str:
    """The programme as DfE calls it: what stands in brackets behind it says how often it reports."""
    return str(pack["programme"]["name"]).split(" (")[0]


def return_title(pack: Facts) -> str:
    """ "Isle of Wight Safety Valve monitoring return, Update 1 (May/June 2024)"."""
    return f"{pack['council']['name']} {programme_name(pack)} monitoring return, {period_words(pack)}"


def period_words(pack: Facts) -> str:
    """ "Update 1 (May/June 2024)", as DfE's template heads its columns."""
    return column_words(pack["period"])


def column_words(period: Facts) -> str:
    """A label with its window; the label alone where there is no window or both say the same."""
    label, window = period["label"], period["window_label"]
    return f"{label} ({window})" if window and window != label else label


def capital(words: str) -> str:
    """The first letter large, the rest as it is."""
    return words[:1].upper() + words[1:]
