"""DfE's statistics on education, health and care plans (Explore Education Statistics), whatever the edition.

Files are told apart by their headings. Of their rows those of the council, England, its region and its comparators are
kept. What is not understood is named in the report, never guessed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

from dashboards.imports.contract import (
    Delivered,
    Delivery,
    Level,
    Place,
    Problem,
    Progress,
    Reading,
    UnusableDelivery,
)
from dashboards.imports.files.archive import unpack
from dashboards.imports.open_data import ees_report
from dashboards.imports.open_data.areas import Areas
from dashboards.imports.open_data.catalogue import Catalogue
from dashboards.imports.open_data.ees_rows import RowReader, Tally
from dashboards.imports.open_data.layouts import Layout, recognise
from dashboards.imports.open_data.texts import Line, at, lines_of
from dashboards.services.measurements import Row
from safetyvalve.core.models import Authority

PUBLISHER: Final = "Department for Education, Education, health and care plans"
Figures = list[tuple[Row, Place]]
Key = tuple[str, str, object, str, str]


@dataclass(frozen=True)
class Found:
    """What one file came to."""

    name: str
    layout: Layout
    figures: Figures
    tally: Tally
    notes: tuple[Problem, ...]
    missing: tuple[str, ...]


def read(delivery: Delivery) -> Reading:
    """The figures of the files, their edition, and what was left out.

    Raises ``UnusableDelivery`` when no file is one of the release, or none has the council.
    """
    areas = Areas(delivery.authority)
    found: list[Found] = []
    others: list[str] = []
    for delivered in _files(delivery.files):
        file = _read_file(delivered, delivery.authority, areas, delivery.progress)
        if file is None:
            others.append(delivered.name)
        else:
            found.append(file)
    _refuse_others(delivery.authority, found, others)
    edition = edition_of(delivery.options, found)
    source = f"{PUBLISHER}, {edition} release"
    figures, twice = _once(found)
    return Reading(
        rows=tuple(replace(row, source=source) for row, _ in figures),
        places=tuple(place for _, place in figures),
        problems=(*ees_report.problems(delivery.authority, found, others), *twice),
        summary=ees_report.summary(edition, found, [row for row, _ in figures]),
        edition=edition,
    )


def _files(delivered: Iterable[Delivered]) -> list[Delivered]:
    """CSV files, out of a zip where there is one. The guidance in a release's zip is not one of them."""
    return [file for each in delivered for file in unpack(each)]


def _read_file(delivered: Delivered, authority: Authority, areas: Areas, progress: Progress) -> Found | None:
    """None when it is no file of the release."""
    if not delivered.name.lower().endswith(".csv"):
        return None
    lines, notes = lines_of(delivered, progress, f"Reading {delivered.name}")
    _, headings = next(lines, (1, ()))
    first = next(lines, None)
    layout = _layout(headings, first[1] if first else ())
    if layout is None:
        return None
    if not areas.region:
        _learn_region(delivered, layout, authority, areas)
    catalogue = Catalogue(authority, layout.codes)
    reader = RowReader(delivered.name, headings, layout, areas, catalogue)
    figures: Figures = list(reader.read(*first)) if first else []
    for number, line in lines:
        figures.extend(reader.read(number, line))
    return Found(delivered.name, layout, figures, reader.tally, tuple(notes), tuple(catalogue.missing))


def _layout(headings: Line, first: Line) -> Layout | None:
    names = [heading.lower() for heading in headings]
    if "time_period" not in names or "geographic_level" not in names:
        return None
    return recognise(headings, is_snapshot=len(at(first, names.index("time_period"))) == 6)


def _learn_region(delivered: Delivered, layout: Layout, authority: Authority, areas: Areas) -> None:
    """Find the council's region in the file itself: its regional rows may stand before the council's."""
    lines, _ = lines_of(delivered, lambda done, total, words: None, "")
    for _, line in lines:
        if at(line, layout.columns.get("new_la_code")) == authority.gss_code:
            areas.learn_region(at(line, layout.columns.get("region_code")))
            return


def _refuse_others(authority: Authority, found: list[Found], others: list[str]) -> None:
    if not found:
        raise UnusableDelivery(ees_report.nothing_known(others))
    if not any(each.tally.has_council for each in found):
        raise UnusableDelivery(ees_report.council_absent(authority, [each.name for each in found]))


def edition_of(options: Mapping[str, object], found: Iterable[Found]) -> str:
    """The year of the release: as the person says, else that of its newest January, or after its newest whole year."""
    given = str(options.get("edition") or "").strip()
    return given or str(max(each.tally.newest for each in found))


def _once(found: Iterable[Found]) -> tuple[Figures, list[Problem]]:
    """Every figure once. Where two files differ the first is used, and the other is named as refused."""
    seen: dict[Key, Row] = {}
    kept: Figures = []
    clashes: dict[tuple[str, str], list[Place]] = {}
    for file in found:
        for row, place in file.figures:
            key: Key = (row.code, row.area_code, row.period, row.breakdown_topic, row.breakdown)
            before = seen.get(key)
            if before is None:
                seen[key] = row
                kept.append((row, place))
            elif (before.value, before.marker) != (row.value, row.marker):
                clashes.setdefault((place.sheet, place.column), []).append(place)
    return kept, [
        Problem(
            "figure-given-twice",
            f"{column}: {len(places)} figures differ from those given before for the same council, period and measure. "
            "The first ones are used.",
            "Bring in one edition of a file at a time.",
            Level.REFUSED,
            sheet,
            places[0].row,
            column,
            len(places),
        )
        for (sheet, column), places in clashes.items()
    ]
