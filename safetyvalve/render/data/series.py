"""One line or set of bars of a chart."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from safetyvalve.render.data.cells import Marker, Number, Range, check_number

Item = TypeVar("Item")
ROLES = ("actual", "target", "comparator", "forecast")


@dataclass(frozen=True)
class Series:
    """One line or set of bars. `statuses`, `markers` and `ranges`, when given, have one entry per value.

    A status is a word such as "final", "provisional" or "unreliable"; "passed" where nothing is missing although there
    is no value, since another series has this place: the line passes it. A marker is the code of a
    `Marker`; it and a range are only possible where the value is None. ``apart`` are the places of values that no line
    joins to their neighbours, since they are of less time than those: a year so far.
    """

    name: str
    values: tuple[Number | None, ...]
    role: str = "actual"
    statuses: tuple[str | None, ...] = ()
    markers: tuple[str | None, ...] = ()
    ranges: tuple[Range | None, ...] = ()
    apart: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        if not self.name.strip():
            raise ValueError("A series needs a name")
        if self.role not in ROLES:
            raise ValueError(f"Unknown role {self.role!r}: use one of {', '.join(ROLES)}")
        for value in self.values:
            check_number(value)
        for field in (self.statuses, self.markers, self.ranges):
            if field and len(field) != len(self.values):
                raise ValueError(f"{self.name}: {len(field)} statuses or markers for {len(self.values)} values")
        if any(value is not None and ends for value, ends in zip(self.values, self.ranges, strict=False)):
            raise ValueError(f"{self.name}: a value and a range at the same point")
        for value, code in zip(self.values, self.markers, strict=False):
            if code is not None and Marker(code) and value is not None:
                raise ValueError(f"{self.name}: a value and the marker {code!r} at the same point")

    def status_at(self, index: int) -> str:
        """The record's own word for how a figure stands; empty where it does not say, as of what was agreed."""
        return (self.statuses[index] if self.statuses else None) or ""

    def is_provisional(self, index: int) -> bool:
        return index in self._of_status.get("provisional", ())

    def is_unreliable(self, index: int) -> bool:
        """Whether the value is shown but not to be relied on: it has a mark of its own, and no line leads to it."""
        return index in self._of_status.get("unreliable", ())

    def is_passed(self, index: int) -> bool:
        return index in self._of_status.get("passed", ())

    def positions_of(self, status: str) -> list[int]:
        return sorted(self._of_status.get(status, ()))

    def has(self, status: str) -> bool:
        """Whether any value is of that status."""
        return any(self.values[index] is not None for index in self._of_status.get(status, ()))

    @cached_property
    def _of_status(self) -> dict[str, set[int]]:
        """Where a status other than the usual one stands: asked for each value, many times over."""
        return {
            status: {index for index, each in enumerate(self.statuses) if each == status}
            for status in set(self.statuses) - {None, "final"}
            if status
        }

    def marker_at(self, index: int) -> Marker | None:
        code = self.markers[index] if self.markers else None
        return None if code is None else Marker(code)

    def range_at(self, index: int) -> Range | None:
        return self.ranges[index] if self.ranges else None

    def cell_at(self, index: int) -> Number | Marker | Range | None:
        value = self.values[index]
        return self.range_at(index) or self.marker_at(index) if value is None else value

    @property
    def cells(self) -> list[Number | Marker | Range | None]:
        """``cell_at`` of every place."""
        return [self.cell_at(index) if value is None else value for index, value in enumerate(self.values)]

    def present(self) -> Iterator[tuple[int, Number]]:
        """Positions and values of the points that can be drawn."""
        return iter(self._present)

    @cached_property
    def _present(self) -> list[tuple[int, Number]]:
        return [(index, value) for index, value in enumerate(self.values) if value is not None]

    @cached_property
    def numbers(self) -> list[Number]:
        """Every value that is present, and the ends of every range."""
        return [value for _, value in self._present] + [
            end for _, ends in self.spans() for end in (ends.low, ends.high)
        ]

    def sound(self) -> Iterator[tuple[int, Number]]:
        """Those that can be relied on: a line leads through these."""
        return iter(self._sound)

    @cached_property
    def last_sound(self) -> tuple[int, Number] | None:
        """Where a line ends."""
        return self._sound[-1] if self._sound else None

    @cached_property
    def _sound(self) -> list[tuple[int, Number]]:
        doubtful = self._of_status.get("unreliable", ())
        return [point for point in self._present if point[0] not in doubtful]

    @cached_property
    def stretches(self) -> list[list[tuple[int, Number]]]:
        """Those cut wherever one is missing, so that a gap stays open; not where the line only passes a place.
        What stands apart is a stretch of its own."""
        return stretches(self._sound, self.is_passed, self.apart)

    @cached_property
    def letters(self) -> list[tuple[int, Marker]]:
        """Positions without a value, and why there is none, where that is known."""
        return [(index, Marker(code)) for index, code in enumerate(self.markers) if code is not None]

    def spans(self) -> Iterator[tuple[int, Range]]:
        """Positions and ends of what was reported as a range."""
        return ((index, ends) for index, ends in enumerate(self.ranges) if ends is not None)


def stretches(
    points: list[tuple[int, Item]],
    is_passed: Callable[[int], bool] = lambda _: False,
    apart: Collection[int] = (),
) -> list[list[tuple[int, Item]]]:
    """`points` cut wherever a position is missing and is not passed, and around those in ``apart``."""
    result: list[list[tuple[int, Item]]] = []
    before = None
    for point in points:
        position = point[0]
        follows = before is not None and (position == before + 1 or all(map(is_passed, range(before + 1, position))))
        if follows and position not in apart and before not in apart:
            result[-1].append(point)
        else:
            result.append([point])
        before = position
    return result
