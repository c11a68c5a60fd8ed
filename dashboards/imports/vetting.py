"""Figures held against the catalogue before they are held against the record: what cannot be recorded, row by row."""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboards.imports.contract import Place, Problem
from dashboards.services.comparison import Key, Row, sort_out
from safetyvalve.core.models import Authority

FIXES = {
    "unknown-measure": "Check the code against the list of measures, or add the measure first.",
    "derived-measure": "Leave the row out: the measure is worked out when its parts are there.",
    "given-twice": "Keep one of the rows.",
    "unusable-figure": "Correct the row and import the file again.",
}


@dataclass(frozen=True)
class Vetted:
    """Rows that can be recorded, by what makes them the same figure, and a problem for each of the others."""

    rows: dict[Key, Row]
    problems: tuple[Problem, ...]


def vet(authority: Authority, rows: Sequence[Row], places: Sequence[Place] = ()) -> Vetted:
    """Split rows into usable and refused. Rows without a place that are wrong alike become one problem with a count.

    ``places`` are as many as ``rows``, or none. Two queries. Raises nothing.
    """
    found = sort_out(authority, rows)
    known = len(places) == len(rows)
    gathered: dict[tuple[str, str, Place], int] = {}
    for index in sorted(found.refused):
        why = found.refused[index]
        about = why.code, str(why), places[index] if known else Place()
        gathered[about] = gathered.get(about, 0) + 1
    problems = (
        Problem(code, sentence, FIXES[code], sheet=place.sheet, row=place.row, column=place.column, count=count)
        for (code, sentence, place), count in gathered.items()
    )
    return Vetted(found.usable, tuple(problems))
