"""Reading the nine CSV files that COLLECT gives back ("Blade" export), in any order, row by row."""

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO

from dashboards.imports.contract import Delivered, Level, Problem, Progress, UnusableDelivery
from dashboards.imports.files.csv_text import LONGEST_FIELD, decode, guess_delimiter
from dashboards.imports.sen2.assembling import attach
from dashboards.imports.sen2.faults import place
from dashboards.imports.sen2.items import TABLES, put
from dashboards.imports.sen2.records import Case, Person
from dashboards.imports.sen2.refusals import refused
from dashboards.imports.sen2.returns import Return

PARENT = {
    "sen2": "",
    "person": "sen2",
    "requests": "person",
    "assessment": "requests",
    "namedplan": "assessment",
    "plandetail": "namedplan",
    "activeplans": "requests",
    "placementdetail": "activeplans",
    "senneed": "activeplans",
}
"""The table that each one hangs from, in an order in which parents come first."""
NEEDED = ("person", "requests")
_NOTHING = frozenset({"", "NULL"})
_NAME = re.compile(rf"^(.*?)({'|'.join(PARENT)})\.(?:csv|txt)$", re.IGNORECASE)
Row = dict[str, str]


@dataclass(frozen=True)
class Table:
    """One file of an export. ``export`` is what the files of one export have in common."""

    kind: str
    export: str
    file: Delivered


@dataclass(frozen=True, slots=True)
class _Parent:
    """Where the rows of the next table attach, and how that place is named."""

    record: object
    place: str


def exports(files: Sequence[Delivered], archive: str = "") -> dict[str, dict[str, Delivered]]:
    """The files by export and by table. Raises ``UnusableDelivery`` for another kind of file and a table twice."""
    found: dict[str, dict[str, Delivered]] = {}
    for file in files:
        table = _identify(file, archive)
        tables = found.setdefault(table.export, {})
        if table.kind in tables:
            raise refused("table-twice", f"There are two files of the table {table.kind}: {file.name} and another.")
        tables[table.kind] = file
    return found


def _identify(file: Delivered, archive: str) -> Table:
    """Which table it is: by the name of its first column, else by the name of the file."""
    if not file.content.strip():
        raise refused("file-empty", f"{file.name} is empty.")
    start = _start_of(file)
    first = re.split(r"[,;\t|]", start, maxsplit=1)[0].strip(' "\ufeff').lower()
    named = _NAME.match(file.name)
    kind = first.removesuffix("tableid") if first.removesuffix("tableid") in PARENT else ""
    if not kind and named and re.search(r"tableid|orderseqcolumn", start, re.IGNORECASE):
        kind = named[2].lower()
    if not kind:
        fix = "Choose the nine CSV files that COLLECT exports, or a zip of them."
        raise refused("file-wrong-kind", f"{file.name} is not one of the files of a COLLECT export.", fix=fix)
    prefix = named[1] if named else ""
    return Table(kind, f"{archive}/{prefix}".strip("/_- "), file)


def _start_of(file: Delivered) -> str:
    """The heading line, whatever the encoding; for telling tables apart only."""
    start = file.content[:4000]
    encoding = "utf-16" if start[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    return start.decode(encoding, "replace").splitlines()[0]


def parse(export: str, tables: dict[str, Delivered], progress: Progress) -> Return:
    """The return in the files of one export. Raises ``UnusableDelivery``."""
    found = Return(export or "COLLECT export")
    _report_missing(found, tables)
    parents: dict[str, dict[str, _Parent]] = {"sen2": {}}
    for step, kind in enumerate(PARENT):
        progress(step, len(PARENT), f"Reading the table {kind}")
        if kind in tables:
            parents[kind] = _read_table(found, kind, tables[kind], parents.get(PARENT[kind], {}))
    if not found.people:
        raise refused("no-people", f"There is nobody in {tables['person'].name}.")
    return found


def _report_missing(found: Return, tables: dict[str, Delivered]) -> None:
    for kind in PARENT:
        if kind in tables:
            continue
        words = f"The table {kind} is missing."
        if kind in NEEDED:
            raise refused("table-missing", f"{words} Nothing can be counted without it.")
        fix = "Add it if there is one: what it tells is not counted."
        found.problems.append(Problem("table-missing", words, fix, Level.WARNING))


def _read_table(found: Return, kind: str, file: Delivered, parents: dict[str, _Parent]) -> dict[str, _Parent]:
    """Every row into its record under its parent. Returns where rows of its children attach, by this table’s key."""
    here: dict[str, _Parent] = {}
    own, above = f"{kind}tableid", f"{PARENT[kind]}tableid"
    items = TABLES["header" if kind == "sen2" else kind]
    for number, row in enumerate(_rows(found, file, {own, above, *items}), 2):
        where = _put_in_place(found, kind, parents.get(row.get(above, "")), f"{kind}, row {number}")
        if where is None:
            continue
        record = found.header if kind == "sen2" else where[1]
        for name, text in row.items():
            if name in items:
                found.items.add(name)
                put(record, "header" if kind == "sen2" else kind, name, text, found.faults, where[0].place)
        if key := row.get(own):
            here[key] = where[0]
    return here


def _put_in_place(found: Return, kind: str, parent: _Parent | None, row: str) -> tuple[_Parent, object] | None:
    """A new record under its parent, and where its own children go; None for a row whose parent is not there."""
    if kind == "sen2":
        return _Parent(found.header, "Header"), found.header
    record = found.new(kind)
    if isinstance(record, Person):
        found.people.append(record)
        return _Parent(record, f"Person {len(found.people)}"), record
    if parent is None:
        found.faults.add("part-astray", row)
        return None
    attach(parent.record, record, found.faults, parent.place)
    if isinstance(record, Case):
        person = parent.record
        number = len(person.cases) if isinstance(person, Person) else 1
        return _Parent(record, place(int(parent.place.removeprefix("Person ")) - 1, number - 1)), record
    return _Parent(parent.record if kind == "assessment" else record, parent.place), record


def _rows(found: Return, file: Delivered, wanted: set[str]) -> Iterator[Row]:
    """The wanted cells of every row, by lower-case heading. Nothing else of a row is kept."""
    text, notes = decode(file)
    found.problems += notes
    csv.field_size_limit(LONGEST_FIELD)
    reader = csv.reader(StringIO(text, newline=""), delimiter=guess_delimiter(text[:4000]), strict=True)
    del text
    number = 1
    try:
        headings = [heading.strip(" \ufeff").lower() for heading in next(reader, [])]
        columns = [(index, heading) for index, heading in enumerate(headings) if heading in wanted]
        for cells in reader:
            number += 1
            row = {name: cells[at].strip() for at, name in columns if at < len(cells)}
            if any(cells):
                yield {name: cell for name, cell in row.items() if cell.upper() not in _NOTHING}
    except csv.Error:
        raise _damaged(file, number + 1) from None


def _damaged(file: Delivered, number: int) -> UnusableDelivery:
    words = f"{file.name} breaks off or is damaged in row {number:,}."
    return refused("file-damaged", words, row=number, fix="Export the tables from COLLECT again.")
