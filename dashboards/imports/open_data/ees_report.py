"""What the officer is told about the files of a release: what they are, what was left out, what looks wrong."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from dashboards.imports.contract import Level, Problem
from dashboards.services.measurements import Row
from safetyvalve.core.models import Authority

if TYPE_CHECKING:
    from dashboards.imports.open_data.ees import Found

Facts = tuple[tuple[str, str], ...]


def summary(edition: str, found: Sequence["Found"], rows: Sequence[Row]) -> Facts:
    """The facts on top of the dry run."""
    elsewhere = sorted({row.area_name for row in rows if row.area_code})
    own = sum(not row.area_code for row in rows)
    return (
        ("Edition", edition),
        ("Files", ", ".join(sorted({each.layout.name for each in found}))),
        ("Figures of the council", f"{own:,}"),
        ("Figures to compare with", f"{len(rows) - own:,}"),
        ("Compared with", ", ".join(elsewhere) or "nobody"),
    )


def problems(authority: Authority, found: Iterable["Found"], others: Sequence[str]) -> list[Problem]:
    """Everything worth knowing, file by file."""
    told = [problem for each in found for problem in _about(authority, each)]
    if others:
        words = f"Not files of this release that can be read, and left out: {', '.join(others)}."
        told.append(Problem("file-left-out", words, "", Level.NOTE, count=len(others)))
    return told


def _about(authority: Authority, file: "Found") -> Iterable[Problem]:
    name, tally = file.name, file.tally
    yield from file.notes
    yield from tally.problems
    if not tally.has_council:
        words = f"{authority.name} is not in this file. Only figures to compare with are taken from it."
        yield Problem("council-absent", words, "Check that the file is complete.", Level.WARNING, name)
    if tally.elsewhere_far:
        words = "Headlines of other areas that are far from the sum of their parts are brought in as unreliable."
        yield Problem("headline-differs-elsewhere", words, "", Level.WARNING, name, count=tally.elsewhere_far)
    if tally.near:
        words = "Headlines differ a little from the sum of their parts. They are used as published."
        yield Problem("headline-near-parts", words, "", Level.NOTE, name, count=tally.near)
    for (topic, label), count in sorted(tally.unknown_labels.items()):
        words = f"“{label}” in {topic or 'the breakdown'} is not a heading that is known. Its rows are left out."
        yield Problem(
            "heading-unknown", words, "Tell whoever looks after this service.", Level.WARNING, name, count=count
        )
    yield from _left_out(file)


def _left_out(file: "Found") -> Iterable[Problem]:
    name, tally = file.name, file.tally
    if tally.divided_by:
        words = f"Divided by what no measure is kept by, and left out: {', '.join(sorted(tally.divided_by))}."
        yield Problem("breakdown-left-out", words, "", Level.NOTE, name, count=sum(tally.divided_by.values()))
    if tally.divided_twice:
        words = "Figures divided by two things at once are left out."
        yield Problem("divided-twice", words, "", Level.NOTE, name, count=tally.divided_twice)
    if file.layout.unknown:
        words = f"Columns that are not known, and left out: {', '.join(file.layout.unknown)}."
        yield Problem("column-unknown", words, "", Level.NOTE, name, count=len(file.layout.unknown))
    if file.layout.repeated:
        words = f"Headings that stand twice, of which the first is read: {', '.join(file.layout.repeated)}."
        yield Problem("column-twice", words, "", Level.NOTE, name, count=len(file.layout.repeated))
    if file.missing:
        words = f"Measures that the catalogue does not have, or works out itself: {', '.join(file.missing)}."
        yield Problem("measure-missing", words, "", Level.NOTE, name, count=len(file.missing))


def nothing_known(names: Sequence[str]) -> Problem:
    words = "None of the files is one of the statistics on education, health and care plans"
    return Problem(
        "file-not-recognised",
        f"{words}: {', '.join(names)}." if names else f"{words}.",
        "Choose the CSV files of the release, such as requests.csv and caseload.csv, or its zip.",
        Level.FATAL,
    )


def council_absent(authority: Authority, names: Sequence[str]) -> Problem:
    return Problem(
        "wrong-council",
        f"There is nothing about {authority.name} ({authority.la_code}, {authority.gss_code}) in {', '.join(names)}.",
        "Download the file with all councils, or with yours.",
        Level.FATAL,
    )
