"""Whether a published row agrees with itself: headlines with the sum of their parts, percentages with their counts."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from dashboards.imports.contract import Level, Problem
from dashboards.imports.files.values import WrongValue
from dashboards.imports.open_data.layouts import Check, Layout, Target
from dashboards.imports.open_data.texts import Line, at, figure
from dashboards.periods import Period

FAR_APART: Final = Decimal("0.1")
"""A headline further from the sum of its parts than this share of itself cannot be relied on."""
A_FEW: Final = Decimal(5)
ROUNDING: Final = Decimal("0.051")
"""Half of the place that percentages are printed to, and what computing in binary may add."""
Cells = dict[int, tuple[Decimal | None, str]]
"""The cells of a row by their places: a figure or a marker."""
Found = tuple[int, Target, Decimal | None, str]
"""A figure of a row: where it stands, where it goes, and what it is."""


@dataclass(frozen=True)
class Apart:
    """A headline and its parts that do not add up to it."""

    check: Check
    total: Decimal
    parts: Decimal

    @property
    def is_far(self) -> bool:
        return abs(self.total - self.parts) > max(A_FEW, FAR_APART * self.total)

    @property
    def note(self) -> str:
        return f"Published as {self.total:,}, but the parts of the same row add up to {self.parts:,}."

    def problem(self, file: str, row: int, headings: Sequence[str], words: str) -> Problem:
        return Problem(
            "headline-differs-from-parts",
            f"{self.note} It is brought in as unreliable ({words}).",
            "Look at the release’s notes. Once you trust the figure you can take the mark off its page.",
            Level.WARNING,
            file,
            row,
            headings[self.check.total],
        )


def apart(layout: Layout, cells: Cells) -> list[Apart]:
    """The headlines of a row that differ from the sum of their parts, however little."""
    found = []
    for check in layout.checks:
        total, parts = cells.get(check.total, (None, ""))[0], _sum_of_parts(check, cells)
        if total is not None and parts is not None and parts != total:
            found.append(Apart(check, total, parts))
    return found


def _sum_of_parts(check: Check, cells: Cells) -> Decimal | None:
    values = [cells.get(place, (None, ""))[0] for place in check.parts]
    known = [value for value in values if value is not None]
    if not known or (check.is_complete and len(known) < len(values)):
        return None
    return sum(known, Decimal(0))


def printed(file: str, row: int, line: Line, layout: Layout, figures: Iterable[Found], period: Period) -> list[Problem]:
    """Percentages of an undivided row that do not follow from the counts beside them."""
    counts = {target.code: value for _, target, value, _ in figures if not target.topic and value is not None}
    found = []
    for each in layout.printed:
        part, whole, share = counts.get(each.part), counts.get(each.whole), _percentage(at(line, each.place))
        if part is None or not whole or share is None or abs(100 * part / whole - share) <= ROUNDING:
            continue
        words = f"Published as {share}%, but its counts give {100 * part / whole:.1f}% ({period.label})."
        words += " The counts are used."
        found.append(Problem("percentage-differs-from-counts", words, "", Level.WARNING, file, row))
    return found


def _percentage(cell: str) -> Decimal | None:
    try:
        return figure(cell)[0]
    except WrongValue:
        return None
