"""Placement lists as somebody would save them, and the words for provider types that shipped code lists give."""

from datetime import date

from dashboards.imports.contract import Delivered
from dashboards.imports.placement_words import TYPES
from dashboards.imports.placements import ListRead, read

AS_AT = date(2025, 9, 30)
HEADINGS = "Provider type,Rate,Unit,Start,End,DSG,Health,Social care"


def listed(*rows: str, headings: str = HEADINGS, name: str = "placements.csv") -> Delivered:
    """A CSV file of these rows."""
    return Delivered(name, "\r\n".join([headings, *rows, ""]).encode())


def read_list(*rows: str, headings: str = HEADINGS) -> ListRead:
    return read(listed(*rows, headings=headings), as_at=AS_AT, types=TYPES)
