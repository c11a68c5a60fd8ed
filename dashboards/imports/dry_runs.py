"""What confirming would do to the record as it stands now. Nothing here writes."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from dashboards.imports import lists
from dashboards.imports.contract import Level, Problem
from dashboards.imports.doubts import about_large_changes
from dashboards.imports.editions import is_older, told_by_newer_edition
from dashboards.imports.figures import Payload
from dashboards.imports.problems import counted
from dashboards.imports.vetting import Vetted, vet
from dashboards.models import Measurement
from dashboards.series import current_version, usable
from dashboards.services.comparison import Comparison, Key, Row, hold_against_record
from safetyvalve.core.models import Authority


@dataclass(frozen=True)
class Line:
    """One figure that would be added, with the measure's name and how its figures are written."""

    row: Row
    measure: str
    unit: str
    decimals: int


@dataclass(frozen=True)
class Change(Line):
    """One figure that would be replaced: ``old`` stands now, ``row`` would take its place."""

    old: Measurement


@dataclass(frozen=True)
class DryRun:
    """What confirming would do. ``digest`` is what ``confirm`` asks for: another one means that the record has moved.

    ``counts``: added, changed, unchanged (with those ``older`` than what is on record), refused, warnings. They cover
    figures, neighbours and schools. ``older`` are left alone: a newer edition brought what stands.
    """

    added: tuple[Line, ...]
    changed: tuple[Change, ...]
    older: tuple[Change, ...]
    lists: lists.Lists
    counts: dict[str, int]
    problems: tuple[Problem, ...]
    summary: tuple[tuple[str, str], ...]
    digest: str
    found: Comparison = field(repr=False, compare=False)

    @property
    def is_empty(self) -> bool:
        """Nothing would change."""
        return not self.added and not self.changed and self.lists.changes_nothing


@dataclass(frozen=True)
class Candidate:
    """What has been read and might be confirmed."""

    authority: Authority
    importer: str
    edition: str
    payload: Payload
    problems: tuple[Problem, ...] = ()
    summary: tuple[tuple[str, str], ...] = ()


def dry_run_of(candidate: Candidate, vetted: Vetted | None = None) -> DryRun:
    """A fixed number of queries, however many figures. ``vetted`` saves vetting them twice."""
    authority, payload = candidate.authority, candidate.payload
    vetted = vetted or vet(authority, payload.rows)
    found, older = _without_older(candidate, hold_against_record(authority, vetted.rows))
    listed = lists.compare(authority, candidate.importer, candidate.edition, payload)
    names = _Names(authority, [row.code for row in vetted.rows.values()])
    changes = tuple(names.change(old, row) for old, row in found.changed.values())
    problems = (
        *candidate.problems,
        *vetted.problems,
        *listed.problems,
        *_about_older(older),
        *about_large_changes(changes),
    )
    counts = {
        "added": len(found.added) + listed.added,
        "changed": len(found.changed) + listed.changed,
        "unchanged": len(found.standing) + listed.unchanged + len(older),
        "older": len(older),
        **counted(problems),
    }
    return DryRun(
        added=tuple(names.line(row) for row in found.added.values()),
        changed=changes,
        older=tuple(names.change(old, row) for old, row in older.values()),
        lists=listed,
        counts=counts,
        problems=problems,
        summary=candidate.summary,
        digest=_digest(found, listed, counts),
        found=found,
    )


def _without_older(candidate: Candidate, found: Comparison) -> tuple[Comparison, dict[Key, tuple[Measurement, Row]]]:
    """The comparison without the changes that would put an older edition in a newer one's place, and those apart."""
    standing = (old for old, _ in found.changed.values())
    newer = told_by_newer_edition(candidate.authority, candidate.importer, candidate.edition, standing)
    older = {
        key: (old, row)
        for key, (old, row) in found.changed.items()
        if old.pk in newer and is_older(row.as_at, newer[old.pk])
    }
    changed = {key: pair for key, pair in found.changed.items() if key not in older}
    return replace(found, changed=changed), older


def _about_older(older: dict[Key, tuple[Measurement, Row]]) -> Iterable[Problem]:
    if older:
        yield Problem(
            "older-edition",
            "A newer edition says something else about these figures. They stay as the newer edition has them.",
            level=Level.NOTE,
            count=len(older),
        )


class _Names:
    """The measures' names and units by code. Two queries, made once."""

    def __init__(self, authority: Authority, codes: list[str]) -> None:
        self.known: dict[str, tuple[str, str, int]] = {}
        for indicator in usable(authority, sorted(set(codes))):
            version = current_version(indicator)
            if version is not None:
                self.known[indicator.code] = indicator.name, version.unit, version.decimals

    def line(self, row: Row) -> Line:
        return Line(row, *self.known[row.code])

    def change(self, old: Measurement, row: Row) -> Change:
        return Change(row, *self.known[row.code], old=old)


def _digest(found: Comparison, listed: lists.Lists, counts: dict[str, int]) -> str:
    """Over everything that the person was shown: each new figure, what each replaced one is now, and the counts."""
    digest = hashlib.sha256()
    lines = [f"+{key}{_facts(row)}" for key, row in found.added.items()]
    lines += [f"*{key}{old.pk}{_facts(row)}" for key, (old, row) in found.changed.items()]
    for line in sorted(lines):
        digest.update(line.encode())
    digest.update(repr(listed.facts()).encode())
    digest.update(repr(sorted(counts.items())).encode())
    return digest.hexdigest()


def _facts(row: Row) -> tuple[str, ...]:
    return str(row.value), str(row.upper), row.marker, str(row.status), row.source, row.note, str(row.is_as_reported)
