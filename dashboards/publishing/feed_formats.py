"""Rows of the feed as CSV and as JSON, piece by piece: exact figures, and nothing a spreadsheet would run."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal

from dashboards.publishing.feed import Row
from dashboards.publishing.feed_schema import Resource
from safetyvalve.render.csv import safe_text


def to_csv(resource: Resource, rows: Iterable[Row]) -> Iterator[bytes]:
    """UTF-8 with a byte order mark, as Excel wants it. Text that a spreadsheet could take for a formula has an
    apostrophe in front; a figure below zero is a figure."""
    yield b"\xef\xbb\xbf" + _line([column.name for column in resource.columns])
    for row in rows:
        yield _line([_csv_value(value) for value in row.values()])


def to_json(head: Mapping[str, object], rows: Iterable[Row]) -> Iterator[bytes]:
    """One object: what ``head`` says, then ``rows``. Numbers have every digit that was published."""
    opening = json.dumps(head, ensure_ascii=False)[:-1]
    yield f'{opening}, "rows": ['.encode()
    for index, row in enumerate(rows):
        pairs = ", ".join(f'"{name}": {_json_value(value)}' for name, value in row.items())
        yield f"{',' if index else ''}\n{{{pairs}}}".encode()
    yield b"\n]}\n"


def _line(values: Iterable[str]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer).writerow(values)
    return buffer.getvalue().encode()


def _csv_value(value: object) -> str:
    if isinstance(value, str):
        return safe_text(value)
    return _plain(value)


def _json_value(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, int | Decimal):
        return _plain(value)
    return json.dumps(value if isinstance(value, str) else _plain(value), ensure_ascii=False)


def _plain(value: object) -> str:
    """A number with its digits, a date or time as ISO 8601 says it, nothing for what is not known."""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    return "" if value is None else str(value)
