"""What a run has read, as bytes: compressed JSON with exact decimals, kept from the dry run to the confirmation.

It holds figures, neighbours and schools; never a row about a child, and nothing of the file itself.
"""

import json
import zlib
from dataclasses import astuple, dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache
from typing import Any

from dashboards.imports.contract import Neighbour, SchoolFacts
from dashboards.periods import Period
from dashboards.services.comparison import Row

VERSION = 1


class UnreadableFigures(Exception):
    """The figures were stored by another edition of the product. The file has to be read again."""


@dataclass(frozen=True)
class Payload:
    """What is confirmed."""

    rows: tuple[Row, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()
    schools: tuple[SchoolFacts, ...] = ()

    @property
    def size(self) -> int:
        """How many things it would put on record at most."""
        return len(self.rows) + len(self.neighbours) + len(self.schools)


def pack(payload: Payload) -> bytes:
    """The payload as bytes that ``unpack`` turns into an equal one."""
    facts = {
        "version": VERSION,
        "rows": [_row_facts(row) for row in payload.rows],
        "neighbours": [astuple(each) for each in payload.neighbours],
        "schools": [astuple(each) for each in payload.schools],
    }
    return zlib.compress(json.dumps(facts, separators=(",", ":"), ensure_ascii=False).encode(), 6)


def unpack(content: bytes | memoryview | None) -> Payload:
    """Raises ``UnreadableFigures`` for anything that this edition did not write."""
    try:
        facts = json.loads(zlib.decompress(content or b""))
        if facts["version"] != VERSION:
            raise UnreadableFigures
        return Payload(
            tuple(map(_row, facts["rows"])),
            tuple(Neighbour(*each) for each in facts["neighbours"]),
            tuple(SchoolFacts(*each) for each in facts["schools"]),
        )
    except (zlib.error, ValueError, TypeError, KeyError, ArithmeticError) as error:
        raise UnreadableFigures from error


def _row_facts(row: Row) -> list[Any]:
    return [
        row.code,
        row.period.start.isoformat(),
        row.period.end.isoformat(),
        None if row.value is None else str(row.value),
        row.marker,
        str(row.status),
        row.area_code,
        row.area_name,
        row.breakdown_topic,
        row.breakdown,
        row.as_at.isoformat() if row.as_at else None,
        row.source,
        None if row.upper is None else str(row.upper),
        row.is_as_reported,
        row.note,
    ]


def _row(facts: list[Any]) -> Row:
    code, start, end, value, marker, status, area, area_name, topic, breakdown, as_at, source, upper, said, note = facts
    return Row(
        code=code,
        period=_period(start, end),
        value=None if value is None else Decimal(value),
        marker=marker,
        status=status,
        area_code=area,
        area_name=area_name,
        breakdown_topic=topic,
        breakdown=breakdown,
        as_at=_day(as_at) if as_at else None,
        source=source,
        upper=None if upper is None else Decimal(upper),
        is_as_reported=said,
        note=note,
    )


@lru_cache(maxsize=4096)
def _period(start: str, end: str) -> Period:
    return Period(date.fromisoformat(start), date.fromisoformat(end))


@lru_cache(maxsize=4096)
def _day(day: str) -> date:
    return date.fromisoformat(day)
