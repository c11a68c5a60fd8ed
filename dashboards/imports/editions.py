"""Editions of published statistics, and which figures on record came with a newer one than is being imported."""

import re
from collections.abc import Iterable
from datetime import date

from dashboards.imports.sen2.coverage import usual_since
from dashboards.models import ImportBatch, Measurement
from safetyvalve.core.dates import month_end
from safetyvalve.core.models import Authority

EditionKey = tuple[tuple[int, ...], str]


def edition_key(edition: str) -> EditionKey:
    """By which editions are put in order: their numbers first, so that 9 comes before 10 and 2024 before 2024-25."""
    return tuple(map(int, re.findall(r"\d+", edition))), edition


def told_by_newer_edition(
    authority: Authority, importer: str, edition: str, standing: Iterable[Measurement]
) -> dict[int, date | None]:
    """Those of the standing figures that a newer edition of the same statistics brought or found to be right.

    With each, the day as at which that edition tells it, which in a delivery of several files is its own file's; None
    where the statistics have no such day. A figure that has taken such a one's place since, typed or from another
    source, or that was marked unreliable, still belongs to the edition.
    """
    rows = {row.pk: row for row in standing}
    if not edition or not rows:
        return {}
    batches = ImportBatch.objects.filter(authority=authority, importer=importer, undone_at=None).exclude(edition="")
    newer = [pk for pk, other in batches.values_list("pk", "edition") if edition_key(other) > edition_key(edition)]
    if not newer:
        return {}
    origins = _origins(authority, importer, newer)
    found = {pk: origins[pk] for pk in rows if pk in origins}
    for as_at, ids in batches.filter(pk__in=newer).values_list("as_at", "standing_ids"):
        for pk in rows.keys() & set(ids):
            days = (found.get(pk, rows[pk].as_at), _vouched_as_at(rows[pk], as_at))
            found[pk] = max((day for day in days if day), default=None)
    return found


def _vouched_as_at(row: Measurement, as_at: date | None) -> date | None:
    """The day as at which a delivery found a figure to be right: its own, unless a file of that day cannot tell it.

    Then an older file of the same delivery told it, which cannot have been newer than the figure itself. A file tells
    of its year, and of positions on its own day and at the ends of months.
    """
    if as_at is None or row.as_at is None:
        return row.as_at
    is_of_a_day = row.period_start == row.period_end != month_end(row.period_end)
    is_told = row.period_end == as_at if is_of_a_day else row.period_end >= usual_since(as_at)
    return as_at if is_told else row.as_at


def is_older(row_as_at: date | None, told_as_at: date | None) -> bool:
    """Whether a row of an older edition is older than what a newer one tells: by their days, where both have one.

    Of several yearly returns that came together, each is as old as its own day. Without days the edition decides.
    """
    if row_as_at is None or told_as_at is None:
        return row_as_at == told_as_at
    return row_as_at < told_as_at


def _origins(authority: Authority, importer: str, newer: list[int]) -> dict[int, date | None]:
    """Figures of these batches, and what has taken their place since from elsewhere, with the batch's day for each."""
    rows = Measurement.objects.filter(authority=authority, is_withdrawn=False)
    found = dict(rows.filter(batch__in=newer).values_list("pk", "as_at"))
    elsewhere = rows.filter(superseded_by__isnull=False).exclude(superseded_by__batch__importer=importer)
    replaced = dict(elsewhere.values_list("pk", "superseded_by_id"))
    successors = {successor: found[pk] for pk, successor in replaced.items() if pk in found}
    while successors.keys() - found.keys():
        found |= successors
        successors = {successor: successors[pk] for pk, successor in replaced.items() if pk in successors}
    return found
