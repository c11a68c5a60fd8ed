"""Reading CSV as it comes: whatever separates the fields, however the letters are encoded."""

import csv
from collections.abc import Iterator
from io import StringIO

from dashboards.imports.contract import Delivered, Problem
from dashboards.imports.files.cells import CellRow
from dashboards.imports.files.limits import Limits
from dashboards.imports.files.problems import note, unusable

DELIMITERS = ",;\t|"
SAMPLE_ROWS = 20
SAMPLE_CHARACTERS = 100_000
LONGEST_FIELD = 100_000
csv.field_size_limit(LONGEST_FIELD)
_STRIPPED = " \t\r\n\u00a0\ufeff\u200b"
_BOMS = (
    (b"\xff\xfe\x00\x00", "", "UTF-32"),
    (b"\x00\x00\xfe\xff", "", "UTF-32"),
    (b"\xef\xbb\xbf", "utf-8-sig", "UTF-8"),
    (b"\xff\xfe", "utf-16", "UTF-16"),
    (b"\xfe\xff", "utf-16", "UTF-16"),
)


def read(delivered: Delivered, *, limits: Limits) -> tuple[tuple[CellRow, ...], list[Problem]]:
    """The rows, and notes about reading them. Raises ``UnusableDelivery``."""
    text, notes = decode(delivered)
    rows = tuple(csv_rows(text, delivered.name, limits=limits))
    return rows, notes


def decode(delivered: Delivered) -> tuple[str, list[Problem]]:
    """The text of a file in UTF-8, UTF-16 with its mark, or Windows-1252, and a note when it is the last.

    Raises ``UnusableDelivery`` for anything else.
    """
    name, content = delivered.name, delivered.content
    for mark, codec, title in _BOMS:
        if content.startswith(mark):
            return _decoded(name, content, codec, title), []
    if b"\0" in content:
        raise unusable("file-encoding", f"{name} is not text in an encoding that can be told: it holds empty bytes.")
    try:
        return content.decode("utf-8"), []
    except UnicodeDecodeError:
        text = _decoded(name, content, "cp1252", "Windows-1252")
    words = f"{name} was read as Windows-1252 text. Check that pound signs and accents look right."
    return text, [note("read-as-windows-1252", words)]


def _decoded(name: str, content: bytes, codec: str, title: str) -> str:
    try:
        text = content.decode(codec) if codec else "\0"
    except UnicodeError:
        text = "\0"
    if "\0" in text:
        raise unusable("file-encoding", f"{name} looks like {title} text, but cannot be read as that.")
    return text


def csv_rows(text: str, name: str, *, limits: Limits) -> Iterator[CellRow]:
    """Row by row, for readers that need not hold a large file at once. Raises ``UnusableDelivery``."""
    first, _, rest = text.partition("\n")
    has_sep_line = first.strip().lower().startswith("sep=") and len(first.strip()) == 5
    delimiter = first.strip()[-1] if has_sep_line else guess_delimiter(text)
    number = 0
    if has_sep_line:
        text, number = rest, 1
        yield ()
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    words: dict[str, str] = {}
    cells = before = start = 0
    try:
        for fields in reader:
            number += 1
            cells += len(fields)
            _stay_within(name, number, len(fields), cells, limits)
            row = [words.setdefault(bare, bare) if (bare := field.strip(_STRIPPED)) else None for field in fields]
            while row and row[-1] is None:
                row.pop()
            if len(words) > 50_000:
                words.clear()
            before, start = start, reader.line_num
            yield tuple(row)
    except csv.Error as error:
        raise _unclosed(name, number + 1) from error
    if number and start - before > 1:
        _refuse_open_quote(name, text, before, number, delimiter)


def guess_delimiter(text: str) -> str:
    """What separates the fields: the character that divides the first rows into most columns, most evenly."""
    sample = text[:SAMPLE_CHARACTERS]
    return max(DELIMITERS, key=lambda delimiter: (_evenness(sample, delimiter), -DELIMITERS.index(delimiter)))


def _evenness(sample: str, delimiter: str) -> int:
    """How many cells the usual width of the rows accounts for."""
    widths: list[int] = []
    try:
        for fields in csv.reader(StringIO(sample, newline=""), delimiter=delimiter):
            if any(fields):
                widths.append(len(fields))
            if len(widths) == SAMPLE_ROWS:
                break
    except csv.Error:
        return 0
    usual = max(set(widths), key=lambda width: (widths.count(width), width), default=1)
    return (usual - 1) * widths.count(usual) if usual > 1 else 0


def _stay_within(name: str, number: int, width: int, cells: int, limits: Limits) -> None:
    if number > limits.rows:
        raise unusable("too-many-rows", f"{name} has more than {limits.rows:,} rows.")
    if width > limits.columns:
        raise unusable("too-many-columns", f"Row {number:,} of {name} has more than {limits.columns:,} columns.")
    if cells > limits.cells:
        raise unusable("too-many-rows", f"{name} has more than {limits.cells:,} cells.")


def _refuse_open_quote(name: str, text: str, lines_before: int, number: int, delimiter: str) -> None:
    """A quote that is never closed swallows the rest of the file into one cell; the reader does not mind, we do."""
    lines = StringIO(text, newline="").readlines()[lines_before:]
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        if "unexpected end" in str(error):
            raise _unclosed(name, number) from error


def _unclosed(name: str, number: int) -> Exception:
    return unusable(
        "file-damaged",
        f"In row {number:,} of {name} a quotation mark opens a cell that does not end.",
        fix="Close or delete the quotation mark in that row, and save the file again.",
        row=number,
    )
