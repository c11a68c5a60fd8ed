"""Saying that figures are not reliable, and that they are again. A row is superseded each time; nothing is lost."""

from collections.abc import Callable, Iterable, Sequence
from copy import copy
from datetime import datetime

from django.db import transaction
from django.db.models import F

from dashboards.models import Indicator, Measurement
from dashboards.rows import point_of
from safetyvalve.core import audit
from safetyvalve.core.models import Authority, User

Status = Measurement.Status
Marked = tuple[str, str]
"""A status and the note that goes with it."""


class StaleFigures(ValueError):
    """A figure is no longer the one that the person was looking at. Nothing was changed."""


def marked_rows(authority: Authority, indicator: Indicator) -> list[Measurement]:
    """The council's undivided figures that stand, the latest first. One query."""
    rows = Measurement.objects.filter(
        authority=authority, version__indicator=indicator, area_code=authority.gss_code, value__isnull=False
    )
    rows = rows.current().total().select_related("version", "batch").defer("batch__standing_ids")
    return list(rows.order_by("-period_end", "-period_start"))


@transaction.atomic
def mark(
    authority: Authority, indicator: Indicator, keys: Sequence[int], *, reason: str, by: User, now: datetime
) -> int:
    """Mark the figures with these keys, and every part of them, as not reliable. Returns how many periods.

    They are still shown, with the reason, and nothing is concluded from them. Raises ``StaleFigures``.
    """
    return _change(
        authority, indicator, keys, lambda row: (Status.UNRELIABLE, reason), action="figures_marked_unreliable",
        by=by, now=now,
    )  # fmt: skip


@transaction.atomic
def restore(authority: Authority, indicator: Indicator, keys: Sequence[int], *, by: User, now: datetime) -> int:
    """Take the mark away again: each figure stands as it stood before, or as final if it came with the mark."""
    return _change(authority, indicator, keys, _before, action="figures_marked_reliable", by=by, now=now)


def _change(
    authority: Authority,
    indicator: Indicator,
    keys: Sequence[int],
    marked: Callable[[Measurement], Marked],
    *,
    action: str,
    by: User,
    now: datetime,
) -> int:
    authority = Authority.objects.select_for_update().get(pk=authority.pk)
    chosen = [row for row in marked_rows(authority, indicator) if row.pk in set(keys)]
    if len(chosen) != len(set(keys)):
        raise StaleFigures("Somebody else changed these figures while you had the page open. Look at them again.")
    changes = {}
    for row in chosen:
        before, after = (row.status, row.note), marked(row)
        if before != after:
            changes[point_of(row).period.label] = [_in_words(row, before), _in_words(row, after)]
    rows = [row for row in _with_parts(authority, indicator, chosen) if (row.status, row.note) != marked(row)]
    _replace(rows, marked, now)
    if rows:
        audit.record(authority=authority, by=by, action=action, subject=indicator, changes=changes, now=now)
    return len(changes)


def _with_parts(authority: Authority, indicator: Indicator, chosen: Iterable[Measurement]) -> list[Measurement]:
    """These rows and those that divide the same figure. One query."""
    periods = {(row.version_id, row.period_start, row.period_end) for row in chosen}
    rows = Measurement.objects.current().filter(
        authority=authority,
        version__indicator=indicator,
        area_code=authority.gss_code,
        period_end__in={end for _, _, end in periods},
    )
    rows = rows.prefetch_related("supersedes")
    return [row for row in rows if (row.version_id, row.period_start, row.period_end) in periods]


def _before(row: Measurement) -> Marked:
    """How the same figure stood before it was marked."""
    if row.status != Status.UNRELIABLE:
        return row.status, row.note
    same = [old for old in row.supersedes.all() if old.value == row.value and old.status != Status.UNRELIABLE]
    return (same[0].status, same[0].note) if same else (Status.FINAL, "")


def _replace(rows: Sequence[Measurement], marked: Callable[[Measurement], Marked], now: datetime) -> None:
    """Each row with a copy in its place, which belongs to the same delivery and goes with it if that is undone."""
    successors = []
    for row in rows:
        new = copy(row)
        new.pk, new._state.adding = None, True
        new.status, new.note = marked(row)
        new.recorded_at = now
        successors.append(new)
    # Out of the way first: of one figure, one row stands at any time.
    Measurement.objects.filter(pk__in=[row.pk for row in rows]).update(superseded_by=F("pk"))
    Measurement.objects.bulk_create(successors, batch_size=500)
    for row, new in zip(rows, successors, strict=True):
        row.superseded_by = new
    Measurement.objects.bulk_update(rows, ["superseded_by"], batch_size=500)


def _in_words(row: Measurement, marked: Marked) -> str:
    status, note = marked
    figure = "no figure" if row.value is None else f"{row.value.normalize():f}"
    return f"{figure}, {Status(status).label.lower()}{f': {note}' if note else ''}"
