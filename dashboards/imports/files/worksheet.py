"""One pass through the XML of a worksheet: cells, merged cells, hidden rows and columns, formulas without results."""

import re
from datetime import datetime

from dashboards.imports.contract import Problem
from dashboards.imports.files.cells import NO_VALUE, Cell, CellRow, ErrorCell
from dashboards.imports.files.headers import column_index, letter
from dashboards.imports.files.limits import Limits
from dashboards.imports.files.number_formats import Styles
from dashboards.imports.files.problems import note, unusable

NAMED = 3
"""Places that a note names; the rest it counts."""
_REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})(?::([A-Z]{1,3})([0-9]{1,7}))?")
_STRIPPED = " \t\r\n\u00a0\ufeff\u200b"
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


class WorksheetReader:
    """Takes the events of one worksheet's XML; afterwards it has the rows and what is worth a note."""

    def __init__(self, name: str, strings: list[str], styles: Styles, *, limits: Limits, room: int) -> None:
        self.name, self.strings, self.styles, self.limits, self.room = name, strings, styles, limits, room
        self.rows: list[list[Cell]] = []
        self.cells = 0
        self.merged: list[str] = []
        self.without_value: list[str] = []
        self.hidden_rows = 0
        self.hidden_columns: set[str] = set()
        self._row = 0
        self._row_is_hidden = False
        self._filled: list[Cell] = []
        self._column = -1
        self._kind, self._style = "n", 0
        self._has_formula, self._has_value, self._collects = False, False, False
        self._parts: list[str] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._start_cell(attributes)
        elif tag == "v" or tag == "t":
            self._collects = self._has_value = True
        elif tag == "f":
            self._has_formula = True
        elif tag == "row":
            self._start_row(attributes)
        elif tag == "mergeCell":
            self.merged.append(attributes.get("ref", ""))
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = _number(attributes.get("min", "")), _number(attributes.get("max", ""))
            self.hidden_columns.update(letter(index - 1) for index in range(first, min(last, first + 50) + 1))

    def text(self, text: str) -> None:
        if self._collects:
            self._parts.append(text)

    def end(self, tag: str) -> None:
        if tag == "v" or tag == "t":
            self._collects = False
        elif tag == "c":
            self._end_cell()
        elif tag == "row":
            self._end_row()

    def _start_row(self, attributes: dict[str, str]) -> None:
        self._row = _number(attributes.get("r", "")) or self._row + 1
        self._row_is_hidden = attributes.get("hidden") in ("1", "true")
        self._filled, self._column = [], -1

    def _start_cell(self, attributes: dict[str, str]) -> None:
        reference = attributes.get("r", "")
        self._column = column_index(reference) if reference else self._column + 1
        self._kind = attributes.get("t", "n")
        self._style = _number(attributes.get("s", ""))
        self._has_formula = self._has_value = False
        self._parts = []

    def _end_cell(self) -> None:
        value = self._value()
        if value is None:
            return
        if value is NO_VALUE:
            self.without_value.append(f"{letter(self._column)}{self._row}")
        self.cells += 1
        if not 0 <= self._column < self.limits.columns:
            raise unusable(
                "too-many-columns",
                f"The sheet {self.name} has more than {self.limits.columns:,} columns.",
                sheet=self.name,
            )
        if self._column >= len(self._filled):
            self._filled.extend([None] * (self._column - len(self._filled)))
            self._filled.append(value)
        else:
            self._filled[self._column] = value

    def _end_row(self) -> None:
        if not self._filled:
            return
        # Rows in between that hold nothing are not in the file; far down they cost as much as full ones.
        if self._row > self.limits.rows or self.cells > self.room:
            raise unusable("too-many-rows", f"The sheet {self.name} has too many rows to be read.", sheet=self.name)
        self.rows.extend([] for _ in range(self._row - 1 - len(self.rows)))
        if self._row <= len(self.rows):
            raise unusable(
                "file-damaged", f"The sheet {self.name} is damaged: its rows are out of order.", sheet=self.name
            )
        self.rows.append(self._filled)
        self.hidden_rows += self._row_is_hidden

    def _value(self) -> Cell:
        text = "".join(self._parts)
        if self._has_formula and not text and not (self._has_value and self._kind == "str"):
            return NO_VALUE
        if self._kind == "n":
            return self.styles.value(text, self._style) if text.strip() else None
        if self._kind == "s":
            index = _number(text.strip())
            text = self.strings[index] if index < len(self.strings) else ""
        if self._kind == "b":
            return text.strip() in ("1", "true")
        if self._kind == "e":
            return ErrorCell(text.strip())
        if self._kind == "d":
            return _iso_day(text.strip())
        return _ESCAPED.sub(_character, text).strip(_STRIPPED) or None

    def finished_rows(self) -> tuple[CellRow, ...]:
        """The rows, each up to its last filled cell. In merged cells only the first has the value."""
        for reference in self.merged:
            self._empty_merged(reference)
        for row in self.rows:
            while row and row[-1] is None:
                row.pop()
        return tuple(tuple(row) for row in self.rows)

    def _empty_merged(self, reference: str) -> None:
        found = _REFERENCE.fullmatch(reference)
        if not found or not found[3]:
            return
        left, right = column_index(found[1]), column_index(found[3])
        top, bottom = int(found[2]), int(found[4])
        for number in range(top, min(bottom, len(self.rows)) + 1):
            row = self.rows[number - 1]
            for column in range(left + (number == top), min(right + 1, len(row))):
                row[column] = None

    def notes(self) -> list[Problem]:
        """What a person should know about how the sheet was read."""
        found = []
        if self.merged:
            words = f"Cells are merged at {_places(self.merged)}. The value was read for the first of them only."
            fix = "If it stands for all of them, unmerge the cells and fill it into each."
            found.append(self._note("merged-cells", words, fix, len(self.merged)))
        if self.without_value:
            words = f"Formulas at {_places(self.without_value)} have no result saved with them, so they have no value."
            fix = "Open the workbook in Excel, save it, and upload it again."
            found.append(self._note("formula-without-value", words, fix, len(self.without_value)))
        if self.hidden_rows:
            words = (
                "One hidden row was read." if self.hidden_rows == 1 else f"{self.hidden_rows:,} hidden rows were read."
            )
            found.append(self._note("hidden-rows", words, "Delete rows that should not count.", self.hidden_rows))
        if self.hidden_columns and self.rows:
            columns = sorted(self.hidden_columns, key=column_index)
            words = f"Hidden columns were read: {_places(columns)}."
            found.append(self._note("hidden-columns", words, "Delete columns that should not count.", len(columns)))
        return found

    def _note(self, code: str, words: str, fix: str, count: int) -> Problem:
        return note(code, words, fix=fix, sheet=self.name, count=count)


def _places(places: list[str]) -> str:
    """ "B2:C2, B5:C5, B8:C8 and 4 other places"."""
    more = len(places) - NAMED
    named = ", ".join(places[:NAMED])
    return named if more <= 0 else f"{named} and {more:,} other place{'' if more == 1 else 's'}"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def _iso_day(text: str) -> Cell:
    try:
        found = datetime.fromisoformat(text.removesuffix("Z"))
    except ValueError:
        return text or None
    return found.date() if found.time() == found.time().min else found


def _character(found: re.Match[str]) -> str:
    """Excel writes control characters as _x000D_."""
    return chr(int(found[1], 16))
