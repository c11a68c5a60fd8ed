"""A spreadsheet with a row for each case, counted by the same rules as a SEN2 return. Nothing about a child is kept."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.utils import timezone

from dashboards.categories import return_codes
from dashboards.imports.collecting import text_of
from dashboards.imports.contract import Delivery, Level, Problem, Reading
from dashboards.imports.files.tables import Cell, ErrorCell, NoValue
from dashboards.imports.files.values import WrongValue, day
from dashboards.imports.mapping_codes import CodeList, is_unknown_word, item_of
from dashboards.imports.mapping_figures import columns_by_target
from dashboards.imports.mapping_sheets import Column, Found, cell_of
from dashboards.imports.mapping_spec import MappingSpec
from dashboards.imports.mapping_words import BY_KEY, CODE, DATE, FLAG, PERSON_KEY, REQUEST_NEED, SCHOOL, URN, Shape
from dashboards.imports.sen2 import Faults, Person, Schools, indicators, person_from_items
from dashboards.imports.sen2.checks import own_checks
from dashboards.imports.sen2.file_checks import LACKING
from dashboards.imports.sen2.items import TABLES
from dashboards.models import School
from dashboards.services.measurements import Row
from safetyvalve.core.dates import in_words

SAID_EVERY = 1000
_FLAGS = {
    **dict.fromkeys(("1", "y", "yes", "true", "x", "✓"), "1"),
    **dict.fromkeys(("0", "n", "no", "false"), "0"),
}
_PERSON = re.compile(r"Person (\d[\d,]*)(?<!,)(?:,? request \d+)?(?:,? item (\w+))?", re.IGNORECASE)
_URN = re.compile(r"\d{6}\Z")
_LONGEST_TEXT = 20
LACKING_FIX = "If the spreadsheet has it, say in the mapping which column holds it."
LONG_SINCE = timedelta(days=92)
_HAPPENED = ("ReceivedDate", "RequestOutcomeDate", "AssessmentOutcomeDate", "StartDate", "CeaseDate")
_OF_A_PLAN = frozenset({*TABLES["activeplans"], *TABLES["placementdetail"], *TABLES["senneed"]})
_WRONG = {
    DATE: ("dates-not-read", "are not dates", "Check the column. The cases are counted without these dates."),
    CODE: ("words-not-known", "have a word that stands for no code", "Say in the mapping what the words stand for."),
    FLAG: ("flags-not-read", "are neither yes nor no", "Write yes or no."),
    URN: ("urns-not-read", "are not URNs of six digits", "Give the URN and not the name."),
}


@dataclass
class _Wrong:
    """Cells of a column that could not be read: how many, and the row of the first. Never what they hold."""

    first: dict[Column, int] = field(default_factory=dict)
    count: dict[Column, int] = field(default_factory=dict)

    def add(self, column: Column, row: int) -> None:
        self.first.setdefault(column, row)
        self.count[column] = self.count.get(column, 0) + 1


def read_cases(delivery: Delivery, found: Found, spec: MappingSpec, codes: Mapping[str, CodeList]) -> Reading:
    """The counts that these cases come to on the as-at day and since the day that ``options["since"]`` names."""
    as_at = delivery.as_at or timezone.localdate()
    reader = _Reader(found, spec, codes, return_codes(delivery.authority))
    people, numbers = reader.people(delivery)
    meanings = return_codes(delivery.authority)
    schools = Schools.of(School.objects.standing(delivery.authority))
    since = delivery.options.get("since")
    rows = indicators(
        people,
        as_at=as_at,
        since=date.fromisoformat(since) if since else None,
        codes=meanings,
        schools=schools,
        la_code=delivery.authority.la_code,
    )
    checks = own_checks(people, reader.faults, as_at=as_at, codes=meanings, schools=schools, sheet=found.sheet.name)
    problems = [
        *reader.problems(),
        *_about_stock(rows, found),
        *_about_days(reader.newest, as_at, found),
        *(
            _by_rows(problem, numbers, reader.columns)
            for problem in checks
            if problem.code != "age-unlikely" or "PersonBirthDate" in reader.columns
        ),
    ]
    summary = (
        ("Rows", f"{len(people):,}"),
        ("People", f"{len({person.upn for person in people if person.upn}) or len(people):,}"),
        ("Figures", f"{len(rows):,}"),
    )
    rows = [replace(row, as_at=row.as_at or as_at) for row in rows]
    return Reading(rows=tuple(rows), problems=tuple(problems), summary=summary, as_at=as_at)


def _about_stock(rows: list[Row], found: Found) -> list[Problem]:
    """A list of this year's plans would otherwise quietly become the number of plans that the council maintains."""
    if not any(row.code == "plans_maintained" for row in rows):
        return []
    words = "Plans maintained are counted from these rows: that is right only if every plan in force is among them."
    fix = "If they are not, leave out the column with the date the plan started."
    return [Problem("stock-from-rows", words, fix, Level.WARNING, found.sheet.name)]


def _about_days(newest: str, as_at: date, found: Found) -> list[Problem]:
    """A file of last year, counted up to today, would quietly say that nothing has happened since."""
    if not newest or newest >= (as_at - LONG_SINCE).isoformat():
        return []
    words = (
        f"Nothing in these rows has happened in the three months before {in_words(as_at)}, for which they are counted."
    )
    fix = "Give the day on which the spreadsheet was taken from its system, and import it again."
    return [Problem("nothing-lately", words, fix, Level.WARNING, found.sheet.name)]


class _Reader:
    """Turns rows into people, as items of SEN2."""

    def __init__(
        self, found: Found, spec: MappingSpec, codes: Mapping[str, CodeList], meanings: Mapping[str, Mapping[str, str]]
    ) -> None:
        self.found, self.spec, self.codes = found, spec, codes
        self.columns = columns_by_target(found, spec)
        self.kinds = {key: target.kind for key, target in BY_KEY[Shape.CASES].items()}
        self.letters = {item: {meaning: code for code, meaning in found.items()} for item, found in meanings.items()}
        self.faults, self.wrong = Faults(), _Wrong()
        self._read: dict[tuple[str, Cell], str | None] = {}
        self.newest = ""

    def people(self, delivery: Delivery) -> tuple[list[Person], list[int]]:
        """A person for each row, and the rows' numbers in the spreadsheet."""
        rows = self.found.rows()
        people, numbers = [], []
        for done, (number, row) in enumerate(rows):
            if done % SAID_EVERY == 0:
                delivery.progress(done, len(rows), "Reading rows")
            items = self._items(number, row)
            if items:
                people.append(self._person(items, row))
                numbers.append(number)
        return people, numbers

    def _person(self, items: dict[str, str], row: tuple[Cell, ...]) -> Person:
        need, school = items.pop(REQUEST_NEED, "") or items.get("SENtype", ""), items.pop(SCHOOL, "")
        if "StartDate" not in items:
            # Need and setting of somebody without a plan: in a return they would say that there is one.
            items = {item: text for item, text in items.items() if item.lower() not in _OF_A_PLAN}
        person = person_from_items(items, self.faults, "")
        person.cases[0].need, person.cases[0].school = need, school
        key = text_of(cell_of(row, self.columns[PERSON_KEY])) if PERSON_KEY in self.columns else ""
        # Only to tell people apart while reading, whatever the system's numbers look like.
        person.upn = hashlib.sha256(key.casefold().encode()).hexdigest()[:20] if key else ""
        if not person.upn:
            person.no_identifier = "-"
        return person

    def _items(self, number: int, row: tuple[Cell, ...]) -> dict[str, str]:
        """What a row says, by SEN2 item; a cell that cannot be read is counted and left out."""
        items = {}
        for target, column in self.columns.items():
            cell = cell_of(row, column)
            if cell is None or target == PERSON_KEY:
                continue
            # The same word or day is in many rows. What is remembered here goes with the reader.
            if (target, cell) not in self._read:
                self._read[target, cell] = self._text(target, column, cell)
            text = self._read[target, cell]
            if text is None:
                self.wrong.add(column, number)
            elif text:
                items[target] = text
                if target in _HAPPENED:
                    self.newest = max(self.newest, text)
        return items

    def _text(self, target: str, column: Column, cell: Cell) -> str | None:
        """An item's text, "" for nothing said, None for what cannot be read."""
        if isinstance(cell, NoValue | ErrorCell):
            return None
        kind = self.kinds.get(target, "")
        if kind == DATE:
            return self._date(cell)
        text = text_of(cell)
        if text in ("", "-", "–", "—"):
            return ""
        if kind == CODE:
            return self._code(target, column, text)
        if kind == FLAG:
            return _FLAGS.get("1" if cell is True else "0" if cell is False else text.casefold())
        if kind == URN:
            return text if _URN.match(text) else None
        return text[:_LONGEST_TEXT]

    def _date(self, cell: Cell) -> str | None:
        try:
            found = day(cell, is_1904=self.found.sheet.is_1904)
        except WrongValue:
            return None
        return found.isoformat() if found else ""

    def _code(self, target: str, column: Column, text: str) -> str | None:
        meaning = self.spec.values.get(column.heading, {}).get(text) or self.codes[target].resolve(text)
        if not meaning:
            return "" if is_unknown_word(text) else None
        return self.letters.get(item_of(target), {}).get(meaning, meaning)

    def problems(self) -> list[Problem]:
        """One problem for each column that has cells that could not be read."""
        targets = {column: target for target, column in self.columns.items()}
        found = []
        for column, count in self.wrong.count.items():
            code, words, fix = _WRONG.get(self.kinds.get(targets[column], ""), _WRONG[DATE])
            sentence = f"{count:,} cell{'' if count == 1 else 's'} of this column {_agreeing(words, count)}."
            place = (self.found.sheet.name, self.wrong.first[column], column.name)
            found.append(Problem(code, sentence, fix, Level.WARNING, *place, count=count))
        return found


def _agreeing(words: str, count: int) -> str:
    """ "is not a date" for one, "are not dates" for several."""
    if count > 1:
        return words
    single = {
        "are not dates": "is not a date",
        "have a word that stands for no code": "has a word that stands for no code",
        "are neither yes nor no": "is neither yes nor no",
        "are not URNs of six digits": "is not a URN of six digits",
    }
    return single[words]


def _by_rows(problem: Problem, numbers: list[int], columns: Mapping[str, Column]) -> Problem:
    """The checks of a return name people by their order; here they are rows of a sheet."""

    def row(found: re.Match[str]) -> str:
        index = int(found[1].replace(",", "")) - 1
        column = columns.get(found[2] or "")
        where = f"row {numbers[index]:,}" if index < len(numbers) else found[0]
        return f"{where}, column {column.letter}" if column else where

    fix = LACKING_FIX if problem.fix == LACKING else problem.fix
    return replace(problem, sentence=_PERSON.sub(row, problem.sentence), fix=fix)
