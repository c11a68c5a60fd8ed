"""The grid of figures: our template filled in, or any sheet with a figure in each row.

``read(delivery) -> Reading``
    Each sheet is read by its headings. **Wide**: a row for each measure and breakdown, a column for each period.
    **Long**: columns for measure, period, breakdown, value, status and note, in any order. ``delivery.options`` are not
    needed. Raises ``UnusableDelivery`` for a damaged file and for the grid of another council.
"""

from django.utils import timezone

from dashboards.imports.collecting import Collector, text_of
from dashboards.imports.contract import Delivery, Level, Place, Problem, Reading, UnusableDelivery
from dashboards.imports.files.tables import Cell, Sheet, read_tables
from dashboards.imports.grid_layout import Layout, column_name, find_layout, what_is_missing
from dashboards.imports.grid_template import KEY
from dashboards.imports.status_words import WORDS, Status, split_status
from dashboards.imports.vocabulary import folded
from safetyvalve.core.models import Authority
from safetyvalve.render.csv import safe_text

SAID_EVERY = 1000
UNITS = {
    "count": {"count", "number", "numbers", "plans", "children", "requests"},
    "percent": {"percent", "per cent", "percentage", "pct"},
    "money": {"pounds", "money", "gbp"},
    "days": {"days"},
    "weeks": {"weeks"},
}
_NO_HEADINGS = "No row of headings was found in the first 20 rows."
_HEAD_THEM = (
    "Use the template, or head the columns Measure, Period and Value, or Measure and then a column for each period."
)


def read(delivery: Delivery) -> Reading:
    """See the module. Raises ``UnusableDelivery``."""
    collector = Collector(delivery.authority, today=timezone.localdate(), as_at=delivery.as_at)
    found: list[tuple[Sheet, Layout]] = []
    without: list[Sheet] = []
    for delivered in delivery.files:
        tables = read_tables(delivered)
        ours = {sheet.name for sheet in tables.sheets if _is_ours(sheet)}
        collector.problems += [problem for problem in tables.problems if not _is_key_row(problem, ours)]
        for sheet in tables.sheets:
            _check_council(sheet, delivery.authority)
            layout = find_layout(sheet)
            if layout:
                found.append((sheet, layout))
            elif not _is_ours(sheet):
                without.append(sheet)
    if not found:
        reasons = [words for sheet in without if (words := what_is_missing(sheet))]
        raise UnusableDelivery(Problem("no-headings", reasons[0] if reasons else _NO_HEADINGS, _HEAD_THEM, Level.FATAL))
    for sheet in without:
        words = f"Sheet {sheet.name} was left out: it has no headings of a grid."
        collector.refuse("sheet-left-out", words, _HEAD_THEM, Place(sheet.name), Level.NOTE)
    total, done = sum(len(sheet.rows) for sheet, _ in found), 0
    for sheet, layout in found:
        _Reader(delivery, collector, sheet, layout).read(done, total)
        done += len(sheet.rows)
    collector.finish()
    return Reading(
        rows=collector.gathered.rows,
        problems=tuple(collector.problems),
        summary=collector.gathered.summary(),
        as_at=delivery.as_at,
        places=collector.gathered.places,
    )


class _Reader:
    """Reads one sheet."""

    def __init__(self, delivery: Delivery, collector: Collector, sheet: Sheet, layout: Layout) -> None:
        self.delivery, self.collector, self.sheet, self.layout = delivery, collector, sheet, layout
        self.names = layout.names(sheet)
        self.columns = {**self.names, "measure": self.names.get("code") or self.names.get("measure", "")}
        self.period_names = {index: column_name(sheet, layout.header, index) for index in layout.periods}

    def read(self, done: int, total: int) -> None:
        self._say_ignored()
        for number in range(self.layout.header + 1, len(self.sheet.rows)):
            if number % SAID_EVERY == 0:
                self.delivery.progress(done + number, total, "Reading rows")
            row = self.sheet.rows[number]
            if any(cell is not None for cell in row):
                self._row(number, row)

    def _say_ignored(self) -> None:
        for index in self.layout.ignored:
            name = column_name(self.sheet, self.layout.header, index)
            words = f"Column {name} was left out: its heading is neither a period nor another part of a grid."
            place = Place(self.sheet.name, self.layout.header + 1, name)
            self.collector.refuse("column-left-out", words, "Check its heading if it holds figures.", place, Level.NOTE)

    def _row(self, number: int, row: tuple[Cell, ...]) -> None:
        place = Place(self.sheet.name, number + 1)
        if self.layout.is_wide:
            filled = [index for index in self.layout.periods if _cell(row, index) is not None]
        else:
            filled = [self.layout.columns["value"]] if _cell(row, self.layout.columns["value"]) is not None else []
        if not filled:
            return
        self._check_council(row, place)
        measure = self._text(row, "code") or self._text(row, "measure")
        if not measure:
            fix = "Name the measure in every row. Merged cells have their words in the first row only."
            self.collector.refuse("measure-missing", "The row does not say which measure it is.", fix, place)
            return
        topic, breakdown = self._text(row, "topic"), self._text(row, "breakdown")
        subject = self.collector.subject(measure, topic, breakdown, place, self.columns)
        if subject is None or not self._is_of_its_unit(row, subject.indicator.code, place):
            return
        note, status = self._text(row, "note"), self._text(row, "status")
        for index in filled:
            if self.layout.is_wide:
                heading, column = self.sheet.cell(self.layout.header, index), self.period_names[index]
                period_column = column
            else:
                heading, column = _cell(row, self.layout.columns["period"]), self.names["value"]
                period_column = self.names["period"]
            cell = _cell(row, index)
            if isinstance(cell, str) and cell.strip() in ("-", "–", "—"):
                continue
            period = self.collector.period(subject, heading, place._replace(column=period_column))
            if period:
                there = place._replace(column=column)
                why = note if not self.layout.is_wide or _is_unreliable(cell, status) else ""
                self.collector.figure(subject, period, cell, there, status=status, note=why)

    def _text(self, row: tuple[Cell, ...], role: str) -> str:
        """A cell's words, without the apostrophe that CSV files carry in front of what looks like a formula."""
        index = self.layout.columns.get(role)
        words = "" if index is None else text_of(_cell(row, index))
        return words[1:] if self.sheet.is_csv and words[:1] == "'" and safe_text(words[1:]) == words else words

    def _check_council(self, row: tuple[Cell, ...], place: Place) -> None:
        """A column that names the council must name this one. Raises ``UnusableDelivery``."""
        said = self._text(row, "council")
        if said and not _names(said, self.delivery.authority):
            raise _other_council(said, place._replace(column=self.names["council"]))

    def _is_of_its_unit(self, row: tuple[Cell, ...], code: str, place: Place) -> bool:
        words = self._text(row, "unit")
        version = self.collector.vocabulary.current(code)
        said = {"£": "money", "%": "percent"}.get(words) or next(
            (u for u, w in UNITS.items() if folded(words) in w), ""
        )
        if not said or said == version.unit:
            return True
        sentence = f"{version.indicator.name} is recorded in {version.get_unit_display().lower()}, not in {words[:20]}."
        fix = "Correct the figures and the unit, or check that it is the right measure."
        self.collector.refuse("wrong-unit", sentence, fix, place._replace(column=self.names["unit"]))
        return False


def _is_unreliable(cell: Cell, status: str) -> bool:
    """Whether a wide row's note is about this figure of it."""
    return Status.UNRELIABLE in (split_status(cell)[1], WORDS.get(folded(status)))


def _check_council(sheet: Sheet, authority: Authority) -> None:
    """The template's hidden key must be this council's. Raises ``UnusableDelivery``."""
    code = text_of(sheet.cell(0, 1))
    if _is_ours(sheet) and code and not _names(code, authority):
        raise _other_council(code, Place(sheet.name, 1, "B"))


def _is_ours(sheet: Sheet) -> bool:
    return text_of(sheet.cell(0, 0)) == KEY


def _is_key_row(problem: Problem, ours: set[str]) -> bool:
    """The hidden row that a reader noticed is the template's own."""
    return problem.code == "hidden-rows" and problem.count == 1 and problem.sheet in ours


def _names(said: str, authority: Authority) -> bool:
    said = said.casefold()
    return said in (authority.la_code, authority.gss_code.casefold(), authority.name.casefold())


def _other_council(said: str, place: Place) -> UnusableDelivery:
    sentence = f"This grid was made for council {said[:40]}."
    return UnusableDelivery(
        Problem("wrong-council", sentence, "Check that you chose the right file.", Level.FATAL, *place)
    )


def _cell(row: tuple[Cell, ...], index: int) -> Cell:
    return row[index] if index < len(row) else None
