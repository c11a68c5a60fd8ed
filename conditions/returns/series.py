"""A measure as a pack holds it, read for tables and charts: exact numbers, gaps kept, trajectories as lines."""

import itertools
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from conditions.returns.facts import Facts, section
from safetyvalve.render import format as fmt
from safetyvalve.render.data import MARKER_MEANINGS, Marker, Range

UNITS = {"percent": "percent", "money": "money"}
UNIT_WORDS = {"percent": "Per cent", "money": "Pounds", "count": "Number", "days": "Days", "weeks": "Weeks"}
# The longest a period of each kind is, in days, and what a column of them is called.
GRAINS = ((45, "Month"), (120, "Quarter"), (10_000, "Year"))


@dataclass(frozen=True)
class Reading:
    """One figure of one period; ``value`` is None where there is none, and ``marker`` or ``ends`` may say why.

    ``ends`` are those of a figure that was reported as a range.
    """

    start: date
    end: date
    label: str
    value: Decimal | None
    marker: str | None
    status: str
    ends: Range | None = None

    @property
    def is_doubtful(self) -> bool:
        """Shown, and nothing is concluded from it."""
        return self.status == "unreliable"

    @property
    def cell(self) -> Decimal | Marker | Range | None:
        if self.ends:
            return self.ends
        return Marker(self.marker) if self.value is None and self.marker else self.value


@dataclass(frozen=True)
class Measure:
    """One series of the measures section."""

    facts: Facts

    @property
    def code(self) -> str:
        return str(self.facts["code"])

    @property
    def name(self) -> str:
        return str(self.facts["name"])

    @property
    def unit(self) -> str:
        """As renderers know it: days are counted."""
        return UNITS.get(self.facts["unit"], "count")

    @property
    def places(self) -> int:
        return int(self.facts["decimals"])

    @property
    def readings(self) -> tuple[Reading, ...]:
        return tuple(_reading(point) for point in self.facts["points"])

    @property
    def known(self) -> list[Reading]:
        return [each for each in self.readings if each.value is not None]

    @property
    def has_figures(self) -> bool:
        return any(each.value is not None or each.ends for each in self.readings)

    @property
    def sound(self) -> list[Reading]:
        """The figures that can be relied on."""
        return [each for each in self.known if not each.is_doubtful]

    @property
    def grain(self) -> str:
        """What its periods are called, judged by the length of the last."""
        last = self.readings[-1]
        days = (last.end - last.start).days + 1
        is_census = last.start.month == last.end.month == 1 and len(self.readings) > 1
        if is_census and (last.start - self.readings[-2].start).days > 300:
            return "January census"
        return next(word for most, word in GRAINS if days <= most)

    @property
    def as_at(self) -> date | None:
        return date.fromisoformat(self.facts["as_at"]) if self.facts["as_at"] else None

    def figure(self, value: Decimal) -> str:
        words = fmt.number(self.unit, value, self.places)
        return f"{words} {self.facts['unit']}" if self.facts["unit"] in ("days", "weeks") else words

    def targets(self) -> dict[str, list[tuple[date, Decimal]]]:
        """The dated points of each trajectory, by its name, in order."""
        found: dict[str, list[tuple[date, Decimal]]] = {}
        for point in self.facts["target"]:
            found.setdefault(point["name"], []).append((date.fromisoformat(point["on"]), Decimal(point["value"])))
        return {name: sorted(points) for name, points in found.items()}


def measures(pack: Facts) -> list[Measure]:
    """Every series with at least one point, in the order of the section."""
    return [Measure(each) for each in section(pack, "measures").get("series", []) if each["points"]]


def target_at(points: list[tuple[date, Decimal]], reading: Reading, places: int) -> Decimal | None:
    """The value dated within the period, else the straight line between dated points at its end; None beyond them."""
    dated = [value for on, value in points if reading.start <= on <= reading.end]
    if dated:
        return dated[-1]
    for (earlier, low), (later, high) in itertools.pairwise(points):
        if earlier <= reading.end <= later:
            share = Decimal((reading.end - earlier).days) / Decimal((later - earlier).days)
            return fmt.rounded(low + (high - low) * share, places)
    return None


def _reading(point: dict[str, Any]) -> Reading:
    marker = point["marker"] or None
    value = None if point["value"] is None else Decimal(point["value"])
    ends = Range(value, Decimal(point["upper"])) if value is not None and point.get("upper") else None
    return Reading(
        date.fromisoformat(point["period_start"]),
        date.fromisoformat(point["period_end"]),
        point["label"],
        None if ends else value,
        marker if marker in MARKER_MEANINGS else None,
        point["status"],
        ends,
    )
