"""Ways in that exist in these tests alone: lines of "code,month,figure", read as a job or as a personal file."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

import pytest

from dashboards.imports import kinds
from dashboards.imports.contract import Delivered, Delivery, Level, Place, Problem, Reading, UnusableDelivery
from dashboards.imports.kinds import Kind
from dashboards.models import ImportBatch, Measurement
from dashboards.periods import Period
from dashboards.services.measurements import Row
from safetyvalve.core.models import Authority

ENGLAND = "E92000001"
QUOTED = "the name" + " of a child"
State = tuple[str, str, date, str, str, Decimal | None, str, str]


def read(delivery: Delivery) -> Reading:
    """Each line "code,2024-05,36", then what else it may have: area, breakdown topic, breakdown. "x" is a marker.

    A line "refuse me" is refused, a file "damaged" cannot be used, "bug" stumbles. The edition is an option.
    """
    rows, places, problems = [], [], []
    lines = [(file, line) for file in delivery.files for line in enumerate(file.content.decode().splitlines(), 1)]
    for done, (file, (number, line)) in enumerate(lines):
        delivery.progress(done, len(lines), "Reading lines")
        if line == "damaged":
            raise UnusableDelivery(Problem("file-damaged", "The file is damaged.", "Export it again.", Level.FATAL))
        if line == "bug":
            raise RuntimeError(QUOTED)
        if line == "refuse me":
            problems.append(Problem("odd-line", "This line is odd.", "Correct it.", sheet=file.name, row=number))
            continue
        rows.append(row_of(line))
        places.append(Place(file.name, number))
    summary = (("Lines", str(len(lines))),)
    edition = str(delivery.options.get("edition", ""))
    return Reading(tuple(rows), tuple(problems), summary, delivery.as_at, edition, places=tuple(places))


def row_of(line: str) -> Row:
    code, month, figure, area, topic, breakdown = (*line.split(","), "", "", "")[:6]
    year, number = month.split("-")
    value, marker = (None, figure) if figure.isalpha() else (Decimal(figure), "")
    period = Period.month(int(year), int(number))
    return Row(code, period, value, marker, area_code=area, breakdown_topic=topic, breakdown=breakdown)


def register(monkeypatch: pytest.MonkeyPatch, *, reader: str = f"{__name__}.read") -> None:
    """The kinds "lines" (a job, kept), "published" (the same, of everybody's statistics) and "people" (personal)."""
    lines = Kind("lines", "Lines", "Lines of figures.", reader, (".csv",), takes_several=True, largest=4_000_000)
    published = Kind(
        "published", "Published", "", reader, (".csv",), takes_several=True, visibility=ImportBatch.Kind.PUBLISHED
    )
    people = Kind("people", "People", "Rows about children.", reader, (".csv",), is_personal=True)
    for kind in (lines, published, people):
        monkeypatch.setitem(kinds.KINDS, kind.key, kind)


def file(*lines: str, name: str = "figures.csv") -> Delivered:
    return Delivered(name, "\n".join(lines).encode())


def snapshot(authority: Authority) -> set[State]:
    """Every figure that stands, in what a reader of the record can see of it."""
    rows = Measurement.objects.filter(authority=authority).current().select_related("version__indicator")
    return {
        (
            *(row.version.indicator.code, row.area_code, row.period_end, row.breakdown_topic, row.breakdown),
            *(row.value, row.marker, row.status),
        )
        for row in rows
    }


def values(authority: Authority) -> dict[str, Decimal | None]:
    """ "plans_new 2024-05" to its value, of the figures that stand."""
    return {f"{code} {end:%Y-%m}": value for code, _, end, _, _, value, _, _ in snapshot(authority)}


def many(count: int, *, value: int = 1, code: str = "requests_received") -> Iterable[str]:
    """So many different figures, by month and breakdown."""
    for number in range(count):
        month, school = number % 12 + 1, number // 12
        yield f"{code},2024-{month:02},{value + number % 7},,school,{100000 + school}"
