"""Editions of published statistics, and which figures on record came with a newer one than is being imported."""

import re
from collections.abc import Iterable

from dashboards.models import ImportBatch, Measurement
from safetyvalve.core.models import Authority

EditionKey = tuple[tuple[int, ...], str]


def edition_key(edition: str) -> EditionKey:
    """By which editions are put in order: their numbers first, so that 9 comes before 10 and 2024 before 2024-25."""
    return tuple(map(int, re.findall(r"\d+", edition))), edition


def from_newer_edition(authority: Authority, importer: str, edition: str, standing: Iterable[Measurement]) -> set[int]:
    """Those of the standing figures that a newer edition of the same statistics brought or found to be right.

    A figure that the council has since corrected, or marked unreliable, still belongs to the edition it came with.
    """
    keys = {row.pk for row in standing}
    if not edition or not keys:
        return set()
    batches = ImportBatch.objects.filter(authority=authority, importer=importer, undone_at=None).exclude(edition="")
    newer = [pk for pk, other in batches.values_list("pk", "edition") if edition_key(other) > edition_key(edition)]
    if not newer:
        return set()
    origins = _origins(authority, newer)
    vouched = {pk for ids in batches.filter(pk__in=newer).values_list("standing_ids", flat=True) for pk in ids}
    return {pk for pk in keys if pk in origins or pk in vouched}


def _origins(authority: Authority, newer: list[int]) -> set[int]:
    """Figures of these batches, and what people have typed over them since."""
    rows = Measurement.objects.filter(authority=authority, is_withdrawn=False)
    found = set(rows.filter(batch__in=newer).values_list("pk", flat=True))
    replaced = dict(
        rows.filter(superseded_by__batch__kind=ImportBatch.Kind.TYPED).values_list("pk", "superseded_by_id")
    )
    corrections = {successor for pk, successor in replaced.items() if pk in found}
    while corrections - found:
        found |= corrections
        corrections = {successor for pk, successor in replaced.items() if pk in corrections}
    return found
