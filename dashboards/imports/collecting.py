"""From cells to figures: each is held against the catalogue, and every problem is gathered with its place and fix."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from dashboards.imports.contract import Level, Place, Problem
from dashboards.imports.files import values
from dashboards.imports.files.tables import NO_VALUE, Cell, ErrorCell
from dashboards.imports.files.values import Figure, WrongValue
from dashboards.imports.gathered import Gathered, Key
from dashboards.imports.period_words import read_period
from dashboards.imports.status_words import split_status, status_of
from dashboards.imports.vocabulary import Vocabulary, WrongWord
from dashboards.models import Indicator, IndicatorVersion, Measurement
from dashboards.periods import Period
from dashboards.services.measurements import Row
from safetyvalve.core.models import Authority

Status = Measurement.Status
_LONGEST_NOTE = 300
_CODES = (
    ("must be in the measure", "wrong-unit", "Leave the sign out, or check that it is the right measure."),
    ("must be a whole number", "decimals", "Round it to a whole number."),
    ("must have no more", "decimals", "Round it."),
    ("must be 0 or more", "negative-figure", "Correct the figure. A letter says why there is none: c, x, z or u."),
    (
        "must be a figure, but the cell holds a formula",
        "formula-without-value",
        "Open the workbook in Excel, save it, and import it again.",
    ),
    ("must be a range", "range-goes-down", "Write the lower figure first: 96–100%."),
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What a row is about: a measure, undivided or one heading of a breakdown."""

    indicator: Indicator
    topic: str = ""
    breakdown: str = ""


class Collector:
    """Gathers figures and problems. With ``quotes`` off no problem says what a cell holds."""

    def __init__(self, authority: Authority, *, today: date, as_at: date | None = None, quotes: bool = True) -> None:
        self.authority, self.today, self.as_at, self.quotes = authority, today, as_at, quotes
        self.vocabulary = Vocabulary.of(authority)
        self.problems: list[Problem] = []
        self.gathered = Gathered()
        self._subjects: dict[tuple[str, str, str], Subject | WrongWord] = {}
        self._periods: dict[tuple[Cell, str, str], Period | WrongValue | None] = {}
        self._versions: dict[tuple[int, date], IndicatorVersion] = {}
        self._on_record: set[tuple[Key, Decimal]] | None = None

    def refuse(self, code: str, sentence: str, fix: str, place: Place, level: Level = Level.REFUSED) -> None:
        self.problems.append(Problem(code, sentence, fix, level, place.sheet, place.row, place.column))

    def subject(
        self, measure: str, topic: str, breakdown: str, place: Place, columns: dict[str, str]
    ) -> Subject | None:
        """The measure and heading of a row; None with a problem when one of them is not known.

        ``columns`` name the column of "measure", "topic" and "breakdown" for the problem's place.
        """
        words = (measure, topic, breakdown)
        if words not in self._subjects:
            try:
                self._subjects[words] = self._subject(*words)
            except WrongWord as wrong:
                self._subjects[words] = wrong
        found = self._subjects[words]
        if isinstance(found, Subject):
            return found
        sentence = found.sentence if self.quotes else found.quoting_nothing
        self.refuse(found.code, sentence, found.fix, place._replace(column=columns.get(found.column, "")))
        return None

    def _subject(self, measure: str, topic: str, breakdown: str) -> Subject:
        indicator = self.vocabulary.measure(measure)
        if not breakdown:
            if topic:
                topic = self.vocabulary.topic(indicator, topic)
                words = "A breakdown is named, but not which of its headings."
                raise WrongWord("breakdown-missing", "breakdown", words, "Fill in the heading, or clear both.", words)
            return Subject(indicator)
        code = self.vocabulary.topic(indicator, topic) if topic else self.vocabulary.topic_of(indicator, breakdown)
        return Subject(indicator, code, self.vocabulary.breakdown(code, breakdown))

    def period(self, subject: Subject, cell: Cell, place: Place) -> Period | None:
        """The period a cell means for that measure; None with a problem when it does not fit."""
        newest = self._version(subject.indicator, date.max)
        basis, frequency = newest.period_basis, newest.frequency
        if (cell, basis, frequency) not in self._periods:
            try:
                self._periods[cell, basis, frequency] = read_period(cell, basis, frequency)
            except WrongValue as wrong:
                self._periods[cell, basis, frequency] = wrong
        found = self._periods[cell, basis, frequency]
        if isinstance(found, Period):
            return found
        fix = "Check the period, or whether it is the right measure."
        if found is None:
            self.refuse("period-missing", "The row does not say which period it is about.", "Fill it in.", place)
        else:
            sentence = f"For {subject.indicator.name} the period {found.reason}."
            self.refuse("period-does-not-fit", sentence, fix, place)
        return None

    def figure(
        self, subject: Subject, period: Period, cell: Cell, place: Place, *, status: str = "", note: str = ""
    ) -> None:
        """Take one figure. An empty cell says nothing; a wrong one is a problem."""
        version = self._version(subject.indicator, period.end)
        key = self._key(subject, period, version)
        cell, of_cell = split_status(cell)
        try:
            figure = self._number(cell, version, key)
            found_status = status_of(status) or of_cell or Status.FINAL
        except WrongValue as wrong:
            self._refuse_value(wrong, subject, cell, place)
            return
        if figure.value is None and not figure.marker:
            return
        if found_status == Status.UNRELIABLE and not note:
            sentence = "An unreliable figure needs the reason why it is."
            self.refuse("unreliable-without-note", sentence, "Say why in the column Note.", place)
            return
        row = Row(
            code=subject.indicator.code,
            period=period,
            value=figure.value,
            marker=figure.marker,
            status=found_status,
            breakdown_topic=subject.topic,
            breakdown=subject.breakdown,
            as_at=self.as_at,
            source=version.source[:200],
            upper=figure.upper,
            is_as_reported=figure.is_as_reported or version.unit == IndicatorVersion.Unit.PERCENT,
            note=note[:_LONGEST_NOTE],
        )
        problem = self.gathered.take(key, row, place)
        if problem:
            self.problems.append(problem)

    def finish(self) -> None:
        """Say what can only be said once everything has been read."""
        self.problems += self.gathered.ahead(self.today)

    def _version(self, indicator: Indicator, day: date) -> IndicatorVersion:
        if (indicator.pk, day) not in self._versions:
            self._versions[indicator.pk, day] = self.vocabulary.version_at(indicator, day)
        return self._versions[indicator.pk, day]

    def _key(self, subject: Subject, period: Period, version: IndicatorVersion) -> Key:
        is_stock = version.period_basis == IndicatorVersion.PeriodBasis.SNAPSHOT
        start = period.end if is_stock else period.start
        return subject.indicator.code, start, period.end, subject.topic, subject.breakdown

    def _number(self, cell: Cell, version: IndicatorVersion, key: Key) -> Figure:
        try:
            return values.number(cell, unit=version.unit, decimals=version.decimals)
        except WrongValue:
            exact = _exact(cell, version.unit)
            if exact is not None and exact.value is not None and (key, exact.value) in self._standing():
                return exact
            raise

    def _standing(self) -> set[tuple[Key, Decimal]]:
        """Figures on record: one that stands there as it is may be given again, whatever its decimals. One query."""
        if self._on_record is None:
            found = Measurement.objects.filter(authority=self.authority, area_code=self.authority.gss_code).current()
            self._on_record = {
                ((code, start, end, topic, breakdown), value)
                for code, start, end, topic, breakdown, value in found.filter(value__isnull=False).values_list(
                    *("version__indicator__code", "period_start", "period_end"),
                    *("breakdown_topic", "breakdown", "value"),
                )
            }
        return self._on_record

    def _refuse_value(self, wrong: WrongValue, subject: Subject, cell: Cell, place: Place) -> None:
        if isinstance(cell, ErrorCell):
            code, fix = "error-cell", "Correct the formula in the spreadsheet, or clear the cell."
        else:
            known = [(code, fix) for start, code, fix in _CODES if wrong.reason.startswith(start)]
            code, fix = known[0] if known else ("not-a-figure", "Write a figure, or clear the cell.")
        said = f" It says {cell[:40]}." if self.quotes and isinstance(cell, str) and cell is not NO_VALUE else ""
        self.refuse(code, f"{subject.indicator.name} {wrong.reason}.{said}", fix, place)


def text_of(cell: Cell) -> str:
    """A cell's words: a whole number without its decimals, a date as one; empty for an error or nothing."""
    if cell is None or cell is NO_VALUE or isinstance(cell, ErrorCell):
        return ""
    if isinstance(cell, Decimal):
        return f"{cell.normalize():f}"
    if isinstance(cell, datetime | date):
        return f"{cell:%d/%m/%Y}"
    return " ".join(str(cell).split())


def _exact(cell: Cell, unit: str) -> Figure | None:
    """The figure with all its decimals, whatever its sign, if it is one at all."""
    try:
        figure = values.number(cell, unit="percent" if unit == "percent" else "money", decimals=4)
    except WrongValue:
        return None
    return figure
