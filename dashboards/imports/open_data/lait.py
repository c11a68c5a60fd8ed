"""DfE's local authority interactive tool (LAIT): the long file of measures, years and areas."""

import re
import tomllib
from collections import Counter
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any, Final

from dashboards.imports.contract import Delivery, Level, Place, Problem, Reading, UnusableDelivery
from dashboards.imports.files.archive import unpack
from dashboards.imports.files.headers import normal
from dashboards.imports.files.values import WrongValue, number
from dashboards.imports.open_data.areas import Areas
from dashboards.imports.open_data.catalogue import Catalogue
from dashboards.imports.open_data.layouts import HERE, key
from dashboards.imports.open_data.texts import MARKERS, Line, at, lines_of
from dashboards.periods import Period
from dashboards.services.measurements import Row

SOURCE: Final = "Department for Education, local authority interactive tool"
COLUMNS: Final = {
    "key": ("short desc", "measure short", "short name"),
    "year": ("years", "year"),
    "area": ("la and regions", "la and region", "area"),
    "value": ("values", "value", "values num"),
    "code": ("la number", "la no", "la code"),
}
YEAR: Final = re.compile(r"^(20\d\d)$")
FINANCIAL: Final = re.compile(r"^(20\d\d)[-/](\d\d)")
BARE_CODE: Final = re.compile(r"^(\d{3})(?:\.0+)?$")
ABSENT: Final = ("na", "n/a", "null", "-")


@dataclass
class Found:
    """What the file came to, while it is read."""

    figures: list[tuple[Row, Place]] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    unknown: Counter[str] = field(default_factory=Counter)
    newest: int = 0


def read(delivery: Delivery) -> Reading:
    """Counts under the measures they are, percentages as reported under measures of their own.

    Raises ``UnusableDelivery`` when no file is recognised or the council is in none.
    """
    areas = Areas(delivery.authority)
    catalogue = Catalogue(delivery.authority, {each["code"] for each in _measures().values()})
    found, is_recognised = Found(), False
    for delivered in [file for each in delivery.files for file in unpack(each)]:
        lines, notes = lines_of(delivered, delivery.progress, f"Reading {delivered.name}")
        _, headings = next(lines, (1, ()))
        places = _places(headings)
        if None in (places[name] for name in ("key", "year", "area", "value")):
            continue
        is_recognised = True
        found.problems += notes
        for number_, line in lines:
            _read_line(line, places, areas, catalogue, found, Place(delivered.name, number_, "Values"))
    if not is_recognised:
        raise UnusableDelivery(_not_recognised())
    if not any(not row.area_code for row, _ in found.figures):
        raise UnusableDelivery(_absent(delivery))
    edition = str(delivery.options.get("edition") or "").strip() or str(found.newest)
    return Reading(
        rows=tuple(row for row, _ in found.figures),
        places=tuple(place for _, place in found.figures),
        problems=(*found.problems, *_left_out(found, catalogue)),
        summary=(
            ("Newest year", edition),
            ("Measures", str(len({row.code for row, _ in found.figures}))),
            ("Figures", f"{len(found.figures):,}"),
        ),
        edition=edition,
    )


@cache
def _tables() -> dict[str, Any]:
    return tomllib.loads((HERE / "lait_measures.toml").read_text("utf-8"))


@cache
def _measures() -> dict[str, dict[str, Any]]:
    return {key(name): entry for name, entry in _tables()["measures"].items()}


def _places(headings: Line) -> dict[str, int | None]:
    here = {normal(heading): place for place, heading in enumerate(headings)}
    return {name: next((here[each] for each in names if each in here), None) for name, names in COLUMNS.items()}


def _read_line(
    line: Line, places: dict[str, int | None], areas: Areas, catalogue: Catalogue, found: Found, place: Place
) -> None:
    name = at(line, places["key"])
    entry = _measures().get(key(name))
    if entry is None:
        if name and name not in _tables()["left_out"]["keys"]:
            found.unknown[name] += 1
        return
    match = BARE_CODE.match(at(line, places["code"]))
    area = areas.named(at(line, places["area"]), match[1] if match else "")[0]
    if area is None or not catalogue.holds(entry["code"]):
        return
    period = period_of(at(line, places["year"]), entry["basis"])
    try:
        value, marker = _value(at(line, places["value"]), entry.get("decimals"))
    except WrongValue as wrong:
        words, fix = f"{name}: the figure {wrong}. It is left out.", "Compare it with the tool."
        found.problems.append(Problem("wrong-figure", words, fix, Level.REFUSED, *place))
        return
    if period is None:
        words, fix = (
            f"{name}: the year is not one that can be read. The figure is left out.",
            "Write it as 2024 or 2023-24.",
        )
        found.problems.append(Problem("wrong-period", words, fix, Level.REFUSED, *place))
    elif value is not None or marker:
        found.newest = max(found.newest, period.end.year)
        is_reported = value is not None and "decimals" in entry
        row = Row(
            code=entry["code"],
            period=period,
            value=value,
            marker=marker,
            area_code=area.code,
            area_name=area.name,
            source=SOURCE,
            is_as_reported=is_reported,
        )
        found.figures.append((row, place))


def period_of(written: str, basis: str) -> Period | None:
    """ "2024" and "2023-24 (OT)" as the period that they mean for a measure; None when they do not fit it."""
    if basis == "financial":
        match = FINANCIAL.match(written)
        is_year = match is not None and (int(match[1]) + 1) % 100 == int(match[2])
        return Period.financial_year(f"{match[1]}-{match[2]}") if match and is_year else None
    year = YEAR.match(written)
    if year is None:
        return None
    return Period.census(int(year[1])) if basis == "census" else Period.calendar_year(int(year[1]))


def _value(cell: str, decimals: int | None) -> tuple[Decimal | None, str]:
    """A count, or a percentage rounded to what is published: the file has 2.2999999999999998 for 2.3."""
    if cell.lower() in ABSENT:
        return None, ""
    if cell.lower() in MARKERS:
        return None, MARKERS[cell.lower()]
    figure = number(cell or None, unit="percent" if decimals is not None else "count")
    if figure.value is None or decimals is None:
        return figure.value, figure.marker
    return figure.value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP), figure.marker


def _left_out(found: Found, catalogue: Catalogue) -> list[Problem]:
    told = []
    if found.unknown:
        words = f"Keys that are not known, and left out: {', '.join(sorted(found.unknown))}."
        told.append(Problem("measure-unknown", words, "", Level.NOTE, count=len(found.unknown)))
    if catalogue.missing:
        words = f"Measures that the catalogue does not have: {', '.join(catalogue.missing)}."
        told.append(Problem("measure-missing", words, "", Level.NOTE, count=len(catalogue.missing)))
    return told


def _not_recognised() -> Problem:
    words = "The file has no columns Short Desc, Years, LA and Regions, and Values."
    return Problem("file-not-recognised", words, "Choose the long CSV file of the tool.", Level.FATAL)


def _absent(delivery: Delivery) -> Problem:
    authority = delivery.authority
    words = f"{authority.name} ({authority.la_code}) is not in this file."
    return Problem("wrong-council", words, "Choose the file with all councils, or with yours.", Level.FATAL)
