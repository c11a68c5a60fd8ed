"""The table worked out by hand: each line of ``expected.csv`` is what one person counts towards, and why."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from dashboards.periods import Period, months_after
from dashboards.services.measurements import Row

HERE = Path(__file__).parent
FINE = {"age", "placement"}
"""Topics that months do not have."""
Figure = tuple[str, Period, str, str]


def by_hand() -> Counter[Figure]:
    """Every figure that is not nothing, added up over the people."""
    found: Counter[Figure] = Counter()
    for line in _lines("expected.csv"):
        topics = dict(part.split("=") for part in line["breakdowns"].split())
        for period in periods(line["when"]):
            is_month_or_its_end = period.days > 1 and period.days < 32
            headings = {} if is_month_or_its_end else {t: h for t, h in topics.items() if t in FINE}
            headings |= {topic: heading for topic, heading in topics.items() if topic not in FINE}
            for topic, heading in [("", ""), *headings.items()]:
                found[line["measure"], period, topic, heading] += int(line["value"])
    return found


def totals_by_hand() -> dict[Figure, int]:
    """The totals as counted on one's fingers, to check the adding up."""
    return {
        (line["measure"], period, "", ""): int(line["value"])
        for line in _lines("totals.csv")
        for period in periods(line["when"])[-1:]
    }


def _lines(name: str) -> Iterator[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def periods(when: str) -> list[Period]:
    """ "in 2024-05" is the month and its year; "in 2024" the year; "at 2024-01..2024-03" month ends; "at" a day."""
    kind, _, words = when.partition(" ")
    if kind == "at" and len(words) == 10:
        day = date.fromisoformat(words)
        return [Period(day, day)]
    first, _, last = words.partition("..")
    if len(first) == 4:
        return [Period.calendar_year(int(first))]
    months = list(_months(date.fromisoformat(f"{first}-01"), date.fromisoformat(f"{last or first}-01")))
    return months if kind == "at" else [*months, Period.calendar_year(months[0].start.year)]


def _months(first: date, last: date) -> Iterator[Period]:
    while first <= last:
        yield Period.month(first.year, first.month)
        first = months_after(first, 1)


def figures(rows: Iterable[Row]) -> dict[Figure, Decimal]:
    """Rows by what they are of. Each figure is there once."""
    found: dict[Figure, Decimal] = {}
    for row in rows:
        key = (row.code, row.period, row.breakdown_topic, row.breakdown)
        assert key not in found, key
        assert row.value is not None
        found[key] = row.value
    return found


def not_nothing(rows: Iterable[Row]) -> dict[Figure, Decimal]:
    return {key: value for key, value in figures(rows).items() if value}
