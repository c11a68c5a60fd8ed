"""The list of schools: the download of Get Information About Schools, tens of thousands of rows read one by one."""

from collections.abc import Iterator, Sequence
from typing import Final

from dashboards.imports.contract import (
    Delivered,
    Delivery,
    Level,
    Problem,
    Progress,
    Reading,
    SchoolFacts,
    UnusableDelivery,
)
from dashboards.imports.files.archive import unpack
from dashboards.imports.files.headers import normal
from dashboards.imports.open_data.texts import Line, at, lines_of

COLUMNS: Final = {
    "urn": "urn",
    "la_code": "la (code)",
    "name": "establishmentname",
    "type_code": "typeofestablishment (code)",
    "type_name": "typeofestablishment (name)",
    "status": "establishmentstatus (name)",
    "ukprn": "ukprn",
    "provision": "typeofresourcedprovision (name)",
    "resourced": "resourcedprovisioncapacity",
    "unit": "senunitcapacity",
}
NEEDED: Final = ("urn", "name", "type_code")
OPEN: Final = ("open", "open, but proposed to close")
UNSAID: Final = ("", "not applicable", "not recorded")
Places = dict[str, int | None]


def read(delivery: Delivery) -> Reading:
    """Every establishment of the register, open or closed: placements of earlier years name closed ones too.

    Raises ``UnusableDelivery`` when no file is the register.
    """
    notes: list[Problem] = []
    schools: dict[str, SchoolFacts] = {}
    for delivered in [file for each in delivery.files for file in unpack(each)]:
        _read_file(delivered, delivery.progress, schools, notes)
    if not schools:
        raise UnusableDelivery(_not_recognised([each.name for each in delivery.files]))
    own = [school for school in schools.values() if school.la_code == delivery.authority.la_code]
    summary = (
        ("Schools and colleges", f"{len(schools):,}"),
        ("In the council’s area", f"{len(own):,}"),
        ("With a SEN unit or resourced provision there", f"{sum(_has_either(school) for school in own):,}"),
    )
    if not own:
        notes.append(_none_here(delivery))
    return Reading(problems=tuple(notes), summary=summary, as_at=delivery.as_at, schools=tuple(schools.values()))


def _read_file(delivered: Delivered, progress: Progress, schools: dict[str, SchoolFacts], notes: list[Problem]) -> None:
    lines, about = lines_of(delivered, progress, f"Reading {delivered.name}")
    _, headings = next(lines, (1, ()))
    places = _places(headings)
    if any(places[name] is None for name in NEEDED):
        return
    notes += about
    without_number = 0
    for _, facts in _schools(lines, places):
        if len(facts.urn) != 6 or not facts.urn.isdigit():
            without_number += 1
        else:
            schools[facts.urn] = facts
    if without_number:
        words = "Rows without a URN of six figures are left out."
        notes.append(Problem("urn-missing", words, "", Level.NOTE, delivered.name, count=without_number))


def _places(headings: Sequence[str]) -> Places:
    here = {normal(heading): place for place, heading in enumerate(headings)}
    return {name: here.get(heading) for name, heading in COLUMNS.items()}


def _schools(lines: Iterator[tuple[int, Line]], places: Places) -> Iterator[tuple[int, SchoolFacts]]:
    for number, line in lines:
        if not any(line):
            continue
        provision = at(line, places["provision"]).lower()
        yield (
            number,
            SchoolFacts(
                urn=at(line, places["urn"]),
                name=at(line, places["name"])[:160],
                type_code=at(line, places["type_code"]).zfill(2),
                type_name=at(line, places["type_name"])[:80],
                ukprn=at(line, places["ukprn"])[:8],
                la_code=at(line, places["la_code"])[:3],
                has_sen_unit=_has(provision, "unit", at(line, places["unit"])),
                has_resourced_provision=_has(provision, "resourced", at(line, places["resourced"])),
                is_open=at(line, places["status"]).lower() in OPEN if places["status"] is not None else True,
            ),
        )


def _has(provision: str, word: str, capacity: str) -> bool | None:
    """What the register says of a kind of provision, by its name or by places in it; None where it says nothing."""
    if provision not in UNSAID:
        return word in provision
    if capacity and capacity.isdigit():
        return int(capacity) > 0
    return None


def _has_either(school: SchoolFacts) -> bool:
    return bool(school.has_sen_unit or school.has_resourced_provision)


def _none_here(delivery: Delivery) -> Problem:
    authority = delivery.authority
    words = f"No school of the list is in {authority.name} ({authority.la_code})."
    return Problem("council-absent", words, "Check that it is the download of all establishments.", Level.WARNING)


def _not_recognised(names: list[str]) -> Problem:
    words = f"{', '.join(names)} is not the list of schools: it has no columns URN, EstablishmentName and type."
    fix = "Download “all establishment data” from Get Information About Schools, as CSV."
    return Problem("file-not-recognised", words, fix, Level.FATAL)
