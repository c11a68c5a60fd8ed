"""What ``manage.py import_measures`` prints: counts, changes and problems to read, or everything as JSON."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from dashboards.imports.contract import Problem
from dashboards.imports.dry_runs import Change, DryRun
from dashboards.imports.figures import Payload
from dashboards.models import Measurement
from dashboards.services.comparison import Row
from safetyvalve.core.models import Authority

NAMED = 20
"""Changes that are printed one by one."""
COUNTED = ("added", "changed", "unchanged", "refused")


@dataclass(frozen=True)
class Told:
    """What there is to tell of an import: how it came out, and what it found where it could be read at all."""

    outcome: str
    counts: dict[str, int]
    problems: tuple[Problem, ...]
    seen: DryRun | None = None
    payload: Payload = field(default_factory=Payload)
    as_at: date | None = None
    edition: str = ""


def in_words(told: Told) -> Iterator[str]:
    """Line by line: facts about the file, counts, changes old → new, problems by their place, and how it came out."""
    if told.seen is not None:
        yield from (f"{name}: {value}" for name, value in told.seen.summary)
        if told.edition and not any(name == "Edition" for name, _ in told.seen.summary):
            yield f"Edition: {told.edition}"
        yield ", ".join(f"{told.counts[key]:,} {key}" for key in COUNTED) + _besides(told.counts)
        for change in told.seen.changed[:NAMED]:
            yield f"  {_name(change)}: {figure(change.old)} → {figure(change.row)}"
        if len(told.seen.changed) > NAMED:
            yield f"  and {len(told.seen.changed) - NAMED:,} more changes"
    yield from problem_lines(told.problems)
    yield told.outcome


def problem_lines(problems: Iterable[Problem]) -> Iterator[str]:
    """Each problem with its level and place, in the order of the file."""
    for problem in problems:
        where = _place(problem)
        often = f" ({problem.count:,} times)" if problem.count > 1 else ""
        yield f"  {problem.level.value}: {where}{problem.sentence}{often}{f' {problem.fix}' if problem.fix else ''}"


def as_json(told: Told, *, authority: Authority, kind: str, files: Sequence[str]) -> str:
    """The figures read by measure, period and breakdown, with counts and problems."""
    facts = {
        "authority": authority.gss_code,
        "kind": kind,
        "files": list(files),
        "as_at": _day(told.as_at),
        "edition": told.edition,
        "outcome": told.outcome,
        "counts": told.counts,
        "summary": dict(told.seen.summary) if told.seen else {},
        "figures": [_figure(authority, row) for row in told.payload.rows],
        "neighbours": [asdict(each) for each in told.payload.neighbours],
        "schools": len(told.payload.schools),
        "problems": [problem_facts(problem) for problem in told.problems],
    }
    return json.dumps(facts, indent=1, ensure_ascii=False)


def problem_facts(problem: Problem) -> dict[str, Any]:
    return {
        "code": problem.code,
        "level": problem.level.value,
        "sentence": problem.sentence,
        "fix": problem.fix,
        "sheet": problem.sheet,
        "row": problem.row,
        "column": problem.column,
        "count": problem.count,
    }


def figure(of: Row | Measurement) -> str:
    """A figure, its range, or its marker: "36", "96 to 100", "x"."""
    if of.value is None:
        return of.marker or "no figure"
    return number(of.value) + (f" to {number(of.upper)}" if of.upper is not None else "")


def number(value: Decimal) -> str:
    """Without an exponent and without zeros at the end: 40, 0.5, 1200."""
    return f"{value.normalize():f}"


def _figure(authority: Authority, row: Row) -> dict[str, Any]:
    return {
        "indicator": row.code,
        "area": row.area_code or authority.gss_code,
        "period_start": row.period.start.isoformat(),
        "period_end": row.period.end.isoformat(),
        "breakdown_topic": row.breakdown_topic,
        "breakdown": row.breakdown,
        "value": None if row.value is None else number(row.value),
        "upper": None if row.upper is None else number(row.upper),
        "marker": row.marker,
        "status": str(row.status),
        "is_as_reported": row.is_as_reported,
        "as_at": _day(row.as_at),
        "source": row.source,
        "note": row.note,
    }


def _name(change: Change) -> str:
    row = change.row
    parts = (change.measure, row.period.label, row.area_name or row.area_code, row.breakdown)
    return ", ".join(part for part in parts if part)


def _place(problem: Problem) -> str:
    row = f"row {problem.row}" if problem.row else ""
    column = f"column {problem.column}" if problem.column else ""
    found = ", ".join(part for part in (problem.sheet, row, column) if part)
    return f"{found}: " if found else ""


def _besides(counts: dict[str, int]) -> str:
    older = f", {counts['older']:,} older than what is on record" if counts["older"] else ""
    return f"{older}, {counts['warnings']:,} warnings" if counts["warnings"] else older


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
