"""Deliveries of published files for these tests: small ones written here, and the real ones where a folder has them."""

import os
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from dashboards.imports.contract import Delivered, Delivery, Reading
from dashboards.services.measurements import Row
from safetyvalve.core.models import Authority
from tests.dashboards import records
from tests.factories import make_authority

REAL = Path(os.environ.get("SAFETY_VALVE_DATA", "") or "/nonexistent")
"""The folder with the whole public files; the everyday tests do without it."""
COUNCILS = {
    "Torbay": ("E06000027", "880"),
    "York": ("E06000014", "816"),
    "Bury": ("E08000002", "351"),
    "Isle of Wight": ("E06000046", "921"),
}


def council(name: str = "Torbay") -> Authority:
    """A council with the shipped catalogue and areas around it."""
    records.catalogue()
    records.code_lists()
    gss_code, la_code = COUNCILS[name]
    return make_authority(name, la_code, gss_code=gss_code)


def deliver(authority: Authority, *files: tuple[str, str | bytes], **options: Any) -> Delivery:
    """Files by name and content, as an upload hands them over."""
    return Delivery(
        authority,
        tuple(Delivered(name, text.encode() if isinstance(text, str) else text) for name, text in files),
        options=options,
    )


def real(folder: str, *names: str) -> list[tuple[str, bytes]]:
    """Real files of a folder, all CSV files when none are named."""
    found = [REAL / folder / name for name in names] or sorted((REAL / folder).glob("*.csv"))
    return [(file.name, file.read_bytes()) for file in found]


def values(
    reading: Reading | Iterable[Row], code: str, *, area: str = "", topic: str = "", breakdown: str = ""
) -> dict[int, Decimal | str | None]:
    """The figures of one measure by the year in which their period ends; the marker where there is no figure."""
    rows = reading.rows if isinstance(reading, Reading) else reading
    return {
        row.period.end.year: row.marker or row.value
        for row in rows
        if (row.code, row.area_code, row.breakdown_topic, row.breakdown) == (code, area, topic, breakdown)
    }


def divided(reading: Reading, code: str, topic: str, on: date, *, area: str = "") -> dict[str, Decimal | str | None]:
    """One measure's figures of one period by heading of a breakdown."""
    return {
        row.breakdown: row.marker or row.value
        for row in reading.rows
        if (row.code, row.area_code, row.breakdown_topic, row.period.end) == (code, area, topic, on)
    }


def codes(reading: Reading) -> dict[str, int]:
    """How many times each problem was found, by its code."""
    found: dict[str, int] = {}
    for problem in reading.problems:
        found[problem.code] = found.get(problem.code, 0) + problem.count
    return found
