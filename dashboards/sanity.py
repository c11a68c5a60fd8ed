"""What about a month's figures is worth a second look. Nothing here is an error, and nothing is decided. No database.

Three questions: is a figure far from where the last ones were; does the number of plans follow from the month before;
do the parts of a figure come to its total.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from statistics import median
from typing import Final

LOOKED_BACK: Final = 12
"""Known, reliable figures that say what is usual."""
FEWEST: Final = 6
"""With fewer than these nobody can say what is usual."""
SPREADS: Final = 5
"""The usual range reaches so many spreads to either side of the median; a spread is the median distance from it."""
CHANCE: Final = Decimal("0.67")
"""A count of n differs by about 0.67 √n every other month by chance alone: no count's spread is taken for less."""
STEADY: Final = Decimal("0.02")
"""Other figures' spread is taken for at least this share of their median."""
STOCK, NEW, CEASED, TRANSFERRED = "plans_maintained", "plans_new", "plans_ceased", "plans_transferred_in"
ADD_UP: Final = frozenset(
    {
        "source",
        "need",
        "age",
        "age_band",
        "sex",
        "cease_reason",
        "placement",
        "placement_group",
        "provision",
        "case_age",
    }
)
"""Breakdowns in which everybody is in exactly one part, so that the parts come to the total."""


@dataclass(frozen=True)
class Entry:
    """A figure of the month as it would stand after saving, with what is known around it.

    ``before`` is the month before's; ``history`` are earlier known and reliable ones, oldest first. ``is_changed``:
    what is being typed now, as against what stands already.
    """

    key: str
    code: str
    name: str
    unit: str
    decimals: int = 0
    topic: str = ""
    value: Decimal | None = None
    marker: str = ""
    is_changed: bool = False
    before: Decimal | None = None
    history: tuple[Decimal, ...] = ()


@dataclass(frozen=True)
class Doubt:
    """Something to look at, by the figure it is about."""

    key: str
    sentence: str


def doubts(entries: Iterable[Entry], *, topic_names: Mapping[str, str]) -> list[Doubt]:
    """What is worth a look about the figures being typed, in the order of the page."""
    entries = list(entries)
    order = {entry.key: place for place, entry in enumerate(entries)}
    found = [doubt for entry in entries if entry.is_changed and (doubt := jump(entry))]
    found += plans_that_do_not_follow([entry for entry in entries if not entry.topic])
    found += parts_that_do_not_add_up(entries, topic_names)
    return sorted(found, key=lambda doubt: order[doubt.key])


def usual_range(entry: Entry) -> tuple[Decimal, Decimal] | None:
    """Between which figures the next one would be no surprise; None while too little is known."""
    known = entry.history[-LOOKED_BACK:]
    if len(known) < FEWEST:
        return None
    middle = Decimal(median(known))
    spread = Decimal(median(abs(value - middle) for value in known))
    least = abs(middle).sqrt() * CHANCE if entry.unit == "count" else abs(middle) * STEADY
    reach = SPREADS * max(spread, least)
    step = Decimal(1).scaleb(-entry.decimals)
    low, high = (middle - reach).quantize(step, ROUND_FLOOR), (middle + reach).quantize(step, ROUND_CEILING)
    return (low if entry.unit == "money" else max(low, Decimal(0)), high)


def jump(entry: Entry) -> Doubt | None:
    """Whether a figure is outside its usual range."""
    expected = usual_range(entry)
    if entry.value is None or expected is None or expected[0] <= entry.value <= expected[1]:
        return None
    side = "below" if entry.value < expected[0] else "above"
    low, high = (in_words(each, entry.unit) for each in expected)
    number = min(len(entry.history), LOOKED_BACK)
    figure = in_words(entry.value, entry.unit)
    return Doubt(
        entry.key,
        f"{entry.name}: {figure} is {side} the usual range, {low} to {high}, judging by the last {number} figures.",
    )


def plans_that_do_not_follow(entries: Sequence[Entry]) -> list[Doubt]:
    """Whether plans are those of the month before, with the new ones, without the ceased ones."""
    by_code = {entry.code: entry for entry in entries}
    stock, new, ceased = (by_code.get(code) for code in (STOCK, NEW, CEASED))
    moved_in = by_code.get(TRANSFERRED)
    if not stock or not new or not ceased or not any(e.is_changed for e in (stock, new, ceased, moved_in) if e):
        return []
    if stock.value is None or stock.before is None or new.value is None or ceased.value is None:
        return []
    transferred = moved_in.value if moved_in else None
    expected = stock.before + new.value - ceased.value + (transferred or 0)
    if expected == stock.value:
        return []
    difference = stock.value - expected
    words = f"{abs(difference):,.0f} {'more' if difference > 0 else 'fewer'}"
    moved = "" if transferred is None else f", plus {transferred:,.0f} transferred in"
    question = "Transfers in or corrections?" if transferred is None else "Corrections?"
    return [
        Doubt(
            stock.key,
            f"{stock.name}: {stock.before:,.0f} the month before, plus {new.value:,.0f} new, less {ceased.value:,.0f}"
            f" ceased{moved}, makes {expected:,.0f}. Here it is {stock.value:,.0f}, {words}. {question}",
        )
    ]


def parts_that_do_not_add_up(entries: Sequence[Entry], topic_names: Mapping[str, str]) -> list[Doubt]:
    """Whether the parts by source, by need and so on come to the total. Not asked where a part is hidden."""
    totals = {entry.code: entry for entry in entries if not entry.topic}
    parts: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.topic in ADD_UP and (entry.value is not None or entry.marker):
            parts[entry.code, entry.topic].append(entry)
    found = []
    for (code, topic), members in parts.items():
        total = totals.get(code)
        if total is None or total.value is None or total.unit != "count":
            continue
        is_asked = total.is_changed or any(entry.is_changed for entry in members)
        come_to = sum((entry.value for entry in members if entry.value is not None), Decimal(0))
        if is_asked and not any(entry.marker for entry in members) and come_to != total.value:
            name = topic_names.get(topic, topic).lower()
            counted, whole = in_words(come_to, total.unit), in_words(total.value, total.unit)
            words = f"{total.name}: the parts by {name} come to {counted}, the total is {whole}."
            found.append(Doubt(total.key, words))
    return found


def in_words(value: Decimal, unit: str) -> str:
    """A figure with its unit: "1,570", "40.3%", "£1,200"."""
    figure = f"{abs(value).normalize():,f}"
    minus = "−" if value < 0 else ""
    return f"{minus}£{figure}" if unit == "money" else f"{minus}{figure}{'%' if unit == 'percent' else ''}"
