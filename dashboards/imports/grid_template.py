"""The grid of a council to fill in: its measures and periods with what is on record. Unchanged, it changes nothing.

``build(authority, *, first, last, at, frequency="") -> bytes``
    The workbook. ``first`` and ``last`` are dates: periods that end between them have a column. ``frequency`` is one of
    ``FREQUENCIES`` ("" for all). ``at`` becomes the file's time; the same record and arguments give the same bytes.
``build_csv(authority, *, first, last, frequency="") -> bytes``
    The same figures in the long layout: one in each row.
``usual_span(today) -> (first, last)``
    The twelve months up to the last one that has ended.
"""

from datetime import date, datetime

from safetyvalve.core.models import Authority

FREQUENCIES = {
    "": "All",
    "month": "Months",
    "quarter": "Quarters",
    "year": "Years and census days",
}


def build(authority: Authority, *, first: date, last: date, at: datetime, frequency: str = "") -> bytes:
    """See the module."""
    raise NotImplementedError


def build_csv(authority: Authority, *, first: date, last: date, frequency: str = "") -> bytes:
    """See the module."""
    raise NotImplementedError
