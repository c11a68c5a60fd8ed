"""What a delivery holds, as its page and its spreadsheet show it: figures in words, and problems with their places."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from dashboards import words
from dashboards.aims import plain
from dashboards.categories import TOPICS, labels
from dashboards.imports.contract import Level, Problem
from dashboards.models import Measurement
from dashboards.periods import Period, stock_period
from dashboards.points import Definition
from dashboards.series import describe, usable
from dashboards.services.measurements import Row
from dashboards.views.imports.words import number, starting
from safetyvalve.core.dates import in_words
from safetyvalve.core.models import Authority
from safetyvalve.render.data import MARKER_MEANINGS

ROWS_NAMED = 6
"""Rows that a problem names; beyond them it counts."""
FIGURES_OF_A_MEASURE = 24


@dataclass(frozen=True)
class Figure:
    """One figure in words. ``about`` is the area or the breakdown, empty for the council's total; ``old`` stood."""

    code: str
    measure: str
    period: str
    about: str
    new: str
    old: str = ""
    note: str = ""


@dataclass(frozen=True)
class MeasureGroup:
    """The figures of one measure: how many, from when to when, and the first of them."""

    code: str
    measure: str
    count: int
    span: str
    figures: Sequence[Figure]

    @property
    def count_in_words(self) -> str:
        return number(self.count, "figure")

    @property
    def left_in_words(self) -> str:
        left = self.count - len(self.figures)
        return f"{left:,} more" if left else ""

    @property
    def is_divided(self) -> bool:
        return any(figure.about for figure in self.figures)


@dataclass(frozen=True)
class Places:
    """The same problem in one or more rows. ``place`` is empty when it concerns the whole file."""

    place: str
    sentence: str
    fix: str
    count: int


@dataclass(frozen=True)
class ProblemGroup:
    """Problems that matter as much as each other, the first of them with their places; ``tone`` names the look."""

    level: Level
    heading: str
    hint: str
    tone: str
    count: int
    problems: Sequence[Places] = field(default_factory=tuple)
    left: int = 0

    @property
    def count_in_words(self) -> str:
        return f"{self.count:,}"

    @property
    def left_in_words(self) -> str:
        return f"{self.left:,} more" if self.left else ""


LEVELS: tuple[tuple[Level, str, str], ...] = (
    (Level.FATAL, "Why it cannot be used", "blocker"),
    (Level.REFUSED, "Cannot be used", "blocker"),
    (Level.WARNING, "Worth a look", "drafting"),
    (Level.NOTE, "For information", "judgement"),
)
HINTS_BEFORE = {
    Level.REFUSED: "These are left out. The rest can be confirmed without them.",
    Level.WARNING: "These are used as they stand.",
}
HINTS_AFTER = {Level.REFUSED: "These were left out.", Level.WARNING: "These were used as they stood."}
FILE_NAME = re.compile(r"\.\w{3,4}$")


class Wording:
    """The words for a council's measures and breakdowns. Read once: a fixed number of queries."""

    def __init__(self, authority: Authority, codes: Iterable[str]) -> None:
        self.authority = authority
        self.definitions = {each.code: describe(each) for each in usable(authority, sorted(set(codes)))}
        self.labels = labels(authority)

    def of_row(self, row: Row, old: Measurement | None = None) -> Figure:
        definition = self.definitions[row.code]
        return Figure(
            code=row.code,
            measure=definition.name,
            period=period_words(definition, row.period),
            about=self._about(row.area_code, row.area_name, row.breakdown_topic, row.breakdown),
            **_old_and_new(definition, row, old),
            note=row.note,
        )

    def of_measurement(self, code: str, new: Measurement, old: Measurement | None = None) -> Figure:
        definition = self.definitions[code]
        return Figure(
            code=code,
            measure=definition.name,
            period=period_words(definition, Period(new.period_start, new.period_end)),
            about=self._about(new.area_code, new.area_name, new.breakdown_topic, new.breakdown),
            **_old_and_new(definition, new, old),
            note=new.note,
        )

    def _about(self, area_code: str, area_name: str, topic: str, breakdown: str) -> str:
        area = "" if area_code in ("", self.authority.gss_code) else area_name or area_code
        label = self.labels.get((topic, breakdown), breakdown)
        heading = TOPICS[topic].name if topic in TOPICS else topic
        return ", ".join(filter(None, (area, f"{heading}: {label}" if label and heading else label)))


def period_words(definition: Definition, period: Period) -> str:
    """ "May 2024", "2023-24"; a stock on any other day than a month's last is that day's: "16 January 2025"."""
    if definition.period_basis == "snapshot":
        period = stock_period(period.end)
    return in_words(period.end) if period.days == 1 else period.label


def value_words(definition: Definition, figure: Row | Measurement) -> str:
    """ "1,643", "96% to 100% (as reported)", "not published", "40.3% (provisional)"."""
    if figure.value is None:
        return MARKER_MEANINGS.get(figure.marker, "no figure")
    found = words.figure(definition, plain(figure.value))
    if figure.upper is not None:
        found = f"{found} to {words.figure(definition, plain(figure.upper))}"
    doubts = [str(figure.status)] if figure.status in ("provisional", "unreliable") else []
    doubts += ["as reported"] if figure.is_as_reported else []
    return f"{found} ({', '.join(doubts)})" if doubts else found


def _old_and_new(definition: Definition, new: Row | Measurement, old: Measurement | None) -> dict[str, str]:
    """Both in words; where only the standing differs, the new one says its own too."""
    words_of_new = value_words(definition, new)
    if old is None:
        return {"new": words_of_new}
    words_of_old = value_words(definition, old)
    if words_of_old.startswith(f"{words_of_new} ("):
        words_of_new = f"{words_of_new} (final)"
    return {"new": words_of_new, "old": words_of_old}


def by_measure(figures: Iterable[tuple[Figure, Period]], *, shown: int = FIGURES_OF_A_MEASURE) -> list[MeasureGroup]:
    """Figures under their measures, each with its stretch of time, in the order in which the measures come."""
    groups: dict[str, list[tuple[Figure, Period]]] = defaultdict(list)
    for figure, period in figures:
        groups[figure.code].append((figure, period))
    found = []
    for code, members in groups.items():
        ordered = sorted(members, key=lambda member: (member[1].end, member[1].start, member[0].about))
        first, last = ordered[0][0], ordered[-1][0]
        span = first.period if first.period == last.period else f"{first.period} to {last.period}"
        chosen = [figure for figure, _ in ordered[:shown]]
        found.append(MeasureGroup(code, first.measure, len(members), span, chosen))
    return found


def problem_groups(problems: Sequence[Problem], *, most: int, hints: Mapping[Level, str]) -> list[ProblemGroup]:
    """Problems by how much they matter; the same one in many rows is told once. At most ``most`` of each are named."""
    found = []
    for level, heading, tone in LEVELS:
        members = [each for each in problems if each.level == level]
        if members:
            told = told_once(members)
            count = sum(each.count for each in members)
            left = sum(each.count for each in told[most:])
            found.append(ProblemGroup(level, heading, hints.get(level, ""), tone, count, told[:most], left))
    return found


def told_once(problems: Iterable[Problem]) -> list[Places]:
    same: dict[tuple[str, ...], list[Problem]] = defaultdict(list)
    for each in problems:
        same[each.code, each.sentence, each.fix, each.sheet, each.column].append(each)
    return [
        Places(_place(members), members[0].sentence, members[0].fix, sum(each.count for each in members))
        for members in same.values()
    ]


def _place(members: Sequence[Problem]) -> str:
    """ "Sheet Figures, rows 4, 7 and 12, column May 2024"."""
    first = members[0]
    rows = sorted({each.row for each in members if each.row is not None})
    sheet = first.sheet if FILE_NAME.search(first.sheet) or not first.sheet else f"Sheet {first.sheet}"
    parts = [sheet, _rows(rows), f"column {first.column}" if first.column else ""]
    found = ", ".join(filter(None, parts))
    return found if sheet else starting(found)


def _rows(rows: Sequence[int]) -> str:
    if not rows:
        return ""
    if len(rows) == 1:
        return f"row {rows[0]}"
    named = [str(row) for row in rows[:ROWS_NAMED]]
    if len(rows) > ROWS_NAMED:
        return f"rows {', '.join(named)} and {len(rows) - ROWS_NAMED} more"
    return f"rows {', '.join(named[:-1])} and {named[-1]}"
