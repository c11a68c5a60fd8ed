"""The grid of a council to fill in: its measures and periods with what is on record. Unchanged, it changes nothing.

``build(authority, *, first, last, at, frequency="") -> bytes``
    The workbook. ``first`` and ``last`` are dates: periods that end between them have a column. ``frequency`` is one of
    ``FREQUENCIES`` ("" for all). ``at`` becomes the file's time; the same record and arguments give the same bytes.
``build_csv(authority, *, first, last, frequency="") -> bytes``
    The same figures in the long layout: one in each row.
``usual_span(today) -> (first, last)``
    Periods that ended in the twelve months up to the end of the last month.
"""

import csv
import io
from datetime import date, datetime, timedelta
from decimal import Decimal

from dashboards.imports.grid_figures import FREQUENCIES, Band, Line, bands, heading, written
from dashboards.imports.grid_sheets import GridRow, GridSheet
from dashboards.imports.vocabulary import Vocabulary, topic_name
from dashboards.models import IndicatorVersion, Measurement
from dashboards.periods import Period, months_after
from dashboards.series import current_version
from safetyvalve.core.models import Authority
from safetyvalve.render.csv import safe_text

__all__ = ["FREQUENCIES", "KEY", "build", "build_csv", "usual_span"]

KEY = "Safety Valve grid of figures"
"""What the hidden first cell of every sheet says; the council's code stands beside it."""
HEADINGS = ("Measure", "Broken down by", "Breakdown", "Unit", "Counted", "Code", "Note")
_WIDTHS = (44, 18, 28, 10, 18, 34, 24)
LONG_HEADINGS = (*("Council", "Code", "Measure", "Period", "Broken down by", "Breakdown", "Value", "Status", "Note"),)
NO_REASON = "No reason was recorded"


def build(authority: Authority, *, first: date, last: date, at: datetime, frequency: str = "") -> bytes:
    """See the module."""
    from dashboards.imports.grid_workbook import workbook

    vocabulary = Vocabulary.of(authority)
    found = bands(authority, vocabulary, first=first, last=last, frequency=frequency)
    sheets = [_sheet(band, vocabulary, authority) for band in found]
    return workbook(
        sheets,
        key=(KEY, authority.la_code),
        notes=_notes(vocabulary, {line.code for band in found for line in band.lines}),
        title=f"{authority.name}: grid of figures",
        author=authority.name,
        at=at,
    )


def build_csv(authority: Authority, *, first: date, last: date, frequency: str = "") -> bytes:
    """See the module."""
    vocabulary = Vocabulary.of(authority)
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(LONG_HEADINGS)
    for band in bands(authority, vocabulary, first=first, last=last, frequency=frequency):
        for line in band.lines:
            for period in band.periods:
                writer.writerow(_long(authority, vocabulary, line, period, band.standing.get((line, period))))
    return buffer.getvalue().encode("utf-8-sig")


def usual_span(today: date) -> tuple[date, date]:
    """See the module."""
    last = today.replace(day=1) - timedelta(days=1)
    return months_after(last.replace(day=1), -11), last


def _sheet(band: Band, vocabulary: Vocabulary, authority: Authority) -> GridSheet:
    rows = []
    for line in band.lines:
        version = _version(vocabulary, line)
        standing = [band.standing.get((line, period)) for period in band.periods]
        figures = tuple(None if row is None else written(row, unit=version.unit) for row in standing)
        unit, basis = version.get_unit_display(), version.get_period_basis_display()
        words = (line.name, *_divided(vocabulary, line), unit, basis, line.code, _reason(standing))
        rows.append(GridRow(words, figures, version.decimals))
    title = f"{authority.name}: figures by {band.name.lower().removesuffix('s')}"
    periods = tuple(heading(period) for period in band.periods)
    return GridSheet(band.name, title, HEADINGS, _WIDTHS, periods, tuple(rows))


def _long(
    authority: Authority, vocabulary: Vocabulary, line: Line, period: Period, row: Measurement | None
) -> list[str]:
    version = _version(vocabulary, line)
    value = "" if row is None else str(_bare(written(row, unit=version.unit)))
    status = row.status if row and row.status in (Status.PROVISIONAL, Status.UNRELIABLE) and value else ""
    value = value.removesuffix(" p").removesuffix(" unreliable")
    words = [authority.la_code, line.code, line.name, heading(period), *_divided(vocabulary, line)]
    return [*map(safe_text, words), value, status, safe_text(_reason([row]))]


def _bare(figure: Decimal | str) -> str:
    return figure if isinstance(figure, str) else f"{figure.normalize():f}"


def _divided(vocabulary: Vocabulary, line: Line) -> tuple[str, str]:
    if not line.topic:
        return "", ""
    return topic_name(line.topic), vocabulary.written(line.topic, line.breakdown)


def _reason(rows: list[Measurement | None]) -> str:
    """Why figures of the row are unreliable. One note stands for the row."""
    unreliable = [row for row in rows if row is not None and row.status == Status.UNRELIABLE]
    notes = list(dict.fromkeys(row.note for row in unreliable if row.note))
    return "; ".join(notes)[:300] or (NO_REASON if unreliable else "")


def _version(vocabulary: Vocabulary, line: Line) -> IndicatorVersion:
    return vocabulary.current(line.code)


def _notes(vocabulary: Vocabulary, shown: set[str]) -> list[tuple[str, list[str]]]:
    others = [
        f"{each.name} ({each.code}): {version.get_unit_display().lower()}, {version.get_period_basis_display().lower()}"
        for each in vocabulary.indicators.values()
        if each.code not in shown and (version := current_version(each)) is not None and version.is_typed
    ]
    notes = [(title, list(lines)) for title, lines in _EXPLAINED]
    return [*notes, ("Other measures that you can add as a row", others)] if others else notes


Status = Measurement.Status
_EXPLAINED = (
    (
        "How to fill this in",
        (
            "Each sheet has a row for each measure and a column for each period. Figures on record are filled in.",
            "Change a figure or fill in an empty cell, save the file and import it as “Grid of figures”.",
            "An empty cell says nothing: it never removes a figure. A row or a column that you delete removes nothing.",
            "You see what would change, and every problem, before anything is recorded.",
        ),
    ),
    (
        "What a cell may hold",
        (
            "A figure: 1570, 1,570, 12.5% or £1,200. Percentages are written as 12.5 and not as 0.125.",
            "A range as it was reported, for a percentage: 96–100%.",
            "A figure with p behind it is provisional: 1570 p.",
            "A figure with “unreliable” behind it is shown but left out of checks and trends: 74 unreliable. "
            "Say why in the column Note of its row.",
            "A letter says why there is no figure: c hidden to protect children, x not published, z not applicable, "
            "u too unreliable to show, low rounds to zero but is not zero.",
        ),
    ),
    (
        "Rows and columns of your own",
        (
            "For a breakdown, copy the measure’s row, and fill in “Broken down by” and “Breakdown”.",
            "For another period, add a column headed like the others: May 2024, Q1 2024-25, 2024, "
            "Financial year 2024-25, Academic year 2023/24, 18 January 2024.",
            "Leave the first, hidden row as it is: it says whose grid this is.",
        ),
    ),
)
