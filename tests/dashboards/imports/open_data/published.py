"""Deliveries of published files for these tests: small ones beside them, and the real ones where a folder has them."""

import os
from collections.abc import Iterable
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import Any

from dashboards.imports.contract import Delivered, Delivery, Reading
from dashboards.imports.open_data import ees
from dashboards.models import Area, ComparatorGroup, ComparatorMember
from dashboards.services.measurements import Row
from safetyvalve.core.models import Authority
from tests.dashboards import records
from tests.factories import make_authority

SMALL = Path(__file__).resolve().parent / "files"
"""A handful of rows of each file, in its real layout."""
_NAMED = os.environ.get("SAFETY_VALVE_DATA", "")
REAL = Path(_NAMED) if _NAMED and Path(_NAMED).is_dir() else None
"""The folder with the whole public files, when the environment names one. The everyday tests do without it."""
FOLDERS = [SMALL, *([REAL] if REAL else [])]
ENGLAND = "E92000001"
CENSUS = date(2025, 1, 16)
COUNCILS = {
    "Torbay": ("E06000027", "880"),
    "York": ("E06000014", "816"),
    "Isle of Wight": ("E06000046", "921"),
    "Cambridgeshire": ("E10000003", "873"),
}


def council(name: str = "Torbay") -> Authority:
    """A council with the shipped catalogue and areas around it."""
    records.catalogue()
    records.code_lists()
    gss_code, la_code = COUNCILS[name]
    return make_authority(name, la_code, gss_code=gss_code)


def compare_with(authority: Authority, *la_codes: str) -> None:
    """A group of the council's own choosing."""
    group = ComparatorGroup.objects.create(authority=authority, kind="own", name="Ours")
    for rank, la_code in enumerate(la_codes, start=1):
        ComparatorMember.objects.create(group=group, area=Area.objects.get(la_code=la_code), rank=rank)


def deliver(authority: Authority, *files: tuple[str, str | bytes], **options: Any) -> Delivery:
    """Files by name and content, as an upload hands them over."""
    return Delivery(
        authority,
        tuple(Delivered(name, text.encode() if isinstance(text, str) else text) for name, text in files),
        options=options,
    )


def files(folder: Path, kind: str, *names: str) -> list[tuple[str, bytes]]:
    """Published files of a kind, all of them when none are named."""
    found = [folder / kind / name for name in names] or sorted((folder / kind).glob("*.csv"))
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


def figure(reading: Reading, code: str, year: int, *, area: str = "", topic: str = "", breakdown: str = "") -> Decimal:
    """One figure, which must be there."""
    found = values(reading, code, area=area, topic=topic, breakdown=breakdown)[year]
    assert isinstance(found, Decimal)
    return found


def divided(reading: Reading, code: str, topic: str, on: date, *, area: str = "") -> dict[str, Decimal]:
    """One measure's figures of one period by heading of a breakdown, without those that are not published."""
    return {
        row.breakdown: row.value
        for row in reading.rows
        if (row.code, row.area_code, row.breakdown_topic, row.period.end) == (code, area, topic, on)
        and row.value is not None
    }


def found(reading: Reading) -> dict[str, int]:
    """How many times each problem was found, by its code."""
    counts: dict[str, int] = {}
    for problem in reading.problems:
        counts[problem.code] = counts.get(problem.code, 0) + problem.count
    return counts


def per_cent(part: Decimal, whole: Decimal) -> Decimal:
    """As the Department prints it: one place, halves up."""
    return (100 * part / whole).quantize(Decimal("0.1"), ROUND_HALF_UP)


PLACE = "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,"
HEAD = PLACE + "new_la_code,old_la_code,la_name,breakdown_topic,breakdown,"
ANYWHERE = "Calendar year,Local authority,E92000001,England,E12000009,South West,"
HERE = ANYWHERE + "E06000027,880,Torbay,"
"""What stands in a row of Torbay between its period and its breakdown."""


def table(columns: str, *rows: str) -> str:
    """A file of the release with these columns after the usual ones."""
    return "\n".join((HEAD + columns, *rows)) + "\n"


def requests(*rows: str) -> str:
    return table("requests_received_in_year,requests_decided_not_to_assess", *rows)


def read_ees(authority: Authority, *texts: str | tuple[str, bytes], **options: Any) -> Reading:
    """Files of the release, called file0.csv and so on where they have no name."""
    named = [(f"file{n}.csv", text) if isinstance(text, str) else text for n, text in enumerate(texts)]
    return ees.read(deliver(authority, *named, **options))
