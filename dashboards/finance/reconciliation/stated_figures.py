"""Figures of the documents that a reconciliation compares, read out of one small table. Writes nothing.

A row names a year and a document and gives its balance, where that can be read, and the date of the document. A row
without a balance is left aside: a table never takes a figure away.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from conditions.models import ReconciliationSource
from dashboards.imports.files.days import day
from dashboards.imports.files.tables import Cell, ErrorCell, NoValue, PerCent, Tables
from dashboards.imports.files.wrong import WrongValue
from safetyvalve.core.dates import FinancialYear
from safetyvalve.core.forms.typed_money import LARGEST, WrongAmount, read_amount

Source = ReconciliationSource.Source
HEADINGS = ("Year", "Document", "Balance at 31 March", "Document and place", "Date of the document")
NAMES: Mapping[str, tuple[str, ...]] = {
    "year": ("year", "financial year"),
    "document": ("document", "source"),
    "amount": ("balance at 31 march", "balance", "amount", "balance stated"),
    "reference": ("document and place", "reference", "place"),
    "dated_on": ("date of the document", "date", "dated"),
}
SHORT = {
    "section 251": Source.S251,
    "s251": Source.S251,
    "1 9 3": Source.S251,
    "draft dsg note": Source.DRAFT_NOTE,
    "draft note": Source.DRAFT_NOTE,
    "dsg note": Source.NOTE,
    "published dsg note": Source.NOTE,
    "section 151 statement": Source.S151,
    "s151 statement": Source.S151,
    "revenue outturn": Source.OUTTURN,
    "ro": Source.OUTTURN,
    "accounts": Source.ACCOUNTS,
    "statement of accounts": Source.ACCOUNTS,
}
MOST_ROWS, LOOKED_AT = 200, 20
LONGEST_REFERENCE = 300


class Key(NamedTuple):
    """One document of one year."""

    financial_year: str
    source: str

    @property
    def label(self) -> str:
        return f"{Source(self.source).label}, {self.financial_year}"


@dataclass(frozen=True)
class Found:
    """What a row of the table says."""

    key: Key
    row: int
    amount: Decimal
    reference: str
    dated_on: date | None


@dataclass(frozen=True)
class Wrong:
    """Something that keeps the table from being used: the row as a spreadsheet counts it, 0 for the whole file."""

    row: int
    sentence: str

    def __str__(self) -> str:
        return f"Row {self.row}: {self.sentence}" if self.row else self.sentence


def read(tables: Tables, *, years: Sequence[str]) -> tuple[list[Found], list[Wrong]]:
    """The rows of the first sheet that has the headings, and everything that is wrong with them."""
    for sheet in tables.sheets:
        for number, cells in enumerate(sheet.rows[:LOOKED_AT]):
            if columns := _columns(cells):
                if strange := _strange(cells, columns):
                    return [], [Wrong(number + 1, strange)]
                rows = [
                    (n, {name: row[at] if at < len(row) else None for name, at in columns.items()})
                    for n, row in enumerate(sheet.rows[number + 1 :], start=number + 2)
                ]
                return _read_rows([row for row in rows if any(each is not None for each in row[1].values())], years)
    return [], [Wrong(0, f"No row of the file has the headings {HEADINGS[0]}, {HEADINGS[1]} and {HEADINGS[2]}.")]


def _columns(cells: Sequence[Cell]) -> dict[str, int]:
    """Where each of our columns stands; nothing unless year, document and balance are there."""
    found: dict[str, int] = {}
    for at, cell in enumerate(cells):
        for name, words in NAMES.items():
            if isinstance(cell, str) and _plain(cell) in words:
                found.setdefault(name, at)
    return found if {"year", "document", "amount"} <= found.keys() else {}


def _strange(cells: Sequence[Cell], columns: Mapping[str, int]) -> str:
    """A refusal of columns that are not ours, so that nobody hands over a list of children by mistake."""
    others = [at for at, cell in enumerate(cells) if cell is not None and at not in columns.values()]
    if not others:
        return ""
    return f"{len(others)} more column{'s are' if len(others) > 1 else ' is'} in the file. Leave only these: " + (
        f"{', '.join(HEADINGS)}."
    )


def _read_rows(rows: Sequence[tuple[int, Mapping[str, Cell]]], years: Sequence[str]) -> tuple[list[Found], list[Wrong]]:
    if len(rows) > MOST_ROWS:
        return [], [Wrong(0, f"The file has {len(rows)} rows; {MOST_ROWS} is the most that is read.")]
    found: dict[Key, Found] = {}
    wrong: list[Wrong] = []
    for number, cells in rows:
        try:
            row = _row(number, cells, years)
            if row and row.key in found:
                raise WrongValue(f"names the same document as row {found[row.key].row}")
        except WrongValue as error:
            wrong.append(Wrong(number, f"it {error.reason}."))
        else:
            if row:
                found[row.key] = row
    if not found and not wrong:
        wrong.append(Wrong(0, "No row of the file has a balance."))
    return list(found.values()), wrong


def _row(number: int, cells: Mapping[str, Cell], years: Sequence[str]) -> Found | None:
    amount = _amount(cells["amount"])
    if amount is None:
        return None
    reference, dated_on = _text(cells.get("reference")), _date(cells.get("dated_on"))
    if len(reference) > LONGEST_REFERENCE:
        raise WrongValue(f"has more than {LONGEST_REFERENCE} letters in {HEADINGS[3]}")
    return Found(Key(_year(cells["year"], years), _source(cells["document"])), number, amount, reference, dated_on)


def _year(cell: Cell, years: Sequence[str]) -> str:
    try:
        label = FinancialYear.parse(re.sub(r"(\d{4})([-/])\d\d(\d\d)", r"\1\2\3", _text(cell))).label
    except ValueError:
        raise WrongValue("must name a financial year, like 2024-25") from None
    if label not in years:
        raise WrongValue(f"names {label}, which is not a year of this agreement")
    return label


def _source(cell: Cell) -> str:
    words = _plain(_text(cell))
    known = {_plain(str(source.label)): source for source in Source} | SHORT
    if words not in known:
        raise WrongValue("names a document that is not one of those compared")
    return known[words].value


def _amount(cell: Cell) -> Decimal | None:
    if cell is None or (isinstance(cell, str) and cell.strip() in ("", "-", "–", "—")):
        return None
    if isinstance(cell, PerCent | ErrorCell | NoValue | bool) or not isinstance(cell, str | Decimal):
        raise WrongValue("must have an amount in pounds as its balance")
    if isinstance(cell, str):
        try:
            return read_amount(cell)
        except WrongAmount as error:
            raise WrongValue(f"has a balance that {error.reason}") from None
    pence = cell.quantize(Decimal("0.01")) if cell.is_finite() and abs(cell) < LARGEST else None
    if pence is None or abs(pence - cell) > Decimal("0.00001"):
        raise WrongValue("must have pounds and whole pence as its balance, below £10 billion")
    return pence


def _date(cell: Cell) -> date | None:
    try:
        return day(cell)
    except WrongValue as error:
        raise WrongValue(f"has a date that {error.reason}") from None


def _text(cell: Cell) -> str:
    return " ".join(cell.split()) if isinstance(cell, str) and not isinstance(cell, ErrorCell) else ""


def _plain(words: str) -> str:
    return " ".join(re.sub(r"[^a-z0-9]+", " ", words.lower().replace("’s", "").replace("'s", "")).split())
