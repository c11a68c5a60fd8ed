"""Finding the headings of a grid, and which of its two layouts it has."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from dashboards.imports.files.headers import letter
from dashboards.imports.files.tables import Cell, Sheet
from dashboards.imports.period_words import is_period
from dashboards.imports.vocabulary import folded

LOOKED_AT = 20
"""Rows from the top among which the headings may stand."""
ALIASES: dict[str, tuple[str, ...]] = {
    "measure": ("measure", "measure name", "indicator", "indicator name", "name of measure", "kpi", "metric"),
    "code": ("code", "measure code", "indicator code"),
    "period": (
        *("period", "time period", "reporting period", "month", "quarter", "year", "date", "period end"),
        *("month ending", "period ending", "as at"),
    ),
    "topic": ("broken down by", "breakdown topic", "breakdown type", "broken down", "topic", "split by", "dimension"),
    "breakdown": ("breakdown", "category", "breakdown category", "split", "group", "characteristic"),
    "value": ("value", "figure", "number", "count", "amount", "actual", "result", "figures", "values"),
    "status": ("status", "figure status"),
    "note": ("note", "notes", "comment", "comments", "remarks"),
    "council": (
        "council",
        "la code",
        "local authority",
        "local authority code",
        "la",
        "lea",
        "gss code",
        "council code",
    ),
    "unit": ("unit", "units", "unit of measure"),
    "basis": ("counted", "basis", "period basis", "frequency"),
}
_BY_WORDS = {words: role for role, aliases in ALIASES.items() for words in aliases}
NEAR = 0.86


@dataclass(frozen=True)
class Layout:
    """Where everything stands. ``columns`` maps roles to places in a row, ``periods`` are a wide grid's columns.

    ``ignored`` are headings that mean nothing here. Places and ``header`` are counted from 0.
    """

    header: int
    columns: Mapping[str, int]
    periods: tuple[int, ...] = ()
    ignored: tuple[int, ...] = ()

    @property
    def is_wide(self) -> bool:
        return bool(self.periods)

    def names(self, sheet: Sheet) -> dict[str, str]:
        """Each role's column as a problem names it."""
        return {role: column_name(sheet, self.header, index) for role, index in self.columns.items()}


def find_layout(sheet: Sheet) -> Layout | None:
    """The layout of the first row that heads a grid; None when there is none."""
    for index, row in enumerate(sheet.rows[:LOOKED_AT]):
        roles = roles_of(row)
        if "measure" not in roles and "code" not in roles:
            continue
        if "value" in roles and "period" in roles:
            return Layout(index, roles, ignored=_rest(row, roles, ()))
        periods = tuple(i for i, cell in enumerate(row) if i not in roles.values() and is_period(cell))
        if periods:
            return Layout(index, roles, periods, _rest(row, roles, periods))
    return None


def what_is_missing(sheet: Sheet) -> str:
    """Which headings the best row lacks, in a sentence; empty when no row looks like headings."""
    found = max((roles_of(row) for row in sheet.rows[:LOOKED_AT]), key=len, default={})
    if "measure" not in found and "code" not in found:
        return ""
    lacking = [role.capitalize() for role in ("period", "value") if role not in found]
    return f"There is a column for the measure, but none for {' and '.join(lacking).lower()}." if lacking else ""


def roles_of(row: Sequence[Cell]) -> dict[str, int]:
    """What the cells of a row of headings stand for; the first of each kind."""
    found: dict[str, int] = {}
    for index, cell in enumerate(row):
        role = _role(cell)
        if role:
            found.setdefault(role, index)
    return found


def column_name(sheet: Sheet, header: int, index: int) -> str:
    """A column in a problem: its letter and its heading."""
    cell = sheet.cell(header, index)
    words = " ".join(str(cell).split()) if isinstance(cell, str) else ""
    return f"{letter(index)} ({words[:40]})" if words else letter(index)


def _role(cell: Cell) -> str:
    if not isinstance(cell, str) or len(cell) > 40:
        return ""
    words = folded(cell)
    if words in _BY_WORDS:
        return _BY_WORDS[words]
    near = get_close_matches(words, list(_BY_WORDS), n=1, cutoff=NEAR) if len(words) > 4 else []
    return _BY_WORDS[near[0]] if near and not is_period(cell) else ""


def _rest(row: Sequence[Cell], roles: Mapping[str, int], periods: Sequence[int]) -> tuple[int, ...]:
    known = {*roles.values(), *periods}
    return tuple(index for index, cell in enumerate(row) if index not in known and cell is not None)
