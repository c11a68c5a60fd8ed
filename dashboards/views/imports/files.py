"""What can be taken away from an import: its problems, the file it came from, and our grid to fill in."""

import zlib
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import quote

from django.http import Http404, HttpResponse
from django.utils import timezone

from dashboards.imports import grid_template, runs
from dashboards.imports.contract import Level, Problem
from dashboards.models import ImportRun, SourceFile
from dashboards.views.imports.outcomes import problems_of
from dashboards.views.imports.runs import get_run
from dashboards.views.imports.shown import Figure, Wording
from safetyvalve.core.access import CouncilRequest, requires
from safetyvalve.core.roles import Permission
from safetyvalve.render.data import Column, Table
from safetyvalve.render.xlsx import Sheet, to_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIGURES_LISTED = 5000
LEVELS = {
    Level.FATAL: "Nothing can be used",
    Level.REFUSED: "Left out",
    Level.WARNING: "Worth a look",
    Level.NOTE: "For information",
}
ORDER = list(LEVELS)


@requires(Permission.SUBMISSION_VIEW)
def import_problems(request: CouncilRequest, run_id: int) -> HttpResponse:
    """Every problem with its place and the fix; while it waits to be confirmed, also what would change."""
    run = get_run(request, run_id)
    now = timezone.now()
    try:
        sheets = _dry_run_sheets(run) if run.state == ImportRun.State.READY else [_problem_sheet(problems_of(run))]
    except runs.NotPossible:
        sheets = [_problem_sheet(problems_of(run))]
    content = to_xlsx(sheets, title=f"Problems of {run.file_name}", at=now, author=request.authority.name)
    return _attachment(content, f"{request.authority.la_code}-import-{run.pk}-problems.xlsx", XLSX)


@requires(Permission.SUBMISSION_VIEW)
def import_source(request: CouncilRequest, run_id: int, source_id: int) -> HttpResponse:
    """The delivered file, byte for byte. Files that may hold rows about children were never kept."""
    source = SourceFile.objects.filter(pk=source_id, run=get_run(request, run_id)).first()
    if source is None:
        raise Http404
    return _attachment(zlib.decompress(source.content), source.name, "application/octet-stream")


@requires(Permission.MEASURE_MANAGE)
def grid_download(request: CouncilRequest, format: str) -> HttpResponse:
    """The council's own grid with what is on record, to fill in: ``?frequency=month`` for those periods only."""
    frequency = request.GET.get("frequency", "")
    if format not in ("xlsx", "csv") or frequency not in grid_template.FREQUENCIES:
        raise Http404
    first, last = grid_template.usual_span(timezone.localdate())
    name = f"{request.authority.la_code}-figures-to-{last:%Y-%m}.{format}"
    if format == "csv":
        content = grid_template.build_csv(request.authority, first=first, last=last, frequency=frequency)
        return _attachment(content, name, "text/csv; charset=utf-8")
    at: datetime = timezone.now()
    content = grid_template.build(request.authority, first=first, last=last, at=at, frequency=frequency)
    return _attachment(content, name, XLSX)


def _dry_run_sheets(run: ImportRun) -> list[Sheet]:
    dry = runs.dry_run(run)
    wording = Wording(run.authority, [line.row.code for line in (*dry.added, *dry.changed)])
    sheets = [_problem_sheet(dry.problems)]
    if dry.changed:
        changed = [wording.of_row(line.row, line.old) for line in dry.changed[:FIGURES_LISTED]]
        sheets.append(Sheet("Would change", (_figures("Would change", changed, len(dry.changed), with_old=True),)))
    if dry.added:
        added = [wording.of_row(line.row) for line in dry.added[:FIGURES_LISTED]]
        sheets.append(Sheet("Would be added", (_figures("Would be added", added, len(dry.added)),)))
    return sheets


def _problem_sheet(problems: Sequence[Problem]) -> Sheet:
    """The worst first, in the order of the file."""
    ordered = sorted(problems, key=lambda each: (ORDER.index(each.level), each.sheet, each.row or 0))
    columns = (
        Column("Level", weight=2),
        Column("Sheet or file", weight=3),
        Column("Row", "count", weight=1),
        Column("Column", weight=3),
        Column("What is wrong", weight=8),
        Column("What to do", weight=8),
        Column("How often", "count", weight=1),
    )
    rows = tuple(
        (LEVELS[each.level], each.sheet, each.row, each.column, each.sentence, each.fix, each.count) for each in ordered
    )
    note = () if rows else ("There was nothing to put right.",)
    return Sheet("Problems", (Table("Problems", columns, rows, notes=note, row_headers=False),))


def _figures(caption: str, figures: Sequence[Figure], count: int, *, with_old: bool = False) -> Table:
    columns = [Column("Measure", weight=6), Column("Of", weight=4), Column("Period", weight=3)]
    columns += [Column("On record now", weight=3)] if with_old else []
    columns += [Column("In this file", weight=3)]
    rows = tuple(
        (each.measure, each.about, each.period, *([each.old] if with_old else []), each.new) for each in figures
    )
    notes = (f"The first {len(rows):,} of {count:,}.",) if count > len(rows) else ()
    return Table(caption, tuple(columns), rows, notes=notes)


def _attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """A download that no browser opens as a page of ours, whatever it is called."""
    plain = "".join(each if each.isascii() and (each.isalnum() or each in " ._-()") else "_" for each in name)
    disposition = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=content_type, headers=headers)
